/*---
title: Our designations against the imported lists
question: Which of our designations do the imported lists confirm, which differ, and what stands on the lists and not in our facts?
grain: one row per designation; one per entry of a Myanmar programme that no designation of ours answers to; one per authority without an imported list
params:
  as_of: {type: date, default: as_of, help: "Day from which the age of the copies is counted"}
  authority: {type: string, default: null, value_of: authorities.authority, help: Only this authority}
  status: {type: string, default: null, choices: [not_in_facts, gone, other_reference, still_on_list, date_differs, other_name, name_only, cannot_tell, after_copy, not_compared, removed, confirmed], help: Only rows of this status}
caveat: >-
  Compared with the current imported version of each list, whatever day is asked for, as things stood on the day of that copy. A copy may be an excerpt: an entry that it lacks
  is called gone only where the copy holds nearly all others of the same programme. Without an imported list nothing is said but how many designations
  were not compared. A name alone is no proof of identity. Swiss designations of ours are a floor. Lists of other publishers (OpenSanctions) are not read here.
columns:
  authority: Authority that keeps the list.
  measure_id: Measure of our designation; null for an entry that is not in our facts.
  actor_id: Our actor; for an entry that is not in our facts, an actor of ours that the entry names by number or exact name, if any.
  list: Code of the imported list; null where none was imported.
  entry_reference: Number of the entry on the list; null where none was found.
  actor: Name of our actor.
  entry_name: Primary name of the entry on the list.
  status: >-
    not_in_facts: entry of a Myanmar programme without a designation of ours; gone: in our facts, no longer on the copy; other_reference: our number is
    not on the copy, the actor is, under another; still_on_list: removed by then in our facts, yet on the copy; date_differs: the day of listing
    differs; other_name: none of the names of the entry is one of ours; name_only: only the words of a name are equal; cannot_tell: not found,
    and the copy may be an excerpt, has no day, or our facts hold no number that it uses; after_copy: listed after the copy was made; not_compared: no such list was imported; removed: removed in
    our facts and not on the copy, as expected; confirmed: on the copy.
  words: The status in words, with the day of the copy and what differs.
  measure_type: Kind of measure of our designation.
  programme: Programme of our measure; for an entry that is not in our facts, of the list.
  list_reference: Number of the entry in our facts.
  listed_name: Name of the entry in our facts.
  listed_earliest_on: First possible day of the listing in our facts.
  listed_latest_on: Last possible day of the listing in our facts.
  delisted_on: First day without the listing in our facts (the latest possible one where copies were compared); null while it stands.
  entry_listed_earliest_on: First possible day of the listing by the list; null when it gives no lower bound.
  entry_listed_latest_on: Last possible day of the listing by the list; null when it gives none.
  day_compared: "same; differs (the days exclude each other); cannot tell (a side is not known to the day); not given (a side has no day)."
  name_compared: "same (a name of ours has the same words, in any order and case) or differs; null where no entry was found."
  matched_by: "How the entry was found: list reference, identifier (another list number or the IMO number of the actor), exact name, or words of the name."
  list_version_on: Day of the copy by its publisher; null when not known.
  list_version: First twelve digits of the SHA-256 of the copy.
  list_version_age_days: {unit: days, description: "Days from the copy to as_of; negative when the copy is later; null when its day is not known."}
  designations: "Designations of ours that the row stands for: one; none for an entry that is not in our facts; all of them where no list was imported."
  source_ids: Sources of our designation, joined by '; '; null for an entry that is not in our facts (the copy is its source).
table: [authority, status, actor, words, list_version_age_days]
---*/
with
    -- those of the gap matrix, each other whose list is read, and the one that is asked for: it is then told that
    -- nothing was compared
    compared_authorities as (
        select
            authorities.position,
            authorities.authority,
            authorities.is_floor = 'yes' as floor,
            coalesce(authorities.importer = 'us_ofac', false) as has_directives
        from authorities
        where
            authorities.in_gap_matrix = 'yes'
            or authorities.importer is not null
            or authorities.authority = cast($authority as varchar)
    ),
    -- OFAC's consolidated list holds directives and the like and no freeze, its SDN list the freezes: each is
    -- compared with its own
    ours as (
        select
            designation_days.measure_id,
            designation_days.actor_id,
            designation_days.actor,
            designation_days.actor_type,
            designation_days.authority,
            designation_days.measure_type,
            case when designation_days.is_listing then 'freezes' else 'directives' end as list_kind,
            designation_days.programme,
            designation_days.list_reference,
            designation_days.listed_name,
            designation_days.listed_earliest_on,
            designation_days.listed_latest_on,
            designation_days.removed_latest_on,
            designation_days.removed_earliest_on is null
            and designation_days.removed_latest_on is not null as removed_by,
            designation_days.is_unresolved,
            designation_days.measure_earliest_on,
            designation_days.source_id
        from designation_days
        inner join compared_authorities on compared_authorities.authority = designation_days.authority
        where
            designation_days.is_listing
            or (compared_authorities.has_directives and designation_days.measure_type = 'financial_directive')
    ),
    copies as (
        select
            current_list_versions.authority,
            current_list_versions.list,
            case when current_list_versions.list like 'us_ofac_con%' then 'directives' else 'freezes' end as list_kind,
            current_list_versions.version_sha256,
            current_list_versions.list_version_on,
            'the copy of '
            || coalesce(cast(current_list_versions.list_version_on as varchar), 'a day not known') as copy_words
        from current_list_versions
        inner join compared_authorities on compared_authorities.authority = current_list_versions.authority
    ),
    entries as (
        select
            copies.authority,
            copies.list_kind,
            copies.list,
            copies.version_sha256,
            list_entries.entry_reference,
            list_entries.entry_type,
            list_entries.name,
            list_entries.about_myanmar,
            list_entries.listed_earliest_on,
            list_entries.listed_latest_on
        from copies
        inner join
            list_entries on list_entries.list = copies.list and list_entries.version_sha256 = copies.version_sha256
    ),
    -- a number can be looked for on a list that counts by its scheme: the annex of a regulation has other numbers
    schemes as (
        select distinct list_entries.list, list_entries.reference_scheme
        from list_entries
        inner join copies on copies.list = list_entries.list and copies.version_sha256 = list_entries.version_sha256
    ),
    other_schemes as (
        select ours.measure_id, ours.actor_id, copies.list
        from ours
        inner join copies on copies.authority = ours.authority and copies.list_kind = ours.list_kind
        inner join identifiers on identifiers.actor_id = ours.actor_id and identifiers.value = ours.list_reference
        left join schemes on schemes.list = copies.list and schemes.reference_scheme = identifiers.scheme
        group by ours.measure_id, ours.actor_id, copies.list
        having count(schemes.list) = 0
    ),
    our_names as (
        select ours.measure_id, ours.actor_id, name_words(ours.listed_name) as words
        from ours
        where ours.listed_name is not null
        union
        select ours.measure_id, ours.actor_id, name_words(actor_names.name)
        from ours
        inner join actor_names on actor_names.actor_id = ours.actor_id
    ),
    entry_names as (
        select distinct entries.list, entries.entry_reference, name_words(list_names.name) as words
        from list_names
        inner join
            entries
            on entries.list = list_names.list
            and entries.version_sha256 = list_names.version_sha256
            and entries.entry_reference = list_names.entry_reference
    ),
    by_reference as (
        select ours.measure_id, ours.actor_id, entries.list, entries.entry_reference
        from ours
        inner join
            entries
            on entries.authority = ours.authority
            and entries.list_kind = ours.list_kind
            and entries.entry_reference = ours.list_reference
    ),
    -- designations that their own number did not find; an entry that answers to another one of the same actor is that
    -- other one
    unfound as (
        select ours.measure_id, ours.actor_id, ours.actor_type, ours.authority, ours.list_kind
        from ours
        left join by_reference on by_reference.measure_id = ours.measure_id and by_reference.actor_id = ours.actor_id
        where by_reference.actor_id is null
    ),
    taken as (select distinct by_reference.actor_id, by_reference.list, by_reference.entry_reference from by_reference),
    by_actor as (
        select
            unfound.measure_id,
            unfound.actor_id,
            imported_listings.list,
            imported_listings.entry_reference,
            imported_listings.matched_by
        from unfound
        inner join
            imported_listings
            on imported_listings.actor_id = unfound.actor_id
            and imported_listings.authority = unfound.authority
        inner join
            copies
            on copies.list = imported_listings.list
            and copies.version_sha256 = imported_listings.version_sha256
            and copies.list_kind = unfound.list_kind
        left join
            taken
            on taken.actor_id = unfound.actor_id
            and taken.list = imported_listings.list
            and taken.entry_reference = imported_listings.entry_reference
        where taken.actor_id is null and imported_listings.matched_by <> 'short or weak name'
    ),
    by_words as (
        select unfound.measure_id, unfound.actor_id, entries.list, entries.entry_reference
        from unfound
        inner join our_names on our_names.measure_id = unfound.measure_id and our_names.actor_id = unfound.actor_id
        inner join entry_names on entry_names.words = our_names.words
        inner join
            entries
            on entries.list = entry_names.list
            and entries.entry_reference = entry_names.entry_reference
            and entries.authority = unfound.authority
            and entries.list_kind = unfound.list_kind
        left join
            taken
            on taken.actor_id = unfound.actor_id
            and taken.list = entries.list
            and taken.entry_reference = entries.entry_reference
        -- two ships may share a name: a ship is joined by number alone
        where
            taken.actor_id is null
            and our_names.words <> ''
            and unfound.actor_type is distinct from 'vessel'
            and entries.entry_type is distinct from 'vessel'
    ),
    ways as (
        select by_reference.*, 1 as way, 'list reference' as matched_by
        from by_reference
        union all
        select
            by_actor.measure_id,
            by_actor.actor_id,
            by_actor.list,
            by_actor.entry_reference,
            case when by_actor.matched_by = 'identifier' then 2 else 3 end,
            by_actor.matched_by
        from by_actor
        union all
        select by_words.*, 4, 'words of the name'
        from by_words
    ),
    ranked_ways as (
        select
            ways.*,
            row_number() over (
                partition by ways.measure_id, ways.actor_id order by ways.way, ways.list, ways.entry_reference
            ) as choice
        from ways
    ),
    -- one list of each kind is the rule; of several the newest copy speaks for those that were not found
    last_copies as (
        select
            copies.*,
            row_number() over (
                partition by copies.authority, copies.list_kind
                order by copies.list_version_on desc nulls last, copies.list
            ) as choice
        from copies
    ),
    compared as (
        select
            ours.*,
            ranked_ways.way,
            ranked_ways.matched_by,
            ranked_ways.entry_reference,
            last_copies.list as compared_list,
            coalesce(copies.list, last_copies.list) as list,
            coalesce(copies.version_sha256, last_copies.version_sha256) as version_sha256,
            coalesce(copies.list_version_on, last_copies.list_version_on) as list_version_on,
            coalesce(copies.copy_words, last_copies.copy_words) as copy_words,
            entries.name as entry_name,
            entries.listed_earliest_on as entry_listed_earliest_on,
            entries.listed_latest_on as entry_listed_latest_on
        from ours
        inner join
            last_copies
            on last_copies.authority = ours.authority
            and last_copies.list_kind = ours.list_kind
            and last_copies.choice = 1
        left join
            ranked_ways
            on ranked_ways.measure_id = ours.measure_id
            and ranked_ways.actor_id = ours.actor_id
            and ranked_ways.choice = 1
        left join copies on copies.list = ranked_ways.list
        left join entries on entries.list = ranked_ways.list and entries.entry_reference = ranked_ways.entry_reference
    ),
    same_names as (
        select distinct compared.measure_id, compared.actor_id
        from compared
        inner join our_names on our_names.measure_id = compared.measure_id and our_names.actor_id = compared.actor_id
        inner join
            entry_names
            on entry_names.list = compared.list
            and entry_names.entry_reference = compared.entry_reference
            and entry_names.words = our_names.words
    ),
    described as (
        select
            compared.*,
            case
                when compared.way is null then null when same_names.actor_id is null then 'differs' else 'same'
            end as name_compared,
            case
                when compared.way is null
                then null
                when
                    coalesce(compared.listed_earliest_on, compared.listed_latest_on) is null
                    or coalesce(compared.entry_listed_earliest_on, compared.entry_listed_latest_on) is null
                then 'not given'
                when
                    compared.listed_earliest_on > compared.entry_listed_latest_on
                    or compared.entry_listed_earliest_on > compared.listed_latest_on
                then 'differs'
                when
                    compared.listed_earliest_on = compared.listed_latest_on
                    and compared.entry_listed_earliest_on = compared.entry_listed_latest_on
                then 'same'
                else 'cannot tell'
            end as day_compared,
            coalesce(compared.removed_latest_on <= compared.list_version_on, false) as removed_before_copy,
            compared.list_reference is not null and other_schemes.actor_id is null as has_number,

            -- another designation of the actor that stands explains an entry that this one no longer does
            coalesce(compared.listed_earliest_on, compared.measure_earliest_on)
            > compared.list_version_on as listed_after_copy,
            bool_or(compared.removed_latest_on is null) over (
                partition by compared.actor_id, compared.list, compared.entry_reference
            ) as stands_otherwise,
            -- what should be on the copy by our facts, and how much of it is
            count(*) filter (
                where
                    compared.list_reference is not null
                    and other_schemes.actor_id is null
                    and coalesce(
                        compared.removed_latest_on > compared.list_version_on, compared.removed_latest_on is null
                    )

                    and not coalesce(
                        coalesce(compared.listed_earliest_on, compared.measure_earliest_on) > compared.list_version_on,
                        false
                    )
            ) over same_programme as programme_due,
            count(*) filter (
                where
                    compared.list_reference is not null
                    and other_schemes.actor_id is null
                    and coalesce(
                        compared.removed_latest_on > compared.list_version_on, compared.removed_latest_on is null
                    )

                    and not coalesce(
                        coalesce(compared.listed_earliest_on, compared.measure_earliest_on) > compared.list_version_on,
                        false
                    )
                    and compared.way is not null
            ) over same_programme as programme_found
        from compared
        left join same_names on same_names.measure_id = compared.measure_id and same_names.actor_id = compared.actor_id
        left join
            other_schemes
            on other_schemes.measure_id = compared.measure_id
            and other_schemes.actor_id = compared.actor_id
            and other_schemes.list = compared.compared_list
        window same_programme as (partition by compared.compared_list, compared.programme)
    ),
    decided as (
        select
            described.*,
            case
                when described.way = 4
                then 'name_only'
                when described.way in (2, 3) and described.list_reference is not null
                then 'other_reference'
                when described.way is not null and described.removed_before_copy and not described.stands_otherwise
                then 'still_on_list'
                when described.way is not null and described.day_compared = 'differs'
                then 'date_differs'
                when described.way is not null and described.name_compared = 'differs'
                then 'other_name'
                when described.way is not null
                then 'confirmed'
                when
                    described.removed_before_copy
                    or (described.removed_latest_on is not null and described.list_version_on is null)

                then 'removed'
                when described.listed_after_copy
                then 'after_copy'
                -- a fifth missing is what refresh takes for a list cut short; one alone may always go
                when
                    not described.has_number
                    or described.list_version_on is null
                    or described.programme_found = 0
                    or described.programme_due - described.programme_found > greatest(1, 0.2 * described.programme_due)
                then 'cannot_tell'
                else 'gone'
            end as status
        from described
    ),
    answered as (
        select distinct decided.list, decided.entry_reference from decided where decided.entry_reference is not null
    ),
    entry_actors as (
        select
            imported_listings.list,
            imported_listings.entry_reference,
            min(imported_listings.actor_id) as actor_id,
            min(imported_listings.matched_by) as matched_by
        from imported_listings
        inner join
            copies on copies.list = imported_listings.list and copies.version_sha256 = imported_listings.version_sha256
        where imported_listings.matched_by <> 'short or weak name'
        group by imported_listings.list, imported_listings.entry_reference
    ),
    entry_programmes as (
        select
            list_programmes.list,
            list_programmes.version_sha256,
            list_programmes.entry_reference,
            string_agg(distinct list_programmes.programme, '; ' order by list_programmes.programme) as programmes
        from list_programmes
        where list_programmes.about_myanmar = 'yes'
        group by list_programmes.list, list_programmes.version_sha256, list_programmes.entry_reference
    ),
    used_sources as (
        select ours.measure_id, ours.actor_id, ours.source_id
        from ours
        union
        select ours.measure_id, ours.actor_id, evidence.source_id
        from ours
        inner join
            evidence
            on evidence.record_table = 'designations'
            and evidence.record_id = ours.measure_id || '|' || ours.actor_id
    ),
    source_lists as (
        select
            used_sources.measure_id,
            used_sources.actor_id,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        where used_sources.source_id is not null
        group by used_sources.measure_id, used_sources.actor_id
    ),
    found_rows as (
        select
            decided.authority,
            decided.measure_id,
            decided.actor_id,
            decided.list,
            decided.entry_reference,
            decided.actor,
            decided.entry_name,
            decided.status,
            case
                decided.status
                when 'confirmed'
                then 'on ' || decided.copy_words
                when 'date_differs'
                then
                    'on '
                    || decided.copy_words
                    || ', which gives '
                    || day_words(decided.entry_listed_earliest_on, decided.entry_listed_latest_on)
                    || ' for the listing; in our facts '
                    || day_words(decided.listed_earliest_on, decided.listed_latest_on)
                when 'other_name'
                then 'on ' || decided.copy_words || ' as ' || decided.entry_name || ', a name that is not among ours'
                when 'other_reference'
                then
                    'on '
                    || decided.copy_words
                    || ' under '
                    || decided.entry_reference
                    || ' ('
                    || decided.entry_name
                    || '); our number '
                    || decided.list_reference
                    || ' is not on it'
                when 'name_only'
                then
                    'on '
                    || decided.copy_words
                    || ' under '
                    || decided.entry_reference
                    || ' ('
                    || decided.entry_name
                    || ') by the words of the name alone'
                    || coalesce('; our number ' || decided.list_reference || ' is not on it', '')
                    || '; may be someone else'
                when 'still_on_list'
                then 'on ' || decided.copy_words || '; in our facts removed by then'
                when 'removed'
                then 'not on ' || decided.copy_words || ', as expected'
                when 'after_copy'
                then
                    'not on '
                    || decided.copy_words
                    || ', which is older: listed '
                    || case
                        when decided.listed_latest_on is null
                        then 'later, day not known'
                        else day_words(decided.listed_earliest_on, decided.listed_latest_on)
                    end
                when 'gone'
                then
                    'not on '
                    || decided.copy_words
                    || ', which holds '
                    || decided.programme_found
                    || ' of the '
                    || decided.programme_due
                    || ' that our facts have in force under this programme'
                when 'cannot_tell'
                then
                    case when decided.has_number then 'not on ' else 'no exact name found on ' end
                    || decided.copy_words
                    || case
                        when not decided.has_number
                        then '; our facts hold no number that the list uses'
                        when decided.list_version_on is null

                        then '; without its day, it may be older than the listing'
                        else
                            ', which holds '
                            || decided.programme_found
                            || ' of the '
                            || decided.programme_due
                            || ' that our facts have in force under this programme: it may be an excerpt'
                    end
            end
            || case when decided.matched_by = 'exact name' then ' (exact name)' else '' end
            || case
                when decided.removed_latest_on is null
                then ''
                when decided.removed_by
                then '; removed by ' || cast(decided.removed_latest_on as varchar)
                else '; removed ' || cast(decided.removed_latest_on as varchar)
            end
            || case when decided.is_unresolved then '; the entry may be someone else' else '' end as words,
            decided.measure_type,
            decided.programme,
            decided.list_reference,
            decided.listed_name,
            decided.listed_earliest_on,
            decided.listed_latest_on,
            decided.removed_latest_on as delisted_on,
            decided.entry_listed_earliest_on,
            decided.entry_listed_latest_on,
            decided.day_compared,
            decided.name_compared,
            decided.matched_by,
            decided.list_version_on,
            decided.version_sha256,
            1 as designations,
            source_lists.source_ids
        from decided
        left join
            source_lists on source_lists.measure_id = decided.measure_id and source_lists.actor_id = decided.actor_id
        union all
        select
            entries.authority,
            cast(null as varchar),
            entry_actors.actor_id,
            entries.list,
            entries.entry_reference,
            actors.name,
            entries.name,
            'not_in_facts',
            entries.entry_reference
            || ' '
            || entries.name
            || ' is on '
            || copies.copy_words
            || coalesce(
                ', which gives ' || case
                    when coalesce(entries.listed_earliest_on, entries.listed_latest_on) is not null
                    then day_words(entries.listed_earliest_on, entries.listed_latest_on)
                end
                || ' for the listing',
                ''
            )
            || '; no designation of ours answers to it'
            || case when entry_actors.matched_by = 'exact name' then ' (actor of ours by exact name)' else '' end,
            cast(null as varchar),
            entry_programmes.programmes,
            cast(null as varchar),
            cast(null as varchar),
            cast(null as date),
            cast(null as date),
            cast(null as date),
            entries.listed_earliest_on,
            entries.listed_latest_on,
            cast(null as varchar),
            cast(null as varchar),
            entry_actors.matched_by,
            copies.list_version_on,
            copies.version_sha256,
            0,
            cast(null as varchar)
        from entries
        inner join copies on copies.list = entries.list
        left join answered on answered.list = entries.list and answered.entry_reference = entries.entry_reference
        left join
            entry_actors on entry_actors.list = entries.list and entry_actors.entry_reference = entries.entry_reference
        left join actors on actors.actor_id = entry_actors.actor_id
        left join
            entry_programmes
            on entry_programmes.list = entries.list
            and entry_programmes.version_sha256 = entries.version_sha256
            and entry_programmes.entry_reference = entries.entry_reference
        where entries.about_myanmar = 'yes' and answered.list is null
    ),
    kinds as (
        select compared_authorities.authority, 'freezes' as list_kind
        from compared_authorities
        union all
        select compared_authorities.authority, 'directives'
        from compared_authorities
        where compared_authorities.has_directives
    ),
    uncompared as (
        select
            kinds.authority,
            kinds.list_kind,
            count(ours.actor_id) as designations,
            string_agg(distinct ours.source_id, '; ' order by ours.source_id) as source_ids
        from kinds
        left join copies on copies.authority = kinds.authority and copies.list_kind = kinds.list_kind
        left join ours on ours.authority = kinds.authority and ours.list_kind = kinds.list_kind
        where copies.list is null
        group by kinds.authority, kinds.list_kind
    ),
    all_rows as (
        select found_rows.*
        from found_rows
        union all
        select
            uncompared.authority,
            cast(null as varchar),
            cast(null as varchar),
            cast(null as varchar),
            cast(null as varchar),
            cast(null as varchar),
            cast(null as varchar),
            'not_compared',
            'no '
            || case when uncompared.list_kind = 'directives' then 'list of directives (us_ofac_cons)' else 'list' end
            || ' of '
            || uncompared.authority
            || ' was imported; '
            || case
                uncompared.designations
                when 0
                then 'our facts have no designation by it'
                when 1
                then '1 designation of ours is not compared'
                else cast(uncompared.designations as varchar) || ' designations of ours are not compared'
            end,
            cast(null as varchar),
            cast(null as varchar),
            cast(null as varchar),
            cast(null as varchar),
            cast(null as date),
            cast(null as date),
            cast(null as date),
            cast(null as date),
            cast(null as date),
            cast(null as varchar),
            cast(null as varchar),
            cast(null as varchar),
            cast(null as date),
            cast(null as varchar),
            uncompared.designations,
            uncompared.source_ids
        from uncompared
    )
