select
    actor_names.actor_id as about_id,
    2 as section_number,
    'names' as section,
    'actor_names' as record_table,
    actor_names.actor_id || '|' || actor_names.name as record_id,
    cast(null as varchar) as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    actor_names.name
    || ' ('
    || actor_names.name_type
    || coalesce(', ' || actor_names.language, '')
    || case actor_names.in_use when 'yes' then ', in use' when 'no' then ', no longer in use' else '' end
    || case
        when actor_names.seen_on is null then '' else coalesce(' on ' || cast(actor_names.seen_on as varchar), '')
    end
    || ')' as words,
    cast(null as varchar) as certainty,
    actor_names.source_id
from actor_names
