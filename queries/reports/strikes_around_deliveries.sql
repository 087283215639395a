/*---
title: Strikes around deliveries
question: How many air strikes, and how many deaths in them, were reported in the days before and after each delivery of jet fuel arrived?
grain: one row per delivery
caveat: >-
  Beside in time is not because of: nothing here shows that fuel of a delivery was used in a strike. Strikes are a
  sample of reports, not a census, and fewer were collected for some months than for others, so counts before and after
  an arrival are no measure of tempo. One strike stands beside many deliveries: the counts are never summed over deliveries. Where the
  arrival is not dated closely enough, nothing can be certain and the certain columns are blank.
params:
  days: {type: integer, default: 30, minimum: 1, maximum: 366, help: Days before and after the arrival}
  confidence: {type: string, default: null, value_of: fuel_shipments.confidence, help: Only deliveries of this confidence}
  vessel_id: {type: string, default: null, id_of: actors, only: {actor_type: vessel}, help: Only deliveries by this vessel}
  from_on: {type: date, default: null, help: Only deliveries that can have arrived on this day or later}
  to_on: {type: date, default: null, help: Only deliveries that can have arrived on this day or earlier}
  admin1: {type: string, value_of: admin1_areas.admin1, default: null, help: "Only strikes in this state or region, such as Sagaing"}
  aircraft:
    type: string
    default: null
    value_of: airstrikes.aircraft
    help: Only strikes by this kind of aircraft
  verification: {type: string, default: null, value_of: airstrikes.verification, help: Only strikes of this standing}
columns:
  shipment_id: Delivery, see `sanctrack show ID`.
  arrived: Day of arrival at the place of discharge, in words.
  arrived_earliest_on: First day on which the cargo can have arrived.
  arrived_latest_on: Last day on which it can have arrived.
  vessel_id: Vessel, where known.
  vessel: Name of the vessel.
  confidence: Confidence in the delivery (confirmed, likely, possible).
  possible_duplicate_of: Delivery that this row may be a second report of.
  window_days: {unit: days, description: Days before and after the arrival that are looked at.}
  note: "'the discharge is denied', so that nothing is certain; 'arrival not dated closely enough' where the arrival interval is as long as the window or open, so that nothing can be certain; also says when the sources of the strikes are not listed."
  strikes_before_certain: Strikes certainly before the arrival and within the window; null where nothing can be certain.
  strikes_before_possible: Strikes possibly so, those that are certain not included.
  strikes_after_certain: Strikes certainly after the arrival and within the window; null where nothing can be certain.
  strikes_after_possible: Strikes possibly so, those that are certain not included.
  killed_min_before_certain: {unit: persons, description: Sum of the lowest death tolls of the certain strikes before; null when none has a figure.}
  killed_max_before_certain: {unit: persons, description: Sum of their highest death tolls; null when none has a figure.}
  killed_min_before_possible: {unit: persons, description: The same lowest sum over the possible strikes before.}
  killed_max_before_possible: {unit: persons, description: The same highest sum over the possible strikes before.}
  killed_min_after_certain: {unit: persons, description: Sum of the lowest death tolls of the certain strikes after; null when none has a figure.}
  killed_max_after_certain: {unit: persons, description: Sum of their highest death tolls; null when none has a figure.}
  killed_min_after_possible: {unit: persons, description: The same lowest sum over the possible strikes after.}
  killed_max_after_possible: {unit: persons, description: The same highest sum over the possible strikes after.}
  source_ids: "Sources of the delivery and its stops, and of the strikes counted while these are 200 or fewer; `sanctrack report strikes` with from_on and to_on gives the strikes with theirs."
table:
  - shipment_id
  - arrived
  - strikes_before_certain
  - strikes_before_possible
  - strikes_after_certain
  - strikes_after_possible
  - killed_min_after_certain
  - killed_max_after_certain
  - note
---*/
with
    chosen_strikes as (
        select
            airstrikes.airstrike_id,
            airstrikes.earliest_on,
            airstrikes.latest_on,
            -- an open end reaches beyond every window
            coalesce(airstrikes.earliest_on, date '0001-01-01') as from_on,
            coalesce(airstrikes.latest_on, date '9999-12-31') as until_on,
            airstrikes.killed_min,
            airstrikes.killed_max,
            airstrikes.source_id
        from airstrikes
        where
            (cast($admin1 as varchar) is null or airstrikes.admin1 = cast($admin1 as varchar))
            and (cast($aircraft as varchar) is null or airstrikes.aircraft = cast($aircraft as varchar))
            and (cast($verification as varchar) is null or airstrikes.verification = cast($verification as varchar))
    ),
    -- strikes of the same days count alike: pairing days instead of strikes keeps the join small
    strike_days as (
        select
            chosen_strikes.from_on,
            chosen_strikes.until_on,
            chosen_strikes.earliest_on,
            chosen_strikes.latest_on,
            count(*) as strikes,
            sum(chosen_strikes.killed_min) as killed_min,
            sum(chosen_strikes.killed_max) as killed_max
        from chosen_strikes
        group by chosen_strikes.from_on, chosen_strikes.until_on, chosen_strikes.earliest_on, chosen_strikes.latest_on
    ),
    chosen_deliveries as (
        select
            deliveries.*,
            coalesce(deliveries.arrived_earliest_on - cast($days as integer), date '0001-01-01') as window_from_on,
            coalesce(deliveries.arrived_latest_on + cast($days as integer), date '9999-12-31') as window_until_on,
            coalesce(
                deliveries.arrived_latest_on - deliveries.arrived_earliest_on < cast($days as integer), false
            ) as dated_closely,
            coalesce(deliveries.discharge_certainty, '') = 'denied' as is_denied
        from dated_deliveries as deliveries
        where
            (cast($confidence as varchar) is null or deliveries.confidence = cast($confidence as varchar))
            and (cast($vessel_id as varchar) is null or deliveries.vessel_id = cast($vessel_id as varchar))
            and certainty_within(
                deliveries.arrived_earliest_on,
                deliveries.arrived_latest_on,
                cast($from_on as date),
                cast($to_on as date)
            )
            <> 'not'
    ),
    -- deliveries of the same arrival have the same strikes around them
    arrivals as (
        select distinct
            chosen_deliveries.window_from_on,
            chosen_deliveries.window_until_on,
            chosen_deliveries.arrived_earliest_on,
            chosen_deliveries.arrived_latest_on,
            chosen_deliveries.discharge_certainty
        from chosen_deliveries
    ),
    pairs as (
        select
            arrivals.window_from_on,
            arrivals.window_until_on,
            arrivals.discharge_certainty,
            strike_days.strikes,
            strike_days.killed_min,
            strike_days.killed_max,
            arrival_certainty(
                certainty_within_days_before(
                    strike_days.earliest_on,
                    strike_days.latest_on,
                    arrivals.arrived_earliest_on,
                    arrivals.arrived_latest_on,
                    cast($days as integer)
                ),
                arrivals.discharge_certainty
            ) as before,
            arrival_certainty(
                certainty_within_days_after(
                    strike_days.earliest_on,
                    strike_days.latest_on,
                    arrivals.arrived_earliest_on,
                    arrivals.arrived_latest_on,
                    cast($days as integer)
                ),
                arrivals.discharge_certainty
            ) as after
        from arrivals
        inner join
            strike_days
            on strike_days.until_on >= arrivals.window_from_on
            and strike_days.from_on <= arrivals.window_until_on
    ),
    sums as (
        select
            pairs.window_from_on,
            pairs.window_until_on,
            pairs.discharge_certainty,
            pairs.before,
            pairs.after,
            sum(pairs.strikes) as strikes,
            sum(pairs.killed_min) as killed_min,
            sum(pairs.killed_max) as killed_max
        from pairs
        where pairs.before <> 'not' or pairs.after <> 'not'
        group by pairs.window_from_on, pairs.window_until_on, pairs.discharge_certainty, pairs.before, pairs.after
    ),
    counts as (
        select
            sums.window_from_on,
            sums.window_until_on,
            sums.discharge_certainty,
            sum(sums.strikes) filter (where sums.before = 'certain') as strikes_before_certain,
            sum(sums.strikes) filter (where sums.before = 'possible') as strikes_before_possible,
            sum(sums.strikes) filter (where sums.after = 'certain') as strikes_after_certain,
            sum(sums.strikes) filter (where sums.after = 'possible') as strikes_after_possible,
            sum(sums.killed_min) filter (where sums.before = 'certain') as killed_min_before_certain,
            sum(sums.killed_max) filter (where sums.before = 'certain') as killed_max_before_certain,
            sum(sums.killed_min) filter (where sums.before = 'possible') as killed_min_before_possible,
            sum(sums.killed_max) filter (where sums.before = 'possible') as killed_max_before_possible,
            sum(sums.killed_min) filter (where sums.after = 'certain') as killed_min_after_certain,
            sum(sums.killed_max) filter (where sums.after = 'certain') as killed_max_after_certain,
            sum(sums.killed_min) filter (where sums.after = 'possible') as killed_min_after_possible,
            sum(sums.killed_max) filter (where sums.after = 'possible') as killed_max_after_possible,
            sum(sums.strikes) as strikes_counted
        from sums
        group by sums.window_from_on, sums.window_until_on, sums.discharge_certainty
    ),
    -- a cell with more than 200 sources helps no reader
    listable as (
        select
            chosen_deliveries.shipment_id,
            chosen_deliveries.window_from_on,
            chosen_deliveries.window_until_on,
            chosen_deliveries.arrived_earliest_on,
            chosen_deliveries.arrived_latest_on
        from chosen_deliveries
        inner join
            counts
            on counts.window_from_on = chosen_deliveries.window_from_on
            and counts.window_until_on = chosen_deliveries.window_until_on
            and counts.discharge_certainty is not distinct from chosen_deliveries.discharge_certainty
        where counts.strikes_counted <= 200
    ),
    strike_sources as (
        select listable.shipment_id, string_agg(distinct chosen_strikes.source_id, '; ') as source_ids
        from listable
        inner join
            chosen_strikes
            on chosen_strikes.until_on >= listable.window_from_on
            and chosen_strikes.from_on <= listable.window_until_on
        where
            certainty_within_days_before(
                chosen_strikes.earliest_on,
                chosen_strikes.latest_on,
                listable.arrived_earliest_on,
                listable.arrived_latest_on,
                cast($days as integer)
            )
            <> 'not'
            or certainty_within_days_after(
                chosen_strikes.earliest_on,
                chosen_strikes.latest_on,
                listable.arrived_earliest_on,
                listable.arrived_latest_on,
                cast($days as integer)
            )
            <> 'not'
        group by listable.shipment_id
    )
