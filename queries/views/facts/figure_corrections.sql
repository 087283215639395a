/*---
title: Published figures that their publisher has corrected
grain: one row per figure and correction of it
columns:
  figure_id: Figure that was corrected.
  correction_id: Figure that its publisher put in its place.
  corrected_earliest_on: First day on which the correction can have been published.
  corrected_latest_on: Last day on which it can have been published.
  correction: The corrected figure in words, with its unit.
---*/
-- A later figure of the same publisher, metric and period, whose source contradicts the row (evidence): a new figure
-- that its publisher does not set against the old one is no correction.
select
    published_figures.figure_id,
    corrections.figure_id as correction_id,
    sources.published_earliest_on as corrected_earliest_on,
    sources.published_latest_on as corrected_latest_on,
    coalesce(hedged_words(corrections.hedge, corrections.value_min, corrections.value_max), 'no figure')
    || coalesce(' ' || corrections.unit, '') as correction
from published_figures
inner join
    (
        select distinct evidence.record_id, evidence.source_id
        from evidence
        where evidence.record_table = 'published_figures' and evidence.relation = 'contradicts'
    ) as contradictions
    on contradictions.record_id = published_figures.figure_id
inner join
    published_figures as corrections
    on corrections.source_id = contradictions.source_id
    and corrections.figure_id <> published_figures.figure_id
    and corrections.publisher = published_figures.publisher
    and corrections.metric = published_figures.metric
    and corrections.unit is not distinct from published_figures.unit
    and corrections.scope is not distinct from published_figures.scope
    and corrections.period_start_on is not distinct from published_figures.period_start_on
    and corrections.period_end_on is not distinct from published_figures.period_end_on
inner join sources on sources.source_id = corrections.source_id
left join sources as firsts on firsts.source_id = published_figures.source_id
where coalesce(sources.published_latest_on >= firsts.published_earliest_on, true)
