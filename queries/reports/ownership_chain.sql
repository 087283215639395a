/*---
title: Owned by the listed
question: Do listed owners hold enough of this actor, by each authority's rule, for it to count as listed, and through whom?
grain: "per authority one row for the answer, then one per relation: ownership upwards from the actor, step by step, and other relations beside it"
params:
  actor_id: {type: string, id_of: actors, help: "Actor whose owners are asked for, such as myan-oil-terminal; `sanctrack show ID` finds one"}
  as_of: {type: date, default: as_of, help: "Day of the legal state, as we know it today"}
  authority: {type: string, default: null, value_of: authorities.authority, only: {in_gap_matrix: 'yes'}, help: Only this authority}
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
    standings as (
        select * from listed_or_owned(cast($as_of as date), cast($actor_id as varchar), cast($actor_id as varchar))
    ),
    rules_on_day as (select * from ownership_rules_on(cast($as_of as date))),
    rule_sources as (
        select
            rules_on_day.authority,
            string_agg(distinct rules_on_day.source_id, '; ' order by rules_on_day.source_id) as source_ids
        from rules_on_day
        group by rules_on_day.authority
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
            standings.actor_id,
            standings.authority,
            standings.state_source_ids as source_ids,
            case
                standings.rank
                when 1
                then
                    'listed '
                    || case when standings.since_by then 'by ' else 'since ' end
                    || cast(standings.since_on as varchar)
                when 2
                then 'listed, day not known'
                when 3
                then
                    'on the copy of '
                    || coalesce(cast(standings.copy_on as varchar), 'a day not known')
                    || coalesce(
                        ' (' || nullif(standings.found_by, 'identifier') || ', entry ' || standings.entries || ')', ''
                    )
                when 4
                then
                    'an entry of that name may be someone else'
                    || coalesce(' (' || standings.found_by || ', entry ' || standings.entries || ')', '')
                when 5
                then
                    'removed '
                    || case when standings.until_by then 'by ' else '' end
                    || cast(standings.until_on as varchar)
                else
                    'listed later' || case
                        when standings.since_on is null
                        then ', day not known'
                        when standings.since_by
                        then ', by ' || cast(standings.since_on as varchar)
                        else ', on ' || cast(standings.since_on as varchar)
                    end
            end as words
        from standings
        where standings.rank is not null
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
            coalesce(answers.path_source_ids, rule_sources.source_ids, matrix.source_id) as source_ids
        from matrix
        left join standings as answers on answers.authority = matrix.authority and answers.actor_id = matrix.actor_id
        left join rule_words on rule_words.authority = matrix.authority
        left join rule_sources on rule_sources.authority = matrix.authority
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
            case when relations.owner_id is null then null else coalesce(owners.counts, 'no') end,
            relations.source_id || coalesce('; ' || owner_words.source_ids, '')
        from matrix
        cross join relations
        left join standings as answers on answers.authority = matrix.authority and answers.actor_id = matrix.actor_id
        left join
            status_words as owner_words
            on owner_words.authority = matrix.authority
            and owner_words.actor_id = relations.owner_id
        left join standings as owners on owners.authority = matrix.authority and owners.actor_id = relations.owner_id
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
