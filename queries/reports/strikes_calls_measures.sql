/*---
title: Strikes, the calls that followed and the measures that came later
question: Which calls named a strike as their occasion, or came within N days of one, and which measures that answer them came later?
grain: one row per strike, call, addressee, ask and measure that answers and came later; a row without a measure where there is none
params:
  as_of: {type: date, default: as_of, help: Day on which measures are read; measures that are certainly later are left out}
  airstrike_id: {type: string, default: null, id_of: airstrikes, help: Only this strike}
  within_days: {type: integer, default: null, minimum: 1, help: "Also calls that can have been made within this many days after a strike, named in them or not; without it only calls that name the strike"}
  ask: {type: string, default: jet_fuel, value_of: call_asks.ask, help: What is asked for}
  addressee: {type: string, value_of: call_addressees.addressee, default: null, help: "Only this addressee, code of call_addressees such as US, UK, EU or UN-SC"}
  measures: {type: string, default: first, choices: [first, all], help: "first: the earliest later measure of the best answer; all: every later measure that answers"}
  killed_min: {type: integer, default: 0, minimum: 0, help: Only strikes with at least this many dead; 0 keeps strikes without a figure}
  from_on: {type: date, default: null, help: Only strikes that can lie on this day or later}
  to_on: {type: date, default: null, help: Only strikes that can lie on this day or earlier}
caveat: A sequence of days, nothing more. Later is not because, neither of the call nor of the strike; strikes and calls are those that the sources report.
columns:
  airstrike_id: Strike, see `sanctrack show ID`.
  call_id: Call.
  addressee: To whom, code of call_addressees.
  ask: What is asked for.
  measure_id: Measure that answers and came later, null where there is none.
  strike: "Place and day of the strike in words."
  link: "'named in the call', or 'certainly within N days', 'possibly within N days' of the strike."
  status: "What came of the call, as in calls_and_measures: 'already in force' means that a measure which meets the ask was there at the call."
  strike_to_call: Days from the strike to the call, in words.
  call_to_measure: Days from the call to the measure, in words.
  strike_to_measure: Days from the strike to the measure, in words.
  days_strike_to_call_min: {unit: days, description: Fewest days from the strike to the call.}
  days_strike_to_call_max: {unit: days, description: Most days from the strike to the call.}
  answer: "What the measure is to the ask: 'met' or 'in part'."
  later: "Is the measure after the call: 'certain' or 'possible'."
  days_call_to_measure_min: {unit: days, description: Fewest days from the call to the measure.}
  days_call_to_measure_max: {unit: days, description: Most days from the call to the measure.}
  days_strike_to_measure_min: {unit: days, description: Fewest days from the strike to the measure.}
  days_strike_to_measure_max: {unit: days, description: Most days from the strike to the measure.}
  killed_min: {unit: persons, description: Lowest figure still standing; null when no source gives one.}
  killed_max: {unit: persons, description: Highest figure named.}
  caller: Name of the caller.
  called: Day of the call in words.
  measure: What the measure did.
  measure_day: Day of the measure in words.
  counts_as_statement: 1, or 0 for the second row of a joint statement.
  strike_earliest_on: First day of the strike.
  strike_latest_on: Last day of the strike.
  note: "'later is not because', on every line."
  source_ids: "Sources of the strike, the call and the measure, joined by '; '."
table: [airstrike_id, call_id, addressee, status, measure_id, strike_to_call, call_to_measure, strike_to_measure, note, source_ids]
---*/
with
    chosen_strikes as (
        select
            airstrikes.airstrike_id,
            airstrikes.earliest_on,
            airstrikes.latest_on,
            airstrikes.killed_min,
            airstrikes.killed_max,
            airstrikes.source_id,
            coalesce(airstrikes.place, airstrikes.township, airstrikes.admin1, 'place not known')
            || ', '
            || day_words(airstrikes.earliest_on, airstrikes.latest_on) as strike
        from airstrikes
        where
            (cast($airstrike_id as varchar) is null or airstrikes.airstrike_id = cast($airstrike_id as varchar))
            and (cast($killed_min as bigint) = 0 or airstrikes.killed_min >= cast($killed_min as bigint))
            and certainty_within(
                airstrikes.earliest_on, airstrikes.latest_on, cast($from_on as date), cast($to_on as date)
            )
            <> 'not'
    ),
    named_pairs as (
        select chosen_strikes.airstrike_id, call_details.call_id, 'named in the call' as link
        from call_details
        inner join chosen_strikes on chosen_strikes.airstrike_id = call_details.prompted_by_airstrike_id
    ),
    -- open bounds reach as far as the calendar, so that the join stays one of ranges
    near_pairs as (
        select
            chosen_strikes.airstrike_id,
            call_details.call_id,
            case
                certainty_within_days_after(
                    call_details.called_earliest_on,
                    call_details.called_latest_on,
                    chosen_strikes.earliest_on,
                    chosen_strikes.latest_on,
                    cast($within_days as integer)
                )
                when 'certain'
                then 'certainly within '
                else 'possibly within '
            end
            || cast($within_days as varchar)
            || ' days' as link
        from call_details
        inner join
            chosen_strikes
            on coalesce(call_details.called_latest_on, date '9999-01-01')
            > coalesce(chosen_strikes.earliest_on, date '0001-01-01')
            and coalesce(call_details.called_earliest_on, date '0001-01-01')
            <= coalesce(chosen_strikes.latest_on, date '9999-01-01') + cast($within_days as integer)
        where
            cast($within_days as integer) is not null
            and coalesce(call_details.prompted_by_airstrike_id <> chosen_strikes.airstrike_id, true)
    ),
    pairs as (
        select named_pairs.airstrike_id, named_pairs.call_id, named_pairs.link
        from named_pairs
        union all
        select near_pairs.airstrike_id, near_pairs.call_id, near_pairs.link
        from near_pairs
    ),
    later_measures as (
        select
            call_answers.*,
            row_number() over (
                partition by call_answers.call_id, call_answers.addressee, call_answers.ask
                order by
                    case when call_answers.answer = 'met' then 0 else 1 end,
                    coalesce(call_answers.measure_earliest_on, call_answers.measure_latest_on) nulls last,
                    case when call_answers.is_announced then 0 else 1 end,
                    call_answers.measure_id
            ) as place
        from call_answers
        where
            call_answers.after_call <> 'not'
            and measure_has_come(call_answers.measure_earliest_on, cast($as_of as date))
            and call_answers.ask = $ask
    ),
    shown as (select later_measures.* from later_measures where later_measures.place = 1 or $measures = 'all'),
    judged as (
        select
            call_requests.call_id,
            call_requests.addressee,
            call_requests.ask,
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
            call_requests.ask = $ask
            and (cast($addressee as varchar) is null or call_requests.addressee = cast($addressee as varchar))
        group by
            call_requests.call_id,
            call_requests.addressee,
            call_requests.ask,
            call_requests.jurisdiction,
            call_requests.is_tracked,
            call_requests.is_covered
    ),
    strike_sources as (
        select chosen_strikes.airstrike_id, chosen_strikes.source_id
        from chosen_strikes
        inner join pairs on pairs.airstrike_id = chosen_strikes.airstrike_id
        union
        select evidence.record_id, evidence.source_id
        from evidence
        inner join pairs on pairs.airstrike_id = evidence.record_id
        where evidence.record_table = 'airstrikes'
    ),
    source_lists as (
        select
            strike_sources.airstrike_id,
            string_agg(strike_sources.source_id, '; ' order by strike_sources.source_id) as source_ids
        from strike_sources
        where strike_sources.source_id is not null
        group by strike_sources.airstrike_id
    )
