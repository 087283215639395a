/*---
title: Calendar
grain: one row per day, whole years from the first to the last day that any fact names
caveat: >-
  Facts have two days each, the first and the last possible one. Join one of them, say which, and remember that a fact between two days is not
  an event of each of them.
keys: {primary: [date_on]}
columns:
  date_on: Day.
  year: Year.
  quarter: Quarter of the year, 1 to 4.
  month: Month of the year, 1 to 12.
  day_of_month: Day of the month.
  iso_weekday: Day of the week, 1 Monday to 7 Sunday.
  year_quarter: Year and quarter, such as 2023-Q1; sorts by time.
  year_month: Year and month, such as 2023-01; sorts by time.
  month_start_on: First day of the month.
  is_month_end: true on the last day of a month.
---*/
with
    named_days as (
        select
            least(min(earliest_on), min(latest_on)) as first_on, greatest(max(earliest_on), max(latest_on)) as last_on
        from airstrikes
        union all
        select
            least(min(arrived_earliest_on), min(arrived_latest_on), min(departed_earliest_on), min(departed_latest_on)),
            greatest(
                max(arrived_earliest_on), max(arrived_latest_on), max(departed_earliest_on), max(departed_latest_on)
            )
        from shipment_stops
        union all
        select
            least(min(announced_on), min(effective_earliest_on), min(effective_latest_on), min(ended_on)),
            greatest(max(announced_on), max(effective_earliest_on), max(effective_latest_on), max(ended_on))
        from measures
        union all
        select least(min(listed_on), min(delisted_on)), greatest(max(listed_on), max(delisted_on))
        from designations
        union all
        select
            least(min(called_earliest_on), min(called_latest_on)),
            greatest(max(called_earliest_on), max(called_latest_on))
        from sanction_calls
        union all
        select
            least(min(published_earliest_on), min(published_latest_on)),
            greatest(max(published_earliest_on), max(published_latest_on))
        from sources
    ),
    bounds as (
        select
            make_date(cast(year(min(named_days.first_on)) as integer), 1, 1) as first_on,
            make_date(cast(year(max(named_days.last_on)) as integer), 12, 31) as last_on
        from named_days
    ),
    digits as (
        select 0 as digit
        union all
        select 1
        union all
        select 2
        union all
        select 3
        union all
        select 4
        union all
        select 5
        union all
        select 6
        union all
        select 7
        union all
        select 8
        union all
        select 9
    ),
    -- 100,000 days are more than two centuries
    numbers as (
        select
            ones.digit
            + 10 * tens.digit
            + 100 * hundreds.digit
            + 1000 * thousands.digit
            + 10000 * ten_thousands.digit as number
        from digits as ones
        cross join digits as tens
        cross join digits as hundreds
        cross join digits as thousands
        cross join digits as ten_thousands
    ),
    days as (
        select bounds.first_on + cast(numbers.number as integer) as date_on
        from bounds
        cross join numbers
        where bounds.first_on + cast(numbers.number as integer) <= bounds.last_on
    )
select
    days.date_on,
    year(days.date_on) as year,
    quarter(days.date_on) as quarter,
    month(days.date_on) as month,
    day(days.date_on) as day_of_month,
    isodow(days.date_on) as iso_weekday,
    cast(year(days.date_on) as varchar) || '-Q' || cast(quarter(days.date_on) as varchar) as year_quarter,
    substr(cast(days.date_on as varchar), 1, 7) as year_month,
    make_date(cast(year(days.date_on) as integer), cast(month(days.date_on) as integer), 1) as month_start_on,
    day(days.date_on + 1) = 1 as is_month_end
from days
order by days.date_on
