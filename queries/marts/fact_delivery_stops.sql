/*---
title: Stops of deliveries
grain: one row per stop of a delivery
caveat: A delivery without a storage or ship-to-ship stop is one for which none is reported, which does not make the voyage direct.
of: shipment_stops
keys:
  primary: [shipment_id, stop_number]
  foreign:
    - {fields: [shipment_id], reference: {resource: fact_deliveries, fields: [shipment_id]}}
    - {fields: [place_id], reference: {resource: dim_place, fields: [place_id]}}
    - {fields: [arrived_earliest_on], reference: {resource: dim_date, fields: [date_on]}}
    - {fields: [arrived_latest_on], reference: {resource: dim_date, fields: [date_on]}}
    - {fields: [source_id], reference: {resource: dim_source, fields: [source_id]}}
columns:
  shipment_id: "Delivery; count it distinct: a delivery has several stops."
  stop_number: Order of the stop within the delivery, from 1.
  dataset: Data set that the row comes from.
  stop_type: "load, storage, ship_to_ship, border_crossing or discharge (the last stop)."
  place_id: Place, where it is in the places.
  place_name: Place as nearly as the source names it.
  country: Country, ISO 3166-1 alpha-2; blank when not known.
  arrived_earliest_on: First day on which the cargo can have arrived here.
  arrived_latest_on: Last day on which it can have arrived here.
  departed_earliest_on: First day on which it can have left.
  departed_latest_on: Last day on which it can have left.
  date_precision: How exactly the stop is dated.
  stops: {unit: stops, description: "1; its sum counts stops, not deliveries."}
  source_id: Source that the row rests on.
---*/
select
    shipment_stops.shipment_id,
    shipment_stops.stop_number,
    shipment_stops.dataset,
    shipment_stops.stop_type,
    shipment_stops.place_id,
    shipment_stops.place_name,
    shipment_stops.country,
    shipment_stops.arrived_earliest_on,
    shipment_stops.arrived_latest_on,
    shipment_stops.departed_earliest_on,
    shipment_stops.departed_latest_on,
    shipment_stops.date_precision,
    1 as stops,
    shipment_stops.source_id
from shipment_stops
order by shipment_stops.shipment_id, shipment_stops.stop_number
