/*---
title: Authorities of the gap matrix
grain: one row per authority whose listings are compared
columns:
  position: Order in which the authorities are printed.
  authority: Authority, code of measures.authority.
  jurisdiction: Its jurisdiction, as in measures; null when no measure of it is held.
  floor: "true when our rows of this authority are a floor: some of its listings are not held."
---*/
with
    authorities as (
        select 1 as position, 'US-OFAC' as authority, false as floor
        union all
        select 2, 'UK-FCDO', false
        union all
        select 3, 'EU-Council', false
        union all
        select 4, 'CA-GAC', false
        union all
        select 5, 'AU-DFAT', false
        union all
        -- only single Swiss rounds were read, never the whole list
        select 6, 'CH-SECO', true
    ),
    jurisdictions as (
        select measures.authority, min(measures.jurisdiction) as jurisdiction from measures group by measures.authority
    )
select authorities.position, authorities.authority, jurisdictions.jurisdiction, authorities.floor
from authorities
left join jurisdictions on jurisdictions.authority = authorities.authority
