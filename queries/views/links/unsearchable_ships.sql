/*---
title: Ships that no list can be searched for
grain: one row per vessel without an IMO number in our facts
columns:
  actor_id: Vessel; a ship is joined by number alone, so that no copy says anything about this one.
---*/
select actors.actor_id
from actors
left join identifiers on identifiers.actor_id = actors.actor_id and identifiers.scheme = 'imo_ship'
where actors.actor_type = 'vessel' and identifiers.actor_id is null
