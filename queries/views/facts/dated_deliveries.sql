/*---
title: Deliveries of jet fuel
grain: one row per delivery (fuel_shipments)
columns:
  shipment_id: Delivery.
  dataset: Data set that the delivery comes from.
  product: Fuel as the sources name it (code of fuel_shipments.product).
  vessel_id: Vessel that carried it, where known.
  vessel: Name of the vessel in our actors.
  imo_ship: IMO ship number of the vessel, where held.
  loaded_at: "Places of loading, in order, with country and with their mark: (likely), (alternative), (contested), (denied); no mark means stated. Null when no load stop is reported."
  load_countries: "Countries of the load stops that are neither contested nor denied, ISO 3166-1 alpha-2, joined by '; '."
  via: Storage and ship-to-ship stops on the way, in order, with country and mark.
  via_countries: Countries of the storage and ship-to-ship stops, joined by '; '.
  route_class: "'overland', 'via storage', 'via ship-to-ship', 'via storage and ship-to-ship', 'loading contested', 'route not known' or 'no intermediate stop reported'; the first that holds. A contested or denied stop sets none of them."
  route: The route in words.
  discharged_at: Place of discharge, with country and mark.
  discharge_certainty: "How sure the discharge is, code of shipment_stops.certainty. A delivery whose discharge is denied counts in all alone, and nothing about its arrival is certain."
  discharge_place_id: Place of discharge, where it is in our places.
  arrived_earliest_on: First day on which the cargo can have arrived at its discharge stop.
  arrived_latest_on: Last day on which it can have arrived.
  date_precision: How exactly the arrival is dated.
  quantity_tonnes_min: {unit: tonnes, description: Least quantity; null when no source gives one.}
  quantity_tonnes_max: {unit: tonnes, description: Greatest quantity; null with a minimum means 'more than'.}
  quantity_basis: What the quantity rests on.
  confidence: Confidence in the delivery (confirmed, likely, possible).
  evidence_type: Best kind of evidence held.
  possible_duplicate_of: Delivery that this row may be a second report of.
  source_ids: Sources of the delivery, its stops and their evidence, joined by '; '.
---*/
with
    stops as (
        select
            shipment_stops.shipment_id,
            shipment_stops.stop_number,
            shipment_stops.stop_type,
            shipment_stops.country,
            coalesce(shipment_stops.certainty, '') in ('contested', 'denied') as is_contested,
            shipment_stops.certainty,
            case
                when shipment_stops.place_name is null
                then coalesce(shipment_stops.country, 'place not known')
                else shipment_stops.place_name || coalesce(' (' || shipment_stops.country || ')', '')
            end
            || stop_mark(shipment_stops.certainty) as place
        from shipment_stops
    ),
    ways as (
        select
            stops.shipment_id,
            string_agg(stops.place, '; ' order by stops.stop_number) filter (
                where stops.stop_type = 'load'
            ) as loaded_at,
            string_agg(distinct stops.country, '; ' order by stops.country) filter (
                where stops.stop_type = 'load' and not stops.is_contested
            ) as load_countries,
            string_agg(
                case stops.stop_type when 'storage' then 'storage ' else 'ship-to-ship ' end || stops.place,
                '; '
                order by stops.stop_number
            ) filter (where stops.stop_type in ('storage', 'ship_to_ship')) as via,
            string_agg(distinct stops.country, '; ' order by stops.country) filter (
                where stops.stop_type in ('storage', 'ship_to_ship') and not stops.is_contested
            ) as via_countries,
            string_agg(stops.place, '; ' order by stops.stop_number) filter (
                where stops.stop_type = 'border_crossing' and stops.is_contested
            ) as contested_crossings,
            max(
                case when stops.stop_type = 'border_crossing' and not stops.is_contested then 1 else 0 end
            ) as crosses_border,
            max(case when stops.stop_type = 'storage' and not stops.is_contested then 1 else 0 end) as has_storage,
            max(
                case when stops.stop_type = 'ship_to_ship' and not stops.is_contested then 1 else 0 end
            ) as has_transfer,
            max(
                case when stops.stop_type = 'load' and stops.certainty = 'contested' then 1 else 0 end
            ) as load_contested,
            max(case when stops.stop_type = 'load' and not stops.is_contested then 1 else 0 end) as has_load
        from stops
        group by stops.shipment_id
    ),
    -- the last stop is the discharge
    discharges as (
        select
            shipment_id,
            place_id,
            place_name,
            country,
            arrived_earliest_on,
            arrived_latest_on,
            date_precision,
            certainty
        from shipment_stops
        where stop_type = 'discharge'
        qualify row_number() over (partition by shipment_id order by stop_number desc) = 1
    ),
    ship_numbers as (
        select identifiers.actor_id, min(identifiers.value) as imo_ship
        from identifiers
        where identifiers.scheme = 'imo_ship'
        group by identifiers.actor_id
    ),
    used_sources as (
        select fuel_shipments.shipment_id, fuel_shipments.source_id
        from fuel_shipments
        union
        select shipment_stops.shipment_id, shipment_stops.source_id
        from shipment_stops
        union
        select evidence.record_id, evidence.source_id
        from evidence
        where evidence.record_table = 'fuel_shipments'
        union
        select split_part(evidence.record_id, '|', 1), evidence.source_id
        from evidence
        where evidence.record_table = 'shipment_stops'
    ),
    source_lists as (
        select
            used_sources.shipment_id,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        where used_sources.source_id is not null
        group by used_sources.shipment_id
    ),
    classed as (
        select
            fuel_shipments.shipment_id,
            case
                when ways.crosses_border = 1
                then 'overland'
                when ways.has_storage = 1 and ways.has_transfer = 1
                then 'via storage and ship-to-ship'
                when ways.has_storage = 1
                then 'via storage'
                when ways.has_transfer = 1
                then 'via ship-to-ship'
                when ways.load_contested = 1
                then 'loading contested'
                when coalesce(ways.has_load, 0) = 0
                then 'route not known'
                else 'no intermediate stop reported'
            end as route_class
        from fuel_shipments
        left join ways on ways.shipment_id = fuel_shipments.shipment_id
    )
