select
    'measure' as about_kind,
    designations.measure_id as about_id,
    4 as section_number,
    'actors named by it' as section,
    'designations' as record_table,
    designations.measure_id || '|' || designations.actor_id as record_id,
    designations.actor_id as item,
    designations.listed_earliest_on as day_earliest_on,
    designations.listed_latest_on as day_latest_on,
    coalesce(designations.actor, designations.actor_id)
    || coalesce(', as ' || designations.listed_name, '')
    || coalesce(', entry ' || designations.list_reference, '')
    || case
        when designations.removed_latest_on is null
        then ''
        else ', removed ' || day_words(designations.removed_earliest_on, designations.removed_latest_on)
    end
    || case when designations.is_unresolved then '; the entry may mean a namesake' else '' end as words,
    case when designations.is_unresolved then 'unresolved' end as certainty,
    designations.source_id
from designation_days as designations
union all
select
    'measure',
    designations.delisting_measure_id,
    5,
    'removals made by it',
    'designations',
    designations.measure_id || '|' || designations.actor_id,
    designations.actor_id,
    designations.removed_earliest_on,
    designations.removed_latest_on,
    coalesce(designations.actor, designations.actor_id) || ', named by ' || designations.measure_id,
    case when designations.is_unresolved then 'unresolved' end,
    designations.source_id
from designation_days as designations
where designations.delisting_measure_id is not null
