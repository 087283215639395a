/*---
title: References to another row of the same table
grain: one row per row of a table of facts and column that refers to its own table; blank references are left out
columns:
  record_table: Table of the row.
  record_id: Key of the row, parts joined by '|'.
  column_name: Column of the reference.
  value: Key of the row that it refers to.
---*/
select this_name as record_table, this_key as record_id, this_reference_column as column_name, this_reference as value
from this_table
where this_reference is not null
