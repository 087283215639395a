/*---
title: What a row can be about
grain: one row per table whose contract has `about`, code and value of the column that the code stands for
columns:
  record_table: Table whose rows say what they are about.
  about_key: Code.
  about_value: Value of the column that the code stands for.
---*/
select distinct this_name as record_table, this_about_code as about_key, this_about_values as about_value
from this_about_rows
