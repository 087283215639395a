/*---
title: Known days that their interval does not repeat
severity: error
help: Where the day is known, both ends of the interval are that day (date_precision day); where it is not, leave the single day blank and give the interval.
---*/
select
    stated_days.record_table,
    stated_days.record_id,
    stated_days.column_name,
    case
        when stated_days.column_name = 'date_precision' then 'day' else cast(stated_days.known_on as varchar)
    end as value,
    case
        when stated_days.column_name = 'date_precision'
        then 'date_precision is day'
        else stated_days.column_name || ' is ' || cast(stated_days.known_on as varchar)
    end
    || ', the interval is '
    || coalesce(cast(stated_days.first_on as varchar), 'open')
    || ' to '
    || coalesce(cast(stated_days.last_on as varchar), 'open') as problem
from stated_days
where
    stated_days.is_known
    and (
        stated_days.first_on is null
        or stated_days.last_on is null
        or stated_days.first_on <> stated_days.known_on
        or stated_days.last_on <> stated_days.known_on
    )
order by stated_days.record_table, stated_days.record_id
