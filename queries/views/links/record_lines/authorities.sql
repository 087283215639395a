select
    'authority' as about_kind,
    authorities.authority as about_id,
    1 as section_number,
    'authority' as section,
    'authorities' as record_table,
    authorities.authority as record_id,
    authorities.authority as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    authorities.name || ', acts for ' || authorities.jurisdiction || coalesce('. ' || authorities.note, '') as words,
    cast(null as varchar) as certainty,
    cast(null as varchar) as source_id
from authorities
