select
    'area' as about_kind,
    admin1_areas.admin1_pcode as about_id,
    1 as section_number,
    'area' as section,
    'admin1_areas' as record_table,
    admin1_areas.admin1_pcode as record_id,
    cast(null as varchar) as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    admin1_areas.name || ', ' || admin1_areas.kind || coalesce(' (' || admin1_areas.admin1 || ')', '') as words,
    cast(null as varchar) as certainty,
    admin1_areas.source_id as source_id
from admin1_areas
