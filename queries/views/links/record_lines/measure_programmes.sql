select
    'measure' as about_kind,
    measure_programmes.measure_id as about_id,
    3 as section_number,
    'programmes' as section,
    'measure_programmes' as record_table,
    measure_programmes.measure_id || '|' || measure_programmes.programme as record_id,
    cast(null as varchar) as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    measure_programmes.programme || coalesce(' (' || measure_programmes.legal_basis || ')', '') as words,
    cast(null as varchar) as certainty,
    measures.source_id
from measure_programmes
inner join measures on measures.measure_id = measure_programmes.measure_id