select
    chosen_deliveries.shipment_id,
    day_words(chosen_deliveries.arrived_earliest_on, chosen_deliveries.arrived_latest_on) as arrived,
    chosen_deliveries.arrived_earliest_on,
    chosen_deliveries.arrived_latest_on,
    chosen_deliveries.vessel_id,
    chosen_deliveries.vessel,
    chosen_deliveries.confidence,
    chosen_deliveries.possible_duplicate_of,
    cast($days as integer) as window_days,
    nullif(
        concat_ws(
            '; ',
            case when chosen_deliveries.is_denied then 'the discharge is denied' end,
            case when not chosen_deliveries.dated_closely then 'arrival not dated closely enough' end,
            case when counts.strikes_counted > 200 then 'sources of the strikes not listed (more than 200)' end
        ),
        ''
    ) as note,
    case
        when chosen_deliveries.dated_closely and not chosen_deliveries.is_denied
        then cast(coalesce(counts.strikes_before_certain, 0) as bigint)
    end as strikes_before_certain,
    cast(coalesce(counts.strikes_before_possible, 0) as bigint) as strikes_before_possible,
    case
        when chosen_deliveries.dated_closely and not chosen_deliveries.is_denied
        then cast(coalesce(counts.strikes_after_certain, 0) as bigint)
    end as strikes_after_certain,
    cast(coalesce(counts.strikes_after_possible, 0) as bigint) as strikes_after_possible,
    cast(counts.killed_min_before_certain as bigint) as killed_min_before_certain,
    cast(counts.killed_max_before_certain as bigint) as killed_max_before_certain,
    cast(counts.killed_min_before_possible as bigint) as killed_min_before_possible,
    cast(counts.killed_max_before_possible as bigint) as killed_max_before_possible,
    cast(counts.killed_min_after_certain as bigint) as killed_min_after_certain,
    cast(counts.killed_max_after_certain as bigint) as killed_max_after_certain,
    cast(counts.killed_min_after_possible as bigint) as killed_min_after_possible,
    cast(counts.killed_max_after_possible as bigint) as killed_max_after_possible,
    merged_ids(chosen_deliveries.source_ids, strike_sources.source_ids) as source_ids
from chosen_deliveries
left join
    counts
    on counts.window_from_on = chosen_deliveries.window_from_on
    and counts.window_until_on = chosen_deliveries.window_until_on
    and counts.discharge_certainty is not distinct from chosen_deliveries.discharge_certainty
left join strike_sources on strike_sources.shipment_id = chosen_deliveries.shipment_id
order by chosen_deliveries.arrived_earliest_on, chosen_deliveries.arrived_latest_on, chosen_deliveries.shipment_id
