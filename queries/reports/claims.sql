/*---
title: Claims about strikes
question: Who claims, denies, admits or leaves open what about which strikes, in which words, and where was it read?
grain: one row per claim
caveat: >-
  Claims stand side by side and none is dropped: a claim is what somebody said, not what was found. Strikes are a sample of reports, so
  claims are never counted as if they were all. Figures of one strike are rivals and are never added up; those for several strikes together, and for deaths in the
  fighting around a strike, are no figures of this strike alone. Silence is a row, and no admission. A strike whose area or target is not
  known is left out where one is asked for.
params:
  airstrike_id: {type: string, default: null, id_of: airstrikes, help: Only claims about this strike}
  stance: {type: string, default: null, value_of: claims.stance, help: "Only claims in which the speaker does this, such as denies"}
  speaker_id: {type: string, default: null, id_of: actors, help: Only claims of this speaker}
  speaker_side: {type: string, default: null, value_of: actors.side, help: "Only claims of speakers for this side; `-p stance=denies -p speaker_side=military` is what the military denies"}
  metric: {type: string, default: null, value_of: claims.metric, help: "Only claims about this, such as responsibility, killed or target"}
  denies: {type: string, default: null, value_of: claims.denies, help: "Only denials of this, such as strike, own_part or target"}
  target_type: {type: string, default: null, value_of: airstrikes.target_type, help: Only strikes on this kind of target}
  admin1: {type: string, default: null, value_of: admin1_areas.admin1, help: "Only strikes in this state or region, such as Sagaing"}
  from_on: {type: date, default: null, help: Only strikes that can have been on this day or later}
  to_on: {type: date, default: null, help: Only strikes that can have been on this day or earlier}
columns:
  claim_id: Claim.
  airstrike_id: Strike, see `sanctrack show ID`.
  strike_day: Day of the strike in words.
  earliest_on: First possible day of the strike.
  latest_on: Last possible day of the strike.
  in_period: "'certain' or 'possible': whether the strike lies within from_on and to_on."
  admin1: State or region of the strike.
  township: Township of the strike.
  target_type: "Kind of target, as the strike is filed; a claim about the target may say otherwise."
  metric: What the claim is about.
  ground: "Where in the source a claim about responsibility stands: own_text, headline, coded_headline (of a report that UCDP codes) or coded (by UCDP alone)."
  names: "Whom a claim about responsibility names: air_force, military or nobody."
  denies: "What a denial denies: strike, own_part, cause, target, casualties or place."
  stance: "What the speaker does: asserts, denies, justifies, admits, cannot_verify or silent."
  speaker_id: Who speaks; blank where the publisher of the source speaks.
  speaker: Name of the speaker, else the publisher.
  speaker_side: "Whose side the speaker speaks for: military, or blank, which says nothing."
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
table: [airstrike_id, strike_day, metric, stance, denies, speaker, figure, value_text, publisher, published]
---*/
select
    claim_details.claim_id,
    claim_details.airstrike_id,
    day_words(claim_details.earliest_on, claim_details.latest_on) as strike_day,
    claim_details.earliest_on,
    claim_details.latest_on,
    certainty_within(
        claim_details.earliest_on, claim_details.latest_on, cast($from_on as date), cast($to_on as date)
    ) as in_period,
    claim_details.admin1,
    claim_details.township,
    claim_details.target_type,
    claim_details.metric,
    claim_details.ground,
    claim_details.names,
    claim_details.denies,
    claim_details.stance,
    claim_details.speaker_id,
    claim_details.speaker,
    claim_details.speaker_side,
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
where
    (cast($airstrike_id as varchar) is null or claim_details.airstrike_id = cast($airstrike_id as varchar))
    and (cast($stance as varchar) is null or claim_details.stance = cast($stance as varchar))
    and (cast($speaker_id as varchar) is null or claim_details.speaker_id = cast($speaker_id as varchar))
    and (cast($speaker_side as varchar) is null or claim_details.speaker_side = cast($speaker_side as varchar))
    and (cast($metric as varchar) is null or claim_details.metric = cast($metric as varchar))
    and (cast($denies as varchar) is null or claim_details.denies = cast($denies as varchar))
    and (cast($target_type as varchar) is null or claim_details.target_type = cast($target_type as varchar))
    and (cast($admin1 as varchar) is null or claim_details.admin1 = cast($admin1 as varchar))
    and certainty_within(
        claim_details.earliest_on, claim_details.latest_on, cast($from_on as date), cast($to_on as date)
    )
    <> 'not'
order by
    claim_details.earliest_on nulls last,
    claim_details.latest_on nulls last,
    claim_details.airstrike_id,
    claim_details.metric_order,
    claim_details.metric,
    claim_details.published_earliest_on nulls last,
    claim_details.claim_id
