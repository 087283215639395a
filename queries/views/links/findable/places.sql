select
    'place' as kind,
    places.place_id as record_id,
    places.name || ' (' || replace(places.place_type, '_', ' ') || coalesce(', ' || places.country, '') || ')' as label,
    places.name as text,
    'name' as text_kind
from places
