/*---
title: Owners whose shares add up to more than 100 %
severity: warning
help: Mend a share, or give the day on which one holding ended. Statements about one pair of owner and owned are one holding.
---*/
with
    -- subject is the owned one only in subsidiary_of
    holdings_stated as (
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
            relationships.share_min_pct
        from relationships
        where
            relationships.predicate in ('owns', 'shareholder_of', 'subsidiary_of')
            and relationships.share_min_pct is not null
            and relationships.ended_earliest_on is null
            and relationships.ended_latest_on is null
    ),
    lowest_shares as (
        select
            holdings_stated.owned_id,
            holdings_stated.owner_id,
            min(holdings_stated.share_min_pct) as share_pct,
            min(holdings_stated.relationship_id) as relationship_id
        from holdings_stated
        group by holdings_stated.owned_id, holdings_stated.owner_id
    ),
    sums as (
        select
            lowest_shares.owned_id,
            sum(lowest_shares.share_pct) as share_pct,
            count(*) as owners,
            max(lowest_shares.relationship_id) as relationship_id
        from lowest_shares
        group by lowest_shares.owned_id
    )
select
    'relationships' as record_table,
    sums.relationship_id as record_id,
    'share_min_pct' as column_name,
    cast(relationships.share_min_pct as varchar) as value,
    sums.owners
    || ' owners of '
    || sums.owned_id
    || ' hold at least '
    || cast(sums.share_pct as varchar)
    || ' % together' as problem
from sums
inner join relationships on relationships.relationship_id = sums.relationship_id
where sums.share_pct > 100
order by record_id
