/*---
title: Copies of lists that hold an entry younger than they are
severity: error
help: Mend list_version_on or newest_entry_on; a copy is dated by the day of its content.
---*/
select
    'list_checks' as record_table,
    list_checks.actor_id
    || '|'
    || list_checks.authority
    || '|'
    || cast(list_checks.list_version_on as varchar) as record_id,
    'newest_entry_on' as column_name,
    cast(list_checks.newest_entry_on as varchar) as value,
    'the copy is of ' || cast(list_checks.list_version_on as varchar) || ', before its newest entry' as problem
from list_checks
where list_checks.newest_entry_on > list_checks.list_version_on
order by record_id
