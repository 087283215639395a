/*---
title: Everything about a record, line by line
grain: one row per record that has an id of its own, section and record that speaks of it
columns:
  about_kind: "Kind of the record: strike, delivery, actor, call, measure, place, source, group, figure, claim, relationship, trade figure, ownership rule, area or authority."
  about_id: Id of the record that the line is about.
  section_number: Order of the sections.
  section: What kind of line it is.
  record_table: Table of the line's own record; null for a count over many.
  record_id: Key of that record, parts joined by '|'.
  item: Id to look further with; null where there is none.
  day_earliest_on: First possible day.
  day_latest_on: Last possible day.
  words: The record in words.
  certainty: How sure the record says it is, in its own code.
  source_id: Source of the row itself; further ones are in evidence.
---*/
