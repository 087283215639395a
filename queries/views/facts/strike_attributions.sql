/*---
title: Whom the claims name for a strike, on their strongest ground
grain: one row per strike
columns:
  airstrike_id: Strike.
  attribution_basis: "The strongest ground that a claim about responsibility reaches, code of attribution_grounds; 'rule' where none does."
  attribution: "What the claims on that ground say, each in its own words with its speaker; for 'coded' and 'rule' what that means. Rival causes and denials are claims beside it."
  attribution_source_ids: "Sources of those claims, joined by '; '; null for 'rule', which is ours."
---*/
with
    joined as (
        select
            attribution_claims.airstrike_id,
            attribution_claims.attribution_basis,
            string_agg(distinct attribution_claims.words, '; ' order by attribution_claims.words) as words,
            string_agg(distinct attribution_claims.source_id, '; ' order by attribution_claims.source_id) as source_ids
        from attribution_claims
        group by attribution_claims.airstrike_id, attribution_claims.attribution_basis
    )
select
    airstrikes.airstrike_id,
    coalesce(joined.attribution_basis, 'rule') as attribution_basis,
    coalesce(joined.words, attribution_grounds.words) as attribution,
    joined.source_ids as attribution_source_ids
from airstrikes
left join joined on joined.airstrike_id = airstrikes.airstrike_id
left join attribution_grounds on attribution_grounds.attribution_basis = 'rule' and joined.airstrike_id is null
