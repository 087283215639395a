/*---
title: Strikes and their sources
grain: one row per strike and source
caveat: Evidence that contradicts is kept and marked.
keys:
  primary: [airstrike_id, source_id]
  foreign:
    - {fields: [airstrike_id], reference: {resource: fact_strikes, fields: [airstrike_id]}}
    - {fields: [source_id], reference: {resource: dim_source, fields: [source_id]}}
columns:
  airstrike_id: "Strike. Rule for counting: count it distinct. Never add up figures of fact_strikes over this table: a strike stands here once for each source."
  source_id: "Source. For independent sources count dim_source.independent_source_id distinct."
  is_counted: false for a source that gives the coordinates only.
  contradicts: true where it says something else than the row on some point.
---*/
with
    uses as (
        select airstrikes.airstrike_id, airstrikes.source_id, 1 as is_counted, 0 as contradicts
        from airstrikes
        where airstrikes.source_id is not null
        union all
        select
            evidence.record_id,
            evidence.source_id,
            case when evidence.supports in ('latitude', 'longitude') then 0 else 1 end,
            case when evidence.relation = 'contradicts' then 1 else 0 end
        from evidence
        where evidence.record_table = 'airstrikes'
    )
select
    uses.airstrike_id, uses.source_id, max(uses.is_counted) = 1 as is_counted, max(uses.contradicts) = 1 as contradicts
from uses
inner join airstrikes on airstrikes.airstrike_id = uses.airstrike_id
group by uses.airstrike_id, uses.source_id
order by uses.airstrike_id, uses.source_id
