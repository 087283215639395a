select
    actors.actor_id as about_id,
    1 as section_number,
    'actor' as section,
    'actors' as record_table,
    actors.actor_id as record_id,
    actors.actor_id as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    actors.name
    || ' ('
    || replace(actors.actor_type, '_', ' ')
    || case
        when actors.country is null
        then ''
        when actors.actor_type = 'vessel'
        then ', flag ' || actors.country
        else ', ' || actors.country
    end
    || ')'
    || coalesce(': ' || actors.summary, '') as words,
    cast(null as varchar) as certainty,
    actors.source_id
from actors
