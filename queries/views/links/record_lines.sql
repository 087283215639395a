/*---
title: Everything about a record, line by line
grain: one row per record that has an id of its own, section and record that speaks of it
columns:
  about_kind: "Kind of the record: strike, delivery, actor, call, measure, place, source, group, figure, claim, relationship, trade figure, ownership rule or area."
  about_id: Id of the record that the line is about.
  section_number: Order of the sections.
  section: What kind of line it is.
  record_table: Table of the line's own record; null for a count over many.
  record_id: Key of that record, parts joined by '|'.
  item: Id to look further with; null where there is none.
  day_earliest_on: First possible day.
  day_latest_on: Last possible day.
  words: The record in words.
  certainty: How sure the record says it is, in its own code.
  source_id: Source of the row itself; further ones are in evidence.
---*/
with
    discharges as (
        select
            shipment_stops.shipment_id,
            shipment_stops.place_name,
            shipment_stops.arrived_earliest_on,
            shipment_stops.arrived_latest_on
        from shipment_stops
        where shipment_stops.stop_type = 'discharge'
        qualify row_number() over (partition by shipment_stops.shipment_id order by shipment_stops.stop_number desc) = 1
    )
select 'actor' as about_kind, actor_lines.*
from actor_lines
-- strikes
union all
select
    'strike',
    airstrikes.airstrike_id,
    1,
    'strike',
    'airstrikes',
    airstrikes.airstrike_id,
    airstrikes.airstrike_id,
    airstrikes.earliest_on,
    airstrikes.latest_on,
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
    || coalesce('. ' || airstrikes.summary, ''),
    airstrikes.verification,
    airstrikes.source_id
from airstrikes
union all
select
    'strike',
    airstrikes.airstrike_id,
    2,
    'attributed to',
    'airstrikes',
    airstrikes.airstrike_id,
    airstrikes.attributed_to,
    cast(null as date),
    cast(null as date),
    coalesce(actors.name, airstrikes.attributed_to),
    airstrikes.verification,
    airstrikes.source_id
from airstrikes
left join actors on actors.actor_id = airstrikes.attributed_to
where airstrikes.attributed_to is not null
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
    'strike',
    airstrike_area_actors.airstrike_id,
    4,
    'named as holding or fighting in the area',
    'airstrike_area_actors',
    airstrike_area_actors.airstrike_id || '|' || airstrike_area_actors.actor_id,
    airstrike_area_actors.actor_id,
    cast(null as date),
    cast(null as date),
    coalesce(actors.name, airstrike_area_actors.actor_id),
    cast(null as varchar),
    airstrike_area_actors.source_id
from airstrike_area_actors
left join actors on actors.actor_id = airstrike_area_actors.actor_id
union all
select
    'strike',
    claims.airstrike_id,
    5,
    'claims',
    'claims',
    claims.claim_id,
    claims.claim_id,
    cast(null as date),
    cast(null as date),
    coalesce(actors.name, claims.speaker_id, 'speaker not known')
    || ', '
    || replace(claims.stance, '_', ' ')
    || ', '
    || replace(claims.metric, '_', ' ')
    || coalesce(' ' || hedged_words(claims.hedge, claims.value_min, claims.value_max), '')
    || coalesce(': ' || claims.value_text, ''),
    claims.stance,
    claims.source_id
from claims
left join actors on actors.actor_id = claims.speaker_id
union all
select
    'strike',
    sanction_calls.prompted_by_airstrike_id,
    6,
    'calls that name it as their occasion',
    'sanction_calls',
    sanction_calls.call_id,
    sanction_calls.call_id,
    sanction_calls.called_earliest_on,
    sanction_calls.called_latest_on,
    coalesce(actors.name, sanction_calls.caller_id, 'caller not known') || coalesce(': ' || sanction_calls.summary, ''),
    cast(null as varchar),
    sanction_calls.source_id
