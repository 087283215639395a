select
    'place name' as about_kind,
    coalesce(place_names.place_id, '') || '|' || coalesce(place_names.pcode, '') || '|' || place_names.name as about_id,
    1 as section_number,
    'place name' as section,
    'place_names' as record_table,
    coalesce(place_names.place_id, '')
    || '|'
    || coalesce(place_names.pcode, '')
    || '|'
    || place_names.name as record_id,
    place_names.place_id as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    place_names.name
    || coalesce(' (' || place_names.language || ')', '')
    || coalesce(', township of ' || place_names.township, '')
    || coalesce(', ' || place_names.pcode, '') as words,
    cast(null as varchar) as certainty,
    place_names.source_id
from place_names
union all
select
    'place',
    place_names.place_id,
    1,
    'name in another script',
    'place_names',
    coalesce(place_names.place_id, '') || '|' || coalesce(place_names.pcode, '') || '|' || place_names.name,
    cast(null as varchar),
    cast(null as date),
    cast(null as date),
    place_names.name || coalesce(' (' || place_names.language || ')', '') || coalesce(', ' || place_names.pcode, ''),
    cast(null as varchar),
    place_names.source_id
from place_names
where place_names.place_id is not null
union all
select
    'area',
    place_names.pcode,
    1,
    'name in another script',
    'place_names',
    coalesce(place_names.place_id, '') || '|' || coalesce(place_names.pcode, '') || '|' || place_names.name,
    cast(null as varchar),
    cast(null as date),
    cast(null as date),
    place_names.name || coalesce(' (' || place_names.language || ')', ''),
    cast(null as varchar),
    place_names.source_id
from place_names
inner join admin1_areas on admin1_areas.admin1_pcode = place_names.pcode
where place_names.place_id is null
union all
-- two townships can bear one name, in two areas
select
    'strike',
    airstrikes.airstrike_id,
    1,
    'township in another script',
    'place_names',
    coalesce(place_names.place_id, '') || '|' || coalesce(place_names.pcode, '') || '|' || place_names.name,
    cast(null as varchar),
    cast(null as date),
    cast(null as date),
    place_names.name || coalesce(' (' || place_names.language || ')', '') || coalesce(', ' || place_names.pcode, ''),
    cast(null as varchar),
    place_names.source_id
from airstrikes
inner join
    place_names on place_names.township = airstrikes.township and left(place_names.pcode, 6) = airstrikes.admin1_pcode
where place_names.place_id is null
