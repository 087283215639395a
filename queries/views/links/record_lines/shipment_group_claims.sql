select
    'delivery' as about_kind,
    shipment_group_members.shipment_id as about_id,
    5 as section_number,
    'joint statements on a group that it belongs to' as section,
    'shipment_group_claims' as record_table,
    shipment_group_claims.group_id
    || '|'
    || shipment_group_claims.actor_id
    || '|'
    || shipment_group_claims.role as record_id,
    shipment_group_claims.group_id as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    coalesce(actors.name, shipment_group_claims.actor_id)
    || ', '
    || replace(shipment_group_claims.role, '_', ' ')
    || ' of '
    || coalesce(figure_words(shipment_group_claims.count_min, shipment_group_claims.count_max), 'a number not given')
    || ' of the group '
    || coalesce(shipment_groups.title, shipment_group_claims.group_id)
    || '; which of them is not said' as words,
    case when shipment_group_claims.disputed = 'yes' then 'disputed' end as certainty,
    shipment_group_claims.source_id
from shipment_group_members
inner join shipment_group_claims on shipment_group_claims.group_id = shipment_group_members.group_id
left join shipment_groups on shipment_groups.group_id = shipment_group_members.group_id
left join actors on actors.actor_id = shipment_group_claims.actor_id
union all
select
    'group',
    shipment_group_claims.group_id,
    3,
    'joint statements',
    'shipment_group_claims',
    shipment_group_claims.group_id || '|' || shipment_group_claims.actor_id || '|' || shipment_group_claims.role,
    shipment_group_claims.actor_id,
    cast(null as date),
    cast(null as date),
    coalesce(actors.name, shipment_group_claims.actor_id)
    || ', '
    || replace(shipment_group_claims.role, '_', ' ')
    || ' of '
    || coalesce(figure_words(shipment_group_claims.count_min, shipment_group_claims.count_max), 'a number not given')
    || coalesce('; ' || shipment_group_claims.note, ''),
    case when shipment_group_claims.disputed = 'yes' then 'disputed' end,
    shipment_group_claims.source_id
from shipment_group_claims
left join actors on actors.actor_id = shipment_group_claims.actor_id
