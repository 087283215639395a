/*---
title: Evidence whose day lies outside the interval that it supports
severity: warning
help: "Write relation contradicts, split the row by what it speaks of, or mend the day; a page that repeats one day and adds another is two rows."
---*/
-- A day in the note of evidence that is filed as supporting a day: 2021-05-15, 15 May 2021 or 15 May. Without a year it
-- is read in the years of the interval. A note on a whole record counts where it says that it dates it.
with
    intervals as (
        select
            'airstrikes' as record_table,
            airstrikes.airstrike_id as record_id,
            'day' as dated,
            airstrikes.earliest_on,
            airstrikes.latest_on
        from airstrikes
        union all
        select
            'shipment_stops',
            shipment_stops.shipment_id || '|' || cast(shipment_stops.stop_number as varchar),
            'arrived',
            shipment_stops.arrived_earliest_on,
            shipment_stops.arrived_latest_on
        from shipment_stops
        union all
        select
            'shipment_stops',
            shipment_stops.shipment_id || '|' || cast(shipment_stops.stop_number as varchar),
            'departed',
            shipment_stops.departed_earliest_on,
            shipment_stops.departed_latest_on
        from shipment_stops
        union all
        select
            'sanction_calls',
            sanction_calls.call_id,
            'called',
            sanction_calls.called_earliest_on,
            sanction_calls.called_latest_on
        from sanction_calls
        union all
        select
            'designations',
            designations.measure_id || '|' || designations.actor_id,
            'listed',
            designations.listed_on,
            designations.listed_on
        from designations
        union all
        select
            'designations',
            designations.measure_id || '|' || designations.actor_id,
            'delisted',
            designations.delisted_on,
            designations.delisted_on
        from designations
        union all
        select 'measures', measures.measure_id, 'announced', measures.announced_on, measures.announced_on
        from measures
        union all
        select
            'measures', measures.measure_id, 'effective', measures.effective_earliest_on, measures.effective_latest_on
        from measures
    ),
    supporting as (
        select
            evidence.*,
            case
                when evidence.supports in ('earliest_on', 'latest_on', 'date_precision')
                then 'day'
                when evidence.supports like '%_on'
                then split_part(evidence.supports, '_', 1)
                when evidence.supports is null and regexp_matches(evidence.note, '\bdate[sd] (it|them|the|this)\b')
                then 'day'
            end as dated
        from evidence
        where evidence.relation = 'supports' and evidence.note is not null
    ),
    named as (
        select
            supporting.*,
            intervals.earliest_on,
            intervals.latest_on,
            unnest(
                regexp_extract_all(
                    supporting.note,
                    '\d{4}-\d{2}-\d{2}|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?: \d{4})?\b'
                )
            ) as words
        from supporting
        inner join
            intervals
            on intervals.record_table = supporting.record_table
            and intervals.record_id = supporting.record_id
            and intervals.dated = supporting.dated
        where intervals.earliest_on is not null or intervals.latest_on is not null
    ),
    parts as (
        select
            named.*,
            regexp_extract(named.words, '^\d{1,2}') as day_part,
            cast(
                (instr('JanFebMarAprMayJunJulAugSepOctNovDec', regexp_extract(named.words, '[A-Z][a-z]{2}')) + 2)
                / 3 as integer
            ) as month_number,
            nullif(regexp_extract(named.words, '\d{4}$'), '') as year_part
        from named
    ),
    dated as (
        select
            parts.*,
            case
                when regexp_matches(parts.words, '^\d{4}-')
                then try_cast(parts.words as date)
                else
                    try_cast(
                        coalesce(parts.year_part, cast(year(coalesce(parts.earliest_on, parts.latest_on)) as varchar))
                        || '-'
                        || lpad(cast(parts.month_number as varchar), 2, '0')
                        || '-'
                        || lpad(parts.day_part, 2, '0') as date
                    )
            end as first_on,
            case
                when parts.year_part is null and not regexp_matches(parts.words, '^\d{4}-')
                then
                    try_cast(
                        cast(year(coalesce(parts.latest_on, parts.earliest_on)) as varchar)
                        || '-'
                        || lpad(cast(parts.month_number as varchar), 2, '0')
                        || '-'
                        || lpad(parts.day_part, 2, '0') as date
                    )
            end as second_on
        from parts
    )
select
    'evidence' as record_table,
    concat_ws(
        '|',
        dated.record_table,
        dated.record_id,
        dated.source_id,
        coalesce(dated.locator, ''),
        coalesce(dated.supports, ''),
        dated.note
    ) as record_id,
    'note' as column_name,
    dated.note as value,
    dated.words
    || ' lies outside '
    || day_words(dated.earliest_on, dated.latest_on)
    || ', which '
    || dated.source_id
    || ' is filed as supporting' as problem
from dated
where
    certainty_within(dated.first_on, dated.first_on, dated.earliest_on, dated.latest_on) = 'not'
    and (
        dated.second_on is null
        or certainty_within(dated.second_on, dated.second_on, dated.earliest_on, dated.latest_on) = 'not'
    )
order by record_id, dated.words
