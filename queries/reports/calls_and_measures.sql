/*---
title: Calls and the measures that came later
question: For each call, addressee and ask, which measure that answers it came later, how many days later, and what stands?
grain: one row per call, addressee and ask; with measures=all one row more for every further measure
params:
  as_of: {type: date, default: as_of, help: Day on which measures and designations are read; calls and measures that are certainly later are left out}
  ask: {type: string, default: null, value_of: call_asks.ask, help: Only this ask}
  addressee: {type: string, value_of: call_addressees.addressee, default: null, help: "Only this addressee, code of call_addressees such as US, UK, EU or UN-SC"}
  jurisdiction: {type: string, value_of: addressee_jurisdictions.jurisdiction, default: null, help: "Only addressees for which this jurisdiction answers, code of measures such as US, GB, EU"}
  caller_id: {type: string, default: null, id_of: actors, help: Only calls by this actor}
  call_id: {type: string, default: null, id_of: sanction_calls, help: Only this call}
  status: {type: string, default: null, choices: [no single addressee, not tracked, not covered, already in force, met, in part, in part already, reversed, open], help: Only this status}
  measures: {type: string, default: first, choices: [first, all], help: "first: the earliest later measure of the best answer; all: every measure that answers and was in force or came later"}
  from_on: {type: date, default: null, help: Only calls that can have been made on this day or later}
  to_on: {type: date, default: null, help: Only calls that can have been made by this day}
caveat: Later is not because. A measure may have other reasons, and a listing that followed need not be the one asked for. A joint statement has a row for each caller and counts once.
columns:
  call_id: Call, see `sanctrack show ID`.
  addressee: To whom, code of call_addressees.
  ask: What is asked for, code of call_asks.
  measure_id: "The measure shown, null where there is none."
  status: "'no single addressee', 'not tracked' (no kind of measure is held to answer this ask), 'not covered' (no measure of that jurisdiction is in the data), 'already in force' (the call asks for more of it), 'met', 'in part', 'in part already' (nothing later stands, and one that answers in part stood at the call: earlier_measure_id), 'reversed' (every later such measure had ended or was removed by as_of) or 'open'; the first that holds. Met and in part need a later measure of which something still stands."
  answer: "What the measure shown is to the ask: 'met' or 'in part'."
  later: "Is the measure after the call: 'certain' or 'possible'; 'in force' for one that was there at the call."
  days: "Days from the call to the measure shown in words, from days_min to days_max."
  days_min: {unit: days, description: "Fewest days from the call to the measure shown; negative when it can be, or is, the earlier one. Later is not because."}
  days_max: {unit: days, description: Most days from the call to the measure shown.}
  called: Day of the call, or between which days.
  measure_day: "Day of the measure: announced, else in effect; 'by' when only a latest day is known."
  caller: Name of the caller.
  measure: What the measure shown did.
  jurisdiction: Jurisdiction that answers for the addressee.
  detail: What is asked of this addressee, in our words, where it is narrower than the code.
  named_as: Words of the call where it names someone narrower than the code of the addressee.
  later_certain: {unit: measures, description: Measures that answer the ask and are certainly later than the call.}
  later_possible: {unit: measures, description: Measures that answer the ask and are possibly later.}
  earlier_measure_id: "The earliest measure that answers in part and stood at the call, whatever came later; null where there is none."
  earlier_measure_on: The latest possible day of that measure.
  reversed_on: Day by which the measure shown had ended or all its designations were removed, where that is so by as_of.
  counts_as_statement: 1, or 0 for the second row of a joint statement.
  joint_with_call_id: First row of the joint statement, given on its second row.
  called_earliest_on: First day on which the call can have been made.
  called_latest_on: Last day on which the call can have been made.
  measure_earliest_on: First possible day of the measure shown.
  measure_latest_on: Last possible day of the measure shown.
  note: "'later is not because', on every line."
  source_ids: "Sources of the call and of the measure shown, joined by '; '."
table: [call_id, addressee, ask, status, measure_id, later, days, note, source_ids]
---*/
with
    judged as (
        select
            call_requests.call_id,
            call_requests.addressee,
            call_requests.ask,
            call_requests.named_as,
            call_requests.detail,
            call_requests.jurisdiction,
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
            ) as status,
            -- a count of measures means something only where measures are looked for
            case
                when call_requests.jurisdiction is not null and call_requests.is_tracked and call_requests.is_covered
                then
                    count(*) filter (
                        where
                            call_answers.after_call = 'certain'
                            and measure_has_come(call_answers.measure_earliest_on, cast($as_of as date))
                    )
            end as later_certain,
            case
                when call_requests.jurisdiction is not null and call_requests.is_tracked and call_requests.is_covered
                then
                    count(*) filter (
                        where
                            call_answers.after_call = 'possible'
                            and measure_has_come(call_answers.measure_earliest_on, cast($as_of as date))
                    )
            end as later_possible
        from call_requests
        left join
            call_answers
            on call_answers.call_id = call_requests.call_id
            and call_answers.addressee = call_requests.addressee
            and call_answers.ask = call_requests.ask
        where
            (cast($ask as varchar) is null or call_requests.ask = cast($ask as varchar))
            and (cast($addressee as varchar) is null or call_requests.addressee = cast($addressee as varchar))
            and (cast($jurisdiction as varchar) is null or call_requests.jurisdiction = cast($jurisdiction as varchar))
            and (cast($call_id as varchar) is null or call_requests.call_id = cast($call_id as varchar))
        group by
            call_requests.call_id,
            call_requests.addressee,
            call_requests.ask,
            call_requests.named_as,
            call_requests.detail,
            call_requests.jurisdiction,
            call_requests.is_tracked,
            call_requests.is_covered
    ),
    come as (
        select call_answers.*
        from call_answers
        where
            (call_answers.after_call <> 'not' or call_answers.in_force_at_call)
            and measure_has_come(call_answers.measure_earliest_on, cast($as_of as date))
    ),
    -- by answer: does anything later of it still stand
    standing as (
        select
            come.*,
            sum(
                case
                    when
                        come.answer = 'met'
                        and come.after_call <> 'not'
                        and not measure_is_reversed(come.stood_until_on, cast($as_of as date))
                    then 1
                    else 0
                end
            ) over (partition by come.call_id, come.addressee, come.ask)
            > 0 as met_stands,
            sum(
                case
                    when
                        come.answer = 'in part'
                        and come.after_call <> 'not'
                        and not measure_is_reversed(come.stood_until_on, cast($as_of as date))
                    then 1
                    else 0
                end
            ) over (partition by come.call_id, come.addressee, come.ask)
            > 0 as in_part_stands
        from come
    ),
    earlier as (
        select
            call_answers.call_id,
            call_answers.addressee,
            call_answers.ask,
            call_answers.measure_id,
            call_answers.measure_latest_on,
            row_number() over (
                partition by call_answers.call_id, call_answers.addressee, call_answers.ask
                order by
                    coalesce(call_answers.measure_earliest_on, call_answers.measure_latest_on) nulls last,
                    case when call_answers.is_announced then 0 else 1 end,
                    call_answers.measure_id
            ) as place
        from call_answers
        where call_answers.in_part_at_call and measure_has_come(call_answers.measure_earliest_on, cast($as_of as date))
    ),
    -- the earliest of the best answer comes first; of two of one day the announced one, then by id
    ranked as (
        select
            call_answers.*,
            row_number() over (
                partition by call_answers.call_id, call_answers.addressee, call_answers.ask
                order by
                    case
                        when call_answers.in_force_at_call
                        then 0
                        when call_answers.answer = 'met' and call_answers.met_stands
                        then 1
                        when call_answers.answer = 'in part' and call_answers.in_part_stands
                        then 2
                        when call_answers.answer = 'met'
                        then 3
                        else 4
                    end,
                    coalesce(call_answers.measure_earliest_on, call_answers.measure_latest_on) nulls last,
                    case when call_answers.is_announced then 0 else 1 end,
                    call_answers.measure_id
            ) as place
        from standing as call_answers
    ),
    shown as (select ranked.* from ranked where ranked.place = 1 or $measures = 'all')
