select
    designations.actor_id as about_id,
    case when designations.is_listing then 8 else 10 end as section_number,
    case when designations.is_listing then 'listings' else 'other measures' end as section,
    'designations' as record_table,
    designations.measure_id || '|' || designations.actor_id as record_id,
    designations.measure_id as item,
    designations.listed_earliest_on as day_earliest_on,
    designations.listed_latest_on as day_latest_on,
    case when designations.is_listing then 'listed by ' else replace(designations.measure_type, '_', ' ') || ' of ' end
    || designations.authority
    || coalesce(' as ' || designations.listed_name, '')
    || coalesce(', programme ' || designations.programme, '')
    || coalesce(', entry ' || designations.list_reference, '')
    || case
        when designations.listed_latest_on is null
        then
            '; day not known, measure of '
            || day_words(designations.measure_earliest_on, designations.measure_latest_on)
        else ''
    end
    || case when designations.is_unresolved then '; the entry may mean a namesake' else '' end as words,
    case when designations.is_unresolved then 'unresolved' end as certainty,
    designations.source_id
from designation_days as designations
union all
select
    designations.actor_id,
    9,
    'removals',
    'designations',
    designations.measure_id || '|' || designations.actor_id,
    coalesce(designations.delisting_measure_id, designations.measure_id),
    designations.removed_earliest_on,
    designations.removed_latest_on,
    'removed by '
    || designations.authority
    || ' from '
    || designations.measure_id
    || case
        when designations.removed_earliest_on is null
        then '; found by comparing copies, the day is the latest possible'
        else ''
    end,
    case when designations.is_unresolved then 'unresolved' end,
    designations.source_id
from designation_days as designations
where designations.removed_latest_on is not null
