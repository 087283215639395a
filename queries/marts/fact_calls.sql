/*---
title: Calls for measures
grain: one row per call; a joint statement of two callers has two rows
caveat: Calls are those that the sources report. Add up counts_as_statement to count statements. A later measure is not a consequence of a call.
of: sanction_calls
keys:
  primary: [call_id]
  foreign:
    - {fields: [called_earliest_on], reference: {resource: dim_date, fields: [date_on]}}
    - {fields: [called_latest_on], reference: {resource: dim_date, fields: [date_on]}}
    - {fields: [caller_id], reference: {resource: dim_actor, fields: [actor_id]}}
    - {fields: [prompted_by_airstrike_id], reference: {resource: fact_strikes, fields: [airstrike_id]}}
    - {fields: [source_id], reference: {resource: dim_source, fields: [source_id]}}
columns:
  call_id: Call.
  dataset: Data set that the row comes from.
  called_earliest_on: First day on which the call can have been made.
  called_latest_on: Last day on which it can have been made.
  date_precision: How exactly it is dated.
  called_year: Year of the call where both days lie in one year; blank where they do not.
  caller_id: Who called.
  counts_as_statement: {unit: statements, description: "1, or 0 for the second row of a joint statement; its sum counts statements."}
  calls: {unit: calls, description: "1; its sum counts calls by caller."}
  asks_for_jet_fuel: true when the call asks for a step on aviation fuel.
  joint_with_call_id: First row of the joint statement, on its second row.
  prompted_by_airstrike_id: Strike that the call itself names as its occasion.
  summary: What was asked, in our words.
  source_id: Source that the row rests on.
---*/
with fuel_asks as (select distinct call_asks.call_id from call_asks where call_asks.ask = 'jet_fuel')
select
    sanction_calls.call_id,
    sanction_calls.dataset,
    sanction_calls.called_earliest_on,
    sanction_calls.called_latest_on,
    sanction_calls.date_precision,
    case
        when year(sanction_calls.called_earliest_on) = year(sanction_calls.called_latest_on)
        then year(sanction_calls.called_earliest_on)
    end as called_year,
    sanction_calls.caller_id,
    case when sanction_calls.joint_with_call_id is null then 1 else 0 end as counts_as_statement,
    1 as calls,
    fuel_asks.call_id is not null as asks_for_jet_fuel,
    sanction_calls.joint_with_call_id,
    sanction_calls.prompted_by_airstrike_id,
    sanction_calls.summary,
    sanction_calls.source_id
from sanction_calls
left join fuel_asks on fuel_asks.call_id = sanction_calls.call_id
order by sanction_calls.call_id
