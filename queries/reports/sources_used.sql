/*---
title: Sources and what rests on them
question: Which sources were read, how reliable are they, and how many records rest on each?
grain: one row per source
params:
  reliability: {type: string, default: null, value_of: sources.reliability, help: Only sources of this grade}
  source_type: {type: string, default: null, value_of: sources.source_type, help: Only this kind}
  publisher: {type: string, value_of: sources.publisher, default: null, help: Only sources of this publisher}
  record_table: {type: string, default: null, tables: with_sources, help: "Count only records of this table, such as airstrikes, and show only sources that have one"}
  from_on: {type: date, default: null, help: Only sources that can have been published on this day or later}
  to_on: {type: date, default: null, help: Only sources that can have been published by this day}
caveat: The grade is about the source and the way its text reached us, not about a claim in it. Sources that repeat another count as one origin with it. A source without a day of publication passes every filter on days.
columns:
  source_id: Source, see `sanctrack show ID`.
  publisher: Body whose words they are.
  title: Title; null where the copy did not show one.
  published: Day of publication in words.
  reliability: "Grade: A completely reliable, B usually, C fairly, D not usually, E unreliable, F cannot be judged."
  records: {unit: records, description: "Records that rest on it, as their own source or by supporting evidence."}
  contradicts: {unit: records, description: Records of which it says something else.}
  rests: "Records by table in words, joined by '; '."
  origin_source_id: Source that it repeats; the two count as one origin.
  copies: {unit: sources, description: Sources that repeat it.}
  source_type: Kind of source.
  carried_by: Site or repository where the copy was read; null when read at the publisher's own address.
  language: Language of the text.
  has_archive: true when an archive copy is held.
  published_earliest_on: First day on which it can have been published.
  published_latest_on: Last day on which it can have been published.
  url: Address of the copy that was read.
  source_ids: The source itself.
table: [source_id, publisher, published, reliability, records, contradicts, origin_source_id, rests]
---*/
with
    record_counts as (
        select
            record_sources.source_id,
            record_sources.record_table,
            count(
                distinct case when record_sources.relation = 'contradicts' then null else record_sources.record_id end
            ) as records,
            count(
                distinct case when record_sources.relation = 'contradicts' then record_sources.record_id end
            ) as contradicts
        from record_sources
        where cast($record_table as varchar) is null or record_sources.record_table = cast($record_table as varchar)
        group by record_sources.source_id, record_sources.record_table
    ),
    totals as (
        select
            record_counts.source_id,
            sum(record_counts.records) as records,
            sum(record_counts.contradicts) as contradicts,
            string_agg(
                replace(record_counts.record_table, '_', ' ') || ' ' || cast(record_counts.records as varchar),
                '; '
                order by record_counts.record_table
            ) filter (where record_counts.records > 0) as rests
        from record_counts
        group by record_counts.source_id
    ),
    copies as (
        select sources.origin_source_id, count(*) as copies
        from sources
        where sources.origin_source_id is not null
        group by sources.origin_source_id
    )
select
    sources.source_id,
    sources.publisher,
    sources.title,
    day_words(sources.published_earliest_on, sources.published_latest_on) as published,
    sources.reliability,
    coalesce(totals.records, 0) as records,
    coalesce(totals.contradicts, 0) as contradicts,
    totals.rests,
    sources.origin_source_id,
    coalesce(copies.copies, 0) as copies,
    sources.source_type,
    sources.carried_by,
    sources.language,
    sources.archive_url is not null as has_archive,
    sources.published_earliest_on,
    sources.published_latest_on,
    sources.url,
    sources.source_id as source_ids
from sources
left join totals on totals.source_id = sources.source_id
left join copies on copies.origin_source_id = sources.source_id
where
    (cast($reliability as varchar) is null or sources.reliability = cast($reliability as varchar))
    and (cast($source_type as varchar) is null or sources.source_type = cast($source_type as varchar))
    and (cast($publisher as varchar) is null or sources.publisher = cast($publisher as varchar))
    and (cast($record_table as varchar) is null or totals.source_id is not null)
    and certainty_within(
        sources.published_earliest_on, sources.published_latest_on, cast($from_on as date), cast($to_on as date)
    )
    <> 'not'
order by coalesce(totals.records, 0) desc, sources.source_id