select
    fuel_shipments.shipment_id,
    fuel_shipments.dataset,
    fuel_shipments.product,
    fuel_shipments.vessel_id,
    vessels.name as vessel,
    ship_numbers.imo_ship,
    ways.loaded_at,
    ways.load_countries,
    ways.via,
    ways.via_countries,
    classed.route_class,
    case when classed.route_class like 'via %' then 'via ' || ways.via else classed.route_class end
    || coalesce(', loaded at ' || ways.loaded_at, '')
    || coalesce(', border crossing at ' || ways.contested_crossings, '') as route,
    coalesce(discharges.place_name || coalesce(' (' || discharges.country || ')', ''), discharges.country)
    || stop_mark(discharges.certainty) as discharged_at,
    discharges.certainty as discharge_certainty,
    discharges.place_id as discharge_place_id,
    discharges.arrived_earliest_on,
    discharges.arrived_latest_on,
    discharges.date_precision,
    fuel_shipments.quantity_tonnes_min,
    fuel_shipments.quantity_tonnes_max,
    fuel_shipments.quantity_basis,
    fuel_shipments.confidence,
    fuel_shipments.evidence_type,
    fuel_shipments.possible_duplicate_of,
    source_lists.source_ids
from fuel_shipments
inner join classed on classed.shipment_id = fuel_shipments.shipment_id
left join ways on ways.shipment_id = fuel_shipments.shipment_id
left join discharges on discharges.shipment_id = fuel_shipments.shipment_id
left join actors as vessels on vessels.actor_id = fuel_shipments.vessel_id
left join ship_numbers on ship_numbers.actor_id = fuel_shipments.vessel_id
left join source_lists on source_lists.shipment_id = fuel_shipments.shipment_id
