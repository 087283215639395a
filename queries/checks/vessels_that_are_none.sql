/*---
title: Deliveries carried by an actor that is no vessel
severity: error
help: Name the vessel in vessel_id; owner, manager and trader belong into shipment_parties.
---*/
select
    'fuel_shipments' as record_table,
    fuel_shipments.shipment_id as record_id,
    'vessel_id' as column_name,
    fuel_shipments.vessel_id as value,
    fuel_shipments.vessel_id || ' has actor_type ' || actors.actor_type || ', not vessel' as problem
from fuel_shipments
inner join actors on actors.actor_id = fuel_shipments.vessel_id
where actors.actor_type <> 'vessel'
order by record_id
