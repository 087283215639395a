select
    claims.speaker_id as about_id,
    13 as section_number,
    'claims spoken' as section,
    'claims' as record_table,
    claims.claim_id as record_id,
    claims.airstrike_id as item,
    airstrikes.earliest_on as day_earliest_on,
    airstrikes.latest_on as day_latest_on,
    replace(claims.stance, '_', ' ')
    || coalesce(' (' || replace(claims.denies, '_', ' ') || ')', '')
    || ', '
    || replace(claims.metric, '_', ' ')
    || coalesce(' ' || hedged_words(claims.hedge, claims.value_min, claims.value_max), '')
    || coalesce(': ' || claims.value_text, '')
    || ' (strike '
    || claims.airstrike_id
    || ')' as words,
    claims.stance as certainty,
    claims.source_id
from claims
left join airstrikes on airstrikes.airstrike_id = claims.airstrike_id
where claims.speaker_id is not null
