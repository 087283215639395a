select
    'group' as about_kind,
    shipment_groups.group_id as about_id,
    1 as section_number,
    'group' as section,
    'shipment_groups' as record_table,
    shipment_groups.group_id as record_id,
    shipment_groups.group_id as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    shipment_groups.title
    || ', size '
    || coalesce(
        case
            when shipment_groups.qualifier = 'exact' then '' else replace(shipment_groups.qualifier, '_', ' ') || ' '
        end,
        ''
    )
    || coalesce(cast(shipment_groups.size as varchar), 'not known') as words,
    cast(null as varchar) as certainty,
    shipment_groups.source_id
from shipment_groups
