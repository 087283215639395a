/*---
title: Where the evidence is thin
question: Which records rest on one origin, on weak sources only, or on nothing with an archive copy?
grain: one row per record with at least one such gap
params:
  gap: {type: string, default: single_origin, choices: [single_origin, low_reliability, no_archive, any], help: "Which gap: one origin (copies of one source count once), no source better than low_reliability_from, no archive copy of any source, or any of them"}
  record_table: {type: string, several: true, default: fuel_shipments, tables: with_sources, also: [all], help: "Table of the records, or several separated by commas; all for every table"}
  low_reliability_from: {type: string, default: D, value_of: sources.reliability, choices: [B, C, D, E, F], help: "Best grade that still counts as low: D means D, E, F or not graded"}
caveat: A single origin is not a wrong one, and several origins are no proof. The grade speaks of the source and not of the claim. Evidence that speaks only of coordinates, and sources that contradict, are not counted as support.
columns:
  record_table: Table of the record.
  record_id: Key of the record, parts joined by '|', see `sanctrack show ID`.
  gaps: "'one origin', 'low reliability', 'no archive copy', joined by '; '."
  independent_sources: {unit: sources, description: Sources that support the record; those with one origin count once.}
  sources: {unit: sources, description: "Sources that support it, copies included."}
  best_reliability: Best grade among them (A to F); null when none is graded.
  archived_sources: {unit: sources, description: How many of them have an archive copy.}
  contradicting_sources: {unit: sources, description: Sources that say something else.}
  source_ids: "All its sources, contradicting ones included, joined by '; '."
table: [record_table, record_id, gaps, independent_sources, sources, best_reliability, contradicting_sources, source_ids]
---*/
with
    graded as (
        select
            record_origins.record_table,
            record_origins.record_id,
            record_origins.independent_sources,
            record_origins.sources,
            record_origins.best_reliability,
            record_origins.archived_sources,
            record_origins.contradicting_sources,
            record_origins.independent_sources <= 1 as has_single_origin,
            coalesce(record_origins.best_reliability, 'F') >= $low_reliability_from as has_low_reliability,
            record_origins.archived_sources = 0 as has_no_archive
        from record_origins
        where
            contains(',' || replace($record_table, ' ', '') || ',', ',' || record_origins.record_table || ',')
            or contains(',' || replace($record_table, ' ', '') || ',', ',all,')
    ),
    gaps as (
        select graded.*
        from graded
        where
            ($gap in ('single_origin', 'any') and graded.has_single_origin)
            or ($gap in ('low_reliability', 'any') and graded.has_low_reliability)
            or ($gap in ('no_archive', 'any') and graded.has_no_archive)
    ),
    used_sources as (
        select distinct record_sources.record_table, record_sources.record_id, record_sources.source_id
        from record_sources
        inner join gaps on gaps.record_table = record_sources.record_table and gaps.record_id = record_sources.record_id
        where
            contains(',' || replace($record_table, ' ', '') || ',', ',' || record_sources.record_table || ',')
            or contains(',' || replace($record_table, ' ', '') || ',', ',all,')
    ),
    source_lists as (
        select
            used_sources.record_table,
            used_sources.record_id,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        group by used_sources.record_table, used_sources.record_id
    )
select
    gaps.record_table,
    gaps.record_id,
    concat_ws(
        '; ',
        case when gaps.has_single_origin then 'one origin' end,
        case when gaps.has_low_reliability then 'low reliability' end,
        case when gaps.has_no_archive then 'no archive copy' end
    ) as gaps,
    gaps.independent_sources,
    gaps.sources,
    gaps.best_reliability,
    gaps.archived_sources,
    gaps.contradicting_sources,
    source_lists.source_ids
from gaps
left join source_lists on source_lists.record_table = gaps.record_table and source_lists.record_id = gaps.record_id
order by gaps.record_table, gaps.best_reliability desc nulls first, gaps.record_id
