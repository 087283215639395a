/*---
title: What the evidence base holds
question: How many rows of what does it hold, over which span of days, with which gaps and with what not known?
grain: one row per table
params:
  from_on: {type: date, default: null, help: "Count only rows that can lie on this day or later; tables without days are counted whole"}
  to_on: {type: date, default: null, help: Count only rows that can lie on this day or earlier}
caveat: It says what was collected, not what happened. Strikes, deliveries and calls are those that the sources report; a stretch without a row may be quiet or may not have been read.
columns:
  table_name: Table.
  rows: {unit: rows, description: Rows that can lie in the period.}
  dated: "Which day of the table is meant; null for tables without one."
  first_earliest_on: Earliest first possible day.
  last_latest_on: Latest last possible day.
  rows_to_the_day: {unit: rows, description: Rows known to the day.}
  rows_within_bounds: {unit: rows, description: Rows between two different days.}
  rows_open: {unit: rows, description: Rows with one day only (by … or not before …).}
  rows_without_day: {unit: rows, description: Rows with no day at all.}
  longest_gap_days: {unit: days, description: "Most days in a row on which no row can lie, between the first and the last; rows without both days left out."}
  gap_from_on: First day of that stretch.
  gap_until_on: Last day of that stretch.
  not_known: "What is left blank, in words, joined by '; '."
  source_ids: "Null: the row counts a whole table; the report sources_used lists the sources."
table: [table_name, rows, first_earliest_on, last_latest_on, rows_to_the_day, rows_without_day, longest_gap_days, gap_from_on, not_known]
---*/
with
    discharges as (
        select shipment_stops.shipment_id, shipment_stops.arrived_earliest_on, shipment_stops.arrived_latest_on
        from shipment_stops
        where shipment_stops.stop_type = 'discharge'
        qualify row_number() over (partition by shipment_stops.shipment_id order by shipment_stops.stop_number desc) = 1
    ),
    dated_tables as (
        select 'airstrikes' as table_name, 'day of the strike' as dated
        union all
        select 'claims', 'day of the strike'
        union all
        select 'fuel_shipments', 'arrival at the discharge stop'
        union all
        select 'measures', 'announced, else in effect'
        union all
        select 'designations', 'day of listing'
        union all
        select 'sanction_calls', 'day of the call'
        union all
        select 'list_checks', 'day of the copy'
        union all
        select 'sources', 'publication'
        union all
        select 'published_figures', 'period'
        union all
        select 'trade_flows', 'period'
        union all
        select 'relationships', 'beginning'
    ),
    dated_rows as (
        select
            'airstrikes' as table_name, airstrikes.earliest_on as day_earliest_on, airstrikes.latest_on as day_latest_on
        from airstrikes
        union all
        select 'fuel_shipments', discharges.arrived_earliest_on, discharges.arrived_latest_on
        from fuel_shipments
        left join discharges on discharges.shipment_id = fuel_shipments.shipment_id
        union all
        select
            'measures',
            case when measures.announced_on is null then measures.effective_earliest_on else measures.announced_on end,
            case when measures.announced_on is null then measures.effective_latest_on else measures.announced_on end
        from measures
        union all
        select 'designations', designation_days.listed_earliest_on, designation_days.listed_latest_on
        from designation_days
        union all
        select 'sanction_calls', sanction_calls.called_earliest_on, sanction_calls.called_latest_on
        from sanction_calls
        union all
        select 'list_checks', list_checks.list_version_on, list_checks.list_version_on
        from list_checks
        union all
        select 'sources', sources.published_earliest_on, sources.published_latest_on
        from sources
        union all
        select 'published_figures', published_figures.period_start_on, published_figures.period_end_on
        from published_figures
        union all
        select 'trade_flows', trade_flows.period_start_on, trade_flows.period_end_on
        from trade_flows
        union all
        select 'relationships', relationships.started_earliest_on, relationships.started_latest_on
        from relationships
        union all
        select 'claims', airstrikes.earliest_on, airstrikes.latest_on
        from claims
        left join airstrikes on airstrikes.airstrike_id = claims.airstrike_id
    ),
    -- equal intervals are counted once and carried as one
    intervals as (
        select dated_rows.table_name, dated_rows.day_earliest_on, dated_rows.day_latest_on, count(*) as rows
        from dated_rows
        where
            certainty_within(
                dated_rows.day_earliest_on, dated_rows.day_latest_on, cast($from_on as date), cast($to_on as date)
            )
            <> 'not'
        group by dated_rows.table_name, dated_rows.day_earliest_on, dated_rows.day_latest_on
    ),
    spans as (
        select
            intervals.table_name,
            sum(intervals.rows) as rows,
            min(intervals.day_earliest_on) as first_earliest_on,
            max(intervals.day_latest_on) as last_latest_on,
            sum(
                case when intervals.day_earliest_on = intervals.day_latest_on then intervals.rows else 0 end
            ) as rows_to_the_day,
            sum(
                case when intervals.day_earliest_on <> intervals.day_latest_on then intervals.rows else 0 end
            ) as rows_within_bounds,
            sum(
                case
                    when (intervals.day_earliest_on is null) <> (intervals.day_latest_on is null)
                    then intervals.rows
                    else 0
                end
            ) as rows_open,
            sum(
                case
                    when intervals.day_earliest_on is null and intervals.day_latest_on is null
                    then intervals.rows
                    else 0
                end
            ) as rows_without_day
        from intervals
        group by intervals.table_name
    ),
    reaches as (
        select
            intervals.table_name,
            intervals.day_earliest_on,
            max(intervals.day_latest_on) over (
                partition by intervals.table_name
                order by intervals.day_earliest_on, intervals.day_latest_on
                rows between unbounded preceding and 1 preceding
            ) as reached_on
        from intervals
        where intervals.day_earliest_on is not null and intervals.day_latest_on is not null
    ),
    gaps as (
        select
            reaches.table_name,
            reaches.day_earliest_on - reaches.reached_on - 1 as gap_days,
            reaches.reached_on + 1 as gap_from_on,
            reaches.day_earliest_on - 1 as gap_until_on,
            row_number() over (
                partition by reaches.table_name
                order by reaches.day_earliest_on - reaches.reached_on desc, reaches.day_earliest_on
            ) as place
        from reaches
        where reaches.day_earliest_on > reaches.reached_on + 1
    ),
    undated_tables as (
        select 'actors' as table_name, count(*) as rows
        from actors
        union all
        select 'actor_names', count(*)
        from actor_names
        union all
        select 'identifiers', count(*)
        from identifiers
        union all
        select 'places', count(*)
        from places
        union all
        select 'shipment_stops', count(*)
        from shipment_stops
        union all
        select 'shipment_parties', count(*)
        from shipment_parties
        union all
        select 'shipment_groups', count(*)
        from shipment_groups
        union all
        select 'shipment_group_claims', count(*)
        from shipment_group_claims
        union all
        select 'airstrike_area_actors', count(*)
        from airstrike_area_actors
        union all
        select 'evidence', count(*)
        from evidence
    ),
    blanks as (
        select
            'airstrikes' as table_name,
            concat_ws(
                '; ',
                'killed ' || cast(count(*) - count(airstrikes.killed_min) as varchar),
                'injured ' || cast(count(*) - count(airstrikes.injured_min) as varchar),
                'civilians killed ' || cast(count(*) - count(airstrikes.civilians_killed_min) as varchar),
                'point ' || cast(count(*) - count(airstrikes.latitude) as varchar),
                'aircraft '
                || cast(count(case when coalesce(airstrikes.aircraft, 'unknown') = 'unknown' then 1 end) as varchar)
            ) as not_known
        from airstrikes
        where
            certainty_within(airstrikes.earliest_on, airstrikes.latest_on, cast($from_on as date), cast($to_on as date))
            <> 'not'
        union all
        select
            'fuel_shipments',
            concat_ws(
                '; ',
                'vessel ' || cast(count(*) - count(fuel_shipments.vessel_id) as varchar),
                'quantity ' || cast(count(*) - count(fuel_shipments.quantity_tonnes_min) as varchar)
            )
        from fuel_shipments
        left join discharges on discharges.shipment_id = fuel_shipments.shipment_id
        where
            certainty_within(
                discharges.arrived_earliest_on,
                discharges.arrived_latest_on,
                cast($from_on as date),
                cast($to_on as date)
            )
            <> 'not'
        union all
        select
            'measures',
            concat_ws(
                '; ',
                'announcement ' || cast(count(*) - count(measures.announced_on) as varchar),
                'day of effect ' || cast(count(*) - count(measures.effective_on) as varchar)
            )
        from measures
        where
            certainty_within(
                case
                    when measures.announced_on is null then measures.effective_earliest_on else measures.announced_on
                end,
                case
                    when measures.announced_on is null then measures.effective_latest_on else measures.announced_on
                end,
                cast($from_on as date),
                cast($to_on as date)
            )
            <> 'not'
        union all
        select
            'designations', 'number on the list ' || cast(count(*) - count(designation_days.list_reference) as varchar)
        from designation_days
        where
            certainty_within(
                designation_days.listed_earliest_on,
                designation_days.listed_latest_on,
                cast($from_on as date),
                cast($to_on as date)
            )
            <> 'not'
        union all
        select
            'sources',
            concat_ws(
                '; ',
                'title ' || cast(count(*) - count(sources.title) as varchar),
                'archive copy ' || cast(count(*) - count(sources.archive_url) as varchar)
            )
        from sources
        where
            certainty_within(
                sources.published_earliest_on, sources.published_latest_on, cast($from_on as date), cast($to_on as date)
            )
            <> 'not'
        union all
        select
            'relationships',
            concat_ws(
                '; ',
                'share ' || cast(
                    count(
                        case
                            when
                                relationships.predicate in ('owns', 'shareholder_of', 'subsidiary_of')
                                and relationships.share_min_pct is null
                                and relationships.share_max_pct is null
                            then 1
                        end
                    ) as varchar
                ),
                'end ' || cast(
                    count(
                        case
                            when relationships.ended_earliest_on is null and relationships.ended_latest_on is null
                            then 1
                        end
                    ) as varchar
                )
            )
        from relationships
        where
            certainty_within(
                relationships.started_earliest_on,
                relationships.started_latest_on,
                cast($from_on as date),
                cast($to_on as date)
            )
            <> 'not'
        union all
        select 'claims', 'speaker ' || cast(count(*) - count(claims.speaker_id) as varchar)
        from claims
        left join airstrikes on airstrikes.airstrike_id = claims.airstrike_id
        where
            certainty_within(airstrikes.earliest_on, airstrikes.latest_on, cast($from_on as date), cast($to_on as date))
            <> 'not'
    )
