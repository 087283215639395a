select
    case
        when place_names.place_id is not null
        then 'place'
        when place_names.township is not null
        then 'township'
        else 'area'
    end as kind,
    coalesce(place_names.place_id, place_names.township, admin1_areas.admin1, place_names.pcode) as record_id,
    case
        when place_names.place_id is not null
        then places.name || ' (' || replace(places.place_type, '_', ' ') || coalesce(', ' || places.country, '') || ')'
        when place_names.township is not null
        then place_names.township || ' (township, ' || place_names.pcode || ')'
        else coalesce(admin1_areas.admin1, place_names.pcode) || ' (state or region, ' || place_names.pcode || ')'
    end as label,
    place_names.name as text,
    'name in its own script' as text_kind
from place_names
left join places on places.place_id = place_names.place_id
left join admin1_areas on admin1_areas.admin1_pcode = place_names.pcode
