/*---
title: State or region and its code that disagree
severity: error
help: The code belongs to another state or region (admin1_areas). Several codes make up Bago and Shan.
---*/
with
    located as (
        select
            'airstrikes' as record_table,
            airstrikes.airstrike_id as record_id,
            airstrikes.admin1,
            airstrikes.admin1_pcode
        from airstrikes
        union all
        select 'places', places.place_id, places.admin1, places.admin1_pcode
        from places
    )
select
    located.record_table,
    located.record_id,
    'admin1_pcode' as column_name,
    located.admin1_pcode as value,
    located.admin1_pcode
    || ' is '
    || admin1_areas.admin1
    || ', admin1 says '
    || coalesce(located.admin1, 'nothing') as problem
from located
inner join admin1_areas on admin1_areas.admin1_pcode = located.admin1_pcode
where admin1_areas.admin1 is distinct from located.admin1
order by located.record_table, located.record_id
