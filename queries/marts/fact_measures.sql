/*---
title: Measures
grain: one row per measure
caveat: >-
  Only asset freezes and vessel listings list anybody; travel bans, export bans, directives and guidance are other measures. The day is that of the
  announcement, else the days between which it took effect.
of: measures
left_out:
  effective_on: equal to effective_earliest_on and effective_latest_on where it is known
keys:
  primary: [measure_id]
  foreign:
    - {fields: [authority], reference: {resource: dim_authority, fields: [authority]}}
    - {fields: [day_earliest_on], reference: {resource: dim_date, fields: [date_on]}}
    - {fields: [day_latest_on], reference: {resource: dim_date, fields: [date_on]}}
    - {fields: [source_id], reference: {resource: dim_source, fields: [source_id]}}
columns:
  measure_id: Measure.
  dataset: Data set that the row comes from.
  authority: Authority that acted.
  jurisdiction: Its jurisdiction, EU, UN or ISO 3166-1 alpha-2.
  measure_type: "Kind of measure, code of measures.measure_type: asset_freeze, export_ban, guidance and so on."
  title: What was done, in our words.
  programme: Programme of the measure.
  day_earliest_on: First possible day, announced first, else in effect.
  day_latest_on: Last possible day; alone it means 'by'.
  announced_on: Day of the announcement.
  effective_earliest_on: First day on which it can have taken effect.
  effective_latest_on: Last day on which it can have taken effect.
  ended_on: Day on which it ended or will end; blank when no end is known.
  is_listing: true for asset_freeze and vessel_listing.
  is_about_jet_fuel: true when its scopes name jet fuel.
  fuel_basis: "For the measures of the delivery reports: scope (about jet fuel), listing (lists an actor of the fuel chain) or both; blank for the others."
  answers_calls: "'no' where it answers no call; blank means that it may."
  measures: {unit: measures, description: "1; its sum counts measures."}
  source_id: Source that the row rests on.
---*/
with
    fuel_scopes as (
        select distinct measure_scopes.measure_id from measure_scopes where measure_scopes.scope = 'jet_fuel'
    )
select
    measures.measure_id,
    measures.dataset,
    measures.authority,
    measures.jurisdiction,
    measures.measure_type,
    measures.title,
    measures.programme,
    measure_days.day_earliest_on,
    measure_days.day_latest_on,
    measures.announced_on,
    measures.effective_earliest_on,
    measures.effective_latest_on,
    measures.ended_on,
    coalesce(measures.measure_type in ('asset_freeze', 'vessel_listing'), false) as is_listing,
    fuel_scopes.measure_id is not null as is_about_jet_fuel,
    fuel_measures.basis as fuel_basis,
    measures.answers_calls,
    1 as measures,
    measures.source_id
from measures
inner join measure_days on measure_days.measure_id = measures.measure_id
left join fuel_scopes on fuel_scopes.measure_id = measures.measure_id
left join fuel_measures on fuel_measures.measure_id = measures.measure_id
order by measures.measure_id
