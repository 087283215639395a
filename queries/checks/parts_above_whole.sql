/*---
title: Strikes with more children or civilians killed than people
severity: error
help: killed_max is the highest figure named for all dead; mend it or the part.
---*/
select
    'airstrikes' as record_table,
    airstrikes.airstrike_id as record_id,
    case
        when airstrikes.civilians_killed_min > airstrikes.killed_max
        then 'civilians_killed_min'
        else 'children_killed_min'
    end as column_name,
    cast(
        case
            when airstrikes.civilians_killed_min > airstrikes.killed_max
            then airstrikes.civilians_killed_min
            else airstrikes.children_killed_min
        end as varchar
    ) as value,
    case
        when airstrikes.civilians_killed_min > airstrikes.killed_max
        then airstrikes.civilians_killed_min || ' civilians'
        else airstrikes.children_killed_min || ' children'
    end
    || ' among '
    || airstrikes.killed_max
    || ' killed at the most' as problem
from airstrikes
where airstrikes.civilians_killed_min > airstrikes.killed_max or airstrikes.children_killed_min > airstrikes.killed_max
order by record_id
