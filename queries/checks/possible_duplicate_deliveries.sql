/*---
title: Deliveries that may be one
severity: warning
help: Same vessel, overlapping days of arrival. If one row may be a second report of the other, say so in possible_duplicate_of; counts are then given with and without it.
---*/
with
    arrivals as (
        select
            fuel_shipments.shipment_id,
            fuel_shipments.vessel_id,
            fuel_shipments.possible_duplicate_of,
            max(shipment_stops.arrived_earliest_on) as arrived_earliest_on,
            max(shipment_stops.arrived_latest_on) as arrived_latest_on
        from fuel_shipments
        inner join shipment_stops on shipment_stops.shipment_id = fuel_shipments.shipment_id
        where
            shipment_stops.stop_type = 'discharge'
            and fuel_shipments.vessel_id is not null
            and (shipment_stops.arrived_earliest_on is not null or shipment_stops.arrived_latest_on is not null)
        group by fuel_shipments.shipment_id, fuel_shipments.vessel_id, fuel_shipments.possible_duplicate_of
    )
select
    'fuel_shipments' as record_table,
    later_rows.shipment_id as record_id,
    'shipment_id' as column_name,
    arrivals.shipment_id as value,
    'same vessel as '
    || arrivals.shipment_id
    || '; both can have arrived '
    || day_words(
        greatest(arrivals.arrived_earliest_on, later_rows.arrived_earliest_on),
        least(arrivals.arrived_latest_on, later_rows.arrived_latest_on)
    ) as problem
from arrivals
inner join
    arrivals as later_rows
    on later_rows.vessel_id = arrivals.vessel_id
    and later_rows.shipment_id > arrivals.shipment_id
    -- an open end can reach any day
    and coalesce(later_rows.arrived_earliest_on <= arrivals.arrived_latest_on, true)
    and coalesce(arrivals.arrived_earliest_on <= later_rows.arrived_latest_on, true)
where
    coalesce(later_rows.possible_duplicate_of, '') <> arrivals.shipment_id
    and coalesce(arrivals.possible_duplicate_of, '') <> later_rows.shipment_id
order by record_id, value
