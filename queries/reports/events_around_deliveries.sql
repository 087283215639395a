/*---
title: Events of imported data sets around deliveries
question: How many events does each imported data set report in the days before and after each delivery of jet fuel arrived?
grain: one row per delivery and imported data set whose coverage touches the days around its arrival
caveat: >-
  Beside in time is not because of: nothing here shows that fuel of a delivery was used in an event. Data sets are counted each by itself and never
  added up. One event stands beside many deliveries, so the counts are never summed over deliveries. Where the arrival is not dated closely
  enough, or the data set covers a part of the window alone, the note says so.
params:
  days: {type: integer, default: 30, minimum: 1, maximum: 366, help: Days before and after the arrival}
  air: {type: string, default: null, value_of: reported_events.air, help: "Only events with this answer: yes, mentioned or no"}
  vessel_id: {type: string, default: null, id_of: actors, only: {actor_type: vessel}, help: Only deliveries by this vessel}
  from_on: {type: date, default: null, help: Only deliveries that can have arrived on this day or later}
  to_on: {type: date, default: null, help: Only deliveries that can have arrived on this day or earlier}
columns:
  shipment_id: Delivery, see `sanctrack show ID`.
  arrived: Day of arrival at the place of discharge, in words.
  vessel_id: Vessel, where known.
  confidence: Confidence in the delivery (confirmed, likely, possible).
  events_source_id: The imported data set.
  window_days: {unit: days, description: Days before and after the arrival that are looked at.}
  note: What limits the counts, in words.
  events_before_certain: Events certainly before the arrival and within the window; null where nothing can be certain.
  events_before_possible: Events possibly so, those that are certain not included.
  events_after_certain: Events certainly after the arrival and within the window; null where nothing can be certain.
  events_after_possible: Events possibly so, those that are certain not included.
  killed_min_after_certain: {unit: persons, description: Sum of the lowest figures of deaths of the certain events after; null when none has one.}
  killed_max_after_certain: {unit: persons, description: Sum of their highest figures; null when none has one.}
  source_ids: Sources of the delivery and its stops, and the data set.
table: [shipment_id, arrived, events_source_id, events_before_certain, events_before_possible, events_after_certain, events_after_possible, note]
---*/
with
    chosen_events as (
        select reported_events.*
        from reported_events
        where cast($air as varchar) is null or reported_events.air = cast($air as varchar)
    ),
    coverages as (
        select
            reported_events.source_id,
            min(coalesce(reported_events.earliest_on, reported_events.latest_on)) as first_on,
            max(coalesce(reported_events.latest_on, reported_events.earliest_on)) as last_on
        from reported_events
        group by reported_events.source_id
    ),
    chosen_deliveries as (
        select
            deliveries.*,
            deliveries.arrived_earliest_on - cast($days as integer) as window_from_on,
            deliveries.arrived_latest_on + cast($days as integer) as window_until_on,
            coalesce(
                deliveries.arrived_latest_on - deliveries.arrived_earliest_on < cast($days as integer), false
            ) as dated_closely
        from dated_deliveries as deliveries
        where
            (cast($vessel_id as varchar) is null or deliveries.vessel_id = cast($vessel_id as varchar))
            and certainty_within(
                deliveries.arrived_earliest_on,
                deliveries.arrived_latest_on,
                cast($from_on as date),
                cast($to_on as date)
            )
            <> 'not'
    ),
    -- a data set says nothing about days that it does not cover
    covered as (
        select
            chosen_deliveries.shipment_id,
            coverages.source_id as events_source_id,
            coalesce(
                coverages.first_on <= chosen_deliveries.window_from_on
                and coverages.last_on >= chosen_deliveries.window_until_on,
                false
            ) as covers_window
        from chosen_deliveries
        inner join
            coverages
            on coverages.first_on <= coalesce(chosen_deliveries.window_until_on, coverages.first_on)
            and coverages.last_on >= coalesce(chosen_deliveries.window_from_on, coverages.last_on)
    ),
    pairs as (
        select
            chosen_deliveries.shipment_id,
            chosen_events.source_id as events_source_id,
            chosen_events.killed_min,
            chosen_events.killed_max,
            certainty_within_days_before(
                chosen_events.earliest_on,
                chosen_events.latest_on,
                chosen_deliveries.arrived_earliest_on,
                chosen_deliveries.arrived_latest_on,
                cast($days as integer)
            ) as before,
            certainty_within_days_after(
                chosen_events.earliest_on,
                chosen_events.latest_on,
                chosen_deliveries.arrived_earliest_on,
                chosen_deliveries.arrived_latest_on,
                cast($days as integer)
            ) as after
        from chosen_deliveries
        inner join
            chosen_events
            on coalesce(chosen_events.latest_on >= chosen_deliveries.window_from_on, true)
            and coalesce(chosen_events.earliest_on <= chosen_deliveries.window_until_on, true)
    ),
    counts as (
        select
            pairs.shipment_id,
            pairs.events_source_id,
            count(*) filter (where pairs.before = 'certain') as before_certain,
            count(*) filter (where pairs.before = 'possible') as before_possible,
            count(*) filter (where pairs.after = 'certain') as after_certain,
            count(*) filter (where pairs.after = 'possible') as after_possible,
            sum(pairs.killed_min) filter (where pairs.after = 'certain') as killed_min_after_certain,
            sum(pairs.killed_max) filter (where pairs.after = 'certain') as killed_max_after_certain
        from pairs
        group by pairs.shipment_id, pairs.events_source_id
    )
select
    chosen_deliveries.shipment_id,
    day_words(chosen_deliveries.arrived_earliest_on, chosen_deliveries.arrived_latest_on) as arrived,
    chosen_deliveries.vessel_id,
    chosen_deliveries.confidence,
    covered.events_source_id,
    cast($days as integer) as window_days,
    nullif(
        concat_ws(
            '; ',
            case when not chosen_deliveries.dated_closely then 'arrival not dated closely enough' end,
            case when not covered.covers_window then 'the data set does not cover the whole window' end
        ),
        ''
    ) as note,
    case
        when chosen_deliveries.dated_closely then cast(coalesce(counts.before_certain, 0) as bigint)
    end as events_before_certain,
    cast(coalesce(counts.before_possible, 0) as bigint) as events_before_possible,
    case
        when chosen_deliveries.dated_closely then cast(coalesce(counts.after_certain, 0) as bigint)
    end as events_after_certain,
    cast(coalesce(counts.after_possible, 0) as bigint) as events_after_possible,
    case
        when chosen_deliveries.dated_closely then cast(counts.killed_min_after_certain as bigint)
    end as killed_min_after_certain,
    case
        when chosen_deliveries.dated_closely then cast(counts.killed_max_after_certain as bigint)
    end as killed_max_after_certain,
    merged_ids(chosen_deliveries.source_ids, covered.events_source_id) as source_ids
from chosen_deliveries
inner join covered on covered.shipment_id = chosen_deliveries.shipment_id
left join counts on counts.shipment_id = covered.shipment_id and counts.events_source_id = covered.events_source_id
order by
    chosen_deliveries.arrived_earliest_on,
    chosen_deliveries.arrived_latest_on,
    chosen_deliveries.shipment_id,
    covered.events_source_id
