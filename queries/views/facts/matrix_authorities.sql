/*---
title: Authorities of the gap matrix
grain: one row per authority whose listings are compared
columns:
  position: Order in which the authorities are printed, from 1.
  authority: Authority, see authorities.
  jurisdiction: Its jurisdiction, EU, UN or ISO 3166-1 alpha-2 (GB for the United Kingdom).
  floor: "true when our rows of this authority are a floor: some of its listings are not held."
  covers_myanmar: "false when its list has no programme about Myanmar; null when that is not known."
---*/
select
    row_number() over (order by authorities.position, authorities.authority) as position,
    authorities.authority,
    authorities.jurisdiction,
    authorities.is_floor = 'yes' as floor,
    authorities.covers_myanmar = 'yes' as covers_myanmar
from authorities
where authorities.in_gap_matrix = 'yes'
