/*---
title: Designations with their days
grain: one row per measure and actor (designations)
columns:
  measure_id: Measure.
  actor_id: Actor named by it.
  dataset: Data set that the designation comes from.
  actor: Name of the actor in our actors.
  actor_type: Kind of actor.
  authority: Authority that acted.
  jurisdiction: Its jurisdiction.
  measure_type: Kind of measure.
  is_listing: true for asset_freeze and vessel_listing; travel bans, export controls and the rest are other measures.
  programme: Programme of the measure.
  listed_earliest_on: First possible day of the listing; null when no lower bound is known.
  listed_latest_on: "Last possible day of the listing: alone it means 'by'; both null mean that the day is not known."
  removed_earliest_on: First possible day of the removal; null when it was found by comparing copies.
  removed_latest_on: Last possible day of the removal; null while the designation stands.
  delisting_measure_id: Measure that removed it.
  listed_name: Name on the list.
  list_reference: Number on the list.
  is_unresolved: true when the entry may mean a namesake.
  measure_earliest_on: First possible day of the measure, announced first, else in effect.
  measure_latest_on: Last possible day of the measure.
  source_id: Source of the designation.
---*/
select
    designations.measure_id,
    designations.actor_id,
    designations.dataset,
    actors.name as actor,
    actors.actor_type,
    measures.authority,
    measures.jurisdiction,
    measures.measure_type,
    coalesce(measures.measure_type in ('asset_freeze', 'vessel_listing'), false) as is_listing,
    measures.programme,
    -- where the measure has only a latest day, so has the listing
    case
        when
            measures.announced_on is null
            and measures.effective_earliest_on is null
            and measures.effective_latest_on is not null
        then cast(null as date)
        else designations.listed_on
    end as listed_earliest_on,
    designations.listed_on as listed_latest_on,
    case
        when designations.delisted_basis = 'list_comparison' then cast(null as date) else designations.delisted_on
    end as removed_earliest_on,
    designations.delisted_on as removed_latest_on,
    designations.delisting_measure_id,
    designations.listed_name,
    designations.list_reference,
    coalesce(designations.identity = 'unresolved', false) as is_unresolved,
    case
        when measures.announced_on is null then measures.effective_earliest_on else measures.announced_on
    end as measure_earliest_on,
    case
        when measures.announced_on is null then measures.effective_latest_on else measures.announced_on
    end as measure_latest_on,
    designations.source_id
from designations
inner join measures on measures.measure_id = designations.measure_id
left join actors on actors.actor_id = designations.actor_id
