/*---
title: What came of the calls, in numbers
question: How many statements asked each jurisdiction for what, and in how many did a measure that answers come later?
grain: one row per ask and body that answers (jurisdiction, or UN organ); addressees without a single one together
params:
  as_of: {type: date, default: as_of, help: Day on which measures and designations are read; calls and measures that are certainly later are left out}
  ask: {type: string, default: null, value_of: call_asks.ask, help: Only this ask}
  jurisdiction: {type: string, value_of: addressee_jurisdictions.jurisdiction, default: null, help: "Only this jurisdiction, code of measures such as US, GB, EU"}
  from_on: {type: date, default: null, help: Only calls that can have been made on this day or later}
  to_on: {type: date, default: null, help: Only calls that can have been made by this day}
caveat: Later is not because. The calls are those that the sources report; a statement to several addressees or with several asks stands in several rows, so rows must not be added up. A joint statement counts once.
columns:
  ask: What is asked for, code of call_asks.
  jurisdiction: Jurisdiction that answers; null where no single one does.
  body: The jurisdiction or the UN organ; 'no single addressee' for the rest.
  statements: {unit: statements, description: Statements that ask this body for it; joint ones once.}
  met: {unit: statements, description: A later measure meets the ask.}
  in_part: {unit: statements, description: A later measure answers in part.}
  in_part_already: {unit: statements, description: "No later measure stands, and one that answers in part stood at the call."}
  reversed: {unit: statements, description: Later measures answered and all of them had ended or were removed by as_of.}
  already_in_force: {unit: statements, description: A measure that meets the ask was there on or before the call; the call asks for more of it.}
  open: {unit: statements, description: "No measure that answers, before the call or after it, is in the data."}
  not_covered: {unit: statements, description: No measure of that jurisdiction is in the data at all.}
  not_tracked: {unit: statements, description: No kind of measure is held to answer this ask.}
  no_single_addressee: {unit: statements, description: The addressee is no single jurisdiction.}
  callers: {unit: callers, description: "Distinct callers, those of joint statements each for itself."}
  first_called_earliest_on: Earliest day on which the first of the calls can have been made.
  last_called_latest_on: Latest day on which the last of the calls can have been made.
  source_ids: "Sources of the calls, joined by '; '; the measures and theirs are in calls_and_measures."
table: [ask, body, statements, met, in_part, in_part_already, reversed, already_in_force, open, not_covered, not_tracked]
picture: {kind: shares, of: statements, x: [ask, body], total: statements, parts: [met, in_part, in_part_already, reversed, already_in_force, open, not_covered, not_tracked, no_single_addressee]}
---*/
with
    judged as (
        select
            call_requests.call_id,
            call_requests.addressee,
            call_requests.ask,
            call_requests.jurisdiction,
            coalesce(call_requests.authority, call_requests.jurisdiction, 'no single addressee') as body,
            call_status(
                call_requests.jurisdiction,
                call_requests.is_tracked,
                call_requests.is_covered,
                call_answers.answer,
                call_answers.after_call,
                call_answers.in_force_at_call,
                call_answers.in_part_at_call,
                call_answers.measure_earliest_on,
                call_answers.stood_until_on,
                cast($as_of as date)
            ) as status
        from call_requests
        left join
            call_answers
            on call_answers.call_id = call_requests.call_id
            and call_answers.addressee = call_requests.addressee
            and call_answers.ask = call_requests.ask
        where
            (cast($ask as varchar) is null or call_requests.ask = cast($ask as varchar))
            and (cast($jurisdiction as varchar) is null or call_requests.jurisdiction = cast($jurisdiction as varchar))
        group by
            call_requests.call_id,
            call_requests.addressee,
            call_requests.ask,
            call_requests.jurisdiction,
            call_requests.authority,
            call_requests.is_tracked,
            call_requests.is_covered
    ),
    -- two addressees of one jurisdiction (France and the EU) are one statement to it
    statements as (
        select
            judged.ask,
            judged.jurisdiction,
            judged.body,
            judged.call_id,
            call_details.counts_as_statement as counts,
            call_details.caller_id,
            call_details.called_earliest_on,
            call_details.called_latest_on,
            call_details.source_ids,
            max(judged.status) as status
        from judged
        inner join call_details on call_details.call_id = judged.call_id
        where
            coalesce(call_details.called_earliest_on <= cast($as_of as date), true)
            and certainty_within(
                call_details.called_earliest_on,
                call_details.called_latest_on,
                cast($from_on as date),
                cast($to_on as date)
            )
            <> 'not'
        group by
            judged.ask,
            judged.jurisdiction,
            judged.body,
            judged.call_id,
            call_details.counts_as_statement,
            call_details.caller_id,
            call_details.called_earliest_on,
            call_details.called_latest_on,
            call_details.source_ids
    ),
    single_sources as (
        select distinct statements.ask, statements.body, cited.source_id
        from statements
        cross join lateral(select unnest(string_split(statements.source_ids, '; ')) as source_id) as cited
    ),
    source_lists as (
        select
            single_sources.ask,
            single_sources.body,
            string_agg(single_sources.source_id, '; ' order by single_sources.source_id) as source_ids
        from single_sources
        group by single_sources.ask, single_sources.body
    )
select
    statements.ask,
    statements.jurisdiction,
    statements.body,
    sum(statements.counts) as statements,
    sum(case when statements.status = 'met' then statements.counts else 0 end) as met,
    sum(case when statements.status = 'in part' then statements.counts else 0 end) as in_part,
    sum(case when statements.status = 'in part already' then statements.counts else 0 end) as in_part_already,
    sum(case when statements.status = 'reversed' then statements.counts else 0 end) as reversed,
    sum(case when statements.status = 'already in force' then statements.counts else 0 end) as already_in_force,
    sum(case when statements.status = 'open' then statements.counts else 0 end) as open,
    sum(case when statements.status = 'not covered' then statements.counts else 0 end) as not_covered,
    sum(case when statements.status = 'not tracked' then statements.counts else 0 end) as not_tracked,
    sum(case when statements.status = 'no single addressee' then statements.counts else 0 end) as no_single_addressee,
    count(distinct statements.caller_id) as callers,
    min(statements.called_earliest_on) as first_called_earliest_on,
    max(statements.called_latest_on) as last_called_latest_on,
    max(source_lists.source_ids) as source_ids
from statements
left join source_lists on source_lists.ask = statements.ask and source_lists.body = statements.body
group by statements.ask, statements.jurisdiction, statements.body
order by
    statements.ask,
    case when statements.jurisdiction is null then 1 else 0 end,
    statements.jurisdiction,
    statements.body
