/*---
title: Owned by the listed
question: Do listed owners hold enough of this actor, by each authority's rule, for it to count as listed, and through whom?
grain: "per authority one row for the answer, then one per relation: ownership upwards from the actor, step by step, and other relations beside it"
params:
  actor_id: {type: string, id_of: actors, help: "Actor whose owners are asked for, such as myan-oil-terminal; `sanctrack show ID` finds one"}
  as_of: {type: date, default: as_of, help: "Day of the legal state, as we know it today"}
  authority: {type: string, default: null, choices: [US-OFAC, UK-FCDO, EU-Council, CA-GAC, AU-DFAT, CH-SECO], help: Only this authority}
caveat: >-
  Arithmetic on the shares that we hold, by steps and by each authority's threshold on that day; no legal finding. Owners that we do not know are
  not in it. A blank share is 0 to 100 and a blank day is not known, so most answers are "cannot tell". Control and other relations are shown
  beside ownership and never counted as ownership.
columns:
  actor_id: Actor that was asked for.
  actor: Its name.
  authority: Authority whose listings and rule are used.
  jurisdiction: Its jurisdiction.
  answer: "Owned by the listed: yes, no or cannot tell."
  kind: "'answer', 'ownership' (a relation that is counted) or 'beside ownership' (one that never is)."
  step: {unit: steps, description: "1 for a direct holding in the actor, 2 for a holding in its owner, and so on; null for the answer and for relations beside ownership."}
  words: The row in words.
  own_status: "Of the answer: status of the actor by its own listings, whatever its owners are; null when none is held."
  owner_path: "Of the answer: shortest chain from a listed owner down to the actor, ids joined by ' > '; null when the answer is no."
  not_known: "Of the answer: what would have to be known to say yes or no."
  rule: "Of the answer: threshold of the authority on that day, in words."
  relationship_id: Relation; null for the answer.
  subject_id: Subject of the relation.
  subject: Its name.
  predicate: What the subject is to the object (code of relationships.predicate).
  object_id: Object of the relation.
  object: Its name.
  share_min_pct: {unit: percent, description: Least share that the statement gives; null when it gives none.}
  share_max_pct: {unit: percent, description: Greatest share that the statement gives; null when it gives none.}
  stands: "Does it stand on the day: certain, possible, no; or 'not used' for a statement without a share beside one that gives it."
  owner_id: The owner of the two; null beside ownership.
  owner_status: Status of the owner by its own listings.
  owner_counts: "Does the owner count as listed on the day: certain, possible or no."
  source_ids: "Sources joined by '; ': of the answer its chain and rule, of a relation its own and the owner's listing."
table: [authority, answer, step, words, stands, owner_counts]
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
        where
            actors.actor_id = $actor_id
            and (cast($authority as varchar) is null or matrix_authorities.authority = cast($authority as varchar))
    ),
    -- the steps from here to `answers` are those of gap_matrix (tests/test_ownership.py holds them equal)
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
        -- its own listing does not make an actor owned by the listed
        where states.rank <= 4 and states.actor_id <> $actor_id
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
    rule_words as (
        select
            rules_on_day.authority,
            string_agg(
                case
                    when rules_on_day.threshold_pct is null
                    then 'no threshold known'
                    else
                        case
                            rules_on_day.threshold_inclusive
                            when 'yes'
                            then number_words(cast(rules_on_day.threshold_pct as double)) || ' % or more'
                            when 'no'
                            then 'more than ' || number_words(cast(rules_on_day.threshold_pct as double)) || ' %'
                            else 'about ' || number_words(cast(rules_on_day.threshold_pct as double)) || ' %'
                        end || case
                            rules_on_day.aggregates
                            when 'yes'
                            then ', holdings added up'
                            when 'no'
                            then ', largest single holding'
                            else ', adding up not read'
                        end
                        || case when rules_on_day.begun then '' else ' (may not have begun)' end
                end,
                ' or '
                order by rules_on_day.rule_number
            ) as rule
        from rules_on_day
        group by rules_on_day.authority
    ),
    ownership_statements as (
        select
            relationships.relationship_id,
            case
                when relationships.predicate = 'subsidiary_of'
                then relationships.object_id
                else relationships.subject_id
            end as owner_id,
            case
                when relationships.predicate = 'subsidiary_of'
                then relationships.subject_id
                else relationships.object_id
            end as owned_id
        from relationships
        where relationships.predicate in ('owns', 'shareholder_of', 'subsidiary_of')
    ),
    -- the actor, its owners, their owners: each once, so that a cycle ends
    tree(entity_id, step)
using
    key(entity_id) as (
        select matrix.actor_id, 0
        from matrix
        union
        select ownership_statements.owner_id, min(tree.step) + 1
        from tree
        inner join ownership_statements on ownership_statements.owned_id = tree.entity_id
        left join recurring.tree as known on known.entity_id = ownership_statements.owner_id
        where known.entity_id is null
        group by ownership_statements.owner_id
    ),
    shown_relations as (
        select
            ownership_statements.relationship_id,
            tree.step + 1 as step,
            'ownership' as kind,
            ownership_statements.owner_id
        from ownership_statements
        inner join tree on tree.entity_id = ownership_statements.owned_id
        union all
        select relationships.relationship_id, cast(null as integer), 'beside ownership', cast(null as varchar)
        from relationships
        left join
            tree as controlled
            on controlled.entity_id = relationships.object_id
            and relationships.predicate = 'controls'
        where
            relationships.predicate not in ('owns', 'shareholder_of', 'subsidiary_of')
            and (
                relationships.subject_id = $actor_id
                or relationships.object_id = $actor_id
                or controlled.entity_id is not null
            )
    ),
    relations as (
        select
            shown_relations.step,
            shown_relations.kind,
            shown_relations.owner_id,
            relationships.relationship_id,
            relationships.subject_id,
            subjects.name as subject,
            relationships.predicate,
            relationships.object_id,
            objects.name as object,
            relationships.share_min_pct,
            relationships.share_max_pct,
            case
                when shown_relations.kind = 'ownership' and holdings.relationship_id is null
                then 'not used'
                when
                    relationships.started_earliest_on > cast($as_of as date)
                    or relationships.ended_latest_on <= cast($as_of as date)
                then 'no'
                when
                    relationships.started_latest_on <= cast($as_of as date)
                    and relationships.ended_earliest_on > cast($as_of as date)
                then 'certain'
                else 'possible'
            end as stands,
            relationships.source_id
        from shown_relations
        inner join relationships on relationships.relationship_id = shown_relations.relationship_id
        left join holdings on holdings.relationship_id = shown_relations.relationship_id
        left join actors as subjects on subjects.actor_id = relationships.subject_id
        left join actors as objects on objects.actor_id = relationships.object_id
    ),
    status_words as (
        select
            states.actor_id,
            states.authority,
            states.source_ids,
            case
                states.rank
                when 1
                then
                    'listed '
                    || case when states.since_by then 'by ' else 'since ' end
                    || cast(states.since_on as varchar)
                when 2
                then 'listed, day not known'
                when 3
                then
                    'on the copy of '
                    || coalesce(cast(states.copy_on as varchar), 'a day not known')
                    || case when states.found_by = 'exact name' then ' (exact name)' else '' end
                when 4
                then 'an entry of that name may be someone else'
                when 5
                then 'removed ' || case when states.until_by then 'by ' else '' end || cast(states.until_on as varchar)
                else
                    'listed later' || case
                        when states.since_on is null
                        then ', day not known'
                        when states.since_by
                        then ', by ' || cast(states.since_on as varchar)
                        else ', on ' || cast(states.since_on as varchar)
                    end
            end as words
        from states
    ),
    shown_rows as (
        select
            matrix.position,
            matrix.actor_id,
            matrix.actor,
            matrix.authority,
            matrix.jurisdiction,
            coalesce(answers.verdict, 'no') as answer,
            'answer' as kind,
            cast(null as integer) as step,
            case
                when answers.verdict = 'yes'
                then 'owned by ' || split_part(answers.path_names, ' > ', 1) || ', path ' || answers.path_names
                when answers.verdict = 'cannot tell'
                then
                    'may be owned by '
                    || split_part(answers.path_names, ' > ', 1)
                    || ', path '
                    || answers.path_names
                    || '; not known: '
                    || answers.doubts
                when (select count(*) from holdings where holdings.owned_id = cast($actor_id as varchar)) = 0
                then 'no owner is held here'
                else 'by the shares held here, not owned by the listed'
            end
            || '; rule: '
            || coalesce(rule_words.rule, 'no threshold known') as words,
            own_words.words as own_status,
            answers.path as owner_path,
            answers.doubts as not_known,
            coalesce(rule_words.rule, 'no threshold known') as rule,
            cast(null as varchar) as relationship_id,
            cast(null as varchar) as subject_id,
            cast(null as varchar) as subject,
            cast(null as varchar) as predicate,
            cast(null as varchar) as object_id,
            cast(null as varchar) as object,
            cast(null as double) as share_min_pct,
            cast(null as double) as share_max_pct,
            cast(null as varchar) as stands,
            cast(null as varchar) as owner_id,
            cast(null as varchar) as owner_status,
            cast(null as varchar) as owner_counts,
            coalesce(answers.source_ids, rule_states.source_ids, matrix.source_id) as source_ids
        from matrix
        left join answers on answers.authority = matrix.authority and answers.entity_id = matrix.actor_id
        left join rule_words on rule_words.authority = matrix.authority
        left join rule_states on rule_states.authority = matrix.authority
        left join
            status_words as own_words on own_words.authority = matrix.authority and own_words.actor_id = matrix.actor_id
        union all
        select
            matrix.position,
            matrix.actor_id,
            matrix.actor,
            matrix.authority,
            matrix.jurisdiction,
            coalesce(answers.verdict, 'no'),
            relations.kind,
            relations.step,
            relations.subject || case
                when relations.predicate like '%_of'
                then ' is '
                when relations.predicate like '%_to'
                then ' was '
                else ' '
            end
            || replace(relations.predicate, '_', ' ')
            || ' '
            || relations.object
            || case
                when relations.kind = 'ownership'
                then
                    ': ' || coalesce(
                        figure_words(relations.share_min_pct, relations.share_max_pct) || ' %', 'share not given'
                    )
                else ''
            end
            || case
                when relations.owner_id is not null
                then '; owner: ' || coalesce(owner_words.words, 'no listing held')
                else ''
            end,
            null,
            null,
            null,
            null,
            relations.relationship_id,
            relations.subject_id,
            relations.subject,
            relations.predicate,
            relations.object_id,
            relations.object,
            relations.share_min_pct,
            relations.share_max_pct,
            relations.stands,
            relations.owner_id,
            case when relations.owner_id is not null then coalesce(owner_words.words, 'no listing held') end,
            case
                when relations.owner_id is null
                then null
                when roots.sure or owner_answers.verdict = 'yes'
                then 'certain'
                when roots.entity_id is not null or owner_answers.entity_id is not null
                then 'possible'
                else 'no'
            end,
            relations.source_id || coalesce('; ' || owner_words.source_ids, '')
        from matrix
        cross join relations
        left join answers on answers.authority = matrix.authority and answers.entity_id = matrix.actor_id
        left join
            status_words as owner_words
            on owner_words.authority = matrix.authority
            and owner_words.actor_id = relations.owner_id
        left join roots on roots.authority = matrix.authority and roots.entity_id = relations.owner_id
        left join
            answers as owner_answers
            on owner_answers.authority = matrix.authority
            and owner_answers.entity_id = relations.owner_id
    ),
    used_sources as (
        select distinct
            shown_rows.authority,
            shown_rows.relationship_id,
            unnest(string_split(shown_rows.source_ids, '; ')) as source_id
        from shown_rows
    ),
    source_lists as (
        select
            used_sources.authority,
            used_sources.relationship_id,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        group by used_sources.authority, used_sources.relationship_id
    )
select
    shown_rows.actor_id,
    shown_rows.actor,
    shown_rows.authority,
    shown_rows.jurisdiction,
    shown_rows.answer,
    shown_rows.kind,
    shown_rows.step,
    shown_rows.words,
    shown_rows.own_status,
    shown_rows.owner_path,
    shown_rows.not_known,
    shown_rows.rule,
    shown_rows.relationship_id,
    shown_rows.subject_id,
    shown_rows.subject,
    shown_rows.predicate,
    shown_rows.object_id,
    shown_rows.object,
    shown_rows.share_min_pct,
    shown_rows.share_max_pct,
    shown_rows.stands,
    shown_rows.owner_id,
    shown_rows.owner_status,
    shown_rows.owner_counts,
    source_lists.source_ids
from shown_rows
left join
    source_lists
    on source_lists.authority = shown_rows.authority
    and source_lists.relationship_id is not distinct from shown_rows.relationship_id
order by shown_rows.position, shown_rows.kind = 'answer' desc, shown_rows.step nulls last, shown_rows.relationship_id
