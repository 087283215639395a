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
select
    claim_details.claim_id,
    claim_details.airstrike_id,
    claim_details.metric,
    claim_details.ground,
    claim_details.names,
    claim_details.denies,
    claim_details.stance,
    claim_details.speaker_id,
    claim_details.speaker,
    claim_details.hedge,
    claim_details.value_min,
    claim_details.value_max,
    claim_details.figure,
    claim_details.value_text,
    claim_details.source_id,
    claim_details.publisher,
    claim_details.published,
    claim_details.reliability,
    claim_details.origin_source_id,
    claim_details.origin_publisher,
    claim_details.source_ids
from claim_details
where claim_details.airstrike_id = cast($airstrike_id as varchar)
order by
    claim_details.metric_order,
    claim_details.metric,
    claim_details.published_earliest_on nulls last,
    claim_details.claim_id
