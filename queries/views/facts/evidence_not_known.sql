/*---
title: What evidence leaves open
grain: "one row per table of evidence, thing that its rows may leave open (`not_known` of its contract) and interval in which rows lie"
columns:
  table_name: Table.
  place: Order in which the things are printed, from 1.
  unknown: What may be left open, in words.
  first_on: First possible day; null where it is open.
  last_on: Last possible day; null likewise.
  rows: Rows with these two days that leave it open.
---*/
select
    this_evidence as table_name,
    this_unknown_place as place,
    this_unknown as unknown,
    this_first as first_on,
    this_last as last_on,
    count(*) filter (where this_is_unknown) as rows
from this_rows
group by this_first, this_last
