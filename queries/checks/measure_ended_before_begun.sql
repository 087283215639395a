/*---
title: Measures that ended before they began
severity: error
help: Mend ended_on or the days of announcement and effect.
---*/
select
    'measures' as record_table,
    measures.measure_id as record_id,
    'ended_on' as column_name,
    cast(measures.ended_on as varchar) as value,
    'ended on '
    || cast(measures.ended_on as varchar)
    || ', began on '
    || cast(coalesce(measures.effective_earliest_on, measures.announced_on) as varchar)
    || ' at the earliest' as problem
from measures
where measures.ended_on < coalesce(measures.effective_earliest_on, measures.announced_on)
order by record_id
