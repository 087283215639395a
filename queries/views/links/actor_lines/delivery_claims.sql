select
    delivery_claims.speaker_id as about_id,
    13 as section_number,
    'said of deliveries' as section,
    'delivery_claims' as record_table,
    delivery_claims.claim_id as record_id,
    coalesce(delivery_claims.shipment_id, delivery_claims.group_id) as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    delivery_claim_words.words || case
        when delivery_claims.group_id is null
        then ' (delivery ' || delivery_claims.shipment_id || ')'
        else ' (group ' || delivery_claims.group_id || ')'
    end as words,
    delivery_claims.stance as certainty,
    delivery_claims.source_id
from delivery_claims
inner join delivery_claim_words on delivery_claim_words.claim_id = delivery_claims.claim_id
where delivery_claims.speaker_id is not null
union all
select
    delivery_claims.actor_id,
    7,
    'what is said of its part in deliveries',
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
where delivery_claims.actor_id is not null and delivery_claims.actor_id is distinct from delivery_claims.speaker_id
