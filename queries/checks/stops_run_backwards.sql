/*---
title: Stops whose days certainly run backwards
severity: error
help: Mend the days or the order of the stops. Days that are not known stay blank; intervals that merely overlap are no error.
---*/
with
    -- reached by: last day on which the ship can have come here; left from: first day on which it can have gone
    stop_bounds as (
        select
            shipment_stops.shipment_id,
            shipment_stops.stop_number,
            least(shipment_stops.arrived_latest_on, shipment_stops.departed_latest_on) as reached_by_on,
            greatest(shipment_stops.arrived_earliest_on, shipment_stops.departed_earliest_on) as left_from_on,
            shipment_stops.arrived_earliest_on,
            shipment_stops.departed_latest_on
        from shipment_stops
    ),
    journeys as (
        select
            stop_bounds.shipment_id,
            stop_bounds.stop_number,
            stop_bounds.reached_by_on,
            stop_bounds.arrived_earliest_on,
            stop_bounds.departed_latest_on,
            max(stop_bounds.left_from_on) over (
                partition by stop_bounds.shipment_id
                order by stop_bounds.stop_number
                rows between unbounded preceding and 1 preceding
            ) as earlier_stop_left_from_on
        from stop_bounds
    )
select
    'shipment_stops' as record_table,
    journeys.shipment_id || '|' || cast(journeys.stop_number as varchar) as record_id,
    case
        when journeys.departed_latest_on < journeys.arrived_earliest_on
        then 'departed_latest_on'
        else 'arrived_latest_on'
    end as column_name,
    case
        when journeys.departed_latest_on < journeys.arrived_earliest_on
        then cast(journeys.departed_latest_on as varchar)
        else cast(journeys.reached_by_on as varchar)
    end as value,
    case
        when journeys.departed_latest_on < journeys.arrived_earliest_on
        then
            'left by '
            || cast(journeys.departed_latest_on as varchar)
            || ', before it arrived on '
            || cast(journeys.arrived_earliest_on as varchar)
            || ' or later'
        else
            'reached by '
            || cast(journeys.reached_by_on as varchar)
            || ', but an earlier stop was left on '
            || cast(journeys.earlier_stop_left_from_on as varchar)
            || ' or later'
    end as problem
from journeys
where
    journeys.departed_latest_on < journeys.arrived_earliest_on
    or journeys.reached_by_on < journeys.earlier_stop_left_from_on
order by journeys.shipment_id, journeys.stop_number
