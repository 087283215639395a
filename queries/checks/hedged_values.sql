/*---
title: Figures that do not fit their hedge
severity: error
help: at_least and more_than leave value_max blank, up_to leaves value_min blank, the others fill both or neither.
---*/
with
    figures as (
        select 'claims' as record_table, claims.claim_id as record_id, claims.hedge, claims.value_min, claims.value_max
        from claims
        union all
        select
            'published_figures',
            published_figures.figure_id,
            published_figures.hedge,
            published_figures.value_min,
            published_figures.value_max
        from published_figures
    )
select
    figures.record_table,
    figures.record_id,
    'hedge' as column_name,
    figures.hedge as value,
    case
        when figures.hedge in ('at_least', 'more_than')
        then figures.hedge || ' is a lower bound, but value_max is filled'
        when figures.hedge = 'up_to'
        then 'up_to is an upper bound, but value_min is filled'
        else figures.hedge || ' needs both value_min and value_max, or neither'
    end as problem
from figures
where
    (figures.hedge in ('at_least', 'more_than') and figures.value_max is not null)
    or (figures.hedge = 'up_to' and figures.value_min is not null)
    or (
        figures.hedge in ('exact', 'about', 'nearly', 'estimated')
        and (figures.value_min is null) <> (figures.value_max is null)
    )
order by figures.record_table, figures.record_id