select
    all_rows.authority,
    all_rows.measure_id,
    all_rows.actor_id,
    all_rows.list,
    all_rows.entry_reference,
    all_rows.actor,
    all_rows.entry_name,
    all_rows.status,
    all_rows.words,
    all_rows.measure_type,
    all_rows.programme,
    all_rows.list_reference,
    all_rows.listed_name,
    all_rows.listed_earliest_on,
    all_rows.listed_latest_on,
    all_rows.delisted_on,
    all_rows.entry_listed_earliest_on,
    all_rows.entry_listed_latest_on,
    all_rows.day_compared,
    all_rows.name_compared,
    all_rows.matched_by,
    all_rows.list_version_on,
    left(all_rows.version_sha256, 12) as list_version,
    cast($as_of as date) - all_rows.list_version_on as list_version_age_days,
    all_rows.designations,
    all_rows.source_ids
from all_rows
inner join compared_authorities on compared_authorities.authority = all_rows.authority
where
    (cast($authority as varchar) is null or all_rows.authority = cast($authority as varchar))
    and (cast($status as varchar) is null or all_rows.status = cast($status as varchar))
order by
    case
        all_rows.status
        when 'not_compared'
        then 1
        when 'not_in_facts'
        then 2
        when 'gone'
        then 3
        when 'other_reference'
        then 4
        when 'still_on_list'
        then 5
        when 'date_differs'
        then 6
        when 'other_name'
        then 7
        when 'name_only'
        then 8
        when 'cannot_tell'
        then 9
        when 'after_copy'
        then 10
        when 'removed'
        then 11
        else 12
    end,
    compared_authorities.position,
    all_rows.authority,
    all_rows.actor_id nulls last,
    all_rows.measure_id nulls last,
    all_rows.list nulls last,
    all_rows.entry_reference nulls last,
    all_rows.words
