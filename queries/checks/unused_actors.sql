/*---
title: Actors that no other table refers to
severity: warning
help: Link the actor (as party, speaker, owner, listed person …) or remove it with its names and identifiers. Some shipped actors are kept though nothing refers to them.
---*/
with
    -- its names and numbers are the actor's own
    used_actors as (
        select distinct actor_references.actor_id
        from actor_references
        where actor_references.record_table not in ('actor_names', 'identifiers')
    )
select
    'actors' as record_table,
    actors.actor_id as record_id,
    'actor_id' as column_name,
    actors.actor_id as value,
    'nothing refers to ' || actors.name as problem
from actors
left join used_actors on used_actors.actor_id = actors.actor_id
where used_actors.actor_id is null
order by record_id