from sanction_calls
left join actors on actors.actor_id = sanction_calls.caller_id
where sanction_calls.prompted_by_airstrike_id is not null
-- claims and relationships by their own id
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
union all
select
    'relationship',
    relationships.relationship_id,
    1,
    'relationship',
    'relationships',
    relationships.relationship_id,
    relationships.subject_id,
    relationships.started_earliest_on,
    relationships.started_latest_on,
    coalesce(subjects.name, relationships.subject_id)
    || ' '
    || replace(relationships.predicate, '_', ' ')
    || ' '
    || coalesce(objects.name, relationships.object_id)
    || coalesce(', share ' || figure_words(relationships.share_min_pct, relationships.share_max_pct) || ' %', '')
    || case
        when relationships.ended_earliest_on is null and relationships.ended_latest_on is null
        then ''
        else ', ended ' || day_words(relationships.ended_earliest_on, relationships.ended_latest_on)
    end,
    cast(null as varchar),
    relationships.source_id
from relationships
left join actors as subjects on subjects.actor_id = relationships.subject_id
left join actors as objects on objects.actor_id = relationships.object_id
-- deliveries
union all
select
    'delivery',
    fuel_shipments.shipment_id,
    1,
    'delivery',
    'fuel_shipments',
    fuel_shipments.shipment_id,
    fuel_shipments.shipment_id,
    discharges.arrived_earliest_on,
    discharges.arrived_latest_on,
    replace(fuel_shipments.product, '_', ' ')
    || ', '
    || coalesce(
        figure_words(fuel_shipments.quantity_tonnes_min, fuel_shipments.quantity_tonnes_max) || ' tonnes',
        'quantity not known'
    )
    || coalesce(' (' || replace(fuel_shipments.quantity_basis, '_', ' ') || ')', '')
    || coalesce('. ' || fuel_shipments.summary, ''),
    fuel_shipments.confidence,
    fuel_shipments.source_id
from fuel_shipments
left join discharges on discharges.shipment_id = fuel_shipments.shipment_id
union all
select
    'delivery',
    fuel_shipments.shipment_id,
    2,
    'vessel',
    'fuel_shipments',
    fuel_shipments.shipment_id,
    fuel_shipments.vessel_id,
    cast(null as date),
    cast(null as date),
    coalesce(actors.name, fuel_shipments.vessel_id),
    fuel_shipments.confidence,
    fuel_shipments.source_id
from fuel_shipments
left join actors on actors.actor_id = fuel_shipments.vessel_id
where fuel_shipments.vessel_id is not null
union all
select
    'delivery',
    shipment_stops.shipment_id,
    3,
    'route',
    'shipment_stops',
    shipment_stops.shipment_id || '|' || cast(shipment_stops.stop_number as varchar),
    shipment_stops.place_id,
    shipment_stops.arrived_earliest_on,
    shipment_stops.arrived_latest_on,
    cast(shipment_stops.stop_number as varchar)
    || '. '
    || replace(shipment_stops.stop_type, '_', ' ')
    || ' at '
    || coalesce(shipment_stops.place_name, 'a place not known')
    || coalesce(' (' || shipment_stops.country || ')', '')
    || case
        when shipment_stops.departed_earliest_on is null and shipment_stops.departed_latest_on is null
        then ''
        else ', left ' || day_words(shipment_stops.departed_earliest_on, shipment_stops.departed_latest_on)
    end,
    cast(null as varchar),
    shipment_stops.source_id
from shipment_stops
union all
select
    'delivery',
    shipment_parties.shipment_id,
    4,
    'parties',
    'shipment_parties',
    shipment_parties.shipment_id || '|' || shipment_parties.actor_id || '|' || shipment_parties.role,
    shipment_parties.actor_id,
    cast(null as date),
    cast(null as date),
    case
        shipment_parties.certainty
        when 'denied'
        then 'named as ' || replace(shipment_parties.role, '_', ' ') || ', denied: '
        when 'alternative'
        then 'one of several named as ' || replace(shipment_parties.role, '_', ' ') || ': '
        else replace(shipment_parties.role, '_', ' ') || ': '
    end
    || coalesce(actors.name, shipment_parties.actor_id),
    shipment_parties.certainty,
    shipment_parties.source_id
