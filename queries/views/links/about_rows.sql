/*---
title: Rows that say what they are about
grain: one row per row of a table whose contract has `about`
columns:
  record_table: Table of the row.
  record_id: Key of the row, parts joined by '|'.
  about_key: What it is about, a code that stands for a column; null when the row is about nothing of ours.
  about_value: Value of that column.
---*/
select this_name as record_table, this_key as record_id, this_about_key as about_key, this_about_value as about_value
from this_table
