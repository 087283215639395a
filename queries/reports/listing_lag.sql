/*---
title: Days between listings
question: Who listed an actor first, and how many days later did each other authority follow?
grain: one row per listed actor and authority
params:
  as_of: {type: date, default: as_of, help: Day of which the answer speaks; listings that began later are not counted}
  actors: {type: string, value_of: actors.actor_id, several: true, also: [fuel_chain, all], default: fuel_chain, help: "fuel_chain (vessels, parties and others of the deliveries), all, or actor ids joined by comma"}
  first_from: {type: date, default: null, help: Only actors first listed on or after this day}
  first_to: {type: date, default: null, help: Only actors first listed on or before this day}
caveat: >-
  Days between the lists' own days of listing; a later listing is not shown to follow from an earlier one. Where no listing is held the days are
  blank, which is not "not listed": the gap matrix says which copy was read. Removed listings count. Entries that may mean a namesake are shown and not
  counted. Swiss rows are a floor.
columns:
  actor_id: Actor, see `sanctrack show ID`.
  actor: Its name.
  first_listed_on: Earliest day of listing held, at any authority of the gap matrix.
  first_authorities: Authorities that listed on that day, joined by '; '.
  first_certain: "false when another listing may be earlier: its day is not known, or is only a latest possible day."
  authority: Authority of this row.
  jurisdiction: Its jurisdiction.
  listed_on: First day of listing here; null when none is held or the list gives none.
  days_min: {unit: days, description: "Fewest days from the first listing to this one; negative when this one, without a day, may have come before; null when open."}
  days_max: {unit: days, description: "Most days; null when open, because a day is not known or the first one may be earlier."}
  held: "What is held here: 'listed', 'listed_day_unknown', 'on_copy' (found on a copy of the list, no designation is held), 'unresolved' (an entry may mean a namesake) or 'none'."
  words: The row in words.
  source_ids: Sources of the first listing and of this one, joined by '; '.
table: [actor, first_listed_on, first_authorities, authority, listed_on, days_min, days_max, words]
picture: {kind: timeline, of: pairs of actor and authority, from: listed_on, to: listed_on, lane: actor, mark: jurisdiction}
---*/
with
    asked_actors as (
        select actors.actor_id, actors.name as actor
        from actors
        left join fuel_chain on fuel_chain.actor_id = actors.actor_id
        where
            $actors = 'all'
            or ($actors = 'fuel_chain' and fuel_chain.actor_id is not null)
            or ',' || replace($actors, ' ', '') || ',' like '%,' || actors.actor_id || ',%'
    ),
    -- a listing without a day begins not before its measure is announced or in effect, whichever comes first
    undated_listings as (
        select
            designations.actor_id,
            measures.authority,
            min(
                case
                    when measures.effective_earliest_on < measures.announced_on
                    then measures.effective_earliest_on
                    else coalesce(measures.announced_on, measures.effective_earliest_on)
                end
            ) as earliest_on,
            bool_or(measures.announced_on is null and measures.effective_earliest_on is null) as is_open
        from designations
        inner join measures on measures.measure_id = designations.measure_id
        where
            measures.measure_type in ('asset_freeze', 'vessel_listing')
            and designations.listed_on is null
            and designations.identity is distinct from 'unresolved'
            -- of a measure that is certainly later nothing has begun
            and coalesce(least(measures.announced_on, measures.effective_earliest_on) <= cast($as_of as date), true)
        group by designations.actor_id, measures.authority
    ),
    dated_listings as (
        select
            listings.actor_id,
            matrix_authorities.position,
            listings.authority,
            listings.listed_on,
            -- 'by' a day leaves the beginning open
            case
                when listings.listed_on is null
                then case when not undated_listings.is_open then undated_listings.earliest_on end
                when not listings.listed_by
                then listings.listed_on
            end as earliest_on,
            listings.listed_on as latest_on,
            listings.listed_by,
            listings.source_ids,
            row_number() over (
                partition by listings.actor_id, listings.authority
                order by listings.listed_on nulls last, listings.measure_ids
            ) as choice
        from listings
        inner join matrix_authorities on matrix_authorities.authority = listings.authority
        inner join asked_actors on asked_actors.actor_id = listings.actor_id
        left join
            undated_listings
            on undated_listings.actor_id = listings.actor_id
            and undated_listings.authority = listings.authority
        where
            not listings.unresolved
            and coalesce(coalesce(listings.listed_on, listings.measure_earliest_on) <= cast($as_of as date), true)
    ),
    first_listings as (
        select dated_listings.actor_id, min(dated_listings.listed_on) as first_on
        from dated_listings
        group by dated_listings.actor_id
    ),
    firsts as (
        select
            first_listings.actor_id,
            first_listings.first_on,
            string_agg(
                case when dated_listings.listed_on = first_listings.first_on then dated_listings.authority end,
                '; '
                order by dated_listings.position
            ) as authorities,
            -- true when even the first one is only 'by' that day
            bool_and(dated_listings.listed_by) filter (
                where dated_listings.listed_on = first_listings.first_on
            ) as first_by,
            bool_or(
                coalesce(dated_listings.earliest_on < first_listings.first_on, true)
                and dated_listings.listed_on is distinct from first_listings.first_on
            ) as earlier_possible,
            string_agg(
                case when dated_listings.listed_on = first_listings.first_on then dated_listings.source_ids end,
                '; '
                order by dated_listings.position
            ) as source_ids
        from first_listings
        inner join dated_listings on dated_listings.actor_id = first_listings.actor_id
        group by first_listings.actor_id, first_listings.first_on
    ),
    listed_pairs as (select distinct listings.actor_id, listings.authority from listings where not listings.unresolved),
    signs as (
        select
            listings.actor_id,
            listings.authority,
            'unresolved' as sign,
            coalesce(listings.listed_on, listings.measure_earliest_on) as began_on,
            listings.source_ids
        from listings
        where listings.unresolved
        union all
        select
            list_checks.actor_id,
            list_checks.authority,
            case when list_checks.status = 'unresolved' then 'unresolved' else 'on_copy' end,
            list_checks.listed_on,
            list_checks.source_id
        from list_checks
        where list_checks.status in ('unresolved', 'listed')
        union all
        select
            imported_listings.actor_id,
            imported_listings.authority,
            'on_copy',
            imported_listings.listed_earliest_on,
            cast(null as varchar)
        from imported_listings
        inner join
            freeze_list_versions
            on freeze_list_versions.list = imported_listings.list
            and freeze_list_versions.version_sha256 = imported_listings.version_sha256
    ),
    found_signs as (
        select
            signs.actor_id,
            signs.authority,
            -- on a copy stands before unresolved, in the order of the statuses of the gap matrix
            min(signs.sign) as sign,
            min(signs.source_ids) as source_ids
        from signs
        left join listed_pairs on listed_pairs.actor_id = signs.actor_id and listed_pairs.authority = signs.authority
        where
            coalesce(signs.began_on <= cast($as_of as date), true)
            -- a designation of ours gives the day better than a copy does
            and (signs.sign = 'unresolved' or listed_pairs.actor_id is null)
        group by signs.actor_id, signs.authority
    ),
    lags as (
        select
            asked_actors.actor_id,
            asked_actors.actor,
            firsts.first_on,
            firsts.authorities,
            firsts.first_by,
            firsts.earlier_possible,
            matrix_authorities.position,
            matrix_authorities.authority,
            matrix_authorities.jurisdiction,
            matrix_authorities.floor,
            here.actor_id is not null as held,
            here.listed_on,
            here.listed_by,
            case when here.listed_on = firsts.first_on then 0 else here.earliest_on - firsts.first_on end as days_min,
            case
                when here.listed_on = firsts.first_on
                then 0
                when not firsts.first_by and not firsts.earlier_possible
                then here.latest_on - firsts.first_on
            end as days_max,
            found_signs.sign,
            here.source_ids as own_source_ids,
            found_signs.source_ids as sign_source_ids,
            firsts.source_ids as first_source_ids
        from asked_actors
        inner join firsts on firsts.actor_id = asked_actors.actor_id
        cross join matrix_authorities
        left join
            dated_listings as here
            on here.actor_id = asked_actors.actor_id
            and here.authority = matrix_authorities.authority
            and here.choice = 1
        left join
            found_signs
            on found_signs.actor_id = asked_actors.actor_id
            and found_signs.authority = matrix_authorities.authority
        where
            (cast($first_from as date) is null or firsts.first_on >= cast($first_from as date))
            and (cast($first_to as date) is null or firsts.first_on <= cast($first_to as date))
    ),
    used_sources as (
        select lags.actor_id, lags.authority, unnest(string_split(lags.first_source_ids, '; ')) as source_id
        from lags
        union
        select lags.actor_id, lags.authority, unnest(string_split(lags.own_source_ids, '; '))
        from lags
        union
        select lags.actor_id, lags.authority, unnest(string_split(lags.sign_source_ids, '; '))
        from lags
        where not lags.held
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
    lags.actor_id,
    lags.actor,
    lags.first_on as first_listed_on,
    lags.authorities as first_authorities,
    case when lags.first_on is not null then not lags.earlier_possible end as first_certain,
    lags.authority,
    lags.jurisdiction,
    lags.listed_on,
    lags.days_min,
    lags.days_max,
    case
        when lags.held and lags.listed_on is null
        then 'listed_day_unknown'
        when lags.held
        then 'listed'
        else coalesce(lags.sign, 'none')
    end as held,
    case
        when lags.held and lags.listed_on = lags.first_on
        then
            case
                when lags.earlier_possible
                then 'first day of listing known, another may be earlier: '
                else 'listed first, '
            end
            || case when lags.listed_by then 'by ' else 'on ' end
            || cast(lags.listed_on as varchar)
        when lags.held and lags.listed_on is null
        then 'listed, day not known'
        when lags.held and lags.days_min = lags.days_max
        then cast(lags.days_min as varchar) || ' days after the first'
        when lags.held and lags.days_min is not null
        then 'at least ' || cast(lags.days_min as varchar) || ' days after the first'
        when lags.held and lags.days_max is not null
        then 'at most ' || cast(lags.days_max as varchar) || ' days after the first'
        when lags.held
        then 'listed by ' || cast(lags.listed_on as varchar) || ', days not known'
        when lags.sign = 'on_copy'
        then 'on a copy of the list, day of listing not held'
        when lags.sign = 'unresolved'
        then 'an entry of that name may be someone else'
        else 'no listing held'
    end
    || case when lags.floor and not lags.held then '; rows of this authority are a floor' else '' end as words,
    source_lists.source_ids
from lags
left join source_lists on source_lists.actor_id = lags.actor_id and source_lists.authority = lags.authority
order by lags.first_on nulls last, lags.actor, lags.actor_id, lags.days_min nulls last, lags.position
