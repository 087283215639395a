select
    shipment_group_claims.actor_id as about_id,
    7 as section_number,
    'joint statements on deliveries' as section,
    'shipment_group_claims' as record_table,
    shipment_group_claims.group_id
    || '|'
    || shipment_group_claims.actor_id
    || '|'
    || shipment_group_claims.role as record_id,
    shipment_group_claims.group_id as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    replace(shipment_group_claims.role, '_', ' ')
    || ' of '
    || coalesce(figure_words(shipment_group_claims.count_min, shipment_group_claims.count_max), 'a number not given')
    || ' of the group '
    || coalesce(shipment_groups.title, shipment_group_claims.group_id)
    || coalesce('; ' || shipment_group_claims.note, '') as words,
    case when shipment_group_claims.disputed = 'yes' then 'disputed' end as certainty,
    shipment_group_claims.source_id
from shipment_group_claims
left join shipment_groups on shipment_groups.group_id = shipment_group_claims.group_id
