/*---
title: IMO numbers that stand for two actors
severity: error
help: A vessel is its IMO number. Put both names into actor_names of one vessel, or mend the number.
---*/
with
    shared_numbers as (
        select identifiers.scheme, identifiers.value, min(identifiers.actor_id) as first_id
        from identifiers
        where identifiers.scheme in ('imo_ship', 'imo_company')
        group by identifiers.scheme, identifiers.value
        having count(distinct identifiers.actor_id) > 1
    )
select
    'identifiers' as record_table,
    identifiers.actor_id || '|' || identifiers.scheme || '|' || identifiers.value as record_id,
    'value' as column_name,
    identifiers.value,
    identifiers.value
    || ' is also the number of '
    || case
        when identifiers.actor_id = shared_numbers.first_id then 'another actor' else shared_numbers.first_id
    end as problem
from identifiers
inner join shared_numbers on shared_numbers.scheme = identifiers.scheme and shared_numbers.value = identifiers.value
order by record_id
