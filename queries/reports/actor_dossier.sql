/*---
title: Dossier of an actor
question: What does the evidence base hold about this person, body, company or vessel?
grain: one row per section and record
params:
  actor_id: {type: string, id_of: actors, help: "Actor, such as asia-sun-group; find one with `sanctrack sql \"select actor_id, name from actors where name ilike '%asia sun%'\"` or with the report gap_matrix"}
  section: {type: string, default: null, choices: [actor, names, identifiers, relationships, deliveries as vessel, deliveries as party, joint statements on deliveries, listings, removals, other measures, list checks, calls made, claims spoken, named as holding or fighting in the area of a strike, named as target of a strike, strikes attributed to it, places operated, published figures, contradicting evidence, further sources], help: Only this section}
caveat: What the sources report, claims and denials side by side; a role in a delivery, a relationship or a listing says nothing about the others. Not listed is only said with the copy that was read. Not legal advice.
columns:
  actor_id: Actor.
  section: What kind of line it is.
  item: Id to look further with `sanctrack show`.
  day: The day or days in words; empty where the line has none.
  words: The record in words.
  certainty: How sure the record says it is, in its own code.
  day_earliest_on: First possible day.
  day_latest_on: Last possible day.
  record_table: Table of the record.
  record_id: Key of the record, parts joined by '|'.
  source_ids: "Sources of the line, joined by '; '; null for a count over many records."
table: [section, item, day, words, certainty, source_ids]
picture: {kind: timeline, of: records, from: day_earliest_on, to: day_latest_on, label: words, lane: section, certainty: certainty, filled: [confirmed, stated, listed, not_listed, reported, null], tinted: [likely], filled_words: "stated, confirmed, or found as the row says", hollow_words: "possible, alternative, disputed or denied"}
---*/
with
    lines as (
        select
            actor_lines.*,
            row_number() over (
                order by actor_lines.section_number, actor_lines.record_id, actor_lines.words, actor_lines.source_id
            ) as line_number
        from actor_lines
        where
            actor_lines.about_id = cast($actor_id as varchar)
            and (cast($section as varchar) is null or actor_lines.section = cast($section as varchar))
    ),
    used_sources as (
        select lines.line_number, lines.source_id
        from lines
        where lines.source_id is not null
        union
        select lines.line_number, evidence.source_id
        from lines
        inner join evidence on evidence.record_table = lines.record_table and evidence.record_id = lines.record_id
        where lines.section not in ('contradicting evidence', 'further sources')
    ),
    source_lists as (
        select
            used_sources.line_number,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        group by used_sources.line_number
    )
select
    lines.about_id as actor_id,
    lines.section,
    lines.item,
    case
        when lines.day_earliest_on is not null or lines.day_latest_on is not null
        then day_words(lines.day_earliest_on, lines.day_latest_on)
    end as day,
    lines.words,
    lines.certainty,
    lines.day_earliest_on,
    lines.day_latest_on,
    lines.record_table,
    lines.record_id,
    source_lists.source_ids
from lines
left join source_lists on source_lists.line_number = lines.line_number
order by
    lines.section_number,
    coalesce(lines.day_earliest_on, lines.day_latest_on) nulls last,
    lines.day_latest_on nulls last,
    lines.line_number
