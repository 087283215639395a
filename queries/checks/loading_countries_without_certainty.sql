/*---
title: Countries of loading without certainty
severity: error
help: "Fill certainty (stated, likely, alternative, contested or denied) and basis (observed, reported or inferred)."
---*/
select
    'shipment_stops' as record_table,
    shipment_stops.shipment_id || '|' || cast(shipment_stops.stop_number as varchar) as record_id,
    case when shipment_stops.certainty is null then 'certainty' else 'basis' end as column_name,
    cast(null as varchar) as value,
    'loaded in '
    || shipment_stops.country
    || case
        when shipment_stops.certainty is null
        then ', and how sure that is does not stand there'
        else ', and what that rests on does not stand there'
    end as problem
from shipment_stops
where
    shipment_stops.stop_type = 'load'
    and shipment_stops.country is not null
    and (shipment_stops.certainty is null or shipment_stops.basis is null)
order by record_id
