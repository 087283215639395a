/*---
title: Strikes with more killed than any claim says
severity: error
help: killed_min and killed_max are figures that somebody named. Add the claim (metric killed) that gives the figure, or mend the strike.
---*/
with
    -- 'at least' and 'more than' name a figure too; denials name none
    named_figures as (
        select claims.airstrike_id, max(coalesce(claims.value_max, claims.value_min)) as highest_named
        from claims
        where claims.metric = 'killed' and coalesce(claims.value_max, claims.value_min) is not null
        group by claims.airstrike_id
    )
select
    'airstrikes' as record_table,
    airstrikes.airstrike_id as record_id,
    case
        when airstrikes.killed_min > named_figures.highest_named then 'killed_min' else 'killed_max'
    end as column_name,
    cast(
        case
            when airstrikes.killed_min > named_figures.highest_named
            then airstrikes.killed_min
            else airstrikes.killed_max
        end as varchar
    ) as value,
    case
        when airstrikes.killed_min > named_figures.highest_named
        then 'killed_min = ' || airstrikes.killed_min
        else 'killed_max = ' || airstrikes.killed_max
    end
    || ', the highest claim of metric killed is '
    || named_figures.highest_named as problem
from airstrikes
inner join named_figures on named_figures.airstrike_id = airstrikes.airstrike_id
where airstrikes.killed_min > named_figures.highest_named or airstrikes.killed_max > named_figures.highest_named
order by record_id
