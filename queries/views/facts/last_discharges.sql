/*---
title: Where and when a delivery was discharged
grain: one row per delivery with a discharge stop, its last one
columns:
  shipment_id: Delivery.
  place_id: Place of the discharge; null when it is not known.
  place_name: Place of the discharge in words.
  arrived_earliest_on: First possible day of arrival.
  arrived_latest_on: Last possible day of arrival.
---*/
select
    shipment_stops.shipment_id,
    shipment_stops.place_id,
    shipment_stops.place_name,
    shipment_stops.arrived_earliest_on,
    shipment_stops.arrived_latest_on
from shipment_stops
where shipment_stops.stop_type = 'discharge'
qualify row_number() over (partition by shipment_stops.shipment_id order by shipment_stops.stop_number desc) = 1
