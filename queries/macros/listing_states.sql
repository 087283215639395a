-- Which copy of a list speaks for an actor on a day, and what the actor's own listings say (docs/method.md, "Listed").
-- These are questions with a day, so they are macros that give a table and no views; called once each by a report.
-- Every copy in which an actor was looked for: all checks, and of each imported list of freezes the version read for
-- the day.
-- `is_read`: no copy nearer to the day speaks against it (a copy with the actor), or none is nearer (one without).
create macro searched_copies(as_of) as table
with
    ranked_versions as (
        select
            freeze_list_versions.list,
            freeze_list_versions.version_sha256,
            row_number() over (
                partition by freeze_list_versions.list
                order by
                    reading_order(freeze_list_versions.list_version_on, as_of, freeze_list_versions.imported_order)
            ) as choice
        from freeze_list_versions
        where freeze_list_versions.authority is not null
    ),
    searched as (
        select copy_searches.*
        from copy_searches
        left join
            ranked_versions
            on ranked_versions.list = copy_searches.list
            and ranked_versions.version_sha256 = copy_searches.version_sha256
        where copy_searches.list is null or ranked_versions.choice = 1
    )
select
    searched.*,
    copy_distance(searched.copy_on, as_of) as distance,
    min(case when searched.outcome = 'not_listed' then copy_distance(searched.copy_on, as_of) end) over (
        partition by searched.actor_id, searched.authority
    ) as nearest_absence
from searched;

-- The actors that a report is asked for: fuel_chain, all, or ids joined by comma.
create macro chosen_actors(chosen) as table
select actors.actor_id
from actors
left join fuel_chain on fuel_chain.actor_id = actors.actor_id
where
    chosen = 'all'
    or (chosen = 'fuel_chain' and fuel_chain.actor_id is not null)
    or ',' || replace(chosen, ' ', '') || ',' like '%,' || actors.actor_id || ',%';

-- What the actor's own listings and the copies say of the day: one row per actor and authority of which anything is
-- held; rank is
-- the order of the statuses in DEFINITIONS (1 listed to 5 delisted, 8 listed later).
create macro listing_states(as_of, chosen) as table
with
    asked as (
        select chosen_actors.actor_id
        from chosen_actors(chosen) as chosen_actors
        union
        select holdings.owner_id
        from holdings
    ),
    copies as (
        select searched.*
        from searched_copies(as_of) as searched
        inner join asked on asked.actor_id = searched.actor_id
    ),
    listed_pairs as (select distinct listings.actor_id, listings.authority from listings),
    signs as (
        select
            listings.actor_id,
            listings.authority,
            case
                when listings.delisted_on <= as_of
                then 5
                when listings.listed_on > as_of
                then 8
                when listings.listed_on is null and listings.measure_earliest_on > as_of
                then 8
                when listings.unresolved
                then 4
                when listings.listed_on is null
                then 2
                else 1
            end as rank,
            listings.listed_on as since_on,
            listings.listed_by as since_by,
            listings.delisted_on as until_on,
            listings.delisted_by as until_by,
            listings.unresolved,
            cast(null as date) as copy_on,
            cast(null as varchar) as found_by,
            -- a removal: the last one; a later listing: the first one
            case
                when listings.delisted_on <= as_of
                then cast('9999-12-31' as date) - listings.delisted_on
                else coalesce(listings.listed_on, listings.measure_earliest_on) - as_of
            end as distance,
            cast(null as date) as entry_on,
            false as entry_by,
            cast(null as varchar) as entries,
            listings.programmes,
            listings.measure_ids as tie_id,
            listings.source_ids
        from listings
        inner join asked on asked.actor_id = listings.actor_id
        union all
        select
            copies.actor_id,
            copies.authority,
            case
                when copies.outcome = 'unresolved'
                then 4
                when copies.entry_on > as_of and not copies.entry_by
                then 8
                else 3
            end,
            case when copies.outcome = 'unresolved' or copies.entry_on > as_of then copies.entry_on end,
            copies.entry_by,
            cast(null as date),
            false,
            copies.outcome = 'unresolved',
            copies.copy_on,
            copies.found_by,
            abs(copies.copy_on - as_of),
            copies.entry_on,
            copies.entry_by,
            copies.entries,
            cast(null as varchar),
            copies.found_by,
            copies.source_id
        from copies
        left join listed_pairs on listed_pairs.actor_id = copies.actor_id and listed_pairs.authority = copies.authority
        where
            (
                copies.outcome = 'listed'
                and listed_pairs.actor_id is null
                -- a copy nearer to the day without the actor is the one that was read
                and coalesce(copies.distance <= copies.nearest_absence, true)
            )
            or copy_leaves_open(
                copies.outcome,
                copies.found_by,
                copies.entry_on,
                as_of,
                listed_pairs.actor_id is not null,
                copies.distance,
                copies.nearest_absence
            )
        union all
        -- any stored copy may give the day of a later listing
        select
            imported_listings.actor_id,
            imported_listings.authority,
            8,
            imported_listings.listed_earliest_on,
            false,
            cast(null as date),
            false,
            false,
            imported_listings.list_version_on,
            imported_listings.matched_by,
            imported_listings.listed_earliest_on - as_of,
            imported_listings.listed_earliest_on,
            false,
            imported_listings.entry_reference,
            cast(null as varchar),
            imported_listings.matched_by,
            cast(null as varchar)
        from imported_listings
        inner join asked on asked.actor_id = imported_listings.actor_id
        inner join
            freeze_list_versions
            on freeze_list_versions.list = imported_listings.list
            and freeze_list_versions.version_sha256 = imported_listings.version_sha256
        left join
            listed_pairs
            on listed_pairs.actor_id = imported_listings.actor_id
            and listed_pairs.authority = imported_listings.authority
        where
            listed_pairs.actor_id is null
            and imported_listings.listed_earliest_on > as_of
            and imported_listings.matched_by <> 'short or weak name'
    ),
    ranked_signs as (
        select
            signs.*,
            row_number() over (
                partition by signs.actor_id, signs.authority
                order by
                    signs.rank, signs.distance nulls last, signs.copy_on desc nulls last, signs.tie_id, signs.source_ids
            ) as choice
        from signs
    )
select ranked_signs.*
from ranked_signs
where ranked_signs.choice = 1;
