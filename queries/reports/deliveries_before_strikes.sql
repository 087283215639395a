/*---
title: Deliveries before strikes
question: Which deliveries of jet fuel were the last to arrive before each reported strike, how many days before, who took part, and who of them was listed?
grain: one row per reported strike
caveat: >-
  Before is not because of: nothing here shows that fuel of a delivery was used in a strike, and stocks last for months. Deliveries are those
  reported in the sources, so one that nobody reported may have come later. Where arrivals are not dated to the day several deliveries may be
  the last, and all are named; `sanctrack report deliveries_before_strike` gives each its row. Strikes are a sample, not a census. Listed
  means by that authority on the day of arrival, on whatever programme; it says nothing about a breach.
params:
  killed_min: {type: integer, default: 0, minimum: 0, help: Only strikes with at least so many reported deaths (lowest figure)}
  confidence: {type: string, default: null, value_of: fuel_shipments.confidence, help: Only deliveries of this confidence}
  from_on: {type: date, default: null, help: Only strikes that can have been on this day or later}
  to_on: {type: date, default: null, help: Only strikes that can have been on this day or earlier}
  admin1: {type: string, value_of: admin1_areas.admin1, default: null, help: "Only strikes in this state or region, such as Sagaing"}
columns:
  airstrike_id: Strike, see `sanctrack show ID`.
  last_shipment_ids: "Deliveries certainly before the strike that may be the last one, latest first, joined by '; '; blank when none is certainly before."
  strike_day: Day of the strike in words.
  strike_earliest_on: First possible day of the strike.
  strike_latest_on: Last possible day of the strike.
  admin1: State or region.
  township: Township.
  target_type: Kind of target.
  killed_min: {unit: persons, description: Lowest figure of deaths still standing.}
  killed_max: {unit: persons, description: Highest figure of deaths named.}
  last_earliest_on: First day on which the last of the deliveries certainly before the strike can have arrived.
  last_latest_on: Last day on which it can have arrived.
  days_min: {unit: days, description: Fewest days from the last delivery certainly before to the strike.}
  days_max: {unit: days, description: Most days from it to the strike.}
  last_count: Deliveries that may be the last one.
  vessels: "Their vessels with IMO number where held, joined by '; '; blank where none is known."
  parties: "Their parties by role with the mark of certainty: (likely), (alternative), (denied); no mark means stated."
  listed_certain: Vessels and parties among them that were listed on all possible days of the arrival, with authority; denied parties are left out.
  listed_possible: Vessels and parties among them that were listed on a part of these days, with authority.
  confidences: "Confidences of these deliveries, joined by '; '."
  possible_count: Deliveries only possibly before the strike.
  possible_shipment_ids: "Their ids, the ten latest, joined by '; '."
  source_ids: Sources of the strike, of the deliveries that may be the last, and of their parties and listings.
table: [airstrike_id, killed_min, killed_max, last_shipment_ids, days_min, days_max, vessels, possible_count]
below: [parties, listed_certain]
---*/
with
    chosen_strikes as (
        select
            airstrikes.airstrike_id,
            airstrikes.earliest_on,
            airstrikes.latest_on,
            airstrikes.admin1,
            airstrikes.township,
            airstrikes.target_type,
            airstrikes.killed_min,
            airstrikes.killed_max,
            airstrikes.source_id
        from airstrikes
        where
            -- a toll that is not known is at least zero
            coalesce(airstrikes.killed_min, 0) >= cast($killed_min as integer)
            and (cast($admin1 as varchar) is null or airstrikes.admin1 = cast($admin1 as varchar))
            and certainty_within(
                airstrikes.earliest_on, airstrikes.latest_on, cast($from_on as date), cast($to_on as date)
            )
            <> 'not'
    ),
    -- strikes of the same days have the same deliveries before them
    strike_days as (
        select distinct
            chosen_strikes.earliest_on,
            chosen_strikes.latest_on,
            -- an open beginning lies after nothing, an open end before nothing
            coalesce(chosen_strikes.earliest_on, date '0001-01-01') as from_on,
            coalesce(chosen_strikes.latest_on, date '9999-12-31') as until_on
        from chosen_strikes
    ),
    chosen_deliveries as (
        select
            deliveries.*,
            coalesce(deliveries.arrived_earliest_on, date '0001-01-01') as from_on,
            coalesce(deliveries.arrived_latest_on, date '9999-12-31') as until_on,
            row_number() over (
                order by
                    deliveries.arrived_earliest_on nulls first, deliveries.arrived_latest_on, deliveries.shipment_id
            ) as place,
            delivery_parties.parties,
            delivery_listed_parties.listed_certain,
            delivery_listed_parties.listed_possible,
            merged_ids(
                deliveries.source_ids, merged_ids(delivery_parties.source_ids, delivery_listed_parties.source_ids)
            ) as all_source_ids
        from dated_deliveries as deliveries
        left join delivery_parties on delivery_parties.shipment_id = deliveries.shipment_id
        left join delivery_listed_parties on delivery_listed_parties.shipment_id = deliveries.shipment_id
        -- one whose discharge is denied is never the last
        where
            coalesce(deliveries.discharge_certainty, '') <> 'denied'
            and (cast($confidence as varchar) is null or deliveries.confidence = cast($confidence as varchar))
    ),
    -- the joins by day sort all that they carry, so they carry no words
    arrivals as (
        select
            chosen_deliveries.shipment_id,
            chosen_deliveries.from_on,
            chosen_deliveries.until_on,
            chosen_deliveries.place
        from chosen_deliveries
    ),
    -- the greatest bounds of all that arrived certainly before a day, by one pass over the days
    days as (
        select arrivals.until_on as day_on, 1 as is_arrival, arrivals.from_on, arrivals.until_on
        from arrivals
        union all
        select distinct strike_days.from_on, 0, cast(null as date), cast(null as date)
        from strike_days
    ),
    running as (
        select
            days.day_on,
            days.is_arrival,
            max(days.from_on) over (
                order by days.day_on, days.is_arrival rows between unbounded preceding and current row
            ) as last_from_on,
            max(days.until_on) over (
                order by days.day_on, days.is_arrival rows between unbounded preceding and current row
            ) as last_until_on
        from days
    ),
    last_arrivals as (
        select running.day_on, running.last_from_on, running.last_until_on from running where running.is_arrival = 0
    ),
    certain_pairs as (
        select strike_days.from_on, strike_days.until_on, arrivals.shipment_id, arrivals.until_on as arrival_until_on
        from strike_days
        inner join last_arrivals on last_arrivals.day_on = strike_days.from_on
        inner join
            arrivals on arrivals.until_on >= last_arrivals.last_from_on and arrivals.until_on < strike_days.from_on
    ),
    certain_lists as (
        select
            certain_pairs.from_on,
            certain_pairs.until_on,
            count(*) as last_count,
            string_agg(
                certain_pairs.shipment_id, '; ' order by certain_pairs.arrival_until_on desc, certain_pairs.shipment_id
            ) as last_shipment_ids
        from certain_pairs
        group by certain_pairs.from_on, certain_pairs.until_on
    ),
    -- the sets of deliveries that may be the last are few: they are described once each
    sets as (
        select distinct
            certain_lists.last_shipment_ids, unnest(string_split(certain_lists.last_shipment_ids, '; ')) as shipment_id
        from certain_lists
    ),
    vessel_phrases as (
        select distinct
            sets.last_shipment_ids,
            chosen_deliveries.vessel || coalesce(' (IMO ' || chosen_deliveries.imo_ship || ')', '') as phrase
        from sets
        inner join chosen_deliveries on chosen_deliveries.shipment_id = sets.shipment_id
        where chosen_deliveries.vessel is not null
    ),
    vessel_lists as (
        select
            vessel_phrases.last_shipment_ids,
            string_agg(vessel_phrases.phrase, '; ' order by vessel_phrases.phrase) as vessels
        from vessel_phrases
        group by vessel_phrases.last_shipment_ids
    ),
    party_phrases as (
        select distinct sets.last_shipment_ids, unnest(string_split(chosen_deliveries.parties, '; ')) as phrase
        from sets
        inner join chosen_deliveries on chosen_deliveries.shipment_id = sets.shipment_id
    ),
    party_lists as (
        select
            party_phrases.last_shipment_ids,
            string_agg(party_phrases.phrase, '; ' order by party_phrases.phrase) as parties
        from party_phrases
        group by party_phrases.last_shipment_ids
    ),
    listed_phrases as (
        select distinct
            sets.last_shipment_ids,
            'certain' as coverage,
            unnest(string_split(chosen_deliveries.listed_certain, '; ')) as phrase
        from sets
        inner join chosen_deliveries on chosen_deliveries.shipment_id = sets.shipment_id
        union all
        select distinct
            sets.last_shipment_ids, 'possible', unnest(string_split(chosen_deliveries.listed_possible, '; '))
        from sets
        inner join chosen_deliveries on chosen_deliveries.shipment_id = sets.shipment_id
    ),
    listed_lists as (
        select
            listed_phrases.last_shipment_ids,
            string_agg(listed_phrases.phrase, '; ' order by listed_phrases.phrase) filter (
                where listed_phrases.coverage = 'certain'
            ) as listed_certain,
            string_agg(listed_phrases.phrase, '; ' order by listed_phrases.phrase) filter (
                where listed_phrases.coverage = 'possible'
            ) as listed_possible
        from listed_phrases
        group by listed_phrases.last_shipment_ids
    ),
    set_sources as (
        select distinct
            sets.last_shipment_ids, unnest(string_split(chosen_deliveries.all_source_ids, '; ')) as source_id
        from sets
        inner join chosen_deliveries on chosen_deliveries.shipment_id = sets.shipment_id
    ),
    source_lists as (
        select
            set_sources.last_shipment_ids,
            string_agg(set_sources.source_id, '; ' order by set_sources.source_id) as source_ids
        from set_sources
        group by set_sources.last_shipment_ids
    ),
    confidence_lists as (
        select
            sets.last_shipment_ids,
            string_agg(distinct chosen_deliveries.confidence, '; ' order by chosen_deliveries.confidence) as confidences
        from sets
        inner join chosen_deliveries on chosen_deliveries.shipment_id = sets.shipment_id
        group by sets.last_shipment_ids
    ),
    described_sets as (
        select
            confidence_lists.last_shipment_ids,
            confidence_lists.confidences,
            vessel_lists.vessels,
            party_lists.parties,
            listed_lists.listed_certain,
            listed_lists.listed_possible,
            source_lists.source_ids
        from confidence_lists
        left join vessel_lists on vessel_lists.last_shipment_ids = confidence_lists.last_shipment_ids
        left join party_lists on party_lists.last_shipment_ids = confidence_lists.last_shipment_ids
        left join listed_lists on listed_lists.last_shipment_ids = confidence_lists.last_shipment_ids
        left join source_lists on source_lists.last_shipment_ids = confidence_lists.last_shipment_ids
    ),
    possible_lists as (
        select
            strike_days.from_on,
            strike_days.until_on,
            count(*) as possible_count,
            array_to_string(max_by(arrivals.shipment_id, arrivals.place, 10), '; ') as possible_shipment_ids
        from strike_days
        inner join arrivals on arrivals.until_on >= strike_days.from_on and arrivals.from_on < strike_days.until_on
        group by strike_days.from_on, strike_days.until_on
    )
