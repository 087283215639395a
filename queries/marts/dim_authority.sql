/*---
title: Authorities
grain: one row per authority that has a measure in the data or a column in the gap matrix
caveat: The Swiss rows are a floor, because the whole Swiss list was not read.
keys: {primary: [authority]}
columns:
  authority: Authority, code of measures.authority.
  jurisdiction: Its jurisdiction, EU, UN or ISO 3166-1 alpha-2 (GB for the United Kingdom); blank when no measure of it is held.
  in_gap_matrix: true for the authorities whose listings are compared.
  is_floor: true when our rows of this authority are a floor.
  measures_count: {unit: measures, description: Measures held.}
---*/
with
    acting as (
        select measures.authority, min(measures.jurisdiction) as jurisdiction, count(*) as measures_count
        from measures
        group by measures.authority
    )
select
    coalesce(acting.authority, matrix_authorities.authority) as authority,
    coalesce(acting.jurisdiction, matrix_authorities.jurisdiction) as jurisdiction,
    matrix_authorities.authority is not null as in_gap_matrix,
    coalesce(matrix_authorities.floor, false) as is_floor,
    coalesce(acting.measures_count, 0) as measures_count
from acting
full join matrix_authorities on matrix_authorities.authority = acting.authority
order by coalesce(acting.authority, matrix_authorities.authority)
