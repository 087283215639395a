/*---
title: Points that are half given, or lie outside Myanmar
severity: error
help: Give latitude and longitude in degrees (Myanmar lies between 9 and 29 north, 92 and 102 east), the first is latitude; or leave both blank.
---*/
with
    points as (
        select
            'airstrikes' as record_table,
            airstrikes.airstrike_id as record_id,
            airstrikes.latitude,
            airstrikes.longitude,
            true as in_myanmar
        from airstrikes
        union all
        select 'places', places.place_id, places.latitude, places.longitude, coalesce(places.country = 'MM', false)
        from places
    )
select
    points.record_table,
    points.record_id,
    case
        when points.latitude is null or points.latitude not between 9 and 29 then 'latitude' else 'longitude'
    end as column_name,
    cast(
        case
            when points.latitude is null or points.latitude not between 9 and 29
            then points.latitude
            else points.longitude
        end as varchar
    ) as value,
    case
        when points.latitude is null
        then 'longitude without latitude'
        when points.longitude is null
        then 'latitude without longitude'
        when points.longitude between 9 and 29 and points.latitude between 92 and 102
        then 'latitude and longitude are swapped'
        else
            'the point '
            || cast(points.latitude as varchar)
            || ', '
            || cast(points.longitude as varchar)
            || ' is outside Myanmar'
    end as problem
from points
where
    (points.latitude is null) <> (points.longitude is null)
    or (points.in_myanmar and (points.latitude not between 9 and 29 or points.longitude not between 92 and 102))
order by points.record_table, points.record_id
