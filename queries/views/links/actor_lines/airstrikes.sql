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
-- a rule of ours files hundreds of strikes under one actor: one line counts them, and has no source
select
    airstrikes.attributed_to,
    16,
    'strikes filed under it',
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    min(airstrikes.earliest_on),
    max(airstrikes.latest_on),
    cast(count(*) as varchar)
    || ' reported strikes, by a rule of ours; in '
    || cast(sum(case when strike_attributions.attribution_basis = 'rule' then 1 else 0 end) as varchar)
    || ' no claim names anybody, and '
    || cast(sum(case when airstrikes.verification = 'disputed' then 1 else 0 end) as varchar)
    || ' are disputed; the report strikes lists them with what the claims say',
    cast(null as varchar),
    cast(null as varchar)
from airstrikes
inner join strike_attributions on strike_attributions.airstrike_id = airstrikes.airstrike_id
where airstrikes.attributed_to is not null
group by airstrikes.attributed_to
