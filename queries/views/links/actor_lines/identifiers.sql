select
    identifiers.actor_id as about_id,
    3 as section_number,
    'identifiers' as section,
    'identifiers' as record_table,
    identifiers.actor_id || '|' || identifiers.scheme || '|' || identifiers.value as record_id,
    cast(null as varchar) as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    case when identifiers.scheme = 'imo_ship' then 'IMO ship number' else replace(identifiers.scheme, '_', ' ') end
    || ' '
    || identifiers.value as words,
    cast(null as varchar) as certainty,
    identifiers.source_id
from identifiers
