/*---
title: Stops that are not numbered 1, 2, 3 …
severity: warning
help: Number the stops of a delivery from 1 without a gap; a stop may be missing.
---*/
with
    stop_counts as (
        select
            shipment_stops.shipment_id,
            count(*) as stops,
            min(shipment_stops.stop_number) as first_number,
            max(shipment_stops.stop_number) as last_number
        from shipment_stops
        group by shipment_stops.shipment_id
    )
select
    'shipment_stops' as record_table,
    stop_counts.shipment_id || '|' || cast(stop_counts.last_number as varchar) as record_id,
    'stop_number' as column_name,
    cast(stop_counts.last_number as varchar) as value,
    stop_counts.stops
    || case when stop_counts.stops = 1 then ' stop' else ' stops' end
    || ' of '
    || stop_counts.shipment_id
    || ' numbered '
    || stop_counts.first_number
    || ' to '
    || stop_counts.last_number as problem
from stop_counts
where stop_counts.first_number <> 1 or stop_counts.last_number <> stop_counts.stops
order by record_id
