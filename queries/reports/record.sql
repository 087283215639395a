/*---
title: Everything about one record
question: What does the evidence base hold about this id, who says so, and who says otherwise?
grain: one row per section and record that speaks of the id
params:
  id: {type: string, help: "Id of a strike, delivery, vessel, actor, call, measure, place, source, group of deliveries, published figure, claim, statement, relationship, trade figure, ownership rule or area, a key of several parts joined by '|' as reports print it, or an IMO ship number; the reports and `sanctrack sql` show ids"}
caveat: What the sources report, claims and denials side by side. A role, a relationship or a listing says nothing about the others; strikes and deliveries are those that the sources report.
columns:
  id: Id of the record that the line is about.
  kind: Kind of that record.
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
    -- the id itself is looked up by its value, so that each table is read with that filter; an IMO number is the
    -- other way in
    found as (
        select record_lines.*
        from record_lines
        where record_lines.about_id = cast($id as varchar)
        union all
        select 'actor', actor_lines.*
        from actor_lines
        inner join identifiers on identifiers.actor_id = actor_lines.about_id
        where identifiers.scheme = 'imo_ship' and identifiers.value = cast($id as varchar)
        -- a key of several parts, as reports print it: the line itself, in each record that it belongs to
        union all
        select record_lines.*
        from record_lines
        where
            cast($id as varchar) like '%|%'
            and record_lines.record_id = cast($id as varchar)
            and record_lines.about_id <> cast($id as varchar)
            and record_lines.about_kind <> 'source'
    ),
    lines as (
        select
            found.*,
            row_number() over (
                order by
                    found.about_kind,
                    found.about_id,
                    found.section_number,
                    found.record_id,
                    found.words,
                    found.source_id
            ) as line_number
        from found
    ),
    used_sources as (
        select lines.line_number, lines.source_id
        from lines
        where lines.source_id is not null
        union
        select lines.line_number, evidence.source_id
        from lines
        inner join evidence on evidence.record_table = lines.record_table and evidence.record_id = lines.record_id
        where lines.about_kind <> 'source' and lines.section not in ('contradicting evidence', 'further sources')
    ),
    source_lists as (
        select
            used_sources.line_number,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        group by used_sources.line_number
    )
select
    lines.about_id as id,
    lines.about_kind as kind,
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
    lines.about_kind,
    lines.about_id,
    lines.section_number,
    -- stops keep their own order: many have no day
    case when lines.section <> 'route' then coalesce(lines.day_earliest_on, lines.day_latest_on) end nulls last,
    case when lines.section <> 'route' then lines.day_latest_on end nulls last,
    lines.line_number
