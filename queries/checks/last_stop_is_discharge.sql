/*---
title: Deliveries without a discharge stop, or whose last stop is another
severity: error
help: Give the delivery one discharge stop, with the highest stop_number; its days may be blank.
---*/
with
    last_stops as (
        select
            shipment_stops.shipment_id,
            max(shipment_stops.stop_number) as last_number,
            max(
                case when shipment_stops.stop_type = 'discharge' then shipment_stops.stop_number end
            ) as discharge_number,
            sum(case when shipment_stops.stop_type = 'discharge' then 1 else 0 end) as discharges
        from shipment_stops
        group by shipment_stops.shipment_id
    )
select
    'fuel_shipments' as record_table,
    fuel_shipments.shipment_id as record_id,
    'shipment_id' as column_name,
    fuel_shipments.shipment_id as value,
    case
        when last_stops.shipment_id is null
        then 'the delivery has no stops'
        when last_stops.discharges = 0
        then 'the delivery has no discharge stop'
        else
            'the last stop is number '
            || last_stops.last_number
            || ', the discharge is number '
            || last_stops.discharge_number
    end as problem
from fuel_shipments
left join last_stops on last_stops.shipment_id = fuel_shipments.shipment_id
where coalesce(last_stops.discharges, 0) = 0 or last_stops.discharge_number <> last_stops.last_number
order by record_id
