/*---
title: Keys of all facts
grain: one row per row of a table of facts
columns:
  record_table: Table of the record.
  record_id: Key of the record, parts joined by '|'.
  source_id: The record's own source; null where its table has none.
---*/
select this_name as record_table, this_key as record_id, this_source as source_id from this_table
