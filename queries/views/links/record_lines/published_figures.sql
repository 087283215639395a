select
    'figure' as about_kind,
    published_figures.figure_id as about_id,
    1 as section_number,
    'published figure' as section,
    'published_figures' as record_table,
    published_figures.figure_id as record_id,
    published_figures.about_value as item,
    published_figures.period_start_on as day_earliest_on,
    published_figures.period_end_on as day_latest_on,
    coalesce(
        hedged_words(published_figures.hedge, published_figures.value_min, published_figures.value_max), 'no figure'
    )
    || ' '
    || coalesce(published_figures.unit, replace(published_figures.metric, '_', ' '))
    || coalesce(', ' || published_figures.basis, '')
    || coalesce(', ' || published_figures.scope, '')
    || coalesce(' (' || published_figures.publisher || ')', '')
    || coalesce('. ' || published_figures.note, '') as words,
    cast(null as varchar) as certainty,
    published_figures.source_id
from published_figures
union all
select
    case published_figures.about_key when 'shipment_id' then 'delivery' when 'group_id' then 'group' else 'measure' end,
    published_figures.about_value,
    7,
    'published figures',
    'published_figures',
    published_figures.figure_id,
    published_figures.figure_id,
    published_figures.period_start_on,
    published_figures.period_end_on,
    coalesce(
        hedged_words(published_figures.hedge, published_figures.value_min, published_figures.value_max), 'no figure'
    )
    || ' '
    || coalesce(published_figures.unit, replace(published_figures.metric, '_', ' '))
    || coalesce(', ' || published_figures.basis, '')
    || coalesce(' (' || published_figures.publisher || ')', ''),
    cast(null as varchar),
    published_figures.source_id
from published_figures
where published_figures.about_key in ('shipment_id', 'group_id', 'measure_id')
