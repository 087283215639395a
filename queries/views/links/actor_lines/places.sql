select
    places.operator_id as about_id,
    17 as section_number,
    'places operated' as section,
    'places' as record_table,
    places.place_id as record_id,
    places.place_id as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    places.name || ' (' || places.place_type || coalesce(', ' || places.country, '') || ')' as words,
    cast(null as varchar) as certainty,
    places.source_id
from places
where places.operator_id is not null
