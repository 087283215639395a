/*---
title: Tables whose rows stand under a record
grain: one row per table of facts whose contract names the kind of its records
columns:
  record_table: Table of facts.
  about_kind: "Kind of the record that its rows stand under in `sanctrack show`, such as strike or delivery."
  id_place: Place of the record's id among the parts of the row's key, from 1; 0 where the whole key is the id.
---*/
select this_name as record_table, this_kind as about_kind, this_place as id_place
