/*---
title: Listings
grain: one row per actor, authority and unbroken listing (rows of designations that follow without a gap are one)
columns:
  actor_id: Listed actor.
  authority: Authority that listed.
  jurisdiction: Its jurisdiction.
  listed_on: First day of the listing; null when the list gives no day.
  listed_by: "true when listed_on is only the latest possible day: say 'by'."
  delisted_on: First day without the listing; null while it stands.
  delisted_by: "true when delisted_on is only the latest possible day (found by comparing copies): say 'by'."
  unresolved: true when the entry may mean a namesake.
  measure_earliest_on: First possible day of the first measure of the listing (announced first, else in effect).
  measure_types: Kinds of measure (asset_freeze, vessel_listing), joined by '; '.
  measure_ids: Measures, joined by '; '.
  programmes: Programmes of the measures, joined by '; '.
  listed_names: Names on the list, joined by '; '.
  list_references: Numbers on the list, joined by '; '.
  source_ids: Sources of the designations, joined by '; '.
---*/
with
    designated as (
        select
            designations.actor_id,
            measures.authority,
            measures.jurisdiction,
            designations.listed_on,
            designations.delisted_on,
            coalesce(designations.delisted_basis = 'list_comparison', false) as delisted_by,
            measures.announced_on is null
            and measures.effective_earliest_on is null
            and measures.effective_latest_on is not null as listed_by,
            coalesce(designations.identity = 'unresolved', false) as unresolved,
            coalesce(measures.announced_on, measures.effective_earliest_on) as measure_earliest_on,
            measures.measure_type,
            designations.measure_id,
            measures.programme,
            designations.listed_name,
            designations.list_reference,
            designations.source_id
        from designations
        inner join measures on measures.measure_id = designations.measure_id
        where measures.measure_type in ('asset_freeze', 'vessel_listing')
    ),
    -- most actors have one row of an authority: that is a listing as it stands, and only the others need be put in
    -- order
    repeated as (
        select designated.actor_id, designated.authority
        from designated
        group by designated.actor_id, designated.authority
        having count(*) > 1
    ),
    -- the greatest end so far of the earlier rows tells whether this row begins a new listing
    ordered as (
        select
            designated.*,
            max(coalesce(designated.delisted_on, date '9999-12-31')) over (
                partition by
                    designated.actor_id, designated.authority, designated.unresolved, designated.listed_on is null
                order by designated.listed_on, designated.measure_id
                rows between unbounded preceding and 1 preceding
            ) as covered_until
        from designated
        inner join repeated on repeated.actor_id = designated.actor_id and repeated.authority = designated.authority
    ),
    numbered as (
        select
            ordered.*,
            -- a row without a day never joins another: whether they follow without a gap is not known
            sum(case when ordered.covered_until >= ordered.listed_on then 0 else 1 end) over (
                partition by ordered.actor_id, ordered.authority, ordered.unresolved, ordered.listed_on is null
                order by ordered.listed_on, ordered.measure_id
                rows between unbounded preceding and current row
            ) as listing_number
        from ordered
    ),
    spans as (
        select
            numbered.*,
            max(coalesce(numbered.delisted_on, date '9999-12-31')) over (
                partition by
                    numbered.actor_id,
                    numbered.authority,
                    numbered.unresolved,
                    numbered.listed_on is null,
                    numbered.listing_number
            ) as ends_on,
            min(numbered.listed_on) over (
                partition by
                    numbered.actor_id,
                    numbered.authority,
                    numbered.unresolved,
                    numbered.listed_on is null,
                    numbered.listing_number
            ) as begins_on
        from numbered
    )
select
    designated.actor_id,
    designated.authority,
    designated.jurisdiction,
    designated.listed_on,
    designated.listed_by and designated.listed_on is not null as listed_by,
    designated.delisted_on,
    designated.delisted_by and designated.delisted_on is not null as delisted_by,
    designated.unresolved,
    designated.measure_earliest_on,
    designated.measure_type as measure_types,
    designated.measure_id as measure_ids,
    designated.programme as programmes,
    designated.listed_name as listed_names,
    designated.list_reference as list_references,
    designated.source_id as source_ids
from designated
left join repeated on repeated.actor_id = designated.actor_id and repeated.authority = designated.authority
where repeated.actor_id is null
union all
select
    spans.actor_id,
    spans.authority,
    spans.jurisdiction,
    spans.begins_on as listed_on,
    coalesce(min(case when spans.listed_on = spans.begins_on and not spans.listed_by then 0 else 1 end) = 1, false)
    and spans.begins_on is not null as listed_by,
    case when spans.ends_on = date '9999-12-31' then cast(null as date) else spans.ends_on end as delisted_on,
    spans.ends_on <> date '9999-12-31'
    and max(case when spans.delisted_on = spans.ends_on and not spans.delisted_by then 1 else 0 end) = 0 as delisted_by,
    spans.unresolved,
    min(spans.measure_earliest_on) as measure_earliest_on,
    string_agg(distinct spans.measure_type, '; ' order by spans.measure_type) as measure_types,
    string_agg(distinct spans.measure_id, '; ' order by spans.measure_id) as measure_ids,
    string_agg(distinct spans.programme, '; ' order by spans.programme) as programmes,
    string_agg(distinct spans.listed_name, '; ' order by spans.listed_name) as listed_names,
    string_agg(distinct spans.list_reference, '; ' order by spans.list_reference) as list_references,
    string_agg(distinct spans.source_id, '; ' order by spans.source_id) as source_ids
from spans
group by
    spans.actor_id,
    spans.authority,
    spans.jurisdiction,
    spans.unresolved,
    spans.begins_on,
    spans.ends_on,
    spans.listing_number
