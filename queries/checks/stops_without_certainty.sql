/*---
title: Stops without certainty or basis
severity: warning
help: "Fill certainty (stated, likely, alternative, contested or denied) and basis (observed, reported or inferred)."
---*/
-- a country of loading without them is an error of its own
select
    'shipment_stops' as record_table,
    shipment_stops.shipment_id || '|' || cast(shipment_stops.stop_number as varchar) as record_id,
    case when shipment_stops.certainty is null then 'certainty' else 'basis' end as column_name,
    cast(null as varchar) as value,
    'how sure the ' || replace(shipment_stops.stop_type, '_', ' ') || ' is does not stand there' as problem
from shipment_stops
where
    (shipment_stops.certainty is null or shipment_stops.basis is null)
    and (shipment_stops.stop_type <> 'load' or shipment_stops.country is null)
order by record_id
