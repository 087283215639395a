/*---
title: Who denies a strike, or a part of its own in it
grain: one row per strike and speaker who does
columns:
  airstrike_id: Strike.
  speaker_id: Who denies.
  speaker: Name of the speaker.
  denies: "'strike' (that there was one) or 'own_part' (a part of its own); the first where the speaker denies both. A denial that does not say what it denies counts as one of the strike."
---*/
select
    claims.airstrike_id,
    claims.speaker_id,
    coalesce(actors.name, claims.speaker_id, 'speaker not known') as speaker,
    -- every other denial (a cause, the target, casualties, a place) names what it denies and is none of the strike
    max(coalesce(claims.denies, 'strike')) as denies
from claims
left join actors on actors.actor_id = claims.speaker_id
where claims.stance = 'denies' and coalesce(claims.denies, 'strike') in ('strike', 'own_part')
group by claims.airstrike_id, claims.speaker_id, actors.name
