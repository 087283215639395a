select
    case when delivery_claims.group_id is null then 'delivery' else 'group' end as about_kind,
    coalesce(delivery_claims.shipment_id, delivery_claims.group_id) as about_id,
    5 as section_number,
    'what is said of it' as section,
    'delivery_claims' as record_table,
    delivery_claims.claim_id as record_id,
    delivery_claims.claim_id as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    coalesce('stop ' || cast(delivery_claims.stop_number as varchar) || ', ', '')
    || delivery_claim_words.words as words,
    delivery_claims.stance as certainty,
    delivery_claims.source_id
from delivery_claims
inner join delivery_claim_words on delivery_claim_words.claim_id = delivery_claims.claim_id
union all
-- what is said of a group is said of none of its members alone
select
    'delivery',
    shipment_group_members.shipment_id,
    5,
    'what is said of a group that it belongs to',
    'delivery_claims',
    delivery_claims.claim_id,
    delivery_claims.claim_id,
    cast(null as date),
    cast(null as date),
    delivery_claim_words.words || '; of the group ' || delivery_claims.group_id || ', not of this delivery alone',
    delivery_claims.stance,
    delivery_claims.source_id
from delivery_claims
inner join delivery_claim_words on delivery_claim_words.claim_id = delivery_claims.claim_id
inner join shipment_group_members on shipment_group_members.group_id = delivery_claims.group_id
union all
select
    'claim',
    delivery_claims.claim_id,
    1,
    'claim',
    'delivery_claims',
    delivery_claims.claim_id,
    coalesce(delivery_claims.shipment_id, delivery_claims.group_id),
    cast(null as date),
    cast(null as date),
    delivery_claim_words.words || case
        when delivery_claims.group_id is null
        then ' (delivery ' || delivery_claims.shipment_id || ')'
        else ' (group ' || delivery_claims.group_id || ')'
    end,
    delivery_claims.stance,
    delivery_claims.source_id
from delivery_claims
inner join delivery_claim_words on delivery_claim_words.claim_id = delivery_claims.claim_id
