/*---
title: Claims about a strike
question: Who says what about this strike, how firmly, and where was it read?
grain: one row per claim
caveat: >-
  Claims stand side by side and none is dropped: a claim is what somebody said, not what was found. Figures
  for several strikes together, and for deaths in the fighting around the strike, are no figures of this strike alone and do
  not enter its lowest and highest figure.
params:
  airstrike_id: {type: string, id_of: airstrikes, help: "Id of the strike; `sanctrack report strikes` lists them"}
columns:
  claim_id: Claim.
  airstrike_id: Strike.
  metric: What the claim is about.
  ground: "Where in the source a claim about responsibility stands: own_text, headline, coded_headline (of a report that UCDP codes) or coded (by UCDP alone)."
  names: "Whom a claim about responsibility names: air_force, military or nobody."
  denies: "What a denial denies: strike, own_part, cause, target, casualties or place."
  stance: "What the speaker does: asserts, denies, justifies, admits, cannot_verify or silent."
  speaker_id: Who speaks; blank where the publisher of the source speaks.
  speaker: Name of the speaker, else the publisher.
  hedge: How the figure is qualified.
  value_min: Lowest value claimed; blank with a highest one means 'up to'.
  value_max: Highest value claimed; blank with a lowest one means 'at least' or 'more than', as the hedge says.
  figure: "The figure in words, with its qualifier ('at least 60'); blank where the claim gives none."
  value_text: What is claimed, in words.
  source_id: Source in which it was read.
  publisher: Publisher of the source.
  published: Day of publication in words.
  reliability: Grade of the source (A to F).
  origin_source_id: Source that this one repeats, where it is a copy.
  origin_publisher: Its publisher.
  source_ids: The source, the one that it repeats, and further evidence for the claim.
table: [metric, stance, denies, speaker, hedge, value_min, value_max, value_text, publisher, published]
picture: {kind: ranges, of: claims, label: speaker, min: value_min, max: value_max, panel: metric, mark: stance, usual: asserts, hedge: hedge, instead: value_text}
---*/
with
    chosen_claims as (select * from claims where claims.airstrike_id = cast($airstrike_id as varchar)),
    further_sources as (
        select
            evidence.record_id as claim_id,
            string_agg(distinct evidence.source_id, '; ' order by evidence.source_id) as source_ids
        from evidence
        inner join chosen_claims on chosen_claims.claim_id = evidence.record_id
        where evidence.record_table = 'claims'
        group by evidence.record_id
    )
select
    chosen_claims.claim_id,
    chosen_claims.airstrike_id,
    chosen_claims.metric,
    chosen_claims.ground,
    chosen_claims.names,
    chosen_claims.denies,
    chosen_claims.stance,
    chosen_claims.speaker_id,
    coalesce(actors.name, chosen_claims.speaker_id, sources.publisher) as speaker,
    chosen_claims.hedge,
    chosen_claims.value_min,
    chosen_claims.value_max,
    hedged_words(chosen_claims.hedge, chosen_claims.value_min, chosen_claims.value_max) as figure,
    chosen_claims.value_text,
    chosen_claims.source_id,
    sources.publisher,
    day_words(sources.published_earliest_on, sources.published_latest_on) as published,
    sources.reliability,
    sources.origin_source_id,
    origins.publisher as origin_publisher,
    merged_ids(merged_ids(chosen_claims.source_id, sources.origin_source_id), further_sources.source_ids) as source_ids
from chosen_claims
left join actors on actors.actor_id = chosen_claims.speaker_id
left join sources on sources.source_id = chosen_claims.source_id
left join sources as origins on origins.source_id = sources.origin_source_id
left join further_sources on further_sources.claim_id = chosen_claims.claim_id
order by
    -- what happened and who did it first, then the tolls
    case
        chosen_claims.metric
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
    end,
    chosen_claims.metric,
    sources.published_earliest_on nulls last,
    chosen_claims.claim_id
