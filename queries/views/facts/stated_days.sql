/*---
title: Days that are stated to be known
grain: "one row per row of a table of facts and column that says that its day is known (`x_on` beside its two bounds, or date_precision)"
columns:
  record_table: Table of the row.
  record_id: Key of the row, parts joined by '|'.
  column_name: Column that says it.
  known_on: The day; null where none is known.
  is_known: true where the column says that the day is known.
  first_on: First bound, which repeats a known day.
  last_on: Last bound; likewise.
---*/
select
    this_name as record_table,
    this_key as record_id,
    this_stated as column_name,
    this_stated_on as known_on,
    this_is_stated as is_known,
    this_stated_first as first_on,
    this_stated_last as last_on
from this_table
