/*---
title: Deliveries before a strike
question: Which deliveries of jet fuel may have been the last to arrive before this strike, which arrived only possibly before it, who took part, and who of them was listed?
grain: one row per delivery that may be the last one certainly before the strike, then one per delivery only possibly before it
caveat: >-
  Before is not because of: nothing here shows that fuel of a delivery was used in the strike, and stocks last for months. Deliveries are those
  reported in the sources, so one that nobody reported may have come later. Listed means by that authority on the day of arrival, on whatever
  programme; it says nothing about a breach.
params:
  airstrike_id: {type: string, id_of: airstrikes, help: "Id of the strike; `sanctrack report strikes` lists them"}
  confidence: {type: string, default: null, value_of: fuel_shipments.confidence, help: Only deliveries of this confidence}
columns:
  airstrike_id: Strike, see `sanctrack show ID`.
  shipment_id: Delivery, see `sanctrack show ID`.
  strike_day: Day of the strike in words.
  strike_earliest_on: First possible day of the strike.
  strike_latest_on: Last possible day of the strike.
  certainty: "'certain': the delivery arrived certainly before the strike and may be the last that did; 'possible': it arrived only possibly before."
  arrived: Day of arrival of the delivery in words.
  arrived_earliest_on: First day on which the cargo can have arrived.
  arrived_latest_on: Last day on which it can have arrived.
  days_min: {unit: days, description: Fewest days from the arrival to the strike; zero or less where the arrival may be later.}
  days_max: {unit: days, description: Most days from the arrival to the strike.}
  vessel_id: Vessel, where known.
  vessel: Name of the vessel.
  imo_ship: IMO number of the vessel, where held.
  route_class: Class of the route.
  parties: "Parties by role with their mark of certainty: (likely), (alternative), (denied); no mark means stated."
  group_statements: What sources say jointly of a group that the delivery belongs to; it does not say which of them.
  listed_certain: Vessel and parties that were listed on all possible days of the arrival, with authority; denied parties are left out.
  listed_possible: Vessel and parties that were listed on a part of these days, with authority; denied parties are left out.
  confidence: Confidence in the delivery (confirmed, likely, possible).
  possible_duplicate_of: Delivery that this row may be a second report of.
  source_ids: Sources of the strike, the delivery, its stops and parties, the statements on its group, and the listings.
table: [shipment_id, certainty, arrived, days_min, days_max, vessel, confidence]
below: [parties, listed_certain, possible_duplicate_of]
picture: {kind: timeline, of: deliveries, from: arrived_earliest_on, to: arrived_latest_on, label: [vessel, route_class], certainty: certainty, filled: [certain], reference_from: strike_earliest_on, reference_to: strike_latest_on, reference: day of the strike, certain_words: certainly before the strike, possible_words: possibly before it}
---*/
with
    chosen_strike as (
        select
            airstrikes.airstrike_id,
            airstrikes.earliest_on,
            airstrikes.latest_on,
            airstrikes.source_id,
            -- an open beginning lies after nothing, an open end before nothing
            coalesce(airstrikes.earliest_on, date '0001-01-01') as from_on,
            coalesce(airstrikes.latest_on, date '9999-12-31') as until_on
        from airstrikes
        where airstrikes.airstrike_id = cast($airstrike_id as varchar)
    ),
    chosen_deliveries as (
        select
            deliveries.*,
            coalesce(deliveries.arrived_earliest_on, date '0001-01-01') as from_on,
            coalesce(deliveries.arrived_latest_on, date '9999-12-31') as until_on
        from dated_deliveries as deliveries
        -- one whose discharge is denied is never the last
        where
            coalesce(deliveries.discharge_certainty, '') <> 'denied'
            and (cast($confidence as varchar) is null or deliveries.confidence = cast($confidence as varchar))
    ),
    last_arrivals as (
        select max(chosen_deliveries.from_on) as last_from_on
        from chosen_strike
        inner join chosen_deliveries on chosen_deliveries.until_on < chosen_strike.from_on
    ),
    shown_deliveries as (
        select
            chosen_deliveries.*,
            case when chosen_deliveries.until_on < chosen_strike.from_on then 'certain' else 'possible' end as certainty
        from chosen_strike
        inner join chosen_deliveries on chosen_deliveries.from_on < chosen_strike.until_on
        cross join last_arrivals
        where
            chosen_deliveries.until_on >= chosen_strike.from_on
            or chosen_deliveries.until_on >= last_arrivals.last_from_on
    ),
    group_lists as (
        select
            delivery_group_statements.shipment_id,
            string_agg(
                delivery_group_statements.statement, ' | ' order by delivery_group_statements.group_id
            ) as group_statements,
            string_agg(
                delivery_group_statements.source_ids, '; ' order by delivery_group_statements.group_id
            ) as source_ids
        from delivery_group_statements
        group by delivery_group_statements.shipment_id
    )
select
    chosen_strike.airstrike_id,
    shown_deliveries.shipment_id,
    day_words(chosen_strike.earliest_on, chosen_strike.latest_on) as strike_day,
    chosen_strike.earliest_on as strike_earliest_on,
    chosen_strike.latest_on as strike_latest_on,
    shown_deliveries.certainty,
    day_words(shown_deliveries.arrived_earliest_on, shown_deliveries.arrived_latest_on) as arrived,
    shown_deliveries.arrived_earliest_on,
    shown_deliveries.arrived_latest_on,
    chosen_strike.earliest_on - shown_deliveries.arrived_latest_on as days_min,
    chosen_strike.latest_on - shown_deliveries.arrived_earliest_on as days_max,
    shown_deliveries.vessel_id,
    shown_deliveries.vessel,
    shown_deliveries.imo_ship,
    shown_deliveries.route_class,
    delivery_parties.parties,
    group_lists.group_statements,
    delivery_listed_parties.listed_certain,
    delivery_listed_parties.listed_possible,
    shown_deliveries.confidence,
    shown_deliveries.possible_duplicate_of,
    merged_ids(
        merged_ids(chosen_strike.source_id, shown_deliveries.source_ids),
        merged_ids(delivery_parties.source_ids, merged_ids(group_lists.source_ids, delivery_listed_parties.source_ids))
    ) as source_ids
from chosen_strike
cross join shown_deliveries
left join delivery_parties on delivery_parties.shipment_id = shown_deliveries.shipment_id
left join group_lists on group_lists.shipment_id = shown_deliveries.shipment_id
left join delivery_listed_parties on delivery_listed_parties.shipment_id = shown_deliveries.shipment_id
order by
    shown_deliveries.certainty,
    shown_deliveries.until_on desc,
    shown_deliveries.from_on desc,
    shown_deliveries.shipment_id
