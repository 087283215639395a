select
    'strike' as about_kind,
    airstrikes.airstrike_id as about_id,
    1 as section_number,
    'strike' as section,
    'airstrikes' as record_table,
    airstrikes.airstrike_id as record_id,
    airstrikes.airstrike_id as item,
    airstrikes.earliest_on as day_earliest_on,
    airstrikes.latest_on as day_latest_on,
    concat_ws(
        ', ',
        airstrikes.place,
        airstrikes.township,
        airstrikes.admin1,
        case when airstrikes.aircraft <> 'unknown' then replace(airstrikes.aircraft, '_', ' ') end,
        'target ' || replace(airstrikes.target_type, '_', ' '),
        'killed ' || coalesce(figure_words(airstrikes.killed_min, airstrikes.killed_max), 'not known'),
        'injured ' || coalesce(figure_words(airstrikes.injured_min, airstrikes.injured_max), 'not known')
    )
    || coalesce('. ' || airstrikes.summary, '') as words,
    airstrikes.verification as certainty,
    airstrikes.source_id
from airstrikes
union all
select
    'strike',
    airstrikes.airstrike_id,
    2,
    'attribution',
    'claims',
    attribution_claims.claim_id,
    attribution_claims.claim_id,
    cast(null as date),
    cast(null as date),
    attribution_claims.words,
    attribution_claims.attribution_basis,
    attribution_claims.source_id
from airstrikes
inner join attribution_claims on attribution_claims.airstrike_id = airstrikes.airstrike_id
union all
-- where no claim names anybody: a rule of ours has no source
select
    'strike',
    airstrikes.airstrike_id,
    2,
    'attribution',
    cast(null as varchar),
    cast(null as varchar),
    airstrikes.attributed_to,
    cast(null as date),
    cast(null as date),
    strike_attributions.attribution,
    strike_attributions.attribution_basis,
    cast(null as varchar)
from airstrikes
inner join strike_attributions on strike_attributions.airstrike_id = airstrikes.airstrike_id
where strike_attributions.attribution_basis = 'rule' and airstrikes.attributed_to is not null
union all
select
    'strike',
    airstrikes.airstrike_id,
    3,
    'named as target',
    'airstrikes',
    airstrikes.airstrike_id,
    airstrikes.targeted_actor_id,
    cast(null as date),
    cast(null as date),
    coalesce(actors.name, airstrikes.targeted_actor_id),
    cast(null as varchar),
    airstrikes.source_id
from airstrikes
left join actors on actors.actor_id = airstrikes.targeted_actor_id
where airstrikes.targeted_actor_id is not null
union all
select
    'call',
    sanction_calls.call_id,
    4,
    'strike that it names as its occasion',
    'airstrikes',
    airstrikes.airstrike_id,
    airstrikes.airstrike_id,
    airstrikes.earliest_on,
    airstrikes.latest_on,
    concat_ws(', ', airstrikes.place, airstrikes.township, airstrikes.admin1),
    airstrikes.verification,
    airstrikes.source_id
from sanction_calls
inner join airstrikes on airstrikes.airstrike_id = sanction_calls.prompted_by_airstrike_id