from shipment_parties
left join actors on actors.actor_id = shipment_parties.actor_id
union all
select
    'delivery',
    shipment_group_members.shipment_id,
    5,
    'joint statements on a group that it belongs to',
    'shipment_group_claims',
    shipment_group_claims.group_id || '|' || shipment_group_claims.actor_id || '|' || shipment_group_claims.role,
    shipment_group_claims.group_id,
    cast(null as date),
    cast(null as date),
    coalesce(actors.name, shipment_group_claims.actor_id)
    || ', '
    || replace(shipment_group_claims.role, '_', ' ')
    || ' of '
    || coalesce(figure_words(shipment_group_claims.count_min, shipment_group_claims.count_max), 'a number not given')
    || ' of the group '
    || coalesce(shipment_groups.title, shipment_group_claims.group_id)
    || '; which of them is not said',
    case when shipment_group_claims.disputed = 'yes' then 'disputed' end,
    shipment_group_claims.source_id
from shipment_group_members
inner join shipment_group_claims on shipment_group_claims.group_id = shipment_group_members.group_id
left join shipment_groups on shipment_groups.group_id = shipment_group_members.group_id
left join actors on actors.actor_id = shipment_group_claims.actor_id
union all
select
    'delivery',
    fuel_shipments.shipment_id,
    6,
    'possible duplicates',
    'fuel_shipments',
    fuel_shipments.shipment_id,
    fuel_shipments.possible_duplicate_of,
    cast(null as date),
    cast(null as date),
    'may be a second report of ' || fuel_shipments.possible_duplicate_of,
    'possible',
    fuel_shipments.source_id
from fuel_shipments
where fuel_shipments.possible_duplicate_of is not null
union all
select
    'delivery',
    fuel_shipments.possible_duplicate_of,
    6,
    'possible duplicates',
    'fuel_shipments',
    fuel_shipments.shipment_id,
    fuel_shipments.shipment_id,
    cast(null as date),
    cast(null as date),
    fuel_shipments.shipment_id || ' may be a second report of it',
    'possible',
    fuel_shipments.source_id
from fuel_shipments
where fuel_shipments.possible_duplicate_of is not null
-- groups of deliveries
union all
select
    'group',
    shipment_groups.group_id,
    1,
    'group',
    'shipment_groups',
    shipment_groups.group_id,
    shipment_groups.group_id,
    cast(null as date),
    cast(null as date),
    shipment_groups.title
    || ', size '
    || coalesce(
        case
            when shipment_groups.qualifier = 'exact' then '' else replace(shipment_groups.qualifier, '_', ' ') || ' '
        end,
        ''
    )
    || coalesce(cast(shipment_groups.size as varchar), 'not known'),
    cast(null as varchar),
    shipment_groups.source_id
from shipment_groups
union all
select
    'group',
    shipment_group_members.group_id,
    2,
    'known members',
    'fuel_shipments',
    shipment_group_members.shipment_id,
    shipment_group_members.shipment_id,
    discharges.arrived_earliest_on,
    discharges.arrived_latest_on,
    'delivery at ' || coalesce(discharges.place_name, 'a place not known') || coalesce(' by ' || actors.name, ''),
    fuel_shipments.confidence,
    fuel_shipments.source_id
from shipment_group_members
left join fuel_shipments on fuel_shipments.shipment_id = shipment_group_members.shipment_id
left join discharges on discharges.shipment_id = shipment_group_members.shipment_id
left join actors on actors.actor_id = fuel_shipments.vessel_id
union all
select
    'group',
    shipment_group_claims.group_id,
    3,
    'joint statements',
    'shipment_group_claims',
    shipment_group_claims.group_id || '|' || shipment_group_claims.actor_id || '|' || shipment_group_claims.role,
    shipment_group_claims.actor_id,
    cast(null as date),
    cast(null as date),
    coalesce(actors.name, shipment_group_claims.actor_id)
    || ', '
    || replace(shipment_group_claims.role, '_', ' ')
    || ' of '
    || coalesce(figure_words(shipment_group_claims.count_min, shipment_group_claims.count_max), 'a number not given')
    || coalesce('; ' || shipment_group_claims.note, ''),
    case when shipment_group_claims.disputed = 'yes' then 'disputed' end,
    shipment_group_claims.source_id
