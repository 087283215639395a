-- Owned by the listed (docs/method.md): arithmetic on the shares that are held, by steps and by each authority's rule.
-- The rules of ownership that may hold on the day.
create macro ownership_rules_on(as_of) as table
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
        ownership_rules.valid_from_latest_on <= as_of,
        ownership_rules.valid_from_earliest_on is null
    ) as begun,
    ownership_rules.source_id
from ownership_rules
where
    coalesce(ownership_rules.valid_from_earliest_on <= as_of, true)
    and coalesce(ownership_rules.valid_to_latest_on >= as_of, true);

-- Own listings and owners in one: one row per actor and authority that is or was listed, may be, or is or may be
-- owned by
-- the listed; of the chosen actors and of all owners. `leaving_out` is an actor whose own listing is not to count
-- (null:
-- none). It is one macro, so that nothing is computed twice.
create macro listed_or_owned(as_of, chosen, leaving_out) as table
with recursive
    states as (select * from listing_states(as_of, chosen)),
    rules_on_day as (select * from ownership_rules_on(as_of)),
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
        -- its own listing does not make the actor asked for owned by the listed
        where states.rank <= 4 and states.actor_id is distinct from leaving_out
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
                    holdings.started_latest_on <= as_of
                    and holdings.ended_earliest_on > as_of,
                    false
                )
            ) as sure,
            string_agg(distinct holdings.source_id, '; ' order by holdings.source_id) as source_ids
        from holdings
        where
            coalesce(holdings.started_earliest_on <= as_of, true)
            and coalesce(holdings.ended_latest_on > as_of, true)
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
                when bool_or(rules_on_day.aggregates is null)
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
    -- what is not known of an entity: of every owner that counts or may count, and whether their holdings are added up
    entity_doubts as (
        select
            links.authority,
            links.owned_id,
            max(case when verdicts.verdict = 'cannot tell' and links.owners > 1 then 1 else 0 end) as shared,
            coalesce(
                string_agg(links.doubts, '' order by links.owner_id) filter (where verdicts.verdict = 'cannot tell'), ''
            ) as doubts
        from (select links.*, count(*) over (partition by links.authority, links.owned_id) as owners from links) as links
        inner join verdicts on verdicts.authority = links.authority and verdicts.entity_id = links.owned_id
        group by links.authority, links.owned_id
    ),
    steps as (
        select links.*, entity_doubts.shared, entity_doubts.doubts as owned_doubts
        from links
        inner join
            entity_doubts
            on entity_doubts.authority = links.authority
            and entity_doubts.owned_id = links.owned_id
    ),
    -- the shortest chain from a listed owner, level by level; the smaller ids win among equals
    chains(authority, sure, entity_id, path, path_names, doubts, shared, source_ids)
using
    key(authority, sure, entity_id) as (
        select roots.authority, modes.sure, roots.entity_id, roots.entity_id, roots.entity, '', 0, roots.source_ids
        from roots
        inner join
            (
                select true as sure
                union all
                select false
            ) as modes
            on roots.sure
            or not modes.sure
        where roots.entity_id in (select links.owner_id from links)
        union
        select
            owners.authority,
            owners.sure,
            steps.owned_id,
            min(owners.path || ' > ' || steps.owned_id),
            arg_min(owners.path_names || ' > ' || steps.owned, owners.path || ' > ' || steps.owned_id),
            arg_min(owners.doubts || steps.owned_doubts, owners.path || ' > ' || steps.owned_id),
            arg_min(greatest(owners.shared, steps.shared), owners.path || ' > ' || steps.owned_id),
            arg_min(owners.source_ids || '; ' || steps.source_ids, owners.path || ' > ' || steps.owned_id)
        from chains as owners
        inner join
            steps
            on steps.authority = owners.authority
            and steps.owner_id = owners.entity_id
            and (steps.sure or not owners.sure)
        left join
            recurring.chains as reached
            on reached.authority = owners.authority
            and reached.sure = owners.sure
            and reached.entity_id = steps.owned_id
        where reached.entity_id is null
        group by owners.authority, owners.sure, steps.owned_id
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
                        ranked_chains.doubts
                        || rule_states.doubts
                        || case when ranked_chains.shared = 1 then rule_states.adding_doubts else '' end,
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
    )
select
    coalesce(states.actor_id, answers.entity_id) as actor_id,
    coalesce(states.authority, answers.authority) as authority,
    states.rank,
    states.since_on,
    states.since_by,
    states.until_on,
    states.until_by,
    states.unresolved,
    states.copy_on,
    states.found_by,
    states.entry_on,
    states.entry_by,
    states.entries,
    states.programmes,
    states.source_ids as state_source_ids,
    case
        when roots.sure or answers.verdict = 'yes'
        then 'certain'
        when roots.entity_id is not null or answers.entity_id is not null
        then 'possible'
        else 'no'
    end as counts,
    answers.verdict,
    answers.path,
    answers.path_names,
    answers.doubts,
    answers.source_ids as path_source_ids
from states
full outer join answers on answers.entity_id = states.actor_id and answers.authority = states.authority
left join roots on roots.entity_id = states.actor_id and roots.authority = states.authority;
