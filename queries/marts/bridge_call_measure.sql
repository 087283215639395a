/*---
title: Calls and the measures that fit what they ask
grain: one row per call, addressee, ask and measure whose jurisdiction, scope and type fit, before or after the call
caveat: Later is not because. A measure may have other reasons, and a listing that followed need not be the one asked for.
keys:
  primary: [call_id, addressee, ask, measure_id]
  foreign:
    - {fields: [call_id], reference: {resource: fact_calls, fields: [call_id]}}
    - {fields: [measure_id], reference: {resource: fact_measures, fields: [measure_id]}}
columns:
  call_id: "Call. Rule for counting: count it distinct, for one ask and one addressee; a call stands here once for each measure that fits."
  addressee: To whom.
  ask: What is asked for.
  measure_id: Measure that fits.
  answer: "'met' or 'in part': what the measure is to the ask."
  after_call: "'certain', 'possible' or 'not': is the measure later than the call. Later is not because."
  days_min: {unit: days, description: "Fewest days from the call to the measure; negative when it can be, or is, the earlier one."}
  days_max: {unit: days, description: Most days from the call to the measure.}
  in_force_at_call: true when a measure that meets the ask was there on or before the call and had not ended.
  in_part_at_call: true when a measure that answers the ask in part was there on or before the call and something of it stood.
---*/
select
    call_answers.call_id,
    call_answers.addressee,
    call_answers.ask,
    call_answers.measure_id,
    call_answers.answer,
    call_answers.after_call,
    call_answers.days_min,
    call_answers.days_max,
    call_answers.in_force_at_call,
    call_answers.in_part_at_call
from call_answers
order by call_answers.call_id, call_answers.addressee, call_answers.ask, call_answers.measure_id
