/*---
title: Calls and the measures that fit what they ask
grain: one row per call, addressee, ask and measure of that addressee's jurisdiction (UN organ) whose scope and type fit the ask, before or after the call
columns:
  call_id: Call.
  addressee: To whom, code of call_addressees.
  ask: What is asked for, code of call_asks.
  measure_id: Measure that fits; never one with answers_calls no.
  answer: "'met' or 'in part', the better one where several scopes fit."
  measure_earliest_on: First possible day of the measure, announced first, else in effect.
  measure_latest_on: Last possible day of the measure, announced first, else in effect.
  is_announced: true when its day is that of an announcement.
  after_call: "Is the measure after the call: 'certain', 'possible' or 'not'. Later is not because."
  days_min: {unit: days, description: Fewest days from the call to the measure; negative when the measure can be the earlier.}
  days_max: {unit: days, description: Most days from the call to the measure.}
  in_force_at_call: true for a measure that meets the ask, was there on or before the day of the call and had not ended.
  in_part_at_call: true for a measure that answers the ask in part, whose latest day lies on or before the call, and of which something stood on it.
  stood_until_on: Day on which it ended or on which the last of its designations was removed; null while any of it stands.
---*/
with
    -- several scopes of one measure may fit the same ask
    fits as (
        select
            call_requests.call_id,
            call_requests.addressee,
            call_requests.ask,
            measures.measure_id,
            max(case when ask_answers.answer = 'met' then 1 else 0 end) as meets
        from call_requests
        inner join ask_answers on ask_answers.ask = call_requests.ask
        inner join
            measures
            on measures.jurisdiction = call_requests.jurisdiction
            and measures.measure_type = ask_answers.measure_type
            and (call_requests.authority is null or measures.authority = call_requests.authority)
        inner join
            measure_scopes
            on measure_scopes.measure_id = measures.measure_id
            and measure_scopes.scope = ask_answers.scope
        where coalesce(measures.answers_calls, 'yes') <> 'no'
        group by call_requests.call_id, call_requests.addressee, call_requests.ask, measures.measure_id
    ),
    removals as (
        select
            designations.measure_id,
            case when count(designations.delisted_on) = count(*) then max(designations.delisted_on) end as emptied_on
        from designations
        group by designations.measure_id
    ),
    dated as (
        select
            fits.call_id,
            fits.addressee,
            fits.ask,
            fits.measure_id,
            fits.meets,
            sanction_calls.called_earliest_on,
            sanction_calls.called_latest_on,
            measure_days.day_earliest_on,
            measure_days.day_latest_on,
            measure_days.announced_on,
            measure_days.ended_on,
            case
                when measure_days.ended_on is null
                then removals.emptied_on
                when removals.emptied_on is null
                then measure_days.ended_on
                else least(measure_days.ended_on, removals.emptied_on)
            end as stood_until_on,
            certainty_after(
                measure_days.day_earliest_on,
                measure_days.day_latest_on,
                sanction_calls.called_earliest_on,
                sanction_calls.called_latest_on
            ) as after_call
        from fits
        inner join sanction_calls on sanction_calls.call_id = fits.call_id
        inner join measure_days on measure_days.measure_id = fits.measure_id
        left join removals on removals.measure_id = fits.measure_id
    )
select
    dated.call_id,
    dated.addressee,
    dated.ask,
    dated.measure_id,
    case when dated.meets = 1 then 'met' else 'in part' end as answer,
    dated.day_earliest_on as measure_earliest_on,
    dated.day_latest_on as measure_latest_on,
    dated.announced_on is not null as is_announced,
    dated.after_call,
    dated.day_earliest_on - dated.called_latest_on as days_min,
    dated.day_latest_on - dated.called_earliest_on as days_max,
    dated.meets = 1
    and dated.after_call = 'not'
    and (dated.ended_on is null or coalesce(dated.ended_on > dated.called_latest_on, false)) as in_force_at_call,
    dated.meets = 0
    and dated.after_call = 'not'
    and (
        dated.stood_until_on is null or coalesce(dated.stood_until_on > dated.called_latest_on, false)
    ) as in_part_at_call,
    dated.stood_until_on
from dated
