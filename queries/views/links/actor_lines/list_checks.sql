select
    list_checks.actor_id as about_id,
    11 as section_number,
    'list checks' as section,
    'list_checks' as record_table,
    list_checks.actor_id
    || '|'
    || list_checks.authority
    || '|'
    || cast(list_checks.list_version_on as varchar) as record_id,
    cast(null as varchar) as item,
    list_checks.list_version_on as day_earliest_on,
    list_checks.list_version_on as day_latest_on,
    case
        list_checks.status
        when 'listed'
        then
            'on the '
            || list_checks.authority
            || ' copy of '
            || cast(list_checks.list_version_on as varchar)
            || coalesce(', entry ' || list_checks.list_reference, '')
            || coalesce(', listed on ' || cast(list_checks.listed_on as varchar), '')
        when 'not_listed'
        then
            'searched and not found on the '
            || list_checks.authority
            || ' copy of '
            || cast(list_checks.list_version_on as varchar)
        else
            'a name on the '
            || list_checks.authority
            || ' copy of '
            || cast(list_checks.list_version_on as varchar)
            || ' may be someone else'
    end
    || coalesce('; ' || list_checks.note, '') as words,
    list_checks.status as certainty,
    list_checks.source_id
from list_checks
