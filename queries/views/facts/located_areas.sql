/*---
title: Areas with their code
grain: one row per row of a table of facts with admin1 and admin1_pcode
columns:
  record_table: Table of the row.
  record_id: Key of the row, parts joined by '|'.
  admin1: State or region.
  admin1_pcode: MIMU code of the area.
---*/
select this_name as record_table, this_key as record_id, this.admin1 as admin1, this.admin1_pcode as admin1_pcode
from this_table
