/*---
title: In how many jurisdictions an actor is listed
question: Of the actors listed since a day, how many stand on one list only, and how many on several?
grain: one row per number of jurisdictions
params:
  as_of: {type: date, default: as_of, help: "Day of the legal state, as we know it today"}
  listed_from: {type: date, default: 2021-02-01, help: "Rows listed on or after this day count; 2021-02-01 is the day of the coup"}
  jurisdictions: {type: string, value_of: measures.jurisdiction, several: true, default: "US,GB,EU,CA,AU", help: "Jurisdictions to compare, joined by comma; those of which whole lists were read"}
  without_measures: {type: string, value_of: measures.measure_id, several: true, also: [none], default: uk-2021-04-29, help: "Measures to leave out, ids joined by comma; the default is the UK carry-over of older entries"}
caveat: >-
  Actors, not list entries, under asset freezes alone. An actor counts in a jurisdiction by any row listed from the day asked for, even where it had been
  listed before. Shares rest on our matching of entries to actors, and differ from published shares that count entries.
columns:
  jurisdictions: {unit: jurisdictions, description: In how many of the jurisdictions asked for the actor is listed.}
  actors: {unit: actors, description: Actors listed in so many.}
  persons: {unit: actors, description: "Of these, persons."}
  others: {unit: actors, description: "Of these, companies, bodies, units and vessels."}
  share_pct: {unit: percent, description: "Share of all actors counted, to one decimal."}
  all_actors: {unit: actors, description: All actors counted.}
  source_ids: Sources of the designations counted, joined by '; '.
table: [jurisdictions, actors, persons, others, share_pct, all_actors]
picture: {kind: bars, of: actors, x: jurisdictions, certain: actors, note: "Along the foot: in how many of the jurisdictions an actor is listed."}
---*/
with
    standing as (
        select distinct measures.jurisdiction, designations.actor_id, designations.source_id
        from designations
        inner join measures on measures.measure_id = designations.measure_id
        where
            measures.measure_type = 'asset_freeze'
            and ',' || replace($jurisdictions, ' ', '') || ',' like '%,' || measures.jurisdiction || ',%'
            and coalesce(',' || replace($without_measures, ' ', '') || ',', '')
            not like '%,' || measures.measure_id || ',%'
            and designations.listed_on >= cast($listed_from as date)
            and designations.listed_on <= cast($as_of as date)
            and coalesce(designations.delisted_on > cast($as_of as date), true)
    ),
    listed_actors as (
        select standing.actor_id, count(distinct standing.jurisdiction) as jurisdictions
        from standing
        group by standing.actor_id
    ),
    totals as (select count(*) as actors from listed_actors),
    source_lists as (
        select
            listed_actors.jurisdictions,
            string_agg(distinct standing.source_id, '; ' order by standing.source_id) as source_ids
        from standing
        inner join listed_actors on listed_actors.actor_id = standing.actor_id
        group by listed_actors.jurisdictions
    )
select
    listed_actors.jurisdictions,
    count(*) as actors,
    count(*) filter (where actors.actor_type = 'person') as persons,
    count(*) filter (where actors.actor_type <> 'person') as others,
    round(100.0 * count(*) / min(totals.actors), 1) as share_pct,
    min(totals.actors) as all_actors,
    min(source_lists.source_ids) as source_ids
from listed_actors
inner join actors on actors.actor_id = listed_actors.actor_id
inner join source_lists on source_lists.jurisdictions = listed_actors.jurisdictions
cross join totals
group by listed_actors.jurisdictions
order by listed_actors.jurisdictions
