/*---
title: Sources that were certainly published before the event they report
severity: warning
help: Read the source again. The day of publication or of the event is wrong, or the row rests on another source.
---*/
with
    -- evidence for coordinates and names of places can be older than the event
    used_sources as (
        select evidence.record_table, evidence.record_id, evidence.source_id
        from evidence
        where
            evidence.relation = 'supports'
            and coalesce(evidence.supports, '') not in (
                'latitude',
                'longitude',
                'geo_precision',
                'place',
                'place_id',
                'place_name',
                'township',
                'admin1',
                'admin1_pcode'
            )
    ),
    events as (
        select
            'airstrikes' as record_table,
            airstrikes.airstrike_id as record_id,
            airstrikes.earliest_on as began_on,
            airstrikes.source_id
        from airstrikes
        union all
        select
            'shipment_stops',
            shipment_stops.shipment_id || '|' || cast(shipment_stops.stop_number as varchar),
            coalesce(shipment_stops.arrived_earliest_on, shipment_stops.departed_earliest_on),
            shipment_stops.source_id
        from shipment_stops
        union all
        select 'sanction_calls', sanction_calls.call_id, sanction_calls.called_earliest_on, sanction_calls.source_id
        from sanction_calls
        union all
        select 'claims', claims.claim_id, airstrikes.earliest_on, claims.source_id
        from claims
        inner join airstrikes on airstrikes.airstrike_id = claims.airstrike_id
        union all
        -- a listing can be announced before its day: what counts is the earlier of the two
        select
            'designations',
            designations.measure_id || '|' || designations.actor_id,
            least(designations.listed_on, measures.announced_on),
            designations.source_id
        from designations
        inner join measures on measures.measure_id = designations.measure_id
        where designations.listed_on is not null
    ),
    reports as (
        select events.record_table, events.record_id, events.began_on, events.source_id
        from events
        union all
        select events.record_table, events.record_id, events.began_on, used_sources.source_id
        from events
        inner join
            used_sources
            on used_sources.record_table = events.record_table
            and used_sources.record_id = events.record_id
    )
-- the row's own source may stand in evidence too: distinct comes last, when only the findings are left
select distinct
    reports.record_table,
    reports.record_id,
    'source_id' as column_name,
    reports.source_id as value,
    'the source was published by '
    || cast(sources.published_latest_on as varchar)
    || ', the event was on '
    || cast(reports.began_on as varchar)
    || ' at the earliest' as problem
from reports
inner join sources on sources.source_id = reports.source_id
where sources.published_latest_on < reports.began_on
order by reports.record_table, reports.record_id, reports.source_id