select
    judged.call_id,
    judged.addressee,
    judged.ask,
    shown.measure_id,
    judged.status,
    shown.answer,
    case
        when shown.in_force_at_call
        then 'in force'
        when shown.after_call = 'certain'
        then 'certain'
        when shown.after_call = 'possible'
        then 'possible'
    end as later,
    figure_words(shown.days_min, shown.days_max) as days,
    shown.days_min,
    shown.days_max,
    day_words(call_details.called_earliest_on, call_details.called_latest_on) as called,
    case
        when shown.measure_id is not null then day_words(shown.measure_earliest_on, shown.measure_latest_on)
    end as measure_day,
    coalesce(call_details.caller, call_details.caller_id) as caller,
    measure_days.title as measure,
    judged.jurisdiction,
    judged.detail,
    judged.named_as,
    judged.later_certain,
    judged.later_possible,
    earlier.measure_id as earlier_measure_id,
    earlier.measure_latest_on as earlier_measure_on,
    case
        when measure_is_reversed(shown.stood_until_on, cast($as_of as date)) then shown.stood_until_on
    end as reversed_on,
    call_details.counts_as_statement,
    call_details.joint_with_call_id,
    call_details.called_earliest_on,
    call_details.called_latest_on,
    shown.measure_earliest_on,
    shown.measure_latest_on,
    'later is not because' as note,
    merged_ids(merged_ids(call_details.source_ids, measure_days.source_ids), earlier_days.source_ids) as source_ids
from judged
inner join call_details on call_details.call_id = judged.call_id
left join shown on shown.call_id = judged.call_id and shown.addressee = judged.addressee and shown.ask = judged.ask
left join measure_days on measure_days.measure_id = shown.measure_id
left join
    earlier
    on earlier.call_id = judged.call_id
    and earlier.addressee = judged.addressee
    and earlier.ask = judged.ask
    and earlier.place = 1
left join measure_days as earlier_days on earlier_days.measure_id = earlier.measure_id
where
    (cast($caller_id as varchar) is null or call_details.caller_id = cast($caller_id as varchar))
    and coalesce(call_details.called_earliest_on <= cast($as_of as date), true)
    and (cast($status as varchar) is null or judged.status = cast($status as varchar))
    and certainty_within(
        call_details.called_earliest_on, call_details.called_latest_on, cast($from_on as date), cast($to_on as date)
    )
    <> 'not'
order by
    coalesce(call_details.called_earliest_on, call_details.called_latest_on) nulls last,
    judged.call_id,
    judged.addressee,
    judged.ask,
    shown.place nulls last