from shipment_group_claims
left join actors on actors.actor_id = shipment_group_claims.actor_id
-- calls
union all
select
    'call',
    sanction_calls.call_id,
    1,
    'call',
    'sanction_calls',
    sanction_calls.call_id,
    sanction_calls.caller_id,
    sanction_calls.called_earliest_on,
    sanction_calls.called_latest_on,
    coalesce(actors.name, sanction_calls.caller_id, 'caller not known') || coalesce(': ' || sanction_calls.summary, ''),
    cast(null as varchar),
    sanction_calls.source_id
from sanction_calls
left join actors on actors.actor_id = sanction_calls.caller_id
union all
select
    'call',
    call_addressees.call_id,
    2,
    'addressed to',
    'call_addressees',
    call_addressees.call_id || '|' || call_addressees.addressee,
    cast(null as varchar),
    cast(null as date),
    cast(null as date),
    call_addressees.addressee || coalesce(', named as ' || call_addressees.named_as, ''),
    cast(null as varchar),
    sanction_calls.source_id
from call_addressees
inner join sanction_calls on sanction_calls.call_id = call_addressees.call_id
union all
select
    'call',
    call_asks.call_id,
    3,
    'asks for',
    'call_asks',
    call_asks.call_id || '|' || call_asks.ask,
    cast(null as varchar),
    cast(null as date),
    cast(null as date),
    replace(call_asks.ask, '_', ' '),
    cast(null as varchar),
    sanction_calls.source_id
from call_asks
inner join sanction_calls on sanction_calls.call_id = call_asks.call_id
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
union all
select
    'call',
    sanction_calls.call_id,
    5,
    'joint statement',
    'sanction_calls',
    sanction_calls.call_id,
    sanction_calls.joint_with_call_id,
    cast(null as date),
    cast(null as date),
    'second caller of the joint statement ' || sanction_calls.joint_with_call_id || ', with which it counts once',
    cast(null as varchar),
    sanction_calls.source_id
from sanction_calls
where sanction_calls.joint_with_call_id is not null
union all
select
    'call',
    sanction_calls.joint_with_call_id,
    5,
    'joint statement',
    'sanction_calls',
    sanction_calls.call_id,
    sanction_calls.call_id,
    cast(null as date),
    cast(null as date),
    'joint statement with ' || coalesce(actors.name, sanction_calls.caller_id, 'another caller'),
    cast(null as varchar),
    sanction_calls.source_id
from sanction_calls
left join actors on actors.actor_id = sanction_calls.caller_id
where sanction_calls.joint_with_call_id is not null
-- measures
union all
select
    'measure',
    measures.measure_id,
    1,
    'measure',
    'measures',
    measures.measure_id,
    measures.measure_id,
    case when measures.announced_on is null then measures.effective_earliest_on else measures.announced_on end,
    case when measures.announced_on is null then measures.effective_latest_on else measures.announced_on end,
    measures.authority
    || ', '
    || replace(measures.measure_type, '_', ' ')
    || coalesce(': ' || measures.title, '')
    || coalesce(' (' || measures.legal_basis || ')', '')
    || case
        when measures.announced_on is null
        then '; day of announcement not known, the day is that of effect'
        when measures.effective_earliest_on is null and measures.effective_latest_on is null
        then '; announced, day of effect not known'
        else '; announced, in effect ' || day_words(measures.effective_earliest_on, measures.effective_latest_on)
    end
    || coalesce('; ended ' || cast(measures.ended_on as varchar), '')
    || case when measures.answers_calls = 'no' then '; answers no call' else '' end,
    cast(null as varchar),
    measures.source_id
from measures
union all
select
    'measure',
    measure_scopes.measure_id,
    2,
    'scopes',
    'measure_scopes',
    measure_scopes.measure_id || '|' || measure_scopes.scope,
    cast(null as varchar),
    cast(null as date),
    cast(null as date),
    replace(measure_scopes.scope, '_', ' '),
    cast(null as varchar),
    measures.source_id
