/*---
title: Who has listed whom
question: Which actors of the fuel chain does each authority list on a day, and which does it not?
grain: one row per actor and authority
params:
  as_of: {type: date, default: as_of, help: "Day of the legal state, as we know it today"}
  actors: {type: string, value_of: actors.actor_id, several: true, also: [fuel_chain, all], default: fuel_chain, help: "fuel_chain (vessels, parties and others of the deliveries), all, or actor ids joined by comma"}
  authority: {type: string, default: null, value_of: authorities.authority, only: {in_gap_matrix: 'yes'}, help: Only this authority}
caveat: >-
  The legal state on one day as the lists and our facts give it today. Statuses are by listing of the actor itself; ownership is arithmetic on
  the shares that we hold and no legal finding; control is never counted as ownership. "Not on the copy" speaks of that copy alone. Swiss rows are a
  floor: the whole Swiss list was not read. Travel bans, export controls and financial directives are other measures, never "listed".
columns:
  actor_id: Actor, see `sanctrack show ID`.
  actor: Its name.
  authority: Authority that keeps the list.
  jurisdiction: Its jurisdiction; EU or ISO 3166-1 alpha-2 (GB for the United Kingdom).
  status: "listed, listed_day_unknown, on_copy, unresolved, delisted, owned_by_listed, may_be_owned_by_listed, listed_later, not_on_copy, not_on_earlier_copy or not_checked: the first that holds."
  since_on: First day of the listing that covers the day, else of the last or of the first later one; null when the list gives none.
  until_on: First day without that listing; null while it stands.
  list_version_on: Day of the copy that was read, the first on or after the day, else the last before it; null where the status rests on designations alone.
  owner_path: "Shortest chain of owners from a listed one down to the actor, ids joined by ' > '; for the two owned statuses."
  named_on: Day by which a dated source had named the actor in a delivery, a group statement or a relation; null when none is dated.
  days_since_named: {unit: days, description: "At least so many days from named_on to the day asked; null when listed, on a copy, unresolved or delisted, or when not named by then."}
  other_measures: Other measures of the jurisdiction that name the actor and may stand on the day (travel bans, export controls, financial directives).
  words: The status in words, with its days and what is not known.
  short_words: "The status in a few words: listed (with its first day), removed, later (listed after the day), not on (the copy of that day), not checked, and so on."
  imported_copy: "Current imported copy of the authority's list, whatever the row rests on: list, day, first twelve digits of its SHA-256, age in days on as_of; null where none was imported."
  imported_copy_age_days: {unit: days, description: "Days from that copy to as_of; negative when the copy is later, null when its day is not known."}
  source_ids: Sources of the row, joined by '; '.
table: [actor, authority, words, named_on, days_since_named]
picture: {kind: grid, of: actors, row: actor, column: authority, status: status}
---*/
with
    statuses as (select * from matrix_statuses(cast($as_of as date), $actors)),
    other_measures as (
        select
            designations.actor_id,
            measures.jurisdiction,
            string_agg(distinct measures.measure_id, '; ' order by measures.measure_id) as measure_ids,
            string_agg(distinct designations.source_id, '; ' order by designations.source_id) as source_ids
        from designations
        inner join measures on measures.measure_id = designations.measure_id
        where
            measures.measure_type not in ('asset_freeze', 'vessel_listing')
            and coalesce(
                coalesce(designations.listed_on, measures.announced_on, measures.effective_earliest_on)
                <= cast($as_of as date),
                true
            )
            and coalesce(designations.delisted_on > cast($as_of as date), true)
            and coalesce(measures.ended_on > cast($as_of as date), true)
        group by designations.actor_id, measures.jurisdiction
    ),
    worded as (
        select
            statuses.*,
            case
                statuses.rank
                when 1
                then 'listed'
                when 2
                then 'listed_day_unknown'
                when 3
                then 'on_copy'
                when 4
                then 'unresolved'
                when 5
                then 'delisted'
                when 6
                then 'owned_by_listed'
                when 7
                then 'may_be_owned_by_listed'
                when 8
                then 'listed_later'
                when 9
                then 'not_on_copy'
                when 10
                then 'not_on_earlier_copy'
                else 'not_checked'
            end as status,
            case
                statuses.rank
                when 1
                then
                    'listed '
                    || case when statuses.since_by then 'by ' else '' end
                    || cast(statuses.since_on as varchar)
                when 2
                then 'listed, day not known'
                when 3
                then 'on copy ' || coalesce(cast(statuses.found_on as varchar), 'without a day')
                when 4
                then 'may be someone else'
                when 5
                then
                    'removed '
                    || case when statuses.until_by then 'by ' else '' end
                    || cast(statuses.until_on as varchar)
                when 6
                then 'owned by listed'
                when 7
                then 'may be owned by listed'
                when 8
                then
                    'later'
                    || case when statuses.since_by then ', by' else '' end
                    || coalesce(' ' || cast(statuses.since_on as varchar), ', day not known')
                when 9
                then
                    'not on '
                    || cast(statuses.absent_on as varchar)
                    || case when not statuses.covers_myanmar then ', no Myanmar programme' else '' end
                when 10
                then
                    'not on '
                    || cast(statuses.absent_on as varchar)
                    || case when not statuses.covers_myanmar then ', no Myanmar programme' else '' end
                    || ', not read since'
                else 'not checked'
            end as short_words,
            case
                statuses.rank
                when 3
                then statuses.found_on
                when 4
                then coalesce(statuses.found_on, statuses.read_on)
                when 5
                then statuses.read_on
                when 8
                then statuses.read_on
                when 1
                then cast(null as date)
                when 2
                then cast(null as date)
                else coalesce(statuses.absent_on, statuses.read_on)
            end as list_version_on,
            case when statuses.rank in (1, 2, 4, 5, 8) then statuses.since_on end as shown_since_on,
            case when statuses.rank in (1, 2, 4, 5, 8) then statuses.until_on end as shown_until_on,
            case
                statuses.rank
                when 1
                then
                    'listed '
                    || case when statuses.since_by then 'by ' else 'since ' end
                    || cast(statuses.since_on as varchar)
                when 2
                then 'listed, day not known'
                when 3
                then
                    'on the copy of '
                    || coalesce(cast(statuses.found_on as varchar), 'a day not known')
                    || coalesce(
                        ', which gives '
                        || case when statuses.entry_by then 'by ' else '' end
                        || cast(statuses.entry_on as varchar)
                        || ' for the listing',
                        ', day of listing not given'
                    )
                    || coalesce(
                        ' (' || nullif(statuses.found_by, 'identifier') || ', entry ' || statuses.entries || ')', ''
                    )
                when 4
                then
                    'an entry of that name may be someone else'
                    || coalesce(' (entry of ' || cast(statuses.since_on as varchar) || ')', '')
                    || coalesce(' (' || statuses.found_by || ', entry ' || statuses.entries || ')', '')
                when 5
                then
                    'removed '
                    || case when statuses.until_by then 'by ' else '' end
                    || cast(statuses.until_on as varchar)
                    || coalesce(
                        ' (listed '
                        || case when statuses.since_by then 'by ' else 'since ' end
                        || cast(statuses.since_on as varchar)
                        || ')',
                        ''
                    )
                when 6
                then
                    'owned by '
                    || split_part(statuses.path_names, ' > ', 1)
                    || ', path '
                    || statuses.path_names
                    || '; itself '
                    || coalesce(statuses.absence, 'not checked')
                when 7
                then
                    'may be owned by '
                    || split_part(statuses.path_names, ' > ', 1)
                    || ', path '
                    || statuses.path_names
                    || '; not known: '
                    || statuses.doubts
                    || '; itself '
                    || coalesce(statuses.absence, 'not checked')
                when 8
                then
                    'listed later, ' || case
                        when statuses.since_on is null
                        then 'day not known'
                        when statuses.since_by
                        then 'by ' || cast(statuses.since_on as varchar)
                        else 'on ' || cast(statuses.since_on as varchar)
                    end
                    || coalesce(
                        ' by the copy of '
                        || cast(statuses.found_on as varchar)
                        || coalesce(
                            ' (' || nullif(statuses.found_by, 'identifier') || ', entry ' || statuses.entries || ')', ''
                        ),
                        ''
                    )
                when 9
                then statuses.absence
                when 10
                then statuses.absence
                else
                    'not checked' || coalesce(
                        ' for that day; the copy of '
                        || cast(statuses.read_on as varchar)
                        || ' has an entry of that name'
                        || coalesce(', of ' || cast(statuses.read_entry_on as varchar), '')
                        || ', that may be someone else',
                        ''
                    )
            end || case
                when statuses.rank in (1, 2, 8) and statuses.until_on is not null
                then
                    ', removed '
                    || case when statuses.until_by then 'by ' else '' end
                    || cast(statuses.until_on as varchar)
                else ''
            end
            || case
                when statuses.rank in (1, 2, 5, 8)
                then coalesce('; programme ' || replace(statuses.programmes, '; ', ', '), '')
                else ''
            end
            || case
                when statuses.rank in (5, 8) and statuses.unresolved then '; the entry may be someone else' else ''
            end
            || case
                when statuses.floor and statuses.rank > 2 then '; rows of this authority are a floor' else ''
            end as words
        from statuses
        where cast($authority as varchar) is null or statuses.authority = cast($authority as varchar)
    ),
    used_sources as (
        select worded.actor_id, worded.authority, unnest(string_split(worded.state_source_ids, '; ')) as source_id
        from worded
        where worded.rank in (1, 2, 3, 4, 5, 8)
        union
        select worded.actor_id, worded.authority, unnest(string_split(worded.path_source_ids, '; '))
        from worded
        where worded.rank in (6, 7)
        union
        select worded.actor_id, worded.authority, worded.absence_source_id
        from worded
        where worded.rank in (6, 7, 9, 10)
        union
        select worded.actor_id, worded.authority, worded.read_source_id
        from worded
        where worded.list_version_on = worded.read_on and worded.rank in (4, 5, 8, 11)
        union
        select worded.actor_id, worded.authority, unnest(string_split(first_named.source_ids, '; '))
        from worded
        inner join first_named on first_named.actor_id = worded.actor_id
        where first_named.named_on is not null
        union
        select worded.actor_id, worded.authority, unnest(string_split(other_measures.source_ids, '; '))
        from worded
        inner join
            other_measures
            on other_measures.actor_id = worded.actor_id
            and other_measures.jurisdiction = worded.jurisdiction
    ),
    source_lists as (
        select
            used_sources.actor_id,
            used_sources.authority,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        where used_sources.source_id is not null
        group by used_sources.actor_id, used_sources.authority
    )
select
    worded.actor_id,
    worded.actor,
    worded.authority,
    worded.jurisdiction,
    worded.status,
    worded.shown_since_on as since_on,
    worded.shown_until_on as until_on,
    worded.list_version_on,
    case when worded.rank in (6, 7) then worded.path end as owner_path,
    first_named.named_on,
    case
        when worded.rank >= 6 and first_named.named_on <= cast($as_of as date)
        then cast($as_of as date) - first_named.named_on
    end as days_since_named,
    other_measures.measure_ids as other_measures,
    worded.words,
    worded.short_words,
    imported_copies.copies || copy_age_words(imported_copies.newest_on, cast($as_of as date)) as imported_copy,
    cast($as_of as date) - imported_copies.newest_on as imported_copy_age_days,
    coalesce(source_lists.source_ids, worded.actor_source_id) as source_ids
from worded
left join first_named on first_named.actor_id = worded.actor_id
left join
    other_measures on other_measures.actor_id = worded.actor_id and other_measures.jurisdiction = worded.jurisdiction
left join source_lists on source_lists.actor_id = worded.actor_id and source_lists.authority = worded.authority
left join imported_copies on imported_copies.authority = worded.authority
order by worded.actor, worded.actor_id, worded.position
