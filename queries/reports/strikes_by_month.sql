/*---
title: Reported air strikes by month
question: How many of the reported strikes fall in each month, certainly and possibly, with how many deaths and injured?
grain: one row per month and, with `by`, per state or region, kind of target or kind of aircraft
caveat: >-
  A sample of reported strikes, not a census: it does not show how the number of strikes changed over time. A strike whose days
  span several months is counted as possible in each of them, so possible strikes are never summed over months. A month without a row has
  no strike in the sample. Sums run over strikes that have a figure; blank means that none has.
params:
  by: {type: string, default: none, choices: [none, admin1, target_type, aircraft], help: Split each month by this column}
  from_on: {type: date, default: null, help: Only months that end on this day or later}
  to_on: {type: date, default: null, help: Only months that begin on this day or earlier}
  admin1: {as_in: strikes}
  target_type: {as_in: strikes}
  aircraft: {as_in: strikes}
  verification: {as_in: strikes}
columns:
  month: Month, as 2023-04.
  group: Value of the column named by `by`; blank without it, or where it is not known.
  strikes_certain: Strikes that lie certainly in the month.
  strikes_possible: Strikes that lie possibly in it, those that are certain not included.
  killed_min_certain: {unit: persons, description: Sum of the lowest figures of deaths of the certain strikes.}
  killed_max_certain: {unit: persons, description: Sum of their highest figures.}
  killed_min_possible: {unit: persons, description: Sum of the lowest figures of deaths of the possible strikes.}
  killed_max_possible: {unit: persons, description: Sum of their highest figures.}
  civilians_killed_min_certain: {unit: persons, description: Sum of the least numbers of civilians killed of the certain strikes.}
  civilians_killed_min_possible: {unit: persons, description: The same of the possible strikes.}
  children_killed_min_certain: {unit: persons, description: Sum of the least numbers of children killed of the certain strikes.}
  children_killed_min_possible: {unit: persons, description: The same of the possible strikes.}
  injured_min_certain: {unit: persons, description: Sum of the lowest figures of injured of the certain strikes.}
  injured_max_certain: {unit: persons, description: Sum of their highest figures.}
  injured_min_possible: {unit: persons, description: Sum of the lowest figures of injured of the possible strikes.}
  injured_max_possible: {unit: persons, description: Sum of their highest figures.}
  source_ids: Sources of the rows of the strikes counted, joined by '; '.
table:
  - month
  - group
  - strikes_certain
  - strikes_possible
  - killed_min_certain
  - killed_max_certain
  - civilians_killed_min_certain
  - children_killed_min_certain
picture: {kind: bars, of: reported strikes, x: month, certain: strikes_certain, possible: strikes_possible, panel: group, certain_words: certainly in the month, possible_words: possibly in the month}
---*/
with recursive
    asked_strikes as (
        select
            airstrikes.*,
            case
                $by
                when 'admin1'
                then airstrikes.admin1
                when 'target_type'
                then airstrikes.target_type
                when 'aircraft'
                then airstrikes.aircraft
            end as split,
            year(airstrikes.earliest_on) * 12 + month(airstrikes.earliest_on) - 1 as first_month,
            year(airstrikes.latest_on) * 12 + month(airstrikes.latest_on) - 1 as last_month
        from
            chosen_strikes(
                cast($admin1 as varchar),
                cast($target_type as varchar),
                cast($aircraft as varchar),
                cast($verification as varchar)
            ) as airstrikes
    ),
    -- months are numbered from year 0; an open end reaches to the first or the last month that any strike names
    limits as (
        select
            min(coalesce(asked_strikes.first_month, asked_strikes.last_month)) as first_month,
            max(coalesce(asked_strikes.last_month, asked_strikes.first_month)) as last_month
        from asked_strikes
    ),
    months as (
        select limits.first_month as month_number, limits.last_month
        from limits
        where limits.first_month is not null
        union all
        select months.month_number + 1, months.last_month
        from months
        where months.month_number < months.last_month
    ),
    placed as (
        select asked_strikes.*, asked_strikes.first_month as month_number, 1 as is_certain
        from asked_strikes
        where asked_strikes.first_month = asked_strikes.last_month
        union all
        select asked_strikes.*, months.month_number, 0
        from asked_strikes
        inner join
            months
            on months.month_number >= coalesce(asked_strikes.first_month, months.month_number)
            and months.month_number <= coalesce(asked_strikes.last_month, months.month_number)
        where
            asked_strikes.first_month is null
            or asked_strikes.last_month is null
            or asked_strikes.first_month <> asked_strikes.last_month
    ),
    chosen_months as (
        select placed.*
        from placed
        where
            (
                cast($from_on as date) is null
                or placed.month_number >= year(cast($from_on as date)) * 12 + month(cast($from_on as date)) - 1
            )
            and (
                cast($to_on as date) is null
                or placed.month_number <= year(cast($to_on as date)) * 12 + month(cast($to_on as date)) - 1
            )
    )
select
    lpad(cast(cast(floor(chosen_months.month_number / 12) as integer) as varchar), 4, '0')
    || '-'
    || lpad(cast(chosen_months.month_number % 12 + 1 as varchar), 2, '0') as month,
    chosen_months.split as "group",
    cast(sum(chosen_months.is_certain) as bigint) as strikes_certain,
    cast(sum(1 - chosen_months.is_certain) as bigint) as strikes_possible,
    cast(sum(chosen_months.killed_min) filter (where chosen_months.is_certain = 1) as bigint) as killed_min_certain,
    cast(sum(chosen_months.killed_max) filter (where chosen_months.is_certain = 1) as bigint) as killed_max_certain,
    cast(sum(chosen_months.killed_min) filter (where chosen_months.is_certain = 0) as bigint) as killed_min_possible,
    cast(sum(chosen_months.killed_max) filter (where chosen_months.is_certain = 0) as bigint) as killed_max_possible,
    cast(
        sum(chosen_months.civilians_killed_min) filter (where chosen_months.is_certain = 1) as bigint
    ) as civilians_killed_min_certain,
    cast(
        sum(chosen_months.civilians_killed_min) filter (where chosen_months.is_certain = 0) as bigint
    ) as civilians_killed_min_possible,
    cast(
        sum(chosen_months.children_killed_min) filter (where chosen_months.is_certain = 1) as bigint
    ) as children_killed_min_certain,
    cast(
        sum(chosen_months.children_killed_min) filter (where chosen_months.is_certain = 0) as bigint
    ) as children_killed_min_possible,
    cast(sum(chosen_months.injured_min) filter (where chosen_months.is_certain = 1) as bigint) as injured_min_certain,
    cast(sum(chosen_months.injured_max) filter (where chosen_months.is_certain = 1) as bigint) as injured_max_certain,
    cast(sum(chosen_months.injured_min) filter (where chosen_months.is_certain = 0) as bigint) as injured_min_possible,
    cast(sum(chosen_months.injured_max) filter (where chosen_months.is_certain = 0) as bigint) as injured_max_possible,
    string_agg(distinct chosen_months.source_id, '; ' order by chosen_months.source_id) as source_ids
from chosen_months
group by chosen_months.month_number, chosen_months.split
order by chosen_months.month_number, chosen_months.split nulls last