from measure_scopes
inner join measures on measures.measure_id = measure_scopes.measure_id
union all
select
    'measure',
    measure_programmes.measure_id,
    3,
    'programmes',
    'measure_programmes',
    measure_programmes.measure_id || '|' || measure_programmes.programme,
    cast(null as varchar),
    cast(null as date),
    cast(null as date),
    measure_programmes.programme || coalesce(' (' || measure_programmes.legal_basis || ')', ''),
    cast(null as varchar),
    measures.source_id
from measure_programmes
inner join measures on measures.measure_id = measure_programmes.measure_id
union all
select
    'measure',
    designation_days.measure_id,
    4,
    'actors named by it',
    'designations',
    designation_days.measure_id || '|' || designation_days.actor_id,
    designation_days.actor_id,
    designation_days.listed_earliest_on,
    designation_days.listed_latest_on,
    coalesce(designation_days.actor, designation_days.actor_id)
    || coalesce(', as ' || designation_days.listed_name, '')
    || coalesce(', entry ' || designation_days.list_reference, '')
    || case
        when designation_days.removed_latest_on is null
        then ''
        else ', removed ' || day_words(designation_days.removed_earliest_on, designation_days.removed_latest_on)
    end
    || case when designation_days.is_unresolved then '; the entry may mean a namesake' else '' end,
    case when designation_days.is_unresolved then 'unresolved' end,
    designation_days.source_id
from designation_days
union all
select
    'measure',
    designation_days.delisting_measure_id,
    5,
    'removals made by it',
    'designations',
    designation_days.measure_id || '|' || designation_days.actor_id,
    designation_days.actor_id,
    designation_days.removed_earliest_on,
    designation_days.removed_latest_on,
    coalesce(designation_days.actor, designation_days.actor_id) || ', named by ' || designation_days.measure_id,
    case when designation_days.is_unresolved then 'unresolved' end,
    designation_days.source_id
from designation_days
where designation_days.delisting_measure_id is not null
-- places
union all
select
    'place',
    places.place_id,
    1,
    'place',
    'places',
    places.place_id,
    places.operator_id,
    cast(null as date),
    cast(null as date),
    places.name
    || ' ('
    || replace(places.place_type, '_', ' ')
    || coalesce(', ' || places.admin1, '')
    || coalesce(', ' || places.country, '')
    || ')'
    || coalesce(
        ', '
        || cast(places.latitude as varchar)
        || ' '
        || cast(places.longitude as varchar)
        || ' ('
        || places.coordinates_basis
        || ')',
        ''
    )
    || coalesce(', operator ' || actors.name, '')
    || coalesce('. ' || places.note, ''),
    cast(null as varchar),
    places.source_id
from places
left join actors on actors.actor_id = places.operator_id
union all
select
    'place',
    shipment_stops.place_id,
    2,
    'stops of deliveries',
    'shipment_stops',
    shipment_stops.shipment_id || '|' || cast(shipment_stops.stop_number as varchar),
    shipment_stops.shipment_id,
    shipment_stops.arrived_earliest_on,
    shipment_stops.arrived_latest_on,
    replace(shipment_stops.stop_type, '_', ' ')
    || ' of '
    || shipment_stops.shipment_id
    || coalesce(', delivery ' || fuel_shipments.confidence, '')
    || case
        when shipment_stops.departed_earliest_on is null and shipment_stops.departed_latest_on is null
        then ''
        else ', left ' || day_words(shipment_stops.departed_earliest_on, shipment_stops.departed_latest_on)
    end,
    fuel_shipments.confidence,
    shipment_stops.source_id
from shipment_stops
left join fuel_shipments on fuel_shipments.shipment_id = shipment_stops.shipment_id
where shipment_stops.place_id is not null
-- published figures, for themselves and beside what they are about
union all
select
    'figure',
    published_figures.figure_id,
    1,
    'published figure',
    'published_figures',
    published_figures.figure_id,
    published_figures.about_value,
    published_figures.period_start_on,
    published_figures.period_end_on,
    coalesce(
        hedged_words(published_figures.hedge, published_figures.value_min, published_figures.value_max), 'no figure'
    )
    || ' '
    || coalesce(published_figures.unit, replace(published_figures.metric, '_', ' '))
    || coalesce(', ' || published_figures.basis, '')
    || coalesce(', ' || published_figures.scope, '')
    || coalesce(' (' || published_figures.publisher || ')', '')
    || coalesce('. ' || published_figures.note, ''),
    cast(null as varchar),
    published_figures.source_id
