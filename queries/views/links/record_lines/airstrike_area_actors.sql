select
    'strike' as about_kind,
    airstrike_area_actors.airstrike_id as about_id,
    4 as section_number,
    'named as holding or fighting in the area' as section,
    'airstrike_area_actors' as record_table,
    airstrike_area_actors.airstrike_id || '|' || airstrike_area_actors.actor_id as record_id,
    airstrike_area_actors.actor_id as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    coalesce(actors.name, airstrike_area_actors.actor_id) as words,
    cast(null as varchar) as certainty,
    airstrike_area_actors.source_id
from airstrike_area_actors
left join actors on actors.actor_id = airstrike_area_actors.actor_id
