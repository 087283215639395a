/*---
title: Measures with their day
grain: one row per measure
columns:
  measure_id: Measure.
  dataset: Data set that the measure comes from.
  authority: Authority that acted.
  jurisdiction: Its jurisdiction.
  measure_type: Kind of measure.
  title: What was done.
  answers_calls: "'no' where the measure answers no call."
  ended_on: Day on which it ended; null while it stands or where not known.
  announced_on: Day of the announcement.
  effective_earliest_on: First day on which it can have taken effect.
  effective_latest_on: Last day on which it can have taken effect.
  day_earliest_on: First possible day of the measure, announced first, else in effect.
  day_latest_on: Last possible day of the measure, announced first, else in effect.
  effective_day_earliest_on: First possible day, in effect first, else announced.
  effective_day_latest_on: Last possible day, in effect first, else announced.
  scopes: Scopes of the measure, joined by '; '.
  source_ids: Sources of the measure and its evidence, joined by '; '.
---*/
with
    scope_lists as (
        select measure_scopes.measure_id, string_agg(measure_scopes.scope, '; ' order by measure_scopes.scope) as scopes
        from measure_scopes
        group by measure_scopes.measure_id
    ),
    used_sources as (
        select measures.measure_id, measures.source_id
        from measures
        union
        select evidence.record_id, evidence.source_id
        from evidence
        where evidence.record_table = 'measures'
    ),
    source_lists as (
        select
            used_sources.measure_id,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        where used_sources.source_id is not null
        group by used_sources.measure_id
    ),
    marked as (
        select
            measures.measure_id,
            measures.effective_earliest_on is not null or measures.effective_latest_on is not null as has_effective_day
        from measures
    )
select
    measures.measure_id,
    measures.dataset,
    measures.authority,
    measures.jurisdiction,
    measures.measure_type,
    measures.title,
    measures.answers_calls,
    measures.ended_on,
    measures.announced_on,
    measures.effective_earliest_on,
    measures.effective_latest_on,
    case
        when measures.announced_on is null then measures.effective_earliest_on else measures.announced_on
    end as day_earliest_on,
    case
        when measures.announced_on is null then measures.effective_latest_on else measures.announced_on
    end as day_latest_on,
    case
        when marked.has_effective_day then measures.effective_earliest_on else measures.announced_on
    end as effective_day_earliest_on,
    case
        when marked.has_effective_day then measures.effective_latest_on else measures.announced_on
    end as effective_day_latest_on,
    scope_lists.scopes,
    source_lists.source_ids
from measures
inner join marked on marked.measure_id = measures.measure_id
left join scope_lists on scope_lists.measure_id = measures.measure_id
left join source_lists on source_lists.measure_id = measures.measure_id