from published_figures
union all
select
    case published_figures.about_key when 'shipment_id' then 'delivery' when 'group_id' then 'group' else 'measure' end,
    published_figures.about_value,
    7,
    'published figures',
    'published_figures',
    published_figures.figure_id,
    published_figures.figure_id,
    published_figures.period_start_on,
    published_figures.period_end_on,
    coalesce(
        hedged_words(published_figures.hedge, published_figures.value_min, published_figures.value_max), 'no figure'
    )
    || ' '
    || coalesce(published_figures.unit, replace(published_figures.metric, '_', ' '))
    || coalesce(', ' || published_figures.basis, '')
    || coalesce(' (' || published_figures.publisher || ')', ''),
    cast(null as varchar),
    published_figures.source_id
from published_figures
where published_figures.about_key in ('shipment_id', 'group_id', 'measure_id')
-- records that stand under no other: trade figures, rules of ownership, areas
union all
select
    'trade figure',
    concat_ws(
        '|',
        cast(trade_flows.period_start_on as varchar),
        cast(trade_flows.period_end_on as varchar),
        trade_flows.reporter,
        coalesce(trade_flows.partner, ''),
        trade_flows.flow,
        trade_flows.source_id
    ),
    1,
    'trade figure',
    'trade_flows',
    concat_ws(
        '|',
        cast(trade_flows.period_start_on as varchar),
        cast(trade_flows.period_end_on as varchar),
        trade_flows.reporter,
        coalesce(trade_flows.partner, ''),
        trade_flows.flow,
        trade_flows.source_id
    ),
    cast(null as varchar),
    trade_flows.period_start_on,
    trade_flows.period_end_on,
    concat_ws(
        ', ',
        trade_flows.flow || ' of ' || trade_flows.reporter,
        'partner ' || trade_flows.partner,
        trade_flows.commodity,
        hedged_words(
            trade_flows.qualifier,
            case when trade_flows.qualifier <> 'up_to' then trade_flows.quantity end,
            case when trade_flows.qualifier not in ('at_least', 'more_than') then trade_flows.quantity end
        )
        || coalesce(' ' || trade_flows.quantity_unit, ''),
        hedged_words(
            trade_flows.qualifier,
            case when trade_flows.qualifier <> 'up_to' then trade_flows.value_usd end,
            case when trade_flows.qualifier not in ('at_least', 'more_than') then trade_flows.value_usd end
        )
        || ' USD'
    ),
    trade_flows.qualifier,
    trade_flows.source_id
from trade_flows
union all
select
    'ownership rule',
    ownership_rules.authority || '|' || coalesce(cast(ownership_rules.valid_from_earliest_on as varchar), ''),
    1,
    'ownership rule',
    'ownership_rules',
    ownership_rules.authority || '|' || coalesce(cast(ownership_rules.valid_from_earliest_on as varchar), ''),
    cast(null as varchar),
    ownership_rules.valid_from_earliest_on,
    ownership_rules.valid_to_latest_on,
    concat_ws(
        ', ',
        ownership_rules.authority,
        coalesce('threshold ' || number_words(ownership_rules.threshold_pct) || ' percent', 'no threshold known'),
        'the threshold itself is enough: ' || ownership_rules.threshold_inclusive,
        'shares of several listed owners add up: ' || coalesce(ownership_rules.aggregates, 'not known')
    )
    || coalesce('. ' || ownership_rules.note, ''),
    cast(null as varchar),
    ownership_rules.source_id
from ownership_rules
union all
select
    'area',
    admin1_areas.admin1_pcode,
    1,
    'area',
    'admin1_areas',
    admin1_areas.admin1_pcode,
    cast(null as varchar),
    cast(null as date),
    cast(null as date),
    admin1_areas.name || ', ' || admin1_areas.kind || coalesce(' (' || admin1_areas.admin1 || ')', ''),
    cast(null as varchar),
    admin1_areas.source_id
