/*---
title: Designations before their measure took effect
severity: error
help: Mend listed_on, or give the designation the measure under which it was made. A listing can precede the announcement, not the first day of effect.
---*/
select
    'designations' as record_table,
    designations.measure_id || '|' || designations.actor_id as record_id,
    'listed_on' as column_name,
    cast(designations.listed_on as varchar) as value,
    'listed on '
    || cast(designations.listed_on as varchar)
    || ', before '
    || designations.measure_id
    || ' took effect ('
    || cast(measures.effective_earliest_on as varchar)
    || ' at the earliest)' as problem
from designations
inner join measures on measures.measure_id = designations.measure_id
where designations.listed_on < measures.effective_earliest_on
order by record_id