select
    chosen_strikes.airstrike_id,
    certain_lists.last_shipment_ids,
    day_words(chosen_strikes.earliest_on, chosen_strikes.latest_on) as strike_day,
    chosen_strikes.earliest_on as strike_earliest_on,
    chosen_strikes.latest_on as strike_latest_on,
    chosen_strikes.admin1,
    chosen_strikes.township,
    chosen_strikes.target_type,
    chosen_strikes.killed_min,
    chosen_strikes.killed_max,
    nullif(last_arrivals.last_from_on, date '0001-01-01') as last_earliest_on,
    last_arrivals.last_until_on as last_latest_on,
    chosen_strikes.earliest_on - last_arrivals.last_until_on as days_min,
    chosen_strikes.latest_on - nullif(last_arrivals.last_from_on, date '0001-01-01') as days_max,
    coalesce(certain_lists.last_count, 0) as last_count,
    described_sets.vessels,
    described_sets.parties,
    described_sets.listed_certain,
    described_sets.listed_possible,
    described_sets.confidences,
    coalesce(possible_lists.possible_count, 0) as possible_count,
    possible_lists.possible_shipment_ids,
    with_id(described_sets.source_ids, chosen_strikes.source_id) as source_ids
from chosen_strikes
left join last_arrivals on last_arrivals.day_on = coalesce(chosen_strikes.earliest_on, date '0001-01-01')
left join
    certain_lists
    on certain_lists.from_on = coalesce(chosen_strikes.earliest_on, date '0001-01-01')
    and certain_lists.until_on = coalesce(chosen_strikes.latest_on, date '9999-12-31')
left join
    possible_lists
    on possible_lists.from_on = coalesce(chosen_strikes.earliest_on, date '0001-01-01')
    and possible_lists.until_on = coalesce(chosen_strikes.latest_on, date '9999-12-31')
left join described_sets on described_sets.last_shipment_ids = certain_lists.last_shipment_ids
order by chosen_strikes.earliest_on, chosen_strikes.latest_on, chosen_strikes.airstrike_id
