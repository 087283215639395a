/*---
title: Removals that are not after the listing, or have no day
severity: error
help: delisted_on is the first day without the listing, so it is later than listed_on; delisted_basis and delisting_measure_id belong to a row that has it.
---*/
select
    'designations' as record_table,
    designations.measure_id || '|' || designations.actor_id as record_id,
    'delisted_on' as column_name,
    cast(designations.delisted_on as varchar) as value,
    case
        when designations.delisted_on is null
        then 'a basis or measure of removal is given, but no delisted_on'
        else
            'removed on '
            || cast(designations.delisted_on as varchar)
            || ', listed on '
            || cast(designations.listed_on as varchar)
    end as problem
from designations
where
    designations.delisted_on <= designations.listed_on
    or (
        designations.delisted_on is null
        and (designations.delisted_basis is not null or designations.delisting_measure_id is not null)
    )
order by record_id
