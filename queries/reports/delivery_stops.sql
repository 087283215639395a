/*---
title: Stops of deliveries
question: Where was each cargo loaded, stored, moved from ship to ship and discharged, as far as the sources say?
grain: one row per stop of a delivery
caveat: >-
  Stops are those that the sources report: a delivery without a stop on the way is not shown to have had none, and one that begins with
  its discharge was loaded somewhere that is not reported. A point is that of the port or terminal, or of its gazetteer entry.
params:
  shipment_id: {type: string, default: null, id_of: fuel_shipments, help: "Only this delivery; `sanctrack report deliveries` lists them"}
  vessel_id: {type: string, default: null, id_of: actors, only: {actor_type: vessel}, help: Only deliveries by this vessel}
  confidence: {type: string, default: null, value_of: fuel_shipments.confidence, help: Only deliveries of this confidence}
  from_on: {type: date, default: null, help: Only deliveries that can have arrived on this day or later}
  to_on: {type: date, default: null, help: Only deliveries that can have arrived on this day or earlier}
columns:
  shipment_id: Delivery.
  stop_number: Place of the stop in the order of the delivery; the last is the discharge.
  stop_type: "What happened to the cargo: load, storage, ship_to_ship, border_crossing or discharge."
  place: Name of the place as the source gives it; null when only a country is known, or nothing.
  country: Country, ISO 3166-1 alpha-2.
  place_id: Place, where it is in our places.
  latitude: {unit: degrees north, description: Point of the place; null when it is not known.}
  longitude: {unit: degrees east, description: Point of the place; null when it is not known.}
  coordinates_basis: "What the point rests on: stated, gazetteer or approximate."
  arrived_earliest_on: First day on which the cargo can have arrived at this stop.
  arrived_latest_on: Last day on which it can have arrived.
  date_precision: How exactly the arrival is dated.
  vessel_id: Vessel that carried the delivery, where known.
  confidence: Confidence in the delivery.
  source_ids: "Sources of the stop and of its place, joined by '; '."
table: [shipment_id, stop_number, stop_type, place, country, arrived_earliest_on, arrived_latest_on, confidence]
picture: {kind: map, of: deliveries, latitude: latitude, longitude: longitude, area: country, route: shipment_id, order: stop_number, stop: stop_type, label: place}
---*/
with
    used_sources as (
        select shipment_stops.shipment_id, shipment_stops.stop_number, shipment_stops.source_id
        from shipment_stops
        union
        select shipment_stops.shipment_id, shipment_stops.stop_number, places.source_id
        from shipment_stops
        inner join places on places.place_id = shipment_stops.place_id
        union
        select shipment_stops.shipment_id, shipment_stops.stop_number, evidence.source_id
        from shipment_stops
        inner join
            evidence
            on evidence.record_table = 'shipment_stops'
            and evidence.record_id = shipment_stops.shipment_id || '|' || cast(shipment_stops.stop_number as varchar)
    ),
    source_lists as (
        select
            used_sources.shipment_id,
            used_sources.stop_number,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        where used_sources.source_id is not null
        group by used_sources.shipment_id, used_sources.stop_number
    )
select
    shipment_stops.shipment_id,
    shipment_stops.stop_number,
    shipment_stops.stop_type,
    coalesce(shipment_stops.place_name, places.name) as place,
    coalesce(shipment_stops.country, places.country) as country,
    shipment_stops.place_id,
    places.latitude,
    places.longitude,
    places.coordinates_basis,
    shipment_stops.arrived_earliest_on,
    shipment_stops.arrived_latest_on,
    shipment_stops.date_precision,
    deliveries.vessel_id,
    deliveries.confidence,
    source_lists.source_ids
from shipment_stops
inner join dated_deliveries as deliveries on deliveries.shipment_id = shipment_stops.shipment_id
left join places on places.place_id = shipment_stops.place_id
left join
    source_lists
    on source_lists.shipment_id = shipment_stops.shipment_id
    and source_lists.stop_number = shipment_stops.stop_number
where
    (cast($shipment_id as varchar) is null or shipment_stops.shipment_id = cast($shipment_id as varchar))
    and (cast($vessel_id as varchar) is null or deliveries.vessel_id = cast($vessel_id as varchar))
    and (cast($confidence as varchar) is null or deliveries.confidence = cast($confidence as varchar))
    and (
        cast($from_on as date) is null
        or deliveries.arrived_latest_on is null
        or deliveries.arrived_latest_on >= cast($from_on as date)
    )
    and (
        cast($to_on as date) is null
        or deliveries.arrived_earliest_on is null
        or deliveries.arrived_earliest_on <= cast($to_on as date)
    )
order by shipment_stops.shipment_id, shipment_stops.stop_number
