/*---
title: What an entry of an official list touches in our facts
grain: one row per number of an actor and record of ours that hangs on the actor
columns:
  scheme: Kind of the number, as identifiers has it.
  value: Number of the actor. An entry whose own reference it is, is the actor.
  of_any_entry: "'yes' where every entry that bears the number is the actor (ships, companies, radio identities); 'no' where only an entry's own reference tells."
  actor_id: Actor.
  position: Order of the records of an actor, from 1.
  record: "Kind and id of a record of ours: the actor, a delivery, a group of deliveries or a designation."
  carries_fuel: "'yes' where the actor is a vessel or party of a delivery, or named for a group of them."
---*/
-- by numbers alone, never by names; call signs and registration numbers recur among countries
with
    roles as (
        select fuel_shipments.vessel_id as actor_id, 2 as step, 'vessel ' || fuel_shipments.vessel_id as record
        from fuel_shipments
        where fuel_shipments.vessel_id is not null
        union all
        select fuel_shipments.vessel_id, 3, 'delivery ' || fuel_shipments.shipment_id
        from fuel_shipments
        where fuel_shipments.vessel_id is not null
        union all
        select shipment_parties.actor_id, 4, 'delivery ' || shipment_parties.shipment_id
        from shipment_parties
        union all
        select shipment_group_claims.actor_id, 5, 'group ' || shipment_group_claims.group_id
        from shipment_group_claims
        union all
        select designations.actor_id, 6, 'designation ' || designations.measure_id || '|' || designations.actor_id
        from designations
    ),
    carriers as (select distinct roles.actor_id from roles where roles.step < 6),
    records as (
        select identifiers.actor_id, 1 as step, 'actor ' || identifiers.actor_id as record
        from identifiers
        group by identifiers.actor_id
        union all
        select roles.actor_id, min(roles.step), roles.record
        from roles
        group by roles.actor_id, roles.record
    )
select
    identifiers.scheme,
    identifiers.value,
    case when identifiers.scheme in ('imo_ship', 'imo_company', 'mmsi') then 'yes' else 'no' end as of_any_entry,
    identifiers.actor_id,
    row_number() over (
        partition by identifiers.scheme, identifiers.value, identifiers.actor_id order by records.step, records.record
    ) as position,
    records.record,
    case when carriers.actor_id is null then 'no' else 'yes' end as carries_fuel
from identifiers
inner join records on records.actor_id = identifiers.actor_id
left join carriers on carriers.actor_id = identifiers.actor_id
order by identifiers.scheme, identifiers.value, identifiers.actor_id, position
