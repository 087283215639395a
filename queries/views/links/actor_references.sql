/*---
title: References to actors
grain: one row per row of a table of facts and column that refers to an actor; blank references are left out
columns:
  record_table: Table of the row.
  record_id: Key of the row, parts joined by '|'.
  column_name: Column of the reference.
  actor_id: Actor.
---*/
select this_name as record_table, this_key as record_id, this_actor_column as column_name, this_actor as actor_id
from this_table
where this_actor is not null
