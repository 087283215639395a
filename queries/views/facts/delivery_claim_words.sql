/*---
title: What is said of deliveries, in words
grain: one row per statement about a delivery or a group
columns:
  claim_id: Statement.
  words: "The statement with its speaker, stance, point, hedge, figure and country."
---*/
select
    delivery_claims.claim_id,
    coalesce(speakers.name, delivery_claims.speaker_id, 'speaker not known')
    || ', '
    || replace(delivery_claims.stance, '_', ' ')
    || ', '
    || replace(delivery_claims.about, '_', ' ')
    || case
        when delivery_claims.hedge in ('likely', 'assumed', 'apparent') then ', ' || delivery_claims.hedge else ''
    end
    || coalesce(' of ' || subjects.name, '')
    || coalesce(
        ' ' || hedged_words(
            case when delivery_claims.hedge not in ('likely', 'assumed', 'apparent') then delivery_claims.hedge end,
            delivery_claims.value_min,
            delivery_claims.value_max
        )
        || coalesce(' ' || delivery_claims.unit, ''),
        ''
    )
    || coalesce(': ' || delivery_claims.value_text, '')
    || coalesce(' (' || delivery_claims.country || ')', '') as words
from delivery_claims
left join actors as speakers on speakers.actor_id = delivery_claims.speaker_id
left join actors as subjects on subjects.actor_id = delivery_claims.actor_id
