/*---
title: Published figures as intervals
grain: one row per published figure
columns:
  figure_id: Figure.
  published_min: Lower end by its qualifier; null is open. 'about', 'nearly' and 'estimated' allow 5 %.
  published_max: Upper end by its qualifier; null is open ('at_least', 'more_than').
  excludes_min: true for 'more_than', which excludes its own figure.
  has_figure: false where the publisher gave no number.
---*/
select
    published_figures.figure_id,
    case
        when published_figures.hedge in ('about', 'nearly', 'estimated')
        then published_figures.value_min * 0.95
        when published_figures.hedge = 'up_to'
        then cast(null as double)
        else published_figures.value_min
    end as published_min,
    case
        when published_figures.hedge in ('about', 'nearly', 'estimated')
        then published_figures.value_max * 1.05
        when published_figures.hedge in ('at_least', 'more_than')
        then cast(null as double)
        else published_figures.value_max
    end as published_max,
    coalesce(published_figures.hedge = 'more_than', false) as excludes_min,
    published_figures.value_min is not null or published_figures.value_max is not null as has_figure
from published_figures
