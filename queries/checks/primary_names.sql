/*---
title: Actors without exactly one primary name, equal to their name
severity: error
help: Give the actor one row of actor_names with name_type primary, spelt like actors.name; other names are alias, former, acronym, native or listed.
---*/
with
    primary_counts as (
        select
            actors.actor_id,
            actors.name,
            count(actor_names.name) as names,
            max(case when actor_names.name = actors.name then 1 else 0 end) as fits,
            min(actor_names.name) as first_name
        from actors
        left join actor_names on actor_names.actor_id = actors.actor_id and actor_names.name_type = 'primary'
        group by actors.actor_id, actors.name
    )
select
    'actors' as record_table,
    primary_counts.actor_id as record_id,
    'name' as column_name,
    primary_counts.name as value,
    case
        when primary_counts.names = 0
        then primary_counts.name || ' has no primary name in actor_names'
        when primary_counts.names > 1
        then primary_counts.name || ' has ' || primary_counts.names || ' primary names in actor_names'
        else 'the primary name in actor_names is ' || primary_counts.first_name || ', not ' || primary_counts.name
    end as problem
from primary_counts
where primary_counts.names <> 1 or primary_counts.fits = 0
order by record_id
