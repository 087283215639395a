select
    published_figures.about_value as about_id,
    18 as section_number,
    'published figures' as section,
    'published_figures' as record_table,
    published_figures.figure_id as record_id,
    published_figures.figure_id as item,
    published_figures.period_start_on as day_earliest_on,
    published_figures.period_end_on as day_latest_on,
    coalesce(
        hedged_words(published_figures.hedge, published_figures.value_min, published_figures.value_max), 'no figure'
    )
    || ' '
    || coalesce(published_figures.unit, replace(published_figures.metric, '_', ' '))
    || coalesce(', ' || published_figures.basis, '')
    || coalesce(' (' || published_figures.publisher || ')', '') as words,
    cast(null as varchar) as certainty,
    published_figures.source_id
from published_figures
where published_figures.about_key = 'vessel_id'
