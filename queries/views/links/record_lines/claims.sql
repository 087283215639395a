select
    'strike' as about_kind,
    claims.airstrike_id as about_id,
    5 as section_number,
    'claims' as section,
    'claims' as record_table,
    claims.claim_id as record_id,
    claims.claim_id as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    coalesce(actors.name, claims.speaker_id, 'speaker not known')
    || ', '
    || replace(claims.stance, '_', ' ')
    || coalesce(' (' || replace(claims.denies, '_', ' ') || ')', '')
    || ', '
    || replace(claims.metric, '_', ' ')
    || coalesce(' ' || hedged_words(claims.hedge, claims.value_min, claims.value_max), '')
    || coalesce(': ' || claims.value_text, '') as words,
    claims.stance as certainty,
    claims.source_id
from claims
left join actors on actors.actor_id = claims.speaker_id
union all
select
    'claim',
    claims.claim_id,
    1,
    'claim',
    'claims',
    claims.claim_id,
    claims.airstrike_id,
    airstrikes.earliest_on,
    airstrikes.latest_on,
    coalesce(actors.name, claims.speaker_id, 'speaker not known')
    || ', '
    || replace(claims.stance, '_', ' ')
    || coalesce(' (' || replace(claims.denies, '_', ' ') || ')', '')
    || ', '
    || replace(claims.metric, '_', ' ')
    || coalesce(' ' || hedged_words(claims.hedge, claims.value_min, claims.value_max), '')
    || coalesce(': ' || claims.value_text, '')
    || ' (strike '
    || claims.airstrike_id
    || ')',
    claims.stance,
    claims.source_id
from claims
left join actors on actors.actor_id = claims.speaker_id
left join airstrikes on airstrikes.airstrike_id = claims.airstrike_id
