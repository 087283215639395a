/*---
title: Strikes with a death toll that no claim explains
severity: warning
help: Add a claim of metric killed for each figure that a source names, with its speaker and hedge.
---*/
with
    strikes_with_figures as (
        select distinct claims.airstrike_id
        from claims
        where claims.metric = 'killed' and coalesce(claims.value_min, claims.value_max) is not null
    )
select
    'airstrikes' as record_table,
    airstrikes.airstrike_id as record_id,
    'killed_min' as column_name,
    cast(coalesce(airstrikes.killed_min, airstrikes.killed_max) as varchar) as value,
    'no claim of metric killed gives a figure' as problem
from airstrikes
left join strikes_with_figures on strikes_with_figures.airstrike_id = airstrikes.airstrike_id
where coalesce(airstrikes.killed_min, airstrikes.killed_max) is not null and strikes_with_figures.airstrike_id is null
order by record_id
