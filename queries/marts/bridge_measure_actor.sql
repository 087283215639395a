/*---
title: Measures and the actors that they name
grain: one row per measure and actor (designations)
caveat: Only rows with is_listing are listings. A removal stands in the row of the listing.
keys:
  primary: [measure_id, actor_id]
  foreign:
    - {fields: [measure_id], reference: {resource: fact_measures, fields: [measure_id]}}
    - {fields: [actor_id], reference: {resource: dim_actor, fields: [actor_id]}}
    - {fields: [authority], reference: {resource: dim_authority, fields: [authority]}}
    - {fields: [source_id], reference: {resource: dim_source, fields: [source_id]}}
columns:
  measure_id: Measure.
  actor_id: "Actor. Rule for counting: count it distinct for actors; rows are designations, of which an actor can have several."
  dataset: Data set that the row comes from.
  authority: Authority of the measure.
  jurisdiction: Its jurisdiction.
  measure_type: Kind of measure.
  is_listing: true for asset_freeze and vessel_listing.
  listed_on: The list's own day of listing; blank when it gives none.
  delisted_on: First day without the listing; blank while it stands.
  delisted_basis: "notice, or list_comparison (delisted_on is the latest possible day: say 'by')."
  listed_name: Name on the list.
  list_reference: Number on the list.
  is_unresolved: true when the entry may mean a namesake.
  designations: {unit: designations, description: "1; its sum counts designations, not actors."}
  source_id: Source that the row rests on.
---*/
select
    designations.measure_id,
    designations.actor_id,
    designations.dataset,
    measures.authority,
    measures.jurisdiction,
    measures.measure_type,
    coalesce(measures.measure_type in ('asset_freeze', 'vessel_listing'), false) as is_listing,
    designations.listed_on,
    designations.delisted_on,
    designations.delisted_basis,
    designations.listed_name,
    designations.list_reference,
    coalesce(designations.identity = 'unresolved', false) as is_unresolved,
    1 as designations,
    designations.source_id
from designations
inner join measures on measures.measure_id = designations.measure_id
order by designations.measure_id, designations.actor_id
