/*---
title: Figures that do not fit their hedge
severity: error
help: at_least and more_than leave value_max blank, up_to leaves value_min blank, the others fill both or neither.
---*/
select
    hedged_figures.record_table,
    hedged_figures.record_id,
    'hedge' as column_name,
    hedged_figures.hedge as value,
    case
        when hedged_figures.hedge in ('at_least', 'more_than')
        then hedged_figures.hedge || ' is a lower bound, but value_max is filled'
        when hedged_figures.hedge = 'up_to'
        then 'up_to is an upper bound, but value_min is filled'
        else hedged_figures.hedge || ' needs both value_min and value_max, or neither'
    end as problem
from hedged_figures
where
    (hedged_figures.hedge in ('at_least', 'more_than') and hedged_figures.value_max is not null)
    or (hedged_figures.hedge = 'up_to' and hedged_figures.value_min is not null)
    or (
        hedged_figures.hedge in ('exact', 'about', 'nearly', 'estimated', 'likely', 'assumed', 'apparent')
        and (hedged_figures.value_min is null) <> (hedged_figures.value_max is null)
    )
order by hedged_figures.record_table, hedged_figures.record_id
