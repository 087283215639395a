/*---
title: Tables whose rows are about an actor
grain: "one row per table of facts that has an actor in its key"
columns:
  record_table: Table of facts.
  actor_place: Place of the actor's id among the parts of the row's key, from 1.
---*/
select this_name as record_table, this_actor_place as actor_place
