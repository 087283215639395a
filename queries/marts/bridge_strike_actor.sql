/*---
title: Strikes and armed actors
grain: one row per strike, actor and part in it
caveat: Being named as present in an area, or as the aim, says nothing about who was hit.
keys:
  primary: [airstrike_id, actor_id, part]
  foreign:
    - {fields: [airstrike_id], reference: {resource: fact_strikes, fields: [airstrike_id]}}
    - {fields: [actor_id], reference: {resource: dim_actor, fields: [actor_id]}}
columns:
  airstrike_id: "Strike. Rule for counting: count it distinct. Never add up figures of fact_strikes over this table: a strike stands here once for each actor."
  actor_id: Actor.
  part: "'filed under' (a rule of ours, see attribution_basis of fact_strikes), 'aim' or 'in the area'."
---*/
select airstrikes.airstrike_id, airstrikes.attributed_to as actor_id, 'filed under' as part
from airstrikes
where airstrikes.attributed_to is not null
union all
select airstrikes.airstrike_id, airstrikes.targeted_actor_id, 'aim'
from airstrikes
where airstrikes.targeted_actor_id is not null
union all
select airstrike_area_actors.airstrike_id, airstrike_area_actors.actor_id, 'in the area'
from airstrike_area_actors
order by airstrike_id, actor_id, part
