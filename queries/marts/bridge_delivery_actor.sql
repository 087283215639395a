/*---
title: Deliveries, vessels and parties
grain: one row per delivery, actor and role
caveat: >-
  A part is what a source says, with its mark; taking part is not wrongdoing. Joint statements on groups ("six of these were carried by …")
  are not here: shipment_group_claims has them, and they do not say which delivery.
keys:
  primary: [shipment_id, actor_id, role]
  foreign:
    - {fields: [shipment_id], reference: {resource: fact_deliveries, fields: [shipment_id]}}
    - {fields: [actor_id], reference: {resource: dim_actor, fields: [actor_id]}}
columns:
  shipment_id: "Delivery. Rule for counting: count it distinct. Never add up tonnes of fact_deliveries over this table: a delivery stands here once for each actor and role."
  actor_id: Vessel or party.
  role: "'vessel', or a code of shipment_parties.role: supplier, trader, vessel_owner and so on."
  certainty: "stated, likely, alternative (one of several, the source does not say which) or denied. Leave denied out of counts and show it as denied."
  source_id: Source of the statement.
---*/
select
    fuel_shipments.shipment_id,
    fuel_shipments.vessel_id as actor_id,
    'vessel' as role,
    'stated' as certainty,
    fuel_shipments.source_id
from fuel_shipments
where fuel_shipments.vessel_id is not null
union all
select
    shipment_parties.shipment_id,
    shipment_parties.actor_id,
    shipment_parties.role,
    shipment_parties.certainty,
    shipment_parties.source_id
from shipment_parties
order by shipment_id, actor_id, role, certainty
