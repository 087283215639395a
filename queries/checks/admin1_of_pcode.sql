/*---
title: State or region and its code that disagree
severity: error
help: The code belongs to another state or region (admin1_areas). Several codes make up Bago and Shan.
---*/
select
    located_areas.record_table,
    located_areas.record_id,
    'admin1_pcode' as column_name,
    located_areas.admin1_pcode as value,
    located_areas.admin1_pcode
    || ' is '
    || admin1_areas.admin1
    || ', admin1 says '
    || coalesce(located_areas.admin1, 'nothing') as problem
from located_areas
inner join admin1_areas on admin1_areas.admin1_pcode = located_areas.admin1_pcode
where admin1_areas.admin1 is distinct from located_areas.admin1
order by located_areas.record_table, located_areas.record_id
