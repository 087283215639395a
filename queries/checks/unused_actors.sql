/*---
title: Actors that no other table refers to
severity: warning
help: Link the actor (as party, speaker, owner, listed person …) or remove it with its names and identifiers. Some shipped actors are kept though nothing refers to them.
---*/
with
    used_actors as (
        select relationships.subject_id as actor_id
        from relationships
        union
        select relationships.object_id
        from relationships
        union
        select places.operator_id
        from places
        union
        select airstrikes.attributed_to
        from airstrikes
        union
        select airstrikes.targeted_actor_id
        from airstrikes
        union
        select airstrike_area_actors.actor_id
        from airstrike_area_actors
        union
        select claims.speaker_id
        from claims
        union
        select fuel_shipments.vessel_id
        from fuel_shipments
        union
        select shipment_parties.actor_id
        from shipment_parties
        union
        select shipment_group_claims.actor_id
        from shipment_group_claims
        union
        select designations.actor_id
        from designations
        union
        select list_checks.actor_id
        from list_checks
        union
        select sanction_calls.caller_id
        from sanction_calls
    )
select
    'actors' as record_table,
    actors.actor_id as record_id,
    'actor_id' as column_name,
    actors.actor_id as value,
    'nothing refers to ' || actors.name as problem
from actors
left join used_actors on used_actors.actor_id = actors.actor_id
where used_actors.actor_id is null
order by record_id
