/*---
title: Reported air strikes by year
question: How many of the reported strikes fall in each year, with how many deaths?
grain: one row per year
caveat: >-
  A sample of reported strikes, not a census: it does not show how the number of strikes changed from year to year. A strike
  counts in the year of its first possible day; strikes that may belong to a later year are counted apart. Sums run over the strikes that
  have a figure, which are counted too; a year without any is blank, not 0.
params:
  admin1: {type: string, value_of: admin1_areas.admin1, default: null, help: "Only this state or region, such as Sagaing"}
  target_type:
    type: string
    default: null
    value_of: airstrikes.target_type
    help: Only strikes on this kind of target
  aircraft:
    type: string
    default: null
    value_of: airstrikes.aircraft
    help: Only strikes by this kind of aircraft
  verification: {type: string, default: null, value_of: airstrikes.verification, help: Only strikes of this standing}
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
from airstrikes
where
    (cast($admin1 as varchar) is null or airstrikes.admin1 = cast($admin1 as varchar))
    and (cast($target_type as varchar) is null or airstrikes.target_type = cast($target_type as varchar))
    and (cast($aircraft as varchar) is null or airstrikes.aircraft = cast($aircraft as varchar))
    and (cast($verification as varchar) is null or airstrikes.verification = cast($verification as varchar))
group by year(airstrikes.earliest_on)
order by year nulls last
