/*---
title: Claims about strikes with their strike, speaker and source
grain: one row per claim
columns:
  claim_id: Claim.
  airstrike_id: Strike.
  earliest_on: First possible day of the strike.
  latest_on: Last possible day of the strike.
  admin1: State or region of the strike.
  township: Township of the strike.
  target_type: Kind of target, as the strike is filed.
  metric: What the claim is about.
  metric_order: "Order in which claims of one strike are read: what happened and who did it first, then the tolls."
  ground: Where in the source a claim about responsibility stands.
  names: Whom a claim about responsibility names.
  denies: What a denial denies.
  stance: What the speaker does.
  speaker_id: Who speaks; null where the publisher of the source speaks.
  speaker: Name of the speaker, else the publisher.
  speaker_side: Whose side the speaker speaks for, code of actors.side; null says nothing.
  hedge: How the figure is qualified.
  value_min: Lowest value claimed.
  value_max: Highest value claimed.
  figure: The figure in words, with its qualifier; null where the claim gives none.
  value_text: What is claimed, in words.
  source_id: Source in which it was read.
  publisher: Publisher of the source.
  published_earliest_on: First day on which it can have been published.
  published: Day of publication in words.
  reliability: Grade of the source.
  origin_source_id: Source that this one repeats, where it is a copy.
  origin_publisher: Its publisher.
  source_ids: The source, the one that it repeats, and further evidence for the claim.
---*/
with
    further_sources as (
        select
            evidence.record_id as claim_id,
            string_agg(distinct evidence.source_id, '; ' order by evidence.source_id) as source_ids
        from evidence
        where evidence.record_table = 'claims'
        group by evidence.record_id
    )
select
    claims.claim_id,
    claims.airstrike_id,
    airstrikes.earliest_on,
    airstrikes.latest_on,
    airstrikes.admin1,
    airstrikes.township,
    airstrikes.target_type,
    claims.metric,
    case
        claims.metric
        when 'responsibility'
        then 1
        when 'killed'
        then 2
        when 'civilians_killed'
        then 3
        when 'children_killed'
        then 4
        when 'injured'
        then 5
        else 6
    end as metric_order,
    claims.ground,
    claims.names,
    claims.denies,
    claims.stance,
    claims.speaker_id,
    coalesce(actors.name, claims.speaker_id, sources.publisher) as speaker,
    actors.side as speaker_side,
    claims.hedge,
    claims.value_min,
    claims.value_max,
    hedged_words(claims.hedge, claims.value_min, claims.value_max) as figure,
    claims.value_text,
    claims.source_id,
    sources.publisher,
    sources.published_earliest_on,
    day_words(sources.published_earliest_on, sources.published_latest_on) as published,
    sources.reliability,
    sources.origin_source_id,
    origins.publisher as origin_publisher,
    merged_ids(merged_ids(claims.source_id, sources.origin_source_id), further_sources.source_ids) as source_ids
from claims
left join airstrikes on airstrikes.airstrike_id = claims.airstrike_id
left join actors on actors.actor_id = claims.speaker_id
left join sources on sources.source_id = claims.source_id
left join sources as origins on origins.source_id = sources.origin_source_id
left join further_sources on further_sources.claim_id = claims.claim_id
