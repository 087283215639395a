select
    airstrikes.targeted_actor_id as about_id,
    15 as section_number,
    'named as target of a strike' as section,
    'airstrikes' as record_table,
    airstrikes.airstrike_id as record_id,
    airstrikes.airstrike_id as item,
    airstrikes.earliest_on as day_earliest_on,
    airstrikes.latest_on as day_latest_on,
    coalesce(airstrikes.place, airstrikes.township, airstrikes.admin1, airstrikes.airstrike_id) as words,
    airstrikes.verification as certainty,
    airstrikes.source_id
from airstrikes
where airstrikes.targeted_actor_id is not null
union all
-- hundreds of strikes have the same attribution: one line counts them
select
    airstrikes.attributed_to,
    16,
    'strikes attributed to it',
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    min(airstrikes.earliest_on),
    max(airstrikes.latest_on),
    cast(count(*) as varchar)
    || ' reported strikes, '
    || cast(sum(case when airstrikes.verification = 'disputed' then 1 else 0 end) as varchar)
    || ' of them disputed; the report strikes lists them with their sources',
    cast(null as varchar),
    cast(null as varchar)
from airstrikes
where airstrikes.attributed_to is not null
group by airstrikes.attributed_to
