/*---
title: Who has listed whom, one column an authority
question: Which actors of the fuel chain does each authority list on a day, at a glance?
grain: one row per actor
params:
  as_of: {type: date, default: as_of, help: "Day of the legal state, as we know it today"}
  actors: {type: string, value_of: actors.actor_id, several: true, also: [fuel_chain, all], default: fuel_chain, help: "fuel_chain (vessels, parties and others of the deliveries), all, or actor ids joined by comma"}
caveat: >-
  The gap matrix in short, and the same rules: the legal state on one day as the lists and our facts give it today. "Not on" a day means not on the
  copy of that day, no more; ownership is arithmetic on the shares that we hold and no legal finding. Swiss rows are a floor: the whole
  Swiss list was not read. Travel bans, export controls and financial directives are never "listed"; the gap matrix shows them.
columns:
  actor_id: Actor, see `sanctrack show ID`.
  actor: Its name.
  us_ofac: "US Treasury, OFAC: listed (with its first day), removed, later (listed after the day), not on (the copy of that day), not checked, and so on."
  uk_fcdo: "UK Foreign Office: listed (with its first day), removed, later (listed after the day), not on (the copy of that day), not checked, and so on."
  eu_council: "Council of the EU: listed (with its first day), removed, later (listed after the day), not on (the copy of that day), not checked, and so on."
  ca_gac: "Global Affairs Canada: listed (with its first day), removed, later (listed after the day), not on (the copy of that day), not checked, and so on."
  au_dfat: "Australian foreign ministry: listed (with its first day), removed, later (listed after the day), not on (the copy of that day), not checked, and so on."
  ch_seco: "Swiss SECO; our Swiss rows are a floor: listed (with its first day), removed, later (listed after the day), not on (the copy of that day), not checked, and so on."
  source_ids: Sources of all the cells, joined by '; '.
table: [actor, us_ofac, uk_fcdo, eu_council, ca_gac, au_dfat, ch_seco]
---*/
with recursive
    matrix as (
        select
            matrix_authorities.position,
            matrix_authorities.authority,
            matrix_authorities.jurisdiction,
            matrix_authorities.floor,
            actors.actor_id,
            actors.name as actor,
            actors.source_id
        from matrix_authorities
        cross join actors
        left join fuel_chain on fuel_chain.actor_id = actors.actor_id
        where
            $actors = 'all'
            or ($actors = 'fuel_chain' and fuel_chain.actor_id is not null)
            or ',' || replace($actors, ' ', '') || ',' like '%,' || actors.actor_id || ',%'
    ),
    -- OFAC's consolidated list holds directives and the like and no blocking: absence from it says nothing
    freeze_lists as (
        select current_list_versions.*
        from current_list_versions
        where current_list_versions.list not like 'us_ofac_con%'
    ),
    list_finds as (
        select
            imported_listings.actor_id,
            imported_listings.authority,
            imported_listings.list,
            imported_listings.list_version_on,
            min(imported_listings.matched_by) as matched_by,
            min(coalesce(imported_listings.listed_earliest_on, imported_listings.listed_latest_on)) as entry_on
        from imported_listings
        inner join
            freeze_lists
            on freeze_lists.list = imported_listings.list
            and freeze_lists.version_sha256 = imported_listings.version_sha256
        group by
            imported_listings.actor_id,
            imported_listings.authority,
            imported_listings.list,
            imported_listings.list_version_on
    ),
    -- every copy of a list in which an actor was looked for, and what was found
    copies as (
        select
            list_checks.actor_id,
            list_checks.authority,
            list_checks.list_version_on as copy_on,
            list_checks.status as outcome,
            'check' as found_by,
            list_checks.listed_on,
            list_checks.source_id
        from list_checks
        union all
        select
            list_finds.actor_id,
            list_finds.authority,
            list_finds.list_version_on,
            'listed',
            list_finds.matched_by,
            list_finds.entry_on,
            cast(null as varchar)
        from list_finds
        union all
        select
            matrix.actor_id,
            matrix.authority,
            freeze_lists.list_version_on,
            'not_listed',
            'import',
            cast(null as date),
            cast(null as varchar)
        from matrix
        inner join freeze_lists on freeze_lists.authority = matrix.authority
        left join list_finds on list_finds.list = freeze_lists.list and list_finds.actor_id = matrix.actor_id
        left join unsearchable_ships on unsearchable_ships.actor_id = matrix.actor_id
        where list_finds.actor_id is null and unsearchable_ships.actor_id is null
    ),
    listed_pairs as (select distinct listings.actor_id, listings.authority from listings),
    -- what speaks for each status that rests on the actor's own listings; rank is the order of DEFINITIONS
    signs as (
        select
            listings.actor_id,
            listings.authority,
            case
                when listings.delisted_on <= cast($as_of as date)
                then 5
                when listings.listed_on > cast($as_of as date)
                then 8
                when listings.listed_on is null and listings.measure_earliest_on > cast($as_of as date)
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
                when listings.delisted_on <= cast($as_of as date)
                then cast('9999-12-31' as date) - listings.delisted_on
                else coalesce(listings.listed_on, listings.measure_earliest_on) - cast($as_of as date)
            end as distance,
            cast(null as date) as entry_on,
            listings.programmes,
            listings.measure_ids as tie_id,
            listings.source_ids
        from listings
        union all
        select
            copies.actor_id,
            copies.authority,
            case when copies.outcome = 'listed' then 3 else 4 end,
            case when copies.outcome = 'listed' then cast(null as date) else copies.listed_on end,
            false,
            cast(null as date),
            false,
            copies.outcome = 'unresolved',
            copies.copy_on,
            copies.found_by,
            abs(copies.copy_on - cast($as_of as date)),
            copies.listed_on,
            cast(null as varchar),
            copies.found_by,
            copies.source_id
        from copies
        left join listed_pairs on listed_pairs.actor_id = copies.actor_id and listed_pairs.authority = copies.authority
        where
            (copies.outcome = 'listed' and listed_pairs.actor_id is null)
            or (copies.outcome = 'unresolved' and coalesce(copies.listed_on <= cast($as_of as date), true))
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
    ),
    states as (select ranked_signs.* from ranked_signs where ranked_signs.choice = 1),
    -- ownership: these steps, down to `answers`, stand in ownership_chain as well (tests/test_ownership.py holds them
    -- equal)
    roots as (
        select
            states.authority,
            states.actor_id as entity_id,
            actors.name as entity,
            states.rank = 1 as sure,
            case
                states.rank
                when 2
                then 'when ' || actors.name || ' was listed'
                when 3
                then 'when ' || actors.name || ' was listed (found on a copy)'
                when 4
                then 'whether the entry is ' || actors.name
            end as doubt,
            states.source_ids
        from states
        inner join actors on actors.actor_id = states.actor_id
        where states.rank <= 4
    ),
    standing_holdings as (
        select
            holdings.owner_id,
            holdings.owned_id,
            -- decimals, so that 33.3 and 16.7 make 50
            cast(min(holdings.share_min_pct) as decimal(12, 6)) as share_min_pct,
            cast(max(holdings.share_max_pct) as decimal(12, 6)) as share_max_pct,
            bool_or(holdings.gives_share) as gives_share,
            -- a blank date is not known: sure only when it began by the day and cannot have ended by it
            bool_or(
                coalesce(
                    holdings.started_latest_on <= cast($as_of as date)
                    and holdings.ended_earliest_on > cast($as_of as date),
                    false
                )
            ) as sure,
            string_agg(distinct holdings.source_id, '; ' order by holdings.source_id) as source_ids
        from holdings
        where
            coalesce(holdings.started_earliest_on <= cast($as_of as date), true)
            and coalesce(holdings.ended_latest_on > cast($as_of as date), true)
        group by holdings.owner_id, holdings.owned_id
    ),
    holdings_on_day as (
        select
            standing_holdings.*,
            owned_actors.name as owned,
            coalesce(
                case
                    when
                        standing_holdings.share_min_pct < standing_holdings.share_max_pct and not standing_holdings.sure
                    then 'share and days of the holding of '
                    when standing_holdings.share_min_pct < standing_holdings.share_max_pct
                    then 'share of '
                    when not standing_holdings.sure
                    then 'days of the holding of '
                end
                || owner_actors.name
                || ' in '
                || owned_actors.name
                || case
                    when
                        standing_holdings.gives_share
                        and standing_holdings.share_min_pct < standing_holdings.share_max_pct
                    then
                        ' ('
                        || number_words(cast(standing_holdings.share_min_pct as double))
                        || ' to '
                        || number_words(cast(standing_holdings.share_max_pct as double))
                        || ' %)'
                    else ''
                end
                || '; ',
                ''
            ) as doubt
        from standing_holdings
        inner join actors as owner_actors on owner_actors.actor_id = standing_holdings.owner_id
        inner join actors as owned_actors on owned_actors.actor_id = standing_holdings.owned_id
    ),
    rules_on_day as (
        select
            ownership_rules.authority,
            row_number() over (
                partition by ownership_rules.authority
                order by
                    ownership_rules.valid_from_earliest_on nulls first,
                    ownership_rules.valid_to_latest_on,
                    ownership_rules.threshold_pct
            ) as rule_number,
            cast(ownership_rules.threshold_pct as decimal(12, 6)) as threshold_pct,
            ownership_rules.threshold_inclusive,
            ownership_rules.aggregates,
            -- no beginning given is an open beginning
            coalesce(
                ownership_rules.valid_from_latest_on <= cast($as_of as date),
                ownership_rules.valid_from_earliest_on is null
            ) as begun,
            ownership_rules.source_id
        from ownership_rules
        where
            coalesce(ownership_rules.valid_from_earliest_on <= cast($as_of as date), true)
            and coalesce(ownership_rules.valid_to_latest_on >= cast($as_of as date), true)
    ),
    rule_states as (
        select
            matrix_authorities.authority,
            count(rules_on_day.threshold_pct) as rules,
            -- true where it is not certain that a threshold holds on the day
            coalesce(bool_or(rules_on_day.authority is not null and rules_on_day.threshold_pct is null), false)
            or not coalesce(bool_or(rules_on_day.begun), false) as unknown,
            case
                when count(rules_on_day.threshold_pct) = 0
                then 'threshold of ' || matrix_authorities.authority || ' on that day; '
                when count(*) > 1 or not bool_and(rules_on_day.begun)
                then 'which rule of ' || matrix_authorities.authority || ' held on that day; '
                else ''
            end as doubts,
            case
                when bool_or(rules_on_day.threshold_pct is not null and rules_on_day.aggregates is null)
                then 'whether ' || matrix_authorities.authority || ' adds up holdings; '
                else ''
            end as adding_doubts,
            string_agg(distinct rules_on_day.source_id, '; ' order by rules_on_day.source_id) as source_ids
        from matrix_authorities
        left join rules_on_day on rules_on_day.authority = matrix_authorities.authority
        group by matrix_authorities.authority
    ),
    -- each rule that may hold is tried alone: with what is sure, and with all that may be; a word not read stands
    -- against
    -- the sure attempt and for the other. Where no threshold is known every share that may count leads to 'cannot tell'
    attempts as (
        select
            rules_on_day.authority,
            rules_on_day.rule_number,
            true as sure,
            rules_on_day.threshold_pct,
            coalesce(rules_on_day.threshold_inclusive, 'no') = 'yes' as inclusive,
            coalesce(rules_on_day.aggregates, 'no') = 'yes' as adds_up
        from rules_on_day
        where rules_on_day.threshold_pct is not null
        union all
        select
            rules_on_day.authority,
            rules_on_day.rule_number,
            false,
            rules_on_day.threshold_pct,
            coalesce(rules_on_day.threshold_inclusive, 'yes') = 'yes',
            coalesce(rules_on_day.aggregates, 'yes') = 'yes'
        from rules_on_day
        where rules_on_day.threshold_pct is not null
        union all
        select rule_states.authority, 0, false, 0, false, true
        from rule_states
        where rule_states.unknown
    ),
    -- the least fixed point: an entity counts once the shares of owners that count reach the threshold
    counting(authority, rule_number, sure, entity_id, step)
