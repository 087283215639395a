/*---
title: What each call asks of whom
grain: one row per call, addressee and ask
caveat: Later is not because; which measures fit stands in bridge_call_measure.
keys:
  primary: [call_id, addressee, ask]
  foreign:
    - {fields: [call_id], reference: {resource: fact_calls, fields: [call_id]}}
columns:
  call_id: "Call. Rule for counting: count it distinct where counts_as_statement is 1, by ask or by addressee; a call stands here once for each pair of them, so rows are never added up."
  addressee: "To whom, code of call_addressees.addressee: US, UK, EU, UN-SC, all-states and so on."
  ask: "What is asked for, code of call_asks.ask: jet_fuel, arms, targeted_sanctions and so on."
  detail: What is asked of this addressee, in our words, where it is narrower than the code.
  is_directed: true when the text tells that this addressee is asked for this; false for a pair of the call's addressees and demands.
  jurisdiction: Jurisdiction that answers for the addressee; blank where no single one does.
  is_tracked: true when some kind of measure answers the ask.
  is_covered: true when any measure of the jurisdiction is in the data.
  counts_as_statement: {unit: statements, description: "1, or 0 for the second row of a joint statement; a filter, not a figure to add up here."}
---*/
select
    call_requests.call_id,
    call_requests.addressee,
    call_requests.ask,
    call_requests.detail,
    call_requests.is_directed,
    call_requests.jurisdiction,
    call_requests.is_tracked,
    call_requests.is_covered,
    case when sanction_calls.joint_with_call_id is null then 1 else 0 end as counts_as_statement
from call_requests
inner join sanction_calls on sanction_calls.call_id = call_requests.call_id
order by call_requests.call_id, call_requests.addressee, call_requests.ask
