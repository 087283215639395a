/*---
title: Deliveries of jet fuel
question: Which deliveries of jet fuel to Myanmar were reported, by what vessel and route, how much, and who took part?
grain: one row per delivery
caveat: >-
  Deliveries are those reported in the sources, not all that there were. 'No intermediate stop reported' is not 'direct'. A party
  is what a source says, with its mark; taking part is not wrongdoing. Rows marked as possible duplicates may be second
  reports of a delivery that has a row already. Joint statements about a group ('six of these were carried by …') do not say which of its members.
params:
  from_on: {type: date, default: null, help: Only deliveries that can have arrived on this day or later}
  to_on: {type: date, default: null, help: Only deliveries that can have arrived on this day or earlier}
  confidence: {type: string, default: null, value_of: fuel_shipments.confidence, help: Only deliveries of this confidence}
  vessel_id: {type: string, default: null, id_of: actors, only: {actor_type: vessel}, help: Only deliveries by this vessel}
  actor_id: {type: string, default: null, id_of: actors, help: "Only deliveries with this vessel or party, denied parties included; joint statements on groups are not searched"}
  group_id: {type: string, default: null, id_of: shipment_groups, help: Only the known members of this group}
  country: {type: string, value_of: shipment_stops.country, default: null, help: "Only deliveries with a stop in this country, such as VN"}
  route_class:
    type: string
    default: null
    choices:
      - overland
      - via storage
      - via ship-to-ship
      - via storage and ship-to-ship
      - loading contested
      - route not known
      - no intermediate stop reported
    help: Only deliveries of this class of route
columns:
  shipment_id: Delivery, see `sanctrack show ID`.
  dataset: Data set that the delivery comes from.
  arrived: Day of arrival at the place of discharge, in words.
  arrived_earliest_on: First day on which the cargo can have arrived.
  arrived_latest_on: Last day on which it can have arrived.
  date_precision: How exactly the arrival is dated.
  in_period: "'certain' or 'possible': whether the arrival lies within from_on and to_on."
  vessel_id: Vessel, where known.
  vessel: Name of the vessel.
  imo_ship: IMO number of the vessel, where held.
  product: Fuel as the sources name it.
  loaded_at: "Places of loading, in order, with their mark: (likely), (alternative), (contested), (denied); no mark means stated."
  via: Storage and ship-to-ship stops on the way, in order, with their mark.
  discharged_at: Place of discharge, with its mark.
  discharge_certainty: "How sure the discharge is: stated, likely, alternative, contested or denied. A delivery whose discharge is denied counts in all alone."
  route_class: Class of the route.
  route: Route in words.
  quantity_tonnes_min: {unit: tonnes, description: Least quantity; blank when no source gives one.}
  quantity_tonnes_max: {unit: tonnes, description: Greatest quantity; blank with a minimum means 'more than'.}
  quantity_basis: What the quantity rests on.
  parties: "Parties by role with their mark of certainty: (likely), (alternative), (denied); no mark means stated."
  alternatives: "Of these, the roles for which a source names several and does not say which, with everybody named, denied ones included; blank where there is none."
  group_statements: What sources say jointly of a group that the delivery belongs to; it does not say which of them.
  confidence: Confidence in the delivery (confirmed, likely, possible).
  evidence_type: Best kind of evidence held.
  possible_duplicate_of: Delivery that this row may be a second report of.
  summary: What is known, in our words.
  source_ids: Sources of the delivery, its stops, its parties and the statements on its group.
table: [shipment_id, arrived, vessel, imo_ship, quantity_tonnes_min, confidence]
below: [route, parties, possible_duplicate_of]
picture: {kind: timeline, of: deliveries, from: arrived_earliest_on, to: arrived_latest_on, label: [vessel, route_class], certainty: confidence, filled: [confirmed], tinted: [likely]}
---*/
with
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
    deliveries.shipment_id,
    deliveries.dataset,
    day_words(deliveries.arrived_earliest_on, deliveries.arrived_latest_on) as arrived,
    deliveries.arrived_earliest_on,
    deliveries.arrived_latest_on,
    deliveries.date_precision,
    arrival_certainty(
        certainty_within(
            deliveries.arrived_earliest_on, deliveries.arrived_latest_on, cast($from_on as date), cast($to_on as date)
        ),
        deliveries.discharge_certainty
    ) as in_period,
    deliveries.vessel_id,
    deliveries.vessel,
    deliveries.imo_ship,
    deliveries.product,
    deliveries.loaded_at,
    deliveries.via,
    deliveries.discharged_at,
    deliveries.discharge_certainty,
    deliveries.route_class,
    deliveries.route,
    deliveries.quantity_tonnes_min,
    deliveries.quantity_tonnes_max,
    deliveries.quantity_basis,
    delivery_parties.parties,
    delivery_parties.alternatives,
    group_lists.group_statements,
    deliveries.confidence,
    deliveries.evidence_type,
    deliveries.possible_duplicate_of,
    fuel_shipments.summary,
    merged_ids(merged_ids(deliveries.source_ids, delivery_parties.source_ids), group_lists.source_ids) as source_ids
from dated_deliveries as deliveries
inner join fuel_shipments on fuel_shipments.shipment_id = deliveries.shipment_id
left join delivery_parties on delivery_parties.shipment_id = deliveries.shipment_id
left join group_lists on group_lists.shipment_id = deliveries.shipment_id
where
    certainty_within(
        deliveries.arrived_earliest_on, deliveries.arrived_latest_on, cast($from_on as date), cast($to_on as date)
    )
    <> 'not'
    and (cast($confidence as varchar) is null or deliveries.confidence = cast($confidence as varchar))
    and (cast($vessel_id as varchar) is null or deliveries.vessel_id = cast($vessel_id as varchar))
    and (cast($route_class as varchar) is null or deliveries.route_class = cast($route_class as varchar))
    and (
        cast($actor_id as varchar) is null
        or deliveries.vessel_id = cast($actor_id as varchar)
        or deliveries.shipment_id in (
            select shipment_parties.shipment_id
            from shipment_parties
            where shipment_parties.actor_id = cast($actor_id as varchar)
        )
    )
    and (
        cast($group_id as varchar) is null
        or deliveries.shipment_id in (
            select shipment_group_members.shipment_id
            from shipment_group_members
            where shipment_group_members.group_id = cast($group_id as varchar)
        )
    )
    and (
        cast($country as varchar) is null
        or deliveries.shipment_id in (
            select shipment_stops.shipment_id
            from shipment_stops
            where shipment_stops.country = upper(cast($country as varchar))
        )
    )
order by deliveries.arrived_earliest_on, deliveries.arrived_latest_on, deliveries.shipment_id
