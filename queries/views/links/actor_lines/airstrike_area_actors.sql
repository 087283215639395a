select
    airstrike_area_actors.actor_id as about_id,
    14 as section_number,
    'named as holding or fighting in the area of a strike' as section,
    'airstrike_area_actors' as record_table,
    airstrike_area_actors.airstrike_id || '|' || airstrike_area_actors.actor_id as record_id,
    airstrike_area_actors.airstrike_id as item,
    airstrikes.earliest_on as day_earliest_on,
    airstrikes.latest_on as day_latest_on,
    coalesce(airstrikes.place, airstrikes.township, airstrikes.admin1, airstrike_area_actors.airstrike_id) as words,
    airstrikes.verification as certainty,
    airstrike_area_actors.source_id
from airstrike_area_actors
left join airstrikes on airstrikes.airstrike_id = airstrike_area_actors.airstrike_id
