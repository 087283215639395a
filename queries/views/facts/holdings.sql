/*---
title: Ownership statements that count
grain: one row per relation of ownership (owns, shareholder_of, subsidiary_of) that speaks for its pair of owner and owned
columns:
  relationship_id: Relation.
  owner_id: Who owns.
  owned_id: What is owned.
  predicate: "owns, shareholder_of or subsidiary_of; of the last the object is the owner."
  gives_share: true when the statement gives a share.
  share_min_pct: {unit: percent, description: Least share; 0 when none is given.}
  share_max_pct: {unit: percent, description: Greatest share; 100 when none is given.}
  started_earliest_on: First day on which it can have begun.
  started_latest_on: Last day on which it can have begun.
  ended_earliest_on: First day on which it can have ended.
  ended_latest_on: Last day on which it can have ended.
  source_id: Source of the statement.
---*/
with
    statements as (
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
            end as owned_id,
            relationships.predicate,
            relationships.share_min_pct is not null or relationships.share_max_pct is not null as gives_share,
            coalesce(relationships.share_min_pct, 0) as share_min_pct,
            coalesce(relationships.share_max_pct, 100) as share_max_pct,
            relationships.started_earliest_on,
            relationships.started_latest_on,
            relationships.ended_earliest_on,
            relationships.ended_latest_on,
            relationships.source_id
        from relationships
        where relationships.predicate in ('owns', 'shareholder_of', 'subsidiary_of')
    ),
    -- a statement without a share adds nothing, neither share nor date, to those about the same pair that give one
    pairs as (
        select statements.owner_id, statements.owned_id, bool_or(statements.gives_share) as gives_share
        from statements
        group by statements.owner_id, statements.owned_id
    )
select statements.*
from statements
inner join
    pairs
    on pairs.owner_id = statements.owner_id
    and pairs.owned_id = statements.owned_id
    and pairs.gives_share = statements.gives_share