using
    key(authority, rule_number, sure, entity_id) as (
        select attempts.authority, attempts.rule_number, attempts.sure, roots.entity_id, 0
        from attempts
        inner join roots on roots.authority = attempts.authority and (roots.sure or not attempts.sure)
        where roots.entity_id in (select holdings_on_day.owner_id from holdings_on_day)
        union
        select reached.authority, reached.rule_number, reached.sure, reached.owned_id, reached.step
        from
            (
                select
                    attempts.authority,
                    attempts.rule_number,
                    attempts.sure,
                    attempts.threshold_pct,
                    attempts.inclusive,
                    holdings_on_day.owned_id,
                    max(owners.step) + 1 as step,
                    case
                        when attempts.adds_up and attempts.sure
                        then sum(holdings_on_day.share_min_pct)
                        when attempts.adds_up
                        then sum(holdings_on_day.share_max_pct)
                        when attempts.sure
                        then max(holdings_on_day.share_min_pct)
                        else max(holdings_on_day.share_max_pct)
                    end as share_pct
                from recurring.counting as owners
                inner join
                    attempts
                    on attempts.authority = owners.authority
                    and attempts.rule_number = owners.rule_number
                    and attempts.sure = owners.sure
                inner join
                    holdings_on_day
                    on holdings_on_day.owner_id = owners.entity_id
                    and (holdings_on_day.sure or not attempts.sure)
                left join
                    recurring.counting as counted
                    on counted.authority = owners.authority
                    and counted.rule_number = owners.rule_number
                    and counted.sure = owners.sure
                    and counted.entity_id = holdings_on_day.owned_id
                where counted.entity_id is null
                group by
                    attempts.authority,
                    attempts.rule_number,
                    attempts.sure,
                    attempts.threshold_pct,
                    attempts.inclusive,
                    attempts.adds_up,
                    holdings_on_day.owned_id
            ) as reached
        where
            reached.share_pct > reached.threshold_pct
            or (reached.inclusive and reached.share_pct = reached.threshold_pct)
    ),
    -- yes: under every rule that may hold; cannot tell: under one of them, with all that may count
    verdicts as (
        select
            counting.authority,
            counting.entity_id,
            case
                when count(*) filter (where counting.sure) = min(rule_states.rules) and not bool_or(rule_states.unknown)
                then 'yes'
                else 'cannot tell'
            end as verdict
        from counting
        inner join rule_states on rule_states.authority = counting.authority
        left join roots on roots.authority = counting.authority and roots.entity_id = counting.entity_id
        where roots.entity_id is null
        group by counting.authority, counting.entity_id
    ),
    members as (
        select
            verdicts.authority || '|' || verdicts.entity_id as member_id, verdicts.verdict = 'yes' as sure, '' as doubt
        from verdicts
        union all
        select roots.authority || '|' || roots.entity_id, roots.sure, coalesce(roots.doubt || '; ', '')
        from roots
    ),
    -- one key for authority and owner: joined on the authority alone these would be too many pairs
    links as (
        select
            verdicts.authority,
            holdings_on_day.owner_id,
            holdings_on_day.owned_id,
            holdings_on_day.sure
            and holdings_on_day.share_min_pct > 0
            and members.sure
            and verdicts.verdict = 'yes' as sure,
            members.doubt || holdings_on_day.doubt as doubts,
            holdings_on_day.owned,
            holdings_on_day.source_ids
        from verdicts
        inner join
            holdings_on_day on holdings_on_day.owned_id = verdicts.entity_id and holdings_on_day.share_max_pct > 0
        inner join members on members.member_id = verdicts.authority || '|' || holdings_on_day.owner_id
    ),
    -- the shortest chain from a listed owner, level by level; the smaller ids win among equals
    chains(authority, sure, entity_id, path, path_names, doubts_above, doubts, source_ids)
