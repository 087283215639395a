/*---
title: Calls for sanctions
question: Who asked whom for which measures, and when?
grain: one row per call; a joint statement has a row for each caller
params:
  as_of: {type: date, default: as_of, help: Day of which the answer speaks; calls that are certainly later are left out}
  ask: {type: string, default: null, value_of: call_asks.ask, help: Only calls that ask for this among other things; together with addressee only those that ask it of them}
  addressee: {type: string, value_of: call_addressees.addressee, default: null, help: "Only calls to this addressee, code of call_addressees such as US, UK, EU, UN-SC or all-states"}
  caller_id: {type: string, default: null, id_of: actors, help: Only calls by this actor}
  airstrike_id: {type: string, default: null, id_of: airstrikes, help: Only calls that name this strike as their occasion}
  from_on: {type: date, default: null, help: Only calls that can have been made on this day or later}
  to_on: {type: date, default: null, help: Only calls that can have been made by this day}
caveat: The calls that the sources report, not every call made. A joint statement has a row for each caller and counts once.
columns:
  call_id: Call, see `sanctrack show ID`.
  called: Day of the call, or between which days.
  caller: Name of the caller.
  addressees: "To whom, codes joined by '; '."
  asks: "What is asked for, codes joined by '; '."
  joint: "'joint statement' on every row of one; empty for a call by one caller."
  counts_as_statement: 1, or 0 for the second row of a joint statement.
  in_period: "'certain' when the whole interval of the call lies between from_on and to_on, else 'possible'."
  called_earliest_on: First day on which it can have been made.
  called_latest_on: Last day on which it can have been made.
  date_precision: How exactly the call is dated.
  caller_id: Who called.
  joint_with_call_id: First row of the joint statement, given on its second row.
  prompted_by_airstrike_id: Strike that the call itself names as its occasion.
  summary: What was asked, in our words.
  source_ids: "Sources of the call, joined by '; '."
table: [call_id, called, caller, addressees, asks, joint, source_ids]
picture: {kind: timeline, of: calls, from: called_earliest_on, to: called_latest_on, lane: asks, split: true, note: A call with several asks stands in each of their rows.}
---*/
with
    addressee_lists as (
        select
            call_addressees.call_id,
            string_agg(call_addressees.addressee, '; ' order by call_addressees.addressee) as addressees
        from call_addressees
        group by call_addressees.call_id
    ),
    ask_lists as (
        select call_asks.call_id, string_agg(call_asks.ask, '; ' order by call_asks.ask) as asks
        from call_asks
        group by call_asks.call_id
    ),
    asked as (
        select distinct call_requests.call_id
        from call_requests
        where
            (cast($ask as varchar) is null or call_requests.ask = cast($ask as varchar))
            and (cast($addressee as varchar) is null or call_requests.addressee = cast($addressee as varchar))
        union
        -- a call that the sources reduce to demands alone, or to addressees alone
        select call_asks.call_id
        from call_asks
        where call_asks.ask = cast($ask as varchar) and cast($addressee as varchar) is null
        union
        select call_addressees.call_id
        from call_addressees
        where call_addressees.addressee = cast($addressee as varchar) and cast($ask as varchar) is null
    ),
    joint_statements as (
        select distinct sanction_calls.joint_with_call_id as call_id
        from sanction_calls
        where sanction_calls.joint_with_call_id is not null
    ),
    placed as (
        select
            call_details.*,
            certainty_within(
                call_details.called_earliest_on,
                call_details.called_latest_on,
                cast($from_on as date),
                cast($to_on as date)
            ) as in_period
        from call_details
    )
select
    placed.call_id,
    day_words(placed.called_earliest_on, placed.called_latest_on) as called,
    coalesce(placed.caller, placed.caller_id) as caller,
    addressee_lists.addressees,
    ask_lists.asks,
    case
        when placed.joint_with_call_id is not null or joint_statements.call_id is not null then 'joint statement'
    end as joint,
    placed.counts_as_statement,
    placed.in_period,
    placed.called_earliest_on,
    placed.called_latest_on,
    placed.date_precision,
    placed.caller_id,
    placed.joint_with_call_id,
    placed.prompted_by_airstrike_id,
    placed.summary,
    placed.source_ids
from placed
left join addressee_lists on addressee_lists.call_id = placed.call_id
left join ask_lists on ask_lists.call_id = placed.call_id
left join joint_statements on joint_statements.call_id = placed.call_id
left join asked on asked.call_id = placed.call_id
where
    placed.in_period <> 'not'
    and coalesce(placed.called_earliest_on <= cast($as_of as date), true)
    and ((cast($ask as varchar) is null and cast($addressee as varchar) is null) or asked.call_id is not null)
    and (cast($caller_id as varchar) is null or placed.caller_id = cast($caller_id as varchar))
    and (cast($airstrike_id as varchar) is null or placed.prompted_by_airstrike_id = cast($airstrike_id as varchar))
order by
    coalesce(placed.called_earliest_on, placed.called_latest_on) nulls last,
    placed.called_latest_on nulls last,
    placed.call_id
