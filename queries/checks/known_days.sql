/*---
title: Known days that their interval does not repeat
severity: error
help: Where the day is known, both ends of the interval are that day (date_precision day); where it is not, leave the single day blank and give the interval.
---*/
with
    dated as (
        select
            'measures' as record_table,
            measures.measure_id as record_id,
            'effective_on' as column_name,
            measures.effective_on as known_on,
            measures.effective_on is not null as is_known,
            measures.effective_earliest_on as earliest_on,
            measures.effective_latest_on as latest_on
        from measures
        union all
        select
            'sources',
            sources.source_id,
            'published_on',
            sources.published_on,
            sources.published_on is not null,
            sources.published_earliest_on,
            sources.published_latest_on
        from sources
        union all
        select
            'airstrikes',
            airstrikes.airstrike_id,
            'date_precision',
            coalesce(airstrikes.earliest_on, airstrikes.latest_on),
            coalesce(airstrikes.date_precision = 'day', false),
            airstrikes.earliest_on,
            airstrikes.latest_on
        from airstrikes
        union all
        select
            'shipment_stops',
            shipment_stops.shipment_id || '|' || cast(shipment_stops.stop_number as varchar),
            'date_precision',
            coalesce(shipment_stops.arrived_earliest_on, shipment_stops.arrived_latest_on),
            coalesce(shipment_stops.date_precision = 'day', false),
            shipment_stops.arrived_earliest_on,
            shipment_stops.arrived_latest_on
        from shipment_stops
        union all
        select
            'sanction_calls',
            sanction_calls.call_id,
            'date_precision',
            coalesce(sanction_calls.called_earliest_on, sanction_calls.called_latest_on),
            coalesce(sanction_calls.date_precision = 'day', false),
            sanction_calls.called_earliest_on,
            sanction_calls.called_latest_on
        from sanction_calls
    )
select
    dated.record_table,
    dated.record_id,
    dated.column_name,
    case when dated.column_name = 'date_precision' then 'day' else cast(dated.known_on as varchar) end as value,
    case
        when dated.column_name = 'date_precision'
        then 'date_precision is day'
        else dated.column_name || ' is ' || cast(dated.known_on as varchar)
    end
    || ', the interval is '
    || coalesce(cast(dated.earliest_on as varchar), 'open')
    || ' to '
    || coalesce(cast(dated.latest_on as varchar), 'open') as problem
from dated
where
    dated.is_known
    and (
        dated.earliest_on is null
        or dated.latest_on is null
        or dated.earliest_on <> dated.known_on
        or dated.latest_on <> dated.known_on
    )
order by dated.record_table, dated.record_id
