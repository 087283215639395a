/*---
title: Standing listings by jurisdiction
question: How many persons, companies and vessels does each jurisdiction list on a day?
grain: one row per jurisdiction
params:
  as_of: {type: date, default: as_of, help: "Day of the legal state, as we know it today"}
  measure_type: {type: string, default: asset_freeze, value_of: measures.measure_type, choices: [asset_freeze, vessel_listing], also: [both], help: "Kind of measure that lists; both for vessel listings as well"}
  listed_from: {type: date, default: null, help: "Only rows listed on or after this day, such as 2021-02-01, the day of the coup (rows without a day are left out)"}
  jurisdiction: {type: string, value_of: measures.jurisdiction, default: null, help: "Only this jurisdiction, such as CA"}
caveat: >-
  Actors, not list entries: one entry can cover two actors. Counts are of the rows held. Listings whose day is not known and entries that may mean a
  namesake are counted, and shown apart. Swiss rows are a floor: the whole Swiss list was not read.
columns:
  jurisdiction: Jurisdiction; EU or ISO 3166-1 alpha-2.
  authorities: Authorities with standing listings, joined by '; '.
  persons: {unit: actors, description: Persons listed on the day.}
  others: {unit: actors, description: "Companies, bodies, units and vessels listed on the day."}
  actors: {unit: actors, description: Persons and others together.}
  day_unknown: {unit: actors, description: "Of these, actors whose listing here has no day; its measure is not certainly later than the day."}
  unresolved: {unit: actors, description: "Of these, actors whose only entry here may mean a namesake."}
  note: What to know of the row.
  source_ids: Sources of the designations, joined by '; '.
table: [jurisdiction, authorities, persons, others, actors, day_unknown, unresolved, note]
picture: {kind: bars, of: actors, x: jurisdiction, certain: actors, possible: unresolved, possible_is_part: true, certain_words: actors listed, possible_words: entry may mean a namesake}
---*/
with
    standing as (
        select
            measures.jurisdiction,
            measures.authority,
            designations.actor_id,
            actors.actor_type,
            designations.listed_on,
            designations.identity,
            designations.source_id
        from designations
        inner join measures on measures.measure_id = designations.measure_id
        inner join actors on actors.actor_id = designations.actor_id
        where
            measures.measure_type in ('asset_freeze', 'vessel_listing')
            and ($measure_type = 'both' or measures.measure_type = $measure_type)
            and (cast($jurisdiction as varchar) is null or measures.jurisdiction = cast($jurisdiction as varchar))
            and (cast($listed_from as date) is null or designations.listed_on >= cast($listed_from as date))
            -- no day of listing: the measure's own day decides, and an open one may be earlier
            and coalesce(
                coalesce(designations.listed_on, measures.announced_on, measures.effective_earliest_on)
                <= cast($as_of as date),
                true
            )
            and coalesce(designations.delisted_on > cast($as_of as date), true)
    ),
    listed_actors as (
        select
            standing.jurisdiction,
            standing.actor_id,
            standing.actor_type,
            max(standing.listed_on) is null as day_unknown,
            bool_and(coalesce(standing.identity = 'unresolved', false)) as unresolved
        from standing
        group by standing.jurisdiction, standing.actor_id, standing.actor_type
    ),
    -- a jurisdiction may have several authorities in the gap matrix, and counts once
    compared as (
        select
            matrix_authorities.jurisdiction,
            min(matrix_authorities.position) as position,
            bool_or(matrix_authorities.floor) as floor
        from matrix_authorities
        group by matrix_authorities.jurisdiction
    ),
    source_lists as (
        select
            standing.jurisdiction,
            string_agg(distinct standing.authority, '; ' order by standing.authority) as authorities,
            string_agg(distinct standing.source_id, '; ' order by standing.source_id) as source_ids
        from standing
        group by standing.jurisdiction
    )
select
    listed_actors.jurisdiction,
    source_lists.authorities,
    count(*) filter (where listed_actors.actor_type = 'person') as persons,
    count(*) filter (where listed_actors.actor_type <> 'person') as others,
    count(*) as actors,
    count(*) filter (where listed_actors.day_unknown) as day_unknown,
    count(*) filter (where listed_actors.unresolved) as unresolved,
    case when bool_or(compared.floor) then 'a floor: the whole list was not read' end as note,
    source_lists.source_ids
from listed_actors
inner join source_lists on source_lists.jurisdiction = listed_actors.jurisdiction
left join compared on compared.jurisdiction = listed_actors.jurisdiction
group by listed_actors.jurisdiction, source_lists.authorities, source_lists.source_ids
order by min(compared.position) nulls last, listed_actors.jurisdiction
