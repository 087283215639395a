/*---
title: Names of places whose code is of another area, or of nothing
severity: error
help: "Fill place_id or pcode; the first six signs of pcode are those of the area of the place."
---*/
with
    problems as (
        select
            place_names.place_id,
            place_names.pcode,
            place_names.name,
            'place_id' as column_name,
            cast(null as varchar) as value,
            'names neither a place nor a code' as problem
        from place_names
        where place_names.place_id is null and place_names.pcode is null
        union all
        select
            place_names.place_id,
            place_names.pcode,
            place_names.name,
            'pcode',
            place_names.pcode,
            'no area has the code ' || left(place_names.pcode, 6)
        from place_names
        left join admin1_areas on admin1_areas.admin1_pcode = left(place_names.pcode, 6)
        where place_names.pcode is not null and admin1_areas.admin1_pcode is null
        union all
        select
            place_names.place_id,
            place_names.pcode,
            place_names.name,
            'pcode',
            place_names.pcode,
            'the place lies in ' || places.admin1_pcode
        from place_names
        inner join places on places.place_id = place_names.place_id
        where places.admin1_pcode <> left(place_names.pcode, 6)
    )
select
    'place_names' as record_table,
    coalesce(problems.place_id, '') || '|' || coalesce(problems.pcode, '') || '|' || problems.name as record_id,
    problems.column_name,
    problems.value,
    problems.problem
from problems
order by record_id, problems.column_name
