/*---
title: Grounds, names and denials on claims that have none
severity: error
help: "Leave ground and names blank but for metric responsibility, and denies blank but for stance denies."
---*/
with
    problems as (
        select
            claims.claim_id,
            'ground' as column_name,
            claims.ground as value,
            'ground and names are for metric responsibility, this is ' || claims.metric as problem
        from claims
        where claims.metric <> 'responsibility' and (claims.ground is not null or claims.names is not null)
        union all
        select claims.claim_id, 'denies', claims.denies, 'denies is for stance denies, this ' || claims.stance
        from claims
        where claims.stance <> 'denies' and claims.denies is not null
        union all
        select claims.claim_id, 'names', claims.names, 'a code of UCDP alone names nobody'
        from claims
        where claims.ground = 'coded' and claims.names <> 'nobody'
    )
select 'claims' as record_table, problems.claim_id as record_id, problems.column_name, problems.value, problems.problem
from problems
order by problems.claim_id, problems.column_name
