/*---
title: Sources
grain: one row per document read
caveat: The grade is about the source and the way its text reached us, never about a claim in it.
of: sources
left_out:
  published_on: equal to published_earliest_on and published_latest_on where it is known
  origin_source_id: independent_source_id says which source it was made from
keys: {primary: [source_id]}
columns:
  source_id: Source.
  dataset: Data set that the row comes from.
  publisher: Body whose words they are.
  title: Title as printed; blank where the copy did not show one.
  published_earliest_on: First day on which it can have been published; blank when not known.
  published_latest_on: Last day on which it can have been published.
  source_type: "Kind of document, code of sources.source_type: news, ngo_report, government_notice and so on."
  reliability: "Grade of the source: A completely reliable, B usually, C fairly, D not usually, E unreliable, F cannot be judged."
  independent_source_id: "The source that this one was made from at the first, else itself: count these distinct for independent sources."
  is_copy: true when it repeats another source of the table.
  language: Language of the text read, ISO 639; blank when not known.
  url: Address where it was read.
  archive_url: Address of a lasting copy; blank when none is known.
  licence: Terms of its publisher, where recorded.
---*/
select
    sources.source_id,
    sources.dataset,
    sources.publisher,
    sources.title,
    sources.published_earliest_on,
    sources.published_latest_on,
    sources.source_type,
    sources.reliability,
    source_origins.first_origin_id as independent_source_id,
    sources.origin_source_id is not null as is_copy,
    sources.language,
    sources.url,
    sources.archive_url,
    sources.licence
from sources
inner join source_origins on source_origins.source_id = sources.source_id
order by sources.source_id
