/*---
title: Actors
grain: one row per actor
caveat: Being in this table is no accusation. A vessel is its IMO number, never its name.
of: actors
keys:
  primary: [actor_id]
  foreign:
    - {fields: [source_id], reference: {resource: dim_source, fields: [source_id]}}
columns:
  actor_id: Actor.
  dataset: Data set that the row comes from.
  name: Name that reports print; a bracket at its end is ours and tells namesakes apart.
  actor_type: "Kind of actor, code of actors.actor_type: person, company, vessel, government and so on."
  country: Country, ISO 3166-1 alpha-2; blank when not known. For a vessel a flag that a source names, which can have changed.
  imo_ship: IMO ship number, for a vessel where held.
  native_name: Name in a local language, where held; several are joined by '; '.
  other_names: Number of other names held (actor_names).
  in_fuel_chain: true for vessels, parties and others of the deliveries, and for actors searched for in list copies.
  fuel_chain_grounds: Why it is in the fuel chain, joined by '; '; blank for the others.
  publish_precision: Mark of a row that is published coarsened; blank means as it stands.
  source_id: Source that the row rests on.
---*/
with
    ship_numbers as (
        select identifiers.actor_id, min(identifiers.value) as imo_ship
        from identifiers
        where identifiers.scheme = 'imo_ship'
        group by identifiers.actor_id
    ),
    name_lists as (
        select
            actor_names.actor_id,
            string_agg(actor_names.name, '; ' order by actor_names.name) filter (
                where actor_names.name_type = 'native'
            ) as native_name,
            count(*) filter (where actor_names.name_type <> 'primary') as other_names
        from actor_names
        group by actor_names.actor_id
    )
select
    actors.actor_id,
    actors.dataset,
    actors.name,
    actors.actor_type,
    actors.country,
    ship_numbers.imo_ship,
    name_lists.native_name,
    coalesce(name_lists.other_names, 0) as other_names,
    fuel_chain.actor_id is not null as in_fuel_chain,
    fuel_chain.grounds as fuel_chain_grounds,
    actors.publish_precision,
    actors.source_id
from actors
left join ship_numbers on ship_numbers.actor_id = actors.actor_id
left join name_lists on name_lists.actor_id = actors.actor_id
left join fuel_chain on fuel_chain.actor_id = actors.actor_id
order by actors.actor_id
