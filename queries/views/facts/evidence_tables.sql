/*---
title: Tables of evidence
grain: one row per table of facts whose rows rest on a source of their own, and one for the sources
columns:
  table_name: Table.
  dated: "Which day its rows are dated by, in words (`dated` of its contract); null for tables without one."
---*/
select this_evidence as table_name, this_dated as dated
