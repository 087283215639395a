/*---
title: Jet-fuel measures
grain: one row per measure of type export_ban, asset_freeze, financial_directive, sectoral_determination or vessel_listing that has scope jet_fuel or lists an actor of the fuel chain
columns:
  measure_id: Measure.
  dataset: Data set that the measure comes from.
  authority: Authority that acted.
  jurisdiction: Its jurisdiction.
  measure_type: Kind of measure.
  title: What was done.
  basis: "'scope' (the measure is about jet fuel), 'listing' (it lists an actor of the fuel chain) or 'both'."
  listed_actors: Names of the actors of the fuel chain that it lists, joined by '; '.
  ended_on: Day on which it ended; null while it stands or where not known.
  day_earliest_on: First possible day of the measure, announced first, else in effect.
  day_latest_on: Last possible day of the measure, announced first, else in effect.
  effective_day_earliest_on: First possible day, in effect first, else announced.
  effective_day_latest_on: Last possible day, in effect first, else announced.
  source_ids: Sources of the measure, its evidence and the designations, joined by '; '.
---*/
with
    -- an entry that may mean a namesake does not make the measure one about the fuel chain
    chain_listings as (
        select
            designations.measure_id,
            string_agg(distinct actors.name, '; ' order by actors.name) as listed_actors,
            string_agg(distinct designations.source_id, '; ' order by designations.source_id) as source_ids
        from designations
        inner join fuel_chain on fuel_chain.actor_id = designations.actor_id
        left join actors on actors.actor_id = designations.actor_id
        where coalesce(designations.identity, '') <> 'unresolved'
        group by designations.measure_id
    ),
    fuel_scopes as (
        select distinct measure_scopes.measure_id from measure_scopes where measure_scopes.scope = 'jet_fuel'
    )
select
    measure_days.measure_id,
    measure_days.dataset,
    measure_days.authority,
    measure_days.jurisdiction,
    measure_days.measure_type,
    measure_days.title,
    case
        when fuel_scopes.measure_id is not null and chain_listings.measure_id is not null
        then 'both'
        when fuel_scopes.measure_id is not null
        then 'scope'
        else 'listing'
    end as basis,
    chain_listings.listed_actors,
    measure_days.ended_on,
    measure_days.day_earliest_on,
    measure_days.day_latest_on,
    measure_days.effective_day_earliest_on,
    measure_days.effective_day_latest_on,
    merged_ids(measure_days.source_ids, chain_listings.source_ids) as source_ids
from measure_days
left join fuel_scopes on fuel_scopes.measure_id = measure_days.measure_id
left join chain_listings on chain_listings.measure_id = measure_days.measure_id
where
    measure_days.measure_type
    in ('export_ban', 'asset_freeze', 'financial_directive', 'sectoral_determination', 'vessel_listing')
    and (fuel_scopes.measure_id is not null or chain_listings.measure_id is not null)
