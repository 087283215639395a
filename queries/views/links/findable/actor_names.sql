select
    case when actors.actor_type = 'vessel' then 'vessel' else 'actor' end as kind,
    actor_names.actor_id as record_id,
    actors.name || ' (' || replace(actors.actor_type, '_', ' ') || coalesce(', ' || actors.country, '') || ')' as label,
    actor_names.name as text,
    case
        actor_names.name_type
        when 'primary'
        then 'name'
        when 'former'
        then 'former name'
        when 'listed'
        then 'name on a list'
        when 'native'
        then 'name in its own script'
        when 'acronym'
        then 'acronym'
        else 'other name'
    end as text_kind
from actor_names
inner join actors on actors.actor_id = actor_names.actor_id
