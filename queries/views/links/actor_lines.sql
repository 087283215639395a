/*---
title: Everything about an actor, line by line
grain: one row per actor, section and record (both ends of a relationship have one)
columns:
  about_id: Actor that the line is about.
  section_number: Order of the sections.
  section: What kind of line it is.
  record_table: Table of the record; null for a count over many.
  record_id: Key of the record, parts joined by '|'.
  item: Id to look further with; null where there is none.
  day_earliest_on: First possible day.
  day_latest_on: Last possible day.
  words: The record in words.
  certainty: How sure the record says it is, in its own code.
  source_id: Source of the row itself; further ones are in evidence.
---*/
