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
    intervals as (
        select evidence_days.table_name, evidence_days.first_on, evidence_days.last_on, evidence_days.rows
        from evidence_days
        where
            certainty_within(
                evidence_days.first_on, evidence_days.last_on, cast($from_on as date), cast($to_on as date)
            )
            <> 'not'
    ),
    spans as (
        select
            intervals.table_name,
            sum(intervals.rows) as rows,
            min(intervals.first_on) as first_earliest_on,
            max(intervals.last_on) as last_latest_on,
            sum(case when intervals.first_on = intervals.last_on then intervals.rows else 0 end) as rows_to_the_day,
            sum(case when intervals.first_on <> intervals.last_on then intervals.rows else 0 end) as rows_within_bounds,
            sum(
                case when (intervals.first_on is null) <> (intervals.last_on is null) then intervals.rows else 0 end
            ) as rows_open,
            sum(
                case when intervals.first_on is null and intervals.last_on is null then intervals.rows else 0 end
            ) as rows_without_day
        from intervals
        group by intervals.table_name
    ),
    reaches as (
        select
            intervals.table_name,
            intervals.first_on,
            max(intervals.last_on) over (
                partition by intervals.table_name
                order by intervals.first_on, intervals.last_on
                rows between unbounded preceding and 1 preceding
            ) as reached_on
        from intervals
        where intervals.first_on is not null and intervals.last_on is not null
    ),
    gaps as (
        select
            reaches.table_name,
            reaches.first_on - reaches.reached_on - 1 as gap_days,
            reaches.reached_on + 1 as gap_from_on,
            reaches.first_on - 1 as gap_until_on,
            row_number() over (
                partition by reaches.table_name order by reaches.first_on - reaches.reached_on desc, reaches.first_on
            ) as place
        from reaches
        where reaches.first_on > reaches.reached_on + 1
    ),
    counts as (
        select
            evidence_not_known.table_name,
            evidence_not_known.place,
            evidence_not_known.unknown,
            sum(evidence_not_known.rows) as rows
        from evidence_not_known
        where
            certainty_within(
                evidence_not_known.first_on, evidence_not_known.last_on, cast($from_on as date), cast($to_on as date)
            )
            <> 'not'
        group by evidence_not_known.table_name, evidence_not_known.place, evidence_not_known.unknown
    ),
    blanks as (
        select
            counts.table_name,
            string_agg(counts.unknown || ' ' || cast(counts.rows as varchar), '; ' order by counts.place) as not_known
        from counts
        group by counts.table_name
    )
select
    evidence_tables.table_name,
    coalesce(spans.rows, 0) as rows,
    evidence_tables.dated,
    spans.first_earliest_on,
    spans.last_latest_on,
    case when evidence_tables.dated is not null then coalesce(spans.rows_to_the_day, 0) end as rows_to_the_day,
    case when evidence_tables.dated is not null then coalesce(spans.rows_within_bounds, 0) end as rows_within_bounds,
    case when evidence_tables.dated is not null then coalesce(spans.rows_open, 0) end as rows_open,
    case when evidence_tables.dated is not null then coalesce(spans.rows_without_day, 0) end as rows_without_day,
    gaps.gap_days as longest_gap_days,
    gaps.gap_from_on,
    gaps.gap_until_on,
    blanks.not_known,
    cast(null as varchar) as source_ids
from evidence_tables
left join spans on spans.table_name = evidence_tables.table_name
left join gaps on gaps.table_name = evidence_tables.table_name and gaps.place = 1
left join blanks on blanks.table_name = evidence_tables.table_name
order by spans.first_earliest_on nulls last, evidence_tables.table_name
