/*---
title: Deliveries of jet fuel
grain: one row per delivery
caveat: >-
  Deliveries are those that the sources report, not all that there were. A delivery before a strike is no statement about the fuel used in it.
  'No intermediate stop reported' is not 'direct'.
of: fuel_shipments
left_out:
  quantity: the tonnes stand in quantity_tonnes_min and quantity_tonnes_max
  quantity_unit: the tonnes stand in quantity_tonnes_min and quantity_tonnes_max
keys:
  primary: [shipment_id]
  foreign:
    - {fields: [arrived_earliest_on], reference: {resource: dim_date, fields: [date_on]}}
    - {fields: [arrived_latest_on], reference: {resource: dim_date, fields: [date_on]}}
    - {fields: [vessel_id], reference: {resource: dim_actor, fields: [actor_id]}}
    - {fields: [discharge_place_id], reference: {resource: dim_place, fields: [place_id]}}
    - {fields: [source_id], reference: {resource: dim_source, fields: [source_id]}}
columns:
  shipment_id: Delivery.
  dataset: Data set that the row comes from.
  arrived_earliest_on: First day on which the cargo can have arrived at its discharge stop.
  arrived_latest_on: Last day on which it can have arrived.
  date_precision: How exactly the arrival is dated.
  arrived_year: Year of the arrival where both days lie in one year; blank where they do not, or where a day is open.
  product: Fuel as the sources name it.
  vessel_id: Vessel that carried it; blank when not known or by road.
  imo_ship: IMO number of the vessel, where held.
  route_class: "overland, via storage, via ship-to-ship, via storage and ship-to-ship, route not known, or no intermediate stop reported."
  load_countries: Countries of loading, ISO 3166-1 alpha-2, joined by '; '.
  via_countries: Countries of storage and ship-to-ship stops, joined by '; '.
  discharge_place_id: Place of discharge, where it is in the places.
  confidence: "How sure it is that the delivery happened: confirmed, likely or possible."
  evidence_type: Kind of evidence that it rests on.
  deliveries: {unit: deliveries, description: "1; its sum counts deliveries. Give it with and without possible duplicates."}
  deliveries_without_duplicates: {unit: deliveries, description: "1, or 0 for a row that may be a second report of another; its sum counts deliveries without possible duplicates."}
  quantity_tonnes_min: {unit: tonnes, description: "Least quantity; blank when no source gives one. Few rows have one: say how many with every sum."}
  quantity_tonnes_max: {unit: tonnes, description: "Greatest quantity; blank with a least one means 'more than'."}
  quantity_basis: What the quantity rests on.
  value_usd: {unit: US dollars, description: Value in dollars of the time; blank when none is given.}
  possible_duplicate_of: Delivery that this row may be a second report of.
  summary: What the source reports, in our words.
  source_ids: Sources of the delivery, its stops and their evidence, joined by '; '.
  source_id: Source that the row rests on.
---*/
select
    dated_deliveries.shipment_id,
    dated_deliveries.dataset,
    dated_deliveries.arrived_earliest_on,
    dated_deliveries.arrived_latest_on,
    dated_deliveries.date_precision,
    case
        when year(dated_deliveries.arrived_earliest_on) = year(dated_deliveries.arrived_latest_on)
        then year(dated_deliveries.arrived_earliest_on)
    end as arrived_year,
    dated_deliveries.product,
    dated_deliveries.vessel_id,
    dated_deliveries.imo_ship,
    dated_deliveries.route_class,
    dated_deliveries.load_countries,
    dated_deliveries.via_countries,
    dated_deliveries.discharge_place_id,
    dated_deliveries.confidence,
    dated_deliveries.evidence_type,
    1 as deliveries,
    case when dated_deliveries.possible_duplicate_of is null then 1 else 0 end as deliveries_without_duplicates,
    dated_deliveries.quantity_tonnes_min,
    dated_deliveries.quantity_tonnes_max,
    dated_deliveries.quantity_basis,
    fuel_shipments.value_usd,
    dated_deliveries.possible_duplicate_of,
    fuel_shipments.summary,
    dated_deliveries.source_ids,
    fuel_shipments.source_id
from dated_deliveries
inner join fuel_shipments on fuel_shipments.shipment_id = dated_deliveries.shipment_id
order by dated_deliveries.shipment_id
