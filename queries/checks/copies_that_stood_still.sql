/*---
title: Copies of lists whose newest entry lies far from their day
severity: warning
help: "Date the copy by the day of its content, or look for a copy that did not stand still; 'not on the copy' says nothing about the days between."
---*/
-- Three times the days that usually lie between two changes of the list (DEFINITIONS, Lists). Where these are not
-- known a
-- month is taken, so that a silence of a quarter is told.
with
    copies as (
        select distinct
            list_checks.authority, list_checks.list_version_on, list_checks.newest_entry_on, list_checks.source_id
        from list_checks
        where list_checks.newest_entry_on is not null
    )
select
    'list_checks' as record_table,
    list_checks.actor_id
    || '|'
    || list_checks.authority
    || '|'
    || cast(list_checks.list_version_on as varchar) as record_id,
    'newest_entry_on' as column_name,
    cast(copies.newest_entry_on as varchar) as value,
    'the newest entry of the copy of '
    || cast(copies.list_version_on as varchar)
    || ' is '
    || cast(copies.list_version_on - copies.newest_entry_on as varchar)
    || ' days older; more than '
    || cast(3 * coalesce(authorities.usual_days_between_changes, 30) as varchar)
    || ' is unusual for '
    || coalesce(authorities.short_name, copies.authority)
    || case
        when authorities.usual_days_between_changes is null
        then ' (its usual days are not known, a month is taken)'
        else ''
    end as problem
from copies
left join authorities on authorities.authority = copies.authority
-- one row a copy: its first actor stands for all that were searched in it
inner join
    list_checks
    on list_checks.authority = copies.authority
    and list_checks.list_version_on = copies.list_version_on
    and list_checks.newest_entry_on = copies.newest_entry_on
    and list_checks.source_id = copies.source_id
where copies.list_version_on - copies.newest_entry_on > 3 * coalesce(authorities.usual_days_between_changes, 30)
qualify
    row_number() over (
        partition by copies.authority, copies.list_version_on, copies.newest_entry_on, copies.source_id
        order by list_checks.actor_id
    )
    = 1
order by record_id
