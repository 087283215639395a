/*---
title: Claims that do not say on what ground, or what they deny
severity: warning
help: "Of responsibility fill ground (own_text, headline, coded_headline, coded) and names (air_force, military, nobody); of a denial fill denies (strike, own_part, cause, target, casualties, place). Without them a claim ascribes the strike to nobody, and a denial counts as one of the strike."
---*/
with
    problems as (
        select
            claims.claim_id,
            case when claims.ground is null then 'ground' else 'names' end as column_name,
            'a claim about responsibility without '
            || case when claims.ground is null then 'ground' else 'names' end as problem
        from claims
        where claims.metric = 'responsibility' and (claims.ground is null or claims.names is null)
        union all
        select claims.claim_id, 'denies', 'a denial that does not say what it denies'
        from claims
        where claims.stance = 'denies' and claims.denies is null
    )
select
    'claims' as record_table,
    problems.claim_id as record_id,
    problems.column_name,
    cast(null as varchar) as value,
    problems.problem
from problems
order by problems.claim_id, problems.column_name
