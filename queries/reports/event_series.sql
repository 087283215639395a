/*---
title: Events by day, week or month
question: How many events does each imported data set report in each day, week or month, and how many deaths in them?
grain: one row per data set, area (with `by`) and period
caveat: >-
  Counts of each data set by itself: two data sets can hold the same event, so they are never added up, nor to our own strikes. A zero stands only
  between the first and the last day that the rows of a data set name; outside there is no row, for nothing is known. An event whose days span
  several periods is possible in each of them. "Air" is what the data set's own code says, or that words of the row speak of it (mentioned).
params:
  period: {type: string, default: month, choices: [day, week, month], help: Length of the periods; weeks begin on Monday}
  by: {type: string, default: none, choices: [none, area], help: "Split by the first administrative level, in the data set's own spelling"}
  air: {type: string, default: null, value_of: reported_events.air, help: "Only events with this answer: yes, mentioned or no"}
  from_on: {type: date, default: null, help: Only periods that end on this day or later}
  to_on: {type: date, default: null, help: Only periods that begin on this day or earlier}
columns:
  data_set: The imported data set, see sources.
  area: First administrative level; blank without `by`, or where it is not known.
  period_from_on: First day of the period.
  period_to_on: Last day of the period.
  events_certain: Events that lie certainly in the period.
  events_possible: Events that lie possibly in it, those that are certain not included.
  killed_min_certain: {unit: persons, description: Sum of the lowest figures of deaths of the certain events; null where none has one.}
  killed_best_certain: {unit: persons, description: Sum of the figures that the data set calls its best; null where none has one.}
  killed_max_certain: {unit: persons, description: Sum of the highest figures; null where none has one.}
  civilians_killed_certain: {unit: persons, description: Sum of the civilians among them as the data set counts them; null where none has a figure.}
  attribution: What has to be said of the data set, as its mapping says.
  source_ids: The data set, see sources.
table: [data_set, area, period_from_on, events_certain, events_possible, killed_min_certain, killed_best_certain, killed_max_certain]
---*/
with recursive
    asked_events as (
        select
            reported_events.source_id,
            case when $by = 'area' then reported_events.area end as area,
            reported_events.earliest_on,
            reported_events.latest_on,
            reported_events.killed_min,
            reported_events.killed_best,
            reported_events.killed_max,
            reported_events.civilians_killed
        from reported_events
        where cast($air as varchar) is null or reported_events.air = cast($air as varchar)
    ),
    -- what a data set covers is told by all of its rows, not only by those that are asked for
    coverages as (
        select
            reported_events.source_id,
            min(coalesce(reported_events.earliest_on, reported_events.latest_on)) as first_on,
            max(coalesce(reported_events.latest_on, reported_events.earliest_on)) as last_on
        from reported_events
        group by reported_events.source_id
    ),
    limits as (
        select
            coverages.source_id,
            coverages.first_on,
            coverages.last_on,
            cast(date_trunc($period, coverages.first_on) as date) as period_from_on
        from coverages
        where coverages.first_on is not null
    ),
    periods as (
        select limits.source_id, limits.period_from_on, limits.last_on
        from limits
        union all
        select
            periods.source_id,
            cast(
                case
                    $period
                    when 'day'
                    then periods.period_from_on + 1
                    when 'week'
                    then periods.period_from_on + 7
                    else date_trunc('month', periods.period_from_on + 31)
                end as date
            ),
            periods.last_on
        from periods
        where
            case
                $period
                when 'day'
                then periods.period_from_on + 1
                when 'week'
                then periods.period_from_on + 7
                else last_day(periods.period_from_on) + 1
            end
            <= periods.last_on
    ),
    bounded_periods as (
        select
            periods.source_id,
            periods.period_from_on,
            cast(
                case
                    $period
                    when 'day'
                    then periods.period_from_on
                    when 'week'
                    then periods.period_from_on + 6
                    else last_day(periods.period_from_on)
                end as date
            ) as period_to_on
        from periods
    ),
    chosen_periods as (
        select bounded_periods.*
        from bounded_periods
        where
            (cast($from_on as date) is null or bounded_periods.period_to_on >= cast($from_on as date))
            and (cast($to_on as date) is null or bounded_periods.period_from_on <= cast($to_on as date))
    ),
    areas as (select distinct asked_events.source_id, asked_events.area from asked_events),
    cells as (
        select chosen_periods.source_id, areas.area, chosen_periods.period_from_on, chosen_periods.period_to_on
        from chosen_periods
        inner join areas on areas.source_id = chosen_periods.source_id
    ),
    placed as (
        select
            cells.source_id,
            cells.area,
            cells.period_from_on,
            certainty_within(
                asked_events.earliest_on, asked_events.latest_on, cells.period_from_on, cells.period_to_on
            ) as certainty,
            asked_events.killed_min,
            asked_events.killed_best,
            asked_events.killed_max,
            asked_events.civilians_killed
        from cells
        inner join
            asked_events
            on asked_events.source_id = cells.source_id
            and asked_events.area is not distinct from cells.area
            and coalesce(asked_events.earliest_on, cells.period_from_on) <= cells.period_to_on
            and coalesce(asked_events.latest_on, cells.period_to_on) >= cells.period_from_on
    ),
    counts as (
        select
            placed.source_id,
            placed.area,
            placed.period_from_on,
            count(*) filter (where placed.certainty = 'certain') as events_certain,
            count(*) filter (where placed.certainty = 'possible') as events_possible,
            sum(placed.killed_min) filter (where placed.certainty = 'certain') as killed_min_certain,
            sum(placed.killed_best) filter (where placed.certainty = 'certain') as killed_best_certain,
            sum(placed.killed_max) filter (where placed.certainty = 'certain') as killed_max_certain,
            sum(placed.civilians_killed) filter (where placed.certainty = 'certain') as civilians_killed_certain
        from placed
        group by placed.source_id, placed.area, placed.period_from_on
    )
select
    cells.source_id as data_set,
    cells.area,
    cells.period_from_on,
    cells.period_to_on,
    cast(coalesce(counts.events_certain, 0) as bigint) as events_certain,
    cast(coalesce(counts.events_possible, 0) as bigint) as events_possible,
    cast(counts.killed_min_certain as bigint) as killed_min_certain,
    cast(counts.killed_best_certain as bigint) as killed_best_certain,
    cast(counts.killed_max_certain as bigint) as killed_max_certain,
    cast(counts.civilians_killed_certain as bigint) as civilians_killed_certain,
    sources.note as attribution,
    cells.source_id as source_ids
from cells
left join
    counts
    on counts.source_id = cells.source_id
    and counts.area is not distinct from cells.area
    and counts.period_from_on = cells.period_from_on
left join sources on sources.source_id = cells.source_id
order by cells.source_id, cells.area nulls last, cells.period_from_on
