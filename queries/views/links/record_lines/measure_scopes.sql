select
    'measure' as about_kind,
    measure_scopes.measure_id as about_id,
    2 as section_number,
    'scopes' as section,
    'measure_scopes' as record_table,
    measure_scopes.measure_id || '|' || measure_scopes.scope as record_id,
    cast(null as varchar) as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    replace(measure_scopes.scope, '_', ' ') as words,
    cast(null as varchar) as certainty,
    measures.source_id
from measure_scopes
inner join measures on measures.measure_id = measure_scopes.measure_id
