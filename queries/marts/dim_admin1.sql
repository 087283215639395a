/*---
title: States and regions
grain: one row per state or region that a strike or the MIMU codes name
caveat: All of Shan is one row and all of Bago is one row, though MIMU gives them several codes.
of: admin1_areas
left_out:
  admin1_pcode: several areas have one name; joined in pcodes
  name: one for each area, see admin1_areas
  source_id: one for each area, see admin1_areas
keys: {primary: [admin1]}
columns:
  admin1: State or region, MIMU spelling.
  pcodes: MIMU codes, joined by '; '; blank where none is held.
  kind: "State, region or union territory, as admin1_areas says; blank where it holds no row."
---*/
with
    named as (
        select admin1_areas.admin1
        from admin1_areas
        union
        select airstrikes.admin1
        from airstrikes
    )
select
    named.admin1,
    string_agg(admin1_areas.admin1_pcode, '; ' order by admin1_areas.admin1_pcode) as pcodes,
    min(admin1_areas.kind) as kind
from named
left join admin1_areas on admin1_areas.admin1 = named.admin1
where named.admin1 is not null
group by named.admin1
order by named.admin1
