/*---
title: Measures in order
question: Which government acted, when, how, and on whom?
grain: one row per measure
params:
  scope: {type: string, value_of: measure_scopes.scope, default: null, help: "Only measures about this, such as jet_fuel (code of measure_scopes.scope)"}
  jurisdiction: {type: string, value_of: measures.jurisdiction, default: null, help: "Only this jurisdiction, such as EU"}
  authority: {type: string, value_of: measures.authority, default: null, help: "Only this authority"}
  measure_type: {type: string, value_of: measures.measure_type, default: null, help: "Only this kind, such as asset_freeze"}
  day_basis: {type: string, default: announced, choices: [announced, effective], help: "Day of a measure: announced, else in effect; or the other way round"}
  from_on: {type: date, default: null, help: Only measures that can fall on or after this day}
  to_on: {type: date, default: null, help: Only measures that can fall on or before this day}
caveat: >-
  The measures held here, which are not every act of these governments: Swiss and New Zealand rows are a floor. A measure that comes after
  another, or after a call, is not shown to follow from it. A count of actors is of rows held, not of the annex.
columns:
  measure_id: Measure, see `sanctrack show ID`.
  day: "Day of the measure in words; 'by' where only the latest possible day is known."
  day_earliest_on: First possible day, on the basis asked for.
  day_latest_on: Last possible day, on the basis asked for.
  authority: Authority that acted.
  jurisdiction: Its jurisdiction.
  measure_type: Kind of measure.
  title: What was done.
  scopes: What it is about, joined by '; '.
  persons_named: {unit: actors, description: "Persons that our rows give for the measure; null when none is held."}
  others_named: {unit: actors, description: "Companies, bodies and vessels that our rows give for it; null when none is held."}
  announced_on: Day of the announcement.
  effective_earliest_on: First possible day of effect.
  effective_latest_on: Last possible day of effect.
  ended_on: Day on which it ended; null while it stands or where not known.
  answers_calls: "'no' where it answers no call: carried-over entries, other matters."
  source_ids: Sources of the measure and its evidence, joined by '; '.
table: [day, authority, measure_type, title, scopes, persons_named, others_named, measure_id]
picture: {kind: timeline, of: measures, from: day_earliest_on, to: day_latest_on, lane: jurisdiction}
---*/
with
    based as (
        select
            measure_days.*,
            day_by_basis(
                $day_basis, measure_days.day_earliest_on, measure_days.effective_day_earliest_on
            ) as shown_earliest_on,
            day_by_basis(
                $day_basis, measure_days.day_latest_on, measure_days.effective_day_latest_on
            ) as shown_latest_on
        from measure_days
    ),
    -- a measure names those whom it lists and those whom it removes
    namings as (
        select designations.measure_id, designations.actor_id
        from designations
        union
        select designations.delisting_measure_id, designations.actor_id
        from designations
        where designations.delisting_measure_id is not null
    ),
    named_actors as (
        select
            namings.measure_id,
            count(case when actors.actor_type = 'person' then namings.actor_id end) as persons,
            count(case when actors.actor_type = 'person' then null else namings.actor_id end) as others
        from namings
        left join actors on actors.actor_id = namings.actor_id
        group by namings.measure_id
    ),
    asked_scopes as (
        select measure_scopes.measure_id from measure_scopes where measure_scopes.scope = cast($scope as varchar)
    )
select
    based.measure_id,
    day_words(based.shown_earliest_on, based.shown_latest_on) as day,
    based.shown_earliest_on as day_earliest_on,
    based.shown_latest_on as day_latest_on,
    based.authority,
    based.jurisdiction,
    based.measure_type,
    based.title,
    based.scopes,
    named_actors.persons as persons_named,
    named_actors.others as others_named,
    based.announced_on,
    based.effective_earliest_on,
    based.effective_latest_on,
    based.ended_on,
    based.answers_calls,
    based.source_ids
from based
left join named_actors on named_actors.measure_id = based.measure_id
left join asked_scopes on asked_scopes.measure_id = based.measure_id
where
    (cast($scope as varchar) is null or asked_scopes.measure_id is not null)
    and (cast($jurisdiction as varchar) is null or based.jurisdiction = cast($jurisdiction as varchar))
    and (cast($authority as varchar) is null or based.authority = cast($authority as varchar))
    and (cast($measure_type as varchar) is null or based.measure_type = cast($measure_type as varchar))
    and certainty_within(based.shown_earliest_on, based.shown_latest_on, cast($from_on as date), cast($to_on as date))
    <> 'not'
order by coalesce(based.shown_earliest_on, based.shown_latest_on), based.measure_id
