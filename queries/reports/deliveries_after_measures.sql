/*---
title: Deliveries after measures
question: Which jet-fuel deliveries reached Myanmar after which measure on jet fuel or on its supply chain, who moved them, and how many days later?
grain: one row per measure and delivery
caveat: >-
  After a measure is not by that alone a breach of it: whether it is one depends on whom the measure binds, which the
  data do not hold. A measure that ended is shown with its end. Deliveries are those reported in
  the sources, not all that there were. Rows marked as possible duplicates may be second reports of another delivery.
params:
  measure_id: {type: string, default: null, id_of: measures, help: Only this measure}
  jurisdiction: {type: string, value_of: measures.jurisdiction, default: null, help: "Only measures of this jurisdiction, such as US, GB, EU, CA or AU"}
  measure_type:
    type: string
    default: null
    value_of: measures.measure_type
    choices: [export_ban, asset_freeze, financial_directive, sectoral_determination, vessel_listing]
    help: Only measures of this type
  basis: {type: string, default: null, choices: [scope, listing, both], help: Only measures here on this ground}
  day_basis:
    type: string
    default: announced
    choices: [announced, effective]
    help: Count from the announcement (else the day of effect) or from the day of effect (else the announcement)
  confidence: {type: string, default: null, value_of: fuel_shipments.confidence, help: Only deliveries of this confidence}
  vessel_id: {type: string, default: null, id_of: actors, only: {actor_type: vessel}, help: Only deliveries by this vessel}
  from_on: {type: date, default: null, help: Only deliveries that can have arrived on this day or later}
  to_on: {type: date, default: null, help: Only deliveries that can have arrived on this day or earlier}
  with_not_after: {type: boolean, default: false, help: Also the pairs in which the delivery is not after the measure}
columns:
  measure_id: Measure, see `sanctrack show ID`.
  shipment_id: Delivery, see `sanctrack show ID`.
  measure: What was done.
  authority: Authority that acted.
  jurisdiction: Its jurisdiction.
  measure_type: Kind of measure.
  basis: "Why the measure is here: 'scope' (it is about jet fuel), 'listing' (it lists an actor of the fuel chain) or 'both'."
  listed_actors: Actors of the fuel chain that the measure lists, joined by '; '.
  measure_earliest_on: First possible day of the measure, by day_basis.
  measure_latest_on: Last possible day of the measure, by day_basis; where only this one is known, read 'by'.
  measure_ended_on: Day on which the measure ended; null while it stands or where not known.
  arrived: Day of arrival at the place of discharge, in words.
  arrived_earliest_on: First day on which the cargo can have arrived.
  arrived_latest_on: Last day on which it can have arrived.
  certainty: "'certain' (the whole arrival interval lies after the measure), 'possible' (a part may), or 'not'."
  days_min: {unit: days, description: Fewest days from the measure to the arrival; zero or less where the arrival may be no later than the measure.}
  days_max: {unit: days, description: Most days from the measure to the arrival; null where an end is open.}
  vessel_id: Vessel, where known.
  vessel: Name of the vessel.
  imo_ship: IMO number of the vessel, where held.
  parties: "Parties by role with their mark of certainty: (likely), (alternative), (denied); no mark means stated."
  group_statements: What sources say jointly of a group that the delivery belongs to; it does not say which of them.
  route_class: Class of the route.
  route: Route in words.
  quantity_tonnes_min: {unit: tonnes, description: Least quantity; null when no source gives one.}
  quantity_tonnes_max: {unit: tonnes, description: Greatest quantity; null with a minimum means 'more than'.}
  confidence: Confidence in the delivery (confirmed, likely, possible).
  possible_duplicate_of: Delivery that this row may be a second report of.
  source_ids: Sources of the measure, its listings, the delivery, its stops, its parties and the statements on its group.
table: [measure_id, authority, measure_latest_on, measure, shipment_id, arrived, certainty, days_min, days_max, vessel, route_class, confidence]
below: [parties, possible_duplicate_of]
---*/
with
    asked_measures as (
        select fuel_measures.*
        from
            chosen_fuel_measures(
                $day_basis, cast($measure_id as varchar), cast($jurisdiction as varchar)
            ) as fuel_measures
        where
            (cast($measure_type as varchar) is null or fuel_measures.measure_type = cast($measure_type as varchar))
            and (cast($basis as varchar) is null or fuel_measures.basis = cast($basis as varchar))
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
    ),
    chosen_deliveries as (
        select
            deliveries.*,
            delivery_parties.parties,
            group_lists.group_statements,
            merged_ids(
                merged_ids(deliveries.source_ids, delivery_parties.source_ids), group_lists.source_ids
            ) as all_source_ids
        from dated_deliveries as deliveries
        left join delivery_parties on delivery_parties.shipment_id = deliveries.shipment_id
        left join group_lists on group_lists.shipment_id = deliveries.shipment_id
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
    pairs as (
        select
            asked_measures.measure_id,
            chosen_deliveries.shipment_id,
            arrival_certainty(
                certainty_after(
                    chosen_deliveries.arrived_earliest_on,
                    chosen_deliveries.arrived_latest_on,
                    asked_measures.earliest_on,
                    asked_measures.latest_on
                ),
                chosen_deliveries.discharge_certainty
            ) as certainty
        from asked_measures
        cross join chosen_deliveries
    )
select
    pairs.measure_id,
    pairs.shipment_id,
    asked_measures.title as measure,
    asked_measures.authority,
    asked_measures.jurisdiction,
    asked_measures.measure_type,
    asked_measures.basis,
    asked_measures.listed_actors,
    asked_measures.earliest_on as measure_earliest_on,
    asked_measures.latest_on as measure_latest_on,
    asked_measures.ended_on as measure_ended_on,
    day_words(chosen_deliveries.arrived_earliest_on, chosen_deliveries.arrived_latest_on) as arrived,
    chosen_deliveries.arrived_earliest_on,
    chosen_deliveries.arrived_latest_on,
    pairs.certainty,
    chosen_deliveries.arrived_earliest_on - asked_measures.latest_on as days_min,
    chosen_deliveries.arrived_latest_on - asked_measures.earliest_on as days_max,
    chosen_deliveries.vessel_id,
    chosen_deliveries.vessel,
    chosen_deliveries.imo_ship,
    chosen_deliveries.parties,
    chosen_deliveries.group_statements,
    chosen_deliveries.route_class,
    chosen_deliveries.route,
    chosen_deliveries.quantity_tonnes_min,
    chosen_deliveries.quantity_tonnes_max,
    chosen_deliveries.confidence,
    chosen_deliveries.possible_duplicate_of,
    merged_ids(asked_measures.source_ids, chosen_deliveries.all_source_ids) as source_ids
from pairs
inner join asked_measures on asked_measures.measure_id = pairs.measure_id
inner join chosen_deliveries on chosen_deliveries.shipment_id = pairs.shipment_id
where pairs.certainty <> 'not' or $with_not_after
order by
    asked_measures.earliest_on,
    asked_measures.latest_on,
    pairs.measure_id,
    chosen_deliveries.arrived_earliest_on,
    chosen_deliveries.arrived_latest_on,
    pairs.shipment_id
