select
    case when actors.actor_type = 'vessel' then 'vessel' else 'actor' end as kind,
    identifiers.actor_id as record_id,
    actors.name || ' (' || replace(actors.actor_type, '_', ' ') || coalesce(', ' || actors.country, '') || ')' as label,
    identifiers.value as text,
    'number, ' || replace(identifiers.scheme, '_', ' ') as text_kind
from identifiers
inner join actors on actors.actor_id = identifiers.actor_id