using
    key(authority, sure, entity_id) as (
        select roots.authority, modes.sure, roots.entity_id, roots.entity_id, roots.entity, '', '', roots.source_ids
        from roots
        inner join
            (
                select true as sure
                union all
                select false
            ) as modes
            on roots.sure
            or not modes.sure
        where roots.entity_id in (select holdings_on_day.owner_id from holdings_on_day)
        union
        select
            owners.authority,
            owners.sure,
            links.owned_id,
            min(owners.path || ' > ' || links.owned_id),
            arg_min(owners.path_names || ' > ' || links.owned, owners.path || ' > ' || links.owned_id),
            arg_min(owners.doubts, owners.path || ' > ' || links.owned_id),
            arg_min(owners.doubts || links.doubts, owners.path || ' > ' || links.owned_id),
            arg_min(owners.source_ids || '; ' || links.source_ids, owners.path || ' > ' || links.owned_id)
        from chains as owners
        inner join
            links
            on links.authority = owners.authority
            and links.owner_id = owners.entity_id
            and (links.sure or not owners.sure)
        left join
            recurring.chains as reached
            on reached.authority = owners.authority
            and reached.sure = owners.sure
            and reached.entity_id = links.owned_id
        where reached.entity_id is null
        group by owners.authority, owners.sure, links.owned_id
    ),
    direct_doubts as (
        select
            links.authority,
            links.owned_id,
            count(*) as owners,
            string_agg(links.doubts, '' order by links.owner_id) as doubts
        from links
        group by links.authority, links.owned_id
    ),
    ranked_chains as (
        select
            chains.*,
            row_number() over (partition by chains.authority, chains.entity_id order by chains.sure desc) as choice
        from chains
    ),
    -- an entity that has no row here is not owned by the listed: no owner counts, or the greatest shares fall short
    answers as (
        select
            verdicts.authority,
            verdicts.entity_id,
            verdicts.verdict,
            ranked_chains.path,
            ranked_chains.path_names,
            case
                when verdicts.verdict = 'cannot tell'
                then
                    rtrim(
                        ranked_chains.doubts_above
                        || direct_doubts.doubts
                        || rule_states.doubts
                        || case when direct_doubts.owners > 1 then rule_states.adding_doubts else '' end,
                        '; '
                    )
            end as doubts,
            ranked_chains.source_ids || coalesce('; ' || rule_states.source_ids, '') as source_ids
        from verdicts
        inner join rule_states on rule_states.authority = verdicts.authority
        inner join
            ranked_chains
            on ranked_chains.authority = verdicts.authority
            and ranked_chains.entity_id = verdicts.entity_id
            and ranked_chains.choice = 1
        inner join
            direct_doubts
            on direct_doubts.authority = verdicts.authority
            and direct_doubts.owned_id = verdicts.entity_id
    ),
    -- the copy read: the first on or after the day, else the last before it; `absent` ones alone for those not found
    read_copies as (
        select
            copies.actor_id,
            copies.authority,
            copies.outcome,
            copies.copy_on,
            copies.found_by,
            copies.listed_on,
            copies.source_id,
            row_number() over (
                partition by copies.actor_id, copies.authority
                order by
                    copies.copy_on < cast($as_of as date),
                    abs(copies.copy_on - cast($as_of as date)),
                    copies.found_by,
                    copies.source_id
            ) as choice,
            row_number() over (
                partition by copies.actor_id, copies.authority, copies.outcome
                order by
                    copies.copy_on < cast($as_of as date),
                    abs(copies.copy_on - cast($as_of as date)),
                    copies.found_by,
                    copies.source_id
            ) as choice_of_outcome
        from copies
        where copies.copy_on is not null
    ),
    absences as (
        select
            read_copies.actor_id,
            read_copies.authority,
            read_copies.copy_on,
            read_copies.source_id,
            case when read_copies.found_by = 'import' then 'no identifier and no exact name found on' else 'not on' end
            || ' the copy of '
            || cast(read_copies.copy_on as varchar)
            || case when read_copies.copy_on < cast($as_of as date) then '; not read since' else '' end as words
        from read_copies
        where read_copies.outcome = 'not_listed' and read_copies.choice_of_outcome = 1
    ),
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
    statuses as (
        select
            matrix.position,
            matrix.authority,
            matrix.jurisdiction,
            matrix.floor,
            matrix.actor_id,
            matrix.actor,
            matrix.source_id as actor_source_id,
            case
                when states.rank <= 5
                then states.rank
                when answers.verdict = 'yes'
                then 6
                when answers.verdict = 'cannot tell'
                then 7
                when states.rank = 8
                then 8
                when absences.copy_on >= cast($as_of as date)
                then 9
                when absences.copy_on is not null
                then 10
                else 11
            end as rank,
            states.since_on,
            states.since_by,
            states.until_on,
            states.until_by,
            states.unresolved,
            states.programmes,
            states.copy_on as found_on,
            states.found_by,
            states.entry_on,
            states.source_ids as state_source_ids,
            answers.path,
            answers.path_names,
            answers.doubts,
            answers.source_ids as path_source_ids,
            absences.copy_on as absent_on,
            absences.words as absence,
            absences.source_id as absence_source_id,
            read_copies.copy_on as read_on,
            read_copies.listed_on as read_entry_on,
            read_copies.source_id as read_source_id
        from matrix
        left join states on states.actor_id = matrix.actor_id and states.authority = matrix.authority
        left join answers on answers.entity_id = matrix.actor_id and answers.authority = matrix.authority
        left join absences on absences.actor_id = matrix.actor_id and absences.authority = matrix.authority
        left join
            read_copies
            on read_copies.actor_id = matrix.actor_id
            and read_copies.authority = matrix.authority
            and read_copies.choice = 1
    ),
    cells as (
        select
            statuses.*,
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
                then 'not on ' || cast(statuses.absent_on as varchar)
                when 10
                then 'not on ' || cast(statuses.absent_on as varchar) || ', not read since'
                else 'not checked'
            end as cell
        from statuses
    ),
    used_sources as (
        select cells.actor_id, unnest(string_split(cells.state_source_ids, '; ')) as source_id
        from cells
        where cells.rank in (1, 2, 3, 4, 5, 8)
        union
        select cells.actor_id, unnest(string_split(cells.path_source_ids, '; '))
        from cells
        where cells.rank in (6, 7)
        union
        select cells.actor_id, cells.absence_source_id
        from cells
        where cells.rank in (9, 10)
    ),
    source_lists as (
        select
            used_sources.actor_id,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        where used_sources.source_id is not null
        group by used_sources.actor_id
    )
select
    cells.actor_id,
    cells.actor,
    max(case when cells.authority = 'US-OFAC' then cells.cell end) as us_ofac,
    max(case when cells.authority = 'UK-FCDO' then cells.cell end) as uk_fcdo,
    max(case when cells.authority = 'EU-Council' then cells.cell end) as eu_council,
    max(case when cells.authority = 'CA-GAC' then cells.cell end) as ca_gac,
    max(case when cells.authority = 'AU-DFAT' then cells.cell end) as au_dfat,
    max(case when cells.authority = 'CH-SECO' then cells.cell end) as ch_seco,
    coalesce(min(source_lists.source_ids), min(cells.actor_source_id)) as source_ids
from cells
left join source_lists on source_lists.actor_id = cells.actor_id
group by cells.actor_id, cells.actor
order by cells.actor, cells.actor_id
