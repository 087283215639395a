select
    'place' as about_kind,
    places.place_id as about_id,
    1 as section_number,
    'place' as section,
    'places' as record_table,
    places.place_id as record_id,
    places.operator_id as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    places.name
    || ' ('
    || replace(places.place_type, '_', ' ')
    || coalesce(', ' || places.admin1, '')
    || coalesce(', ' || places.country, '')
    || ')'
    || coalesce(
        ', '
        || cast(places.latitude as varchar)
        || ' '
        || cast(places.longitude as varchar)
        || ' ('
        || places.coordinates_basis
        || ')',
        ''
    )
    || coalesce(', operator ' || actors.name, '')
    || coalesce('. ' || places.note, '') as words,
    cast(null as varchar) as certainty,
    places.source_id
from places
left join actors on actors.actor_id = places.operator_id
