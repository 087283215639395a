/*---
title: Reported air strikes by year
question: How many of the reported strikes fall in each year, with how many deaths?
grain: one row per year
caveat: >-
  A sample of reported strikes, not a census: it does not show how the number of strikes changed from year to year. A strike
  counts in the year of its first possible day; strikes that may belong to a later year are counted apart. Sums run over the strikes that
  have a figure, which are counted too; a year without any is blank, not 0.
params:
  admin1: {as_in: strikes}
  target_type: {as_in: strikes}
  aircraft: {as_in: strikes}
  verification: {as_in: strikes}
columns:
  year: Year of the first possible day of the strikes; blank where that day is open.
  strikes: Reported strikes.
  strikes_maybe_later: Strikes among them whose last possible day lies in a later year, or is open.
  strikes_with_figure: Strikes among them with a lowest figure of deaths.
  killed_min: {unit: persons, description: Sum of the lowest figures of deaths.}
  killed_max: {unit: persons, description: Sum of the highest figures of deaths.}
  civilians_killed_min: {unit: persons, description: Sum of the least numbers of civilians among the dead.}
  children_killed_min: {unit: persons, description: Sum of the least numbers of children among the dead.}
  injured_min: {unit: persons, description: Sum of the lowest figures of injured.}
  injured_max: {unit: persons, description: Sum of the highest figures of injured.}
  source_ids: Sources of the rows of the strikes counted, joined by '; '.
table: [year, strikes, strikes_maybe_later, strikes_with_figure, killed_min, killed_max, civilians_killed_min, children_killed_min]
picture: {kind: bars, of: reported strikes, x: year, certain: strikes, possible: strikes_maybe_later, possible_is_part: true, certain_words: certainly in the year, possible_words: in this year or a later one}
---*/
select
    cast(year(airstrikes.earliest_on) as integer) as year,
    count(*) as strikes,
    count(*) filter (
        where airstrikes.latest_on is null or year(airstrikes.latest_on) > year(airstrikes.earliest_on)
    ) as strikes_maybe_later,
    count(airstrikes.killed_min) as strikes_with_figure,
    cast(sum(airstrikes.killed_min) as bigint) as killed_min,
    cast(sum(airstrikes.killed_max) as bigint) as killed_max,
    cast(sum(airstrikes.civilians_killed_min) as bigint) as civilians_killed_min,
    cast(sum(airstrikes.children_killed_min) as bigint) as children_killed_min,
    cast(sum(airstrikes.injured_min) as bigint) as injured_min,
    cast(sum(airstrikes.injured_max) as bigint) as injured_max,
    string_agg(distinct airstrikes.source_id, '; ' order by airstrikes.source_id) as source_ids
from
    chosen_strikes(
        cast($admin1 as varchar),
        cast($target_type as varchar),
        cast($aircraft as varchar),
        cast($verification as varchar)
    ) as airstrikes
group by year(airstrikes.earliest_on)
order by year nulls last
