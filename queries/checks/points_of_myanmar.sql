/*---
title: Points that are half given, or lie outside Myanmar
severity: error
help: Give latitude and longitude in degrees (Myanmar lies between 9 and 29 north, 92 and 102 east), the first is latitude; or leave both blank.
---*/
select
    located_points.record_table,
    located_points.record_id,
    case
        when located_points.latitude is null or located_points.latitude not between 9 and 29
        then 'latitude'
        else 'longitude'
    end as column_name,
    cast(
        case
            when located_points.latitude is null or located_points.latitude not between 9 and 29
            then located_points.latitude
            else located_points.longitude
        end as varchar
    ) as value,
    case
        when located_points.latitude is null
        then 'longitude without latitude'
        when located_points.longitude is null
        then 'latitude without longitude'
        when located_points.longitude between 9 and 29 and located_points.latitude between 92 and 102
        then 'latitude and longitude are swapped'
        else
            'the point '
            || cast(located_points.latitude as varchar)
            || ', '
            || cast(located_points.longitude as varchar)
            || ' is outside Myanmar'
    end as problem
from located_points
where
    (located_points.latitude is null) <> (located_points.longitude is null)
    or (
        coalesce(located_points.country = 'MM', false)
        and (located_points.latitude not between 9 and 29 or located_points.longitude not between 92 and 102)
    )
order by located_points.record_table, located_points.record_id
