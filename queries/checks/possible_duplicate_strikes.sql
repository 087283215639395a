/*---
title: Strikes that may be one, by distance
severity: warning
help: Same day and within 5 km. Read both sources. If it is one raid, merge the rows and keep rival figures as claims; if not, leave them.
---*/
-- Only points that are exact or of a place: the point of a township says nothing about distance.
-- Strikes meet by day and by a grid of 0.05 degrees of latitude (5.6 km), so that no strike is compared with all
-- others.
with
    points as (
        select
            airstrikes.airstrike_id,
            airstrikes.earliest_on as day_on,
            airstrikes.latitude,
            airstrikes.longitude,
            cast(floor(airstrikes.latitude / 0.05) as integer) as cell
        from airstrikes
        where
            airstrikes.earliest_on = airstrikes.latest_on
            and airstrikes.geo_precision in ('exact', 'place')
            and airstrikes.latitude is not null
            and airstrikes.longitude is not null
    ),
    neighbourhoods as (
        select points.airstrike_id, points.day_on, points.latitude, points.longitude, points.cell
        from points
        union all
        select points.airstrike_id, points.day_on, points.latitude, points.longitude, points.cell - 1
        from points
        union all
        select points.airstrike_id, points.day_on, points.latitude, points.longitude, points.cell + 1
        from points
    ),
    pairs as (
        select
            neighbourhoods.airstrike_id as first_id,
            points.airstrike_id as second_id,
            points.day_on,
            -- haversine on a sphere of 6,371 km
            2
            * 6371
            * asin(
                least(
                    1,
                    sqrt(
                        power(sin(radians(points.latitude - neighbourhoods.latitude) / 2), 2)
                        + cos(radians(points.latitude))
                        * cos(radians(neighbourhoods.latitude))
                        * power(sin(radians(points.longitude - neighbourhoods.longitude) / 2), 2)
                    )
                )
            ) as distance_km
        from points
        inner join
            neighbourhoods
            on neighbourhoods.day_on = points.day_on
            and neighbourhoods.cell = points.cell
            and neighbourhoods.airstrike_id < points.airstrike_id
    )
select
    'airstrikes' as record_table,
    pairs.second_id as record_id,
    'airstrike_id' as column_name,
    pairs.first_id as value,
    'same day as ' || pairs.first_id || ', ' || cast(round(pairs.distance_km, 1) as varchar) || ' km from it' as problem
from pairs
where pairs.distance_km <= 5
order by record_id, value
