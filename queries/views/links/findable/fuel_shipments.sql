select
    'delivery' as kind,
    fuel_shipments.shipment_id as record_id,
    'delivery ' || fuel_shipments.shipment_id || coalesce(' by ' || actors.name, '') as label,
    concat_ws(' ', actors.name, fuel_shipments.summary) as text,
    'vessel and summary' as text_kind
from fuel_shipments
left join actors on actors.actor_id = fuel_shipments.vessel_id
