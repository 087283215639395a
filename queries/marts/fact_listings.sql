/*---
title: Listings
grain: one row per actor, authority and unbroken listing
caveat: >-
  Listed on a day D means listed_on up to D and delisted_on blank or after D, without rows that are unresolved. Not being in this table
  does not mean 'not listed': list_checks says which copy was searched. Swiss rows are a floor.
of: designations
left_out:
  measure_id: several designations make a listing; they are in bridge_measure_actor
  listed_name: one for each designation, see designations
  delisted_basis: one for each designation, see designations
  delisting_measure_id: one for each designation, see designations
  list_reference: one for each designation, see designations
  identity: is_unresolved says it
  reason: one for each designation, see designations
  source_id: several; joined in source_ids
  publish_precision: one for each designation, see designations
keys:
  primary: [actor_id, authority, listing_number]
  foreign:
    - {fields: [actor_id], reference: {resource: dim_actor, fields: [actor_id]}}
    - {fields: [authority], reference: {resource: dim_authority, fields: [authority]}}
    - {fields: [listed_on], reference: {resource: dim_date, fields: [date_on]}}
    - {fields: [delisted_on], reference: {resource: dim_date, fields: [date_on]}}
columns:
  actor_id: "Listed actor; count it distinct: an actor can have several listings, at one authority too."
  authority: Authority that listed.
  listing_number: Number of the listing of this actor at this authority, from 1.
  jurisdiction: Its jurisdiction.
  listed_on: First day of the listing; blank when the list gives no day.
  listed_by: "true when listed_on is only the latest possible day: say 'by'."
  delisted_on: First day without the listing; blank while it stands.
  delisted_by: "true when delisted_on is only the latest possible day: say 'by'."
  is_unresolved: true when the entry may mean a namesake.
  in_fuel_chain: true when the actor is of the fuel chain (dim_actor).
  actor_type: Kind of actor, as in dim_actor.
  measure_types: Kinds of measure, joined by '; '.
  measure_ids: Measures, joined by '; '; one a row in bridge_measure_actor.
  programmes: Programmes, joined by '; '.
  list_references: Numbers on the list, joined by '; '.
  listings: {unit: listings, description: "1; its sum counts listings, not actors."}
  source_ids: Sources of the designations, joined by '; '.
---*/
select
    listings.actor_id,
    listings.authority,
    row_number() over (
        partition by listings.actor_id, listings.authority
        order by listings.listed_on nulls first, listings.unresolved, listings.measure_ids
    ) as listing_number,
    listings.jurisdiction,
    listings.listed_on,
    listings.listed_by,
    listings.delisted_on,
    listings.delisted_by,
    listings.unresolved as is_unresolved,
    fuel_chain.actor_id is not null as in_fuel_chain,
    actors.actor_type,
    listings.measure_types,
    listings.measure_ids,
    listings.programmes,
    listings.list_references,
    1 as listings,
    listings.source_ids
from listings
left join actors on actors.actor_id = listings.actor_id
left join fuel_chain on fuel_chain.actor_id = listings.actor_id
order by listings.actor_id, listings.authority, listing_number