select
    dated_tables.table_name,
    coalesce(spans.rows, 0) as rows,
    dated_tables.dated,
    spans.first_earliest_on,
    spans.last_latest_on,
    coalesce(spans.rows_to_the_day, 0) as rows_to_the_day,
    coalesce(spans.rows_within_bounds, 0) as rows_within_bounds,
    coalesce(spans.rows_open, 0) as rows_open,
    coalesce(spans.rows_without_day, 0) as rows_without_day,
    gaps.gap_days as longest_gap_days,
    gaps.gap_from_on,
    gaps.gap_until_on,
    case when spans.rows > 0 then blanks.not_known end as not_known,
    cast(null as varchar) as source_ids
from dated_tables
left join spans on spans.table_name = dated_tables.table_name
left join gaps on gaps.table_name = dated_tables.table_name and gaps.place = 1
left join blanks on blanks.table_name = dated_tables.table_name
union all
select
    undated_tables.table_name,
    undated_tables.rows,
    cast(null as varchar),
    cast(null as date),
    cast(null as date),
    cast(null as bigint),
    cast(null as bigint),
    cast(null as bigint),
    cast(null as bigint),
    cast(null as bigint),
    cast(null as date),
    cast(null as date),
    cast(null as varchar),
    cast(null as varchar)
from undated_tables
order by first_earliest_on nulls last, table_name