from admin1_areas
-- what else is said of the same record: disagreement before agreement
union all
select
    case
        evidence.record_table
        when 'airstrikes'
        then 'strike'
        when 'airstrike_area_actors'
        then 'strike'
        when 'claims'
        then 'claim'
        when 'relationships'
        then 'relationship'
        when 'measures'
        then 'measure'
        when 'designations'
        then 'measure'
        when 'sanction_calls'
        then 'call'
        when 'places'
        then 'place'
        when 'published_figures'
        then 'figure'
        when 'shipment_groups'
        then 'group'
        when 'shipment_group_claims'
        then 'group'
        when 'trade_flows'
        then 'trade figure'
        when 'ownership_rules'
        then 'ownership rule'
        when 'admin1_areas'
        then 'area'
        else 'delivery'
    end,
    case
        when evidence.record_table in ('trade_flows', 'ownership_rules')
        then evidence.record_id
        else split_part(evidence.record_id, '|', 1)
    end,
    case when evidence.relation = 'contradicts' then 8 else 9 end,
    case when evidence.relation = 'contradicts' then 'contradicting evidence' else 'further sources' end,
    evidence.record_table,
    evidence.record_id,
    cast(null as varchar),
    cast(null as date),
    cast(null as date),
    case
        when contains(evidence.record_id, '|')
        then replace(evidence.record_table, '_', ' ') || ' ' || evidence.record_id || ': '
        else ''
    end
    || coalesce('on ' || evidence.supports || ': ', '')
    || coalesce(evidence.note, evidence.relation)
    || coalesce(' (' || evidence.locator || ')', ''),
    evidence.relation,
    evidence.source_id
from evidence
where
    evidence.record_table in (
        'airstrikes',
        'airstrike_area_actors',
        'claims',
        'relationships',
        'measures',
        'designations',
        'sanction_calls',
        'places',
        'published_figures',
        'shipment_groups',
        'shipment_group_claims',
        'fuel_shipments',
        'shipment_stops',
        'shipment_parties',
        'trade_flows',
        'ownership_rules',
        'admin1_areas'
    )
-- sources, and what rests on them
union all
select
    'source',
    sources.source_id,
    1,
    'source',
    'sources',
    sources.source_id,
    sources.origin_source_id,
    sources.published_earliest_on,
    sources.published_latest_on,
    coalesce(sources.publisher, 'publisher not known')
    || coalesce(', “' || sources.title || '”', ', title not known')
    || coalesce(', carried by ' || sources.carried_by, '')
    || coalesce(', ' || replace(sources.source_type, '_', ' '), '')
    || coalesce(', grade ' || sources.reliability, '')
    || coalesce(', copied from ' || sources.origin_source_id, '')
    || coalesce(', ' || sources.url, '')
    || coalesce(', archive copy ' || sources.archive_url, ', no archive copy'),
    sources.reliability,
    sources.source_id
from sources
union all
select
    'source',
    copies.origin_source_id,
    2,
    'copies of it',
    'sources',
    copies.source_id,
    copies.source_id,
    copies.published_earliest_on,
    copies.published_latest_on,
    coalesce(copies.carried_by, copies.publisher, copies.source_id) || '; counts with it as one origin',
    copies.reliability,
    copies.source_id
from sources as copies
where copies.origin_source_id is not null
union all
select
    'source',
    record_sources.source_id,
    case when record_sources.relation = 'contradicts' then 3 else 4 end,
    case
        when record_sources.relation = 'contradicts' then 'records that it contradicts' else 'records that rest on it'
    end,
    record_sources.record_table,
    record_sources.record_id,
    split_part(record_sources.record_id, '|', 1),
    cast(null as date),
    cast(null as date),
    record_sources.record_table
    || ' '
    || record_sources.record_id
    || case when record_sources.via = 'row' then ', its own source' else ', further source' end
    || coalesce(' on ' || record_sources.supports, ''),
    record_sources.relation,
    record_sources.source_id
from record_sources
