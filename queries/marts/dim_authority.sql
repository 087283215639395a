/*---
title: Authorities
grain: one row per authority
caveat: Where is_floor is true, our rows of the authority are a floor, because its whole list was not read.
of: authorities
left_out:
  sentence_name: the name as our sentences put it
  importer: name of a reader in the program
  usual_days_between_changes: used to judge copies of its list
keys: {primary: [authority]}
columns:
  authority: Authority, code of measures.authority.
  name: Its name.
  short_name: Its name as tables and pictures print it.
  jurisdiction: Its jurisdiction, EU, UN or ISO 3166-1 alpha-2 (GB for the United Kingdom).
  position: Order in which the authorities are printed; where two share a number, the code decides.
  in_gap_matrix: true for the authorities whose listings are compared.
  covers_myanmar: "Whether its list has a programme about Myanmar; blank when not known, or when it keeps no list."
  is_floor: true when our rows of this authority are a floor.
  measures_count: {unit: measures, description: Measures held.}
---*/
with measure_counts as (select measures.authority, count(*) as measures_count from measures group by measures.authority)
select
    authorities.authority,
    authorities.name,
    authorities.short_name,
    authorities.jurisdiction,
    authorities.position,
    authorities.in_gap_matrix = 'yes' as in_gap_matrix,
    authorities.covers_myanmar = 'yes' as covers_myanmar,
    authorities.is_floor = 'yes' as is_floor,
    coalesce(measure_counts.measures_count, 0) as measures_count
from authorities
left join measure_counts on measure_counts.authority = authorities.authority
order by authorities.authority
