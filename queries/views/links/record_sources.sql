/*---
title: Sources of a record
grain: one row per record, source and way in which the source is used
columns:
  record_table: Table of the record.
  record_id: Key of the record, parts joined by '|'.
  source_id: A source of the record.
  via: "'row' (the record's own source) or 'evidence' (a further one)."
  relation: "'supports' or 'contradicts'; the record's own source supports it."
  supports: Column that the evidence speaks of; null for the whole record.
---*/
with
    own_sources as (
        select 'actors' as record_table, actor_id as record_id, source_id
        from actors
        union all
        select 'places', place_id, source_id
        from places
        union all
        select 'airstrikes', airstrike_id, source_id
        from airstrikes
        union all
        select 'airstrike_area_actors', airstrike_id || '|' || actor_id, source_id
        from airstrike_area_actors
        union all
        select 'claims', claim_id, source_id
        from claims
        union all
        select 'fuel_shipments', shipment_id, source_id
        from fuel_shipments
        union all
        select 'shipment_stops', shipment_id || '|' || cast(stop_number as varchar), source_id
        from shipment_stops
        union all
        select 'shipment_parties', shipment_id || '|' || actor_id || '|' || role, source_id
        from shipment_parties
        union all
        select 'shipment_groups', group_id, source_id
        from shipment_groups
        union all
        select 'shipment_group_claims', group_id || '|' || actor_id || '|' || role, source_id
        from shipment_group_claims
        union all
        select 'relationships', relationship_id, source_id
        from relationships
        union all
        select 'measures', measure_id, source_id
        from measures
        union all
        select 'designations', measure_id || '|' || actor_id, source_id
        from designations
        union all
        select 'list_checks', actor_id || '|' || authority || '|' || cast(list_version_on as varchar), source_id
        from list_checks
        union all
        select 'sanction_calls', call_id, source_id
        from sanction_calls
        union all
        select 'published_figures', figure_id, source_id
        from published_figures
        union all
        select 'admin1_areas', admin1_pcode, source_id
        from admin1_areas
        union all
        select 'ownership_rules', authority || '|' || coalesce(cast(valid_from_earliest_on as varchar), ''), source_id
        from ownership_rules
        union all
        select 'actor_names', actor_id || '|' || name, source_id
        from actor_names
        union all
        select 'identifiers', actor_id || '|' || scheme || '|' || value, source_id
        from identifiers
        union all
        select
            'trade_flows',
            cast(period_start_on as varchar)
            || '|'
            || cast(period_end_on as varchar)
            || '|'
            || reporter
            || '|'
            || coalesce(partner, '')
            || '|'
            || flow
            || '|'
            || source_id,
            source_id
        from trade_flows
    )
select
    own_sources.record_table,
    own_sources.record_id,
    own_sources.source_id,
    'row' as via,
    'supports' as relation,
    cast(null as varchar) as supports
from own_sources
where own_sources.source_id is not null
union all
select evidence.record_table, evidence.record_id, evidence.source_id, 'evidence', evidence.relation, evidence.supports
from evidence
