/*---
title: Claims about strikes
grain: one row per statement of a speaker about a strike
caveat: >-
  Claims stand side by side and are never added up or averaged: several speak of the same dead. Metrics ending in _wider count several strikes
  together. No denial is dropped.
of: claims
keys:
  primary: [claim_id]
  foreign:
    - {fields: [airstrike_id], reference: {resource: fact_strikes, fields: [airstrike_id]}}
    - {fields: [speaker_id], reference: {resource: dim_actor, fields: [actor_id]}}
    - {fields: [source_id], reference: {resource: dim_source, fields: [source_id]}}
    - {fields: [independent_source_id], reference: {resource: dim_source, fields: [source_id]}}
columns:
  claim_id: Claim.
  dataset: Data set that the row comes from.
  airstrike_id: Strike that it speaks of.
  metric: "What the claim is about, code of claims.metric: killed, injured, responsibility, place and so on."
  stance: "What the speaker does: asserts, denies, justifies, admits, cannot_verify or silent."
  speaker_id: Who speaks.
  hedge: "How the figure is qualified: exact, at_least, more_than, about, nearly, up_to, estimated or unknown."
  value_min: {unit: persons, description: "Lowest value claimed; blank with a highest one means 'up to'. Never add up claims: they speak of the same people."}
  value_max: {unit: persons, description: "Highest value claimed; blank with a lowest one means 'at least' or 'more than'. Never add up claims."}
  value_text: The statement in words.
  claims: {unit: claims, description: "1; its sum counts claims."}
  denials: {unit: claims, description: "1 for a claim that denies, else 0."}
  publish_precision: Mark of a row that is published coarsened; blank means as it stands.
  source_id: Source in which it was read.
  independent_source_id: "The source that this one was made from at the first, else itself: count these distinct for independent sources."
---*/
select
    claims.claim_id,
    claims.dataset,
    claims.airstrike_id,
    claims.metric,
    claims.stance,
    claims.speaker_id,
    claims.hedge,
    claims.value_min,
    claims.value_max,
    claims.value_text,
    1 as claims,
    case when claims.stance = 'denies' then 1 else 0 end as denials,
    claims.publish_precision,
    claims.source_id,
    coalesce(source_origins.first_origin_id, claims.source_id) as independent_source_id
from claims
left join source_origins on source_origins.source_id = claims.source_id
order by claims.claim_id