select
    chosen_strikes.airstrike_id,
    call_details.call_id,
    judged.addressee,
    judged.ask,
    shown.measure_id,
    chosen_strikes.strike,
    pairs.link,
    judged.status,
    figure_words(
        call_details.called_earliest_on - chosen_strikes.latest_on,
        call_details.called_latest_on - chosen_strikes.earliest_on
    ) as strike_to_call,
    figure_words(shown.days_min, shown.days_max) as call_to_measure,
    figure_words(
        shown.measure_earliest_on - chosen_strikes.latest_on, shown.measure_latest_on - chosen_strikes.earliest_on
    ) as strike_to_measure,
    call_details.called_earliest_on - chosen_strikes.latest_on as days_strike_to_call_min,
    call_details.called_latest_on - chosen_strikes.earliest_on as days_strike_to_call_max,
    shown.answer,
    shown.after_call as later,
    shown.days_min as days_call_to_measure_min,
    shown.days_max as days_call_to_measure_max,
    shown.measure_earliest_on - chosen_strikes.latest_on as days_strike_to_measure_min,
    shown.measure_latest_on - chosen_strikes.earliest_on as days_strike_to_measure_max,
    chosen_strikes.killed_min,
    chosen_strikes.killed_max,
    coalesce(call_details.caller, call_details.caller_id) as caller,
    day_words(call_details.called_earliest_on, call_details.called_latest_on) as called,
    measure_days.title as measure,
    case
        when shown.measure_id is not null then day_words(shown.measure_earliest_on, shown.measure_latest_on)
    end as measure_day,
    call_details.counts_as_statement,
    chosen_strikes.earliest_on as strike_earliest_on,
    chosen_strikes.latest_on as strike_latest_on,
    'later is not because' as note,
    merged_ids(source_lists.source_ids, merged_ids(call_details.source_ids, measure_days.source_ids)) as source_ids
from pairs
inner join chosen_strikes on chosen_strikes.airstrike_id = pairs.airstrike_id
inner join call_details on call_details.call_id = pairs.call_id
inner join judged on judged.call_id = pairs.call_id
left join shown on shown.call_id = judged.call_id and shown.addressee = judged.addressee and shown.ask = judged.ask
left join measure_days on measure_days.measure_id = shown.measure_id
left join source_lists on source_lists.airstrike_id = chosen_strikes.airstrike_id
order by
    coalesce(chosen_strikes.earliest_on, chosen_strikes.latest_on) nulls last,
    chosen_strikes.airstrike_id,
    coalesce(call_details.called_earliest_on, call_details.called_latest_on) nulls last,
    call_details.call_id,
    judged.addressee,
    shown.place nulls last
