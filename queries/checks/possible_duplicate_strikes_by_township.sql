/*---
title: Strikes that may be one, by township
severity: information
help: Same day and township, and for one of them no nearer place is known. Several strikes on a township on one day are usual, so look only where the words agree.
---*/
with
    strikes as (
        select
            airstrikes.airstrike_id,
            airstrikes.earliest_on as day_on,
            airstrikes.admin1,
            airstrikes.township,
            airstrikes.geo_precision in ('exact', 'place')
            and airstrikes.latitude is not null
            and airstrikes.longitude is not null as has_point
        from airstrikes
        where airstrikes.earliest_on = airstrikes.latest_on and airstrikes.township is not null
    )
select
    'airstrikes' as record_table,
    later_rows.airstrike_id as record_id,
    'airstrike_id' as column_name,
    strikes.airstrike_id as value,
    'same day and township ('
    || later_rows.township
    || ') as '
    || strikes.airstrike_id
    || '; the distance is not known' as problem
from strikes
inner join
    strikes as later_rows
    on later_rows.day_on = strikes.day_on
    and later_rows.admin1 = strikes.admin1
    and later_rows.township = strikes.township
    and later_rows.airstrike_id > strikes.airstrike_id
where not (strikes.has_point and later_rows.has_point)
order by record_id, value
