/*---
title: Figures with their hedge
grain: one row per row of a table of facts with hedge, value_min and value_max
columns:
  record_table: Table of the row.
  record_id: Key of the row, parts joined by '|'.
  hedge: How the source qualifies the figure.
  value_min: Least value.
  value_max: Greatest value.
---*/
select
    this_name as record_table,
    this_key as record_id,
    this.hedge as hedge,
    this.value_min as value_min,
    this.value_max as value_max
from this_table
