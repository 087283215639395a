/*---
title: The claims that ascribe a strike to somebody, on its strongest ground
grain: one row per claim about responsibility that reaches the strongest ground of its strike
columns:
  claim_id: Claim.
  airstrike_id: Strike.
  attribution_basis: Ground of the claim, code of attribution_grounds; the same for all claims here of one strike.
  words: "The claim in its own words, with its speaker; of a code of UCDP what the code means."
  source_id: Source of the claim.
---*/
with
    graded as (
        select
            claims.claim_id,
            claims.airstrike_id,
            claims.stance,
            claims.value_text,
            claims.source_id,
            coalesce(actors.name, claims.speaker_id, 'speaker not known') as speaker,
            case
                when actors.side = 'military' and claims.stance in ('admits', 'justifies')
                then 'own_side'
                when claims.ground = 'coded'
                then 'coded'
                -- a text or headline that names nobody gives nothing
                when coalesce(claims.names, 'nobody') = 'nobody'
                then cast(null as varchar)
                when claims.ground = 'own_text' and claims.names = 'air_force'
                then 'named_air_force'
                when claims.ground = 'own_text'
                then 'named_military'
                else claims.ground
            end as attribution_basis
        from claims
        left join actors on actors.actor_id = claims.speaker_id
        where claims.metric = 'responsibility' and claims.stance in ('asserts', 'admits', 'justifies')
    ),
    placed as (
        select graded.*, attribution_grounds.position, attribution_grounds.words as ground_words
        from graded
        inner join attribution_grounds on attribution_grounds.attribution_basis = graded.attribution_basis
    ),
    strongest as (select placed.airstrike_id, min(placed.position) as position from placed group by placed.airstrike_id)
select
    placed.claim_id,
    placed.airstrike_id,
    placed.attribution_basis,
    coalesce(
        placed.ground_words,
        case
            placed.attribution_basis
            when 'own_side'
            then placed.speaker || ' ' || placed.stance
            when 'headline'
            then 'headline of ' || placed.speaker
            when 'coded_headline'
            then 'headline of a report that UCDP codes'
            else placed.speaker
        end
        || coalesce(': ' || placed.value_text, '')
    ) as words,
    placed.source_id
from strongest
inner join placed on placed.airstrike_id = strongest.airstrike_id and placed.position = strongest.position
