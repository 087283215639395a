/*---
title: Designations
question: Who was put on which list, by which measure, from when to when?
grain: one row per measure and actor
params:
  actor_id: {type: string, default: null, id_of: actors, help: Only this actor}
  measure_id: {type: string, default: null, id_of: measures, help: Only this measure}
  authority: {type: string, value_of: measures.authority, default: null, help: "Only this authority"}
  jurisdiction: {type: string, value_of: measures.jurisdiction, default: null, help: "Only this jurisdiction, such as GB"}
  measure_type: {type: string, value_of: measures.measure_type, default: null, help: "Only this kind of measure, such as asset_freeze"}
  actor_type: {type: string, value_of: actors.actor_type, default: null, help: "Only actors of this type, such as vessel"}
  listed_from: {type: date, default: null, help: "Only rows listed on or after this day (rows without a day are left out)"}
  listed_to: {type: date, default: null, help: "Only rows listed on or before this day (rows without a day are left out)"}
caveat: >-
  Rows of the facts, one a measure and actor: an actor can have several at one authority. Only rows of asset_freeze and vessel_listing are
  listings; travel bans, export controls and financial directives are other measures. A removal stands in the row of the listing. Swiss rows are a
  floor.
columns:
  measure_id: Measure, see `sanctrack show ID`.
  actor_id: Actor.
  actor: Its name in our actors.
  actor_type: Kind of actor.
  authority: Authority that acted.
  jurisdiction: Its jurisdiction.
  measure_type: Kind of measure.
  programme: Programme of the measure.
  listed_name: Name as the list writes it.
  list_reference: Number on the list.
  listed_on: The list's own day of listing; null when it gives none.
  delisted_on: First day without the listing; null while it stands.
  delisted_basis: "'notice' removal announced; 'list_comparison' gone from a later copy, so delisted_on is the latest possible day."
  delisting_measure_id: Measure that removed it.
  identity: "'unresolved' when the entry may mean a namesake."
  words: "Days of the listing in words; 'by' where a day is only the latest possible."
  reason: Why it was listed, in our words.
  source_ids: Sources of the row and its evidence, joined by '; '.
table: [measure_id, actor, authority, measure_type, list_reference, words]
---*/
with
    used_sources as (
        select designations.measure_id, designations.actor_id, designations.source_id
        from designations
        union
        select designations.measure_id, designations.actor_id, evidence.source_id
        from designations
        inner join
            evidence
            on evidence.record_table = 'designations'
            and evidence.record_id = designations.measure_id || '|' || designations.actor_id
    ),
    source_lists as (
        select
            used_sources.measure_id,
            used_sources.actor_id,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        where used_sources.source_id is not null
        group by used_sources.measure_id, used_sources.actor_id
    )
select
    designations.measure_id,
    designations.actor_id,
    actors.name as actor,
    actors.actor_type,
    measures.authority,
    measures.jurisdiction,
    measures.measure_type,
    measures.programme,
    designations.listed_name,
    designations.list_reference,
    designations.listed_on,
    designations.delisted_on,
    designations.delisted_basis,
    designations.delisting_measure_id,
    designations.identity,
    case
        when designations.listed_on is null
        then
            'day not known (measure: ' || case
                when measures.announced_on is null
                then day_words(measures.effective_earliest_on, measures.effective_latest_on)
                else cast(measures.announced_on as varchar)
            end
            || ')'
        when
            measures.announced_on is null
            and measures.effective_earliest_on is null
            and measures.effective_latest_on is not null
        then 'by ' || cast(designations.listed_on as varchar)
        else cast(designations.listed_on as varchar)
    end || case
        when designations.delisted_on is null
        then ''
        when designations.delisted_basis = 'list_comparison'
        then ', removed by ' || cast(designations.delisted_on as varchar)
        else ', removed ' || cast(designations.delisted_on as varchar)
    end
    || case when designations.identity = 'unresolved' then '; the entry may be someone else' else '' end as words,
    designations.reason,
    source_lists.source_ids
from designations
inner join measures on measures.measure_id = designations.measure_id
left join actors on actors.actor_id = designations.actor_id
left join
    source_lists on source_lists.measure_id = designations.measure_id and source_lists.actor_id = designations.actor_id
where
    (cast($actor_id as varchar) is null or designations.actor_id = cast($actor_id as varchar))
    and (cast($measure_id as varchar) is null or designations.measure_id = cast($measure_id as varchar))
    and (cast($authority as varchar) is null or measures.authority = cast($authority as varchar))
    and (cast($jurisdiction as varchar) is null or measures.jurisdiction = cast($jurisdiction as varchar))
    and (cast($measure_type as varchar) is null or measures.measure_type = cast($measure_type as varchar))
    and (cast($actor_type as varchar) is null or actors.actor_type = cast($actor_type as varchar))
    and (cast($listed_from as date) is null or designations.listed_on >= cast($listed_from as date))
    and (cast($listed_to as date) is null or designations.listed_on <= cast($listed_to as date))
order by designations.listed_on nulls last, designations.measure_id, designations.actor_id
