/*---
title: Days of evidence
grain: one row per table of evidence and interval in which rows of it lie
columns:
  table_name: Table.
  first_on: First possible day; null where it is open, or the table has no days.
  last_on: Last possible day; null likewise.
  rows: Rows with these two days.
---*/
select this_evidence as table_name, this_first as first_on, this_last as last_on, count(*) as rows
from this_rows
group by this_first, this_last
