/*---
title: Actors of the fuel chain
grain: one row per actor
columns:
  actor_id: Actor.
  grounds: "Why it is here, joined by '; ': vessel of a delivery, party to a delivery, group claim, list check."
---*/
with
    members as (
        select fuel_shipments.vessel_id as actor_id, 'vessel of a delivery' as ground
        from fuel_shipments
        where fuel_shipments.vessel_id is not null
        union
        select shipment_parties.actor_id, 'party to a delivery'
        from shipment_parties
        where shipment_parties.certainty <> 'denied'
        union
        select shipment_group_claims.actor_id, 'group claim'
        from shipment_group_claims
        union
        select list_checks.actor_id, 'list check'
        from list_checks
    )
select members.actor_id, string_agg(members.ground, '; ' order by members.ground) as grounds
from members
group by members.actor_id
