/*---
title: How many independent sources a record has
grain: one row per record with at least one source
columns:
  record_table: Table of the record.
  record_id: Key of the record, parts joined by '|'.
  sources: Sources that support the record; evidence that speaks only of latitude or longitude is left out.
  independent_sources: The same without copies; sources with one origin count once.
  best_reliability: Best grade among them (A to F); null when none is graded.
  archived_sources: How many of them have an archive copy.
  contradicting_sources: Sources that say something else; not counted above.
---*/
select
    record_sources.record_table,
    record_sources.record_id,
    count(distinct case when record_sources.relation = 'supports' then record_sources.source_id end) as sources,
    count(
        distinct case
            when record_sources.relation = 'supports'
            then coalesce(source_origins.first_origin_id, record_sources.source_id)
        end
    ) as independent_sources,
    min(case when record_sources.relation = 'supports' then sources.reliability end) as best_reliability,
    count(
        distinct case
            when record_sources.relation = 'supports' and sources.archive_url is not null then record_sources.source_id
        end
    ) as archived_sources,
    count(
        distinct case when record_sources.relation = 'contradicts' then record_sources.source_id end
    ) as contradicting_sources
from record_sources
left join sources on sources.source_id = record_sources.source_id
left join source_origins on source_origins.source_id = record_sources.source_id
where coalesce(record_sources.supports, '') not in ('latitude', 'longitude')
group by record_sources.record_table, record_sources.record_id
