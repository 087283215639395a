/*---
title: First public naming of an actor in the fuel chain
grain: one row per actor named in a delivery, a group statement or a relation
columns:
  actor_id: Actor.
  named_on: "Earliest last-possible day of publication among the sources that name it: named by that day. Null when none is dated."
  source_ids: Sources of that day, joined by '; '; all of them when none is dated.
---*/
with
    naming_records as (
        select
            'fuel_shipments' as record_table,
            fuel_shipments.shipment_id as record_id,
            fuel_shipments.vessel_id as actor_id,
            fuel_shipments.source_id
        from fuel_shipments
        where fuel_shipments.vessel_id is not null
        union all
        select
            'shipment_parties',
            shipment_parties.shipment_id || '|' || shipment_parties.actor_id || '|' || shipment_parties.role,
            shipment_parties.actor_id,
            shipment_parties.source_id
        from shipment_parties
        where shipment_parties.certainty <> 'denied'
        union all
        select
            'shipment_group_claims',
            shipment_group_claims.group_id
            || '|'
            || shipment_group_claims.actor_id
            || '|'
            || shipment_group_claims.role,
            shipment_group_claims.actor_id,
            shipment_group_claims.source_id
        from shipment_group_claims
        union all
        select 'relationships', relationships.relationship_id, relationships.subject_id, relationships.source_id
        from relationships
        union all
        select 'relationships', relationships.relationship_id, relationships.object_id, relationships.source_id
        from relationships
    ),
    naming_sources as (
        select naming_records.actor_id, naming_records.source_id
        from naming_records
        union
        select naming_records.actor_id, evidence.source_id
        from naming_records
        inner join
            evidence
            on evidence.record_table = naming_records.record_table
            and evidence.record_id = naming_records.record_id
        where evidence.relation = 'supports'
    ),
    dated_sources as (
        select
            naming_sources.actor_id,
            naming_sources.source_id,
            sources.published_latest_on,
            min(sources.published_latest_on) over (partition by naming_sources.actor_id) as named_on
        from naming_sources
        left join sources on sources.source_id = naming_sources.source_id
    )
select
    dated_sources.actor_id,
    dated_sources.named_on,
    string_agg(dated_sources.source_id, '; ' order by dated_sources.source_id) as source_ids
from dated_sources
where dated_sources.named_on is null or dated_sources.published_latest_on = dated_sources.named_on
group by dated_sources.actor_id, dated_sources.named_on
