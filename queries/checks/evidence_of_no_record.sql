/*---
title: Evidence for a record that is not there
severity: error
help: Mend record_table or record_id (the key of the record, its parts joined by '|'), add the record, or remove the row.
---*/
with
    records as (
        select 'actors' as record_table, actor_id as record_id
        from actors
        union all
        select 'actor_names', actor_id || '|' || name
        from actor_names
        union all
        select 'addressee_jurisdictions', addressee
        from addressee_jurisdictions
        union all
        select 'admin1_areas', admin1_pcode
        from admin1_areas
        union all
        select 'airstrike_area_actors', airstrike_id || '|' || actor_id
        from airstrike_area_actors
        union all
        select 'airstrikes', airstrike_id
        from airstrikes
        union all
        select 'ask_answers', ask || '|' || scope || '|' || measure_type
        from ask_answers
        union all
        select 'call_addressees', call_id || '|' || addressee
        from call_addressees
        union all
        select 'call_asks', call_id || '|' || ask
        from call_asks
        union all
        select 'claims', claim_id
        from claims
        union all
        select 'designations', measure_id || '|' || actor_id
        from designations
        union all
        select 'fuel_shipments', shipment_id
        from fuel_shipments
        union all
        select 'identifiers', actor_id || '|' || scheme || '|' || value
        from identifiers
        union all
        select 'list_checks', actor_id || '|' || authority || '|' || cast(list_version_on as varchar)
        from list_checks
        union all
        select 'measure_programmes', measure_id || '|' || programme
        from measure_programmes
        union all
        select 'measure_scopes', measure_id || '|' || scope
        from measure_scopes
        union all
        select 'measures', measure_id
        from measures
        union all
        select 'ownership_rules', authority || '|' || coalesce(cast(valid_from_earliest_on as varchar), '')
        from ownership_rules
        union all
        select 'places', place_id
        from places
        union all
        select 'published_figures', figure_id
        from published_figures
        union all
        select 'relationships', relationship_id
        from relationships
        union all
        select 'sanction_calls', call_id
        from sanction_calls
        union all
        select 'shipment_group_claims', group_id || '|' || actor_id || '|' || role
        from shipment_group_claims
        union all
        select 'shipment_group_members', group_id || '|' || shipment_id
        from shipment_group_members
        union all
        select 'shipment_groups', group_id
        from shipment_groups
        union all
        select 'shipment_parties', shipment_id || '|' || actor_id || '|' || role
        from shipment_parties
        union all
        select 'shipment_stops', shipment_id || '|' || cast(stop_number as varchar)
        from shipment_stops
        union all
        select 'sources', source_id
        from sources
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
            || source_id
        from trade_flows
    )
select
    'evidence' as record_table,
    evidence.record_table
    || '|'
    || evidence.record_id
    || '|'
    || evidence.source_id
    || '|'
    || coalesce(evidence.locator, '')
    || '|'
    || coalesce(evidence.supports, '')
    || '|'
    || coalesce(evidence.note, '') as record_id,
    'record_id' as column_name,
    evidence.record_id as value,
    'no row of ' || evidence.record_table || ' has the key ' || evidence.record_id as problem
from evidence
left join records on records.record_table = evidence.record_table and records.record_id = evidence.record_id
where records.record_id is null
order by record_id
