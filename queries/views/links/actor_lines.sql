/*---
title: Everything about an actor, line by line
grain: one row per actor, section and record (both ends of a relationship have one)
columns:
  about_id: Actor that the line is about.
  section_number: Order of the sections.
  section: What kind of line it is.
  record_table: Table of the record; null for a count over many.
  record_id: Key of the record, parts joined by '|'.
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
    ),
    named_relationships as (
        select
            relationships.*,
            coalesce(subjects.name, relationships.subject_id)
            || ' '
            || replace(relationships.predicate, '_', ' ')
            || ' '
            || coalesce(objects.name, relationships.object_id)
            || coalesce(
                ', share ' || figure_words(relationships.share_min_pct, relationships.share_max_pct) || ' %', ''
            )
            || case
                when relationships.ended_earliest_on is null and relationships.ended_latest_on is null
                then ''
                else ', ended ' || day_words(relationships.ended_earliest_on, relationships.ended_latest_on)
            end as words
        from relationships
        left join actors as subjects on subjects.actor_id = relationships.subject_id
        left join actors as objects on objects.actor_id = relationships.object_id
    )
select
    actors.actor_id as about_id,
    1 as section_number,
    'actor' as section,
    'actors' as record_table,
    actors.actor_id as record_id,
    actors.actor_id as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    actors.name
    || ' ('
    || replace(actors.actor_type, '_', ' ')
    || case
        when actors.country is null
        then ''
        when actors.actor_type = 'vessel'
        then ', flag ' || actors.country
        else ', ' || actors.country
    end
    || ')'
    || coalesce(': ' || actors.summary, '') as words,
    cast(null as varchar) as certainty,
    actors.source_id
from actors
union all
select
    actor_names.actor_id,
    2,
    'names',
    'actor_names',
    actor_names.actor_id || '|' || actor_names.name,
    cast(null as varchar),
    cast(null as date),
    cast(null as date),
    actor_names.name || ' (' || actor_names.name_type || coalesce(', ' || actor_names.language, '') || ')',
    cast(null as varchar),
    actor_names.source_id
from actor_names
union all
select
    identifiers.actor_id,
    3,
    'identifiers',
    'identifiers',
    identifiers.actor_id || '|' || identifiers.scheme || '|' || identifiers.value,
    cast(null as varchar),
    cast(null as date),
    cast(null as date),
    case when identifiers.scheme = 'imo_ship' then 'IMO ship number' else replace(identifiers.scheme, '_', ' ') end
    || ' '
    || identifiers.value,
    cast(null as varchar),
    identifiers.source_id
from identifiers
union all
select
    named_relationships.subject_id,
    4,
    'relationships',
    'relationships',
    named_relationships.relationship_id,
    named_relationships.object_id,
    named_relationships.started_earliest_on,
    named_relationships.started_latest_on,
    named_relationships.words,
    cast(null as varchar),
    named_relationships.source_id
from named_relationships
union all
select
    named_relationships.object_id,
    4,
    'relationships',
    'relationships',
    named_relationships.relationship_id,
    named_relationships.subject_id,
    named_relationships.started_earliest_on,
    named_relationships.started_latest_on,
    named_relationships.words,
    cast(null as varchar),
    named_relationships.source_id
from named_relationships
where named_relationships.object_id <> named_relationships.subject_id
union all
select
    fuel_shipments.vessel_id,
    5,
    'deliveries as vessel',
    'fuel_shipments',
    fuel_shipments.shipment_id,
    fuel_shipments.shipment_id,
    discharges.arrived_earliest_on,
    discharges.arrived_latest_on,
    replace(fuel_shipments.product, '_', ' ') || coalesce(
        ', ' || figure_words(fuel_shipments.quantity_tonnes_min, fuel_shipments.quantity_tonnes_max) || ' tonnes', ''
    )
    || ', discharged at '
    || coalesce(discharges.place_name, 'a place not known')
    || case
        when fuel_shipments.possible_duplicate_of is not null
        then
            '; may be a second report of the delivery of '
            || day_words(other_discharges.arrived_earliest_on, other_discharges.arrived_latest_on)
        else ''
    end,
    fuel_shipments.confidence,
    fuel_shipments.source_id
from fuel_shipments
left join discharges on discharges.shipment_id = fuel_shipments.shipment_id
left join discharges as other_discharges on other_discharges.shipment_id = fuel_shipments.possible_duplicate_of
where fuel_shipments.vessel_id is not null
union all
select
    shipment_parties.actor_id,
    6,
    'deliveries as party',
    'shipment_parties',
    shipment_parties.shipment_id || '|' || shipment_parties.actor_id || '|' || shipment_parties.role,
    shipment_parties.shipment_id,
    discharges.arrived_earliest_on,
    discharges.arrived_latest_on,
    case
        shipment_parties.certainty
        when 'denied'
        then
            'named as '
            || replace(shipment_parties.role, '_', ' ')
            || ' of '
            || shipment_parties.shipment_id
            || ', denied'
        when 'alternative'
        then
            'one of several named as '
            || replace(shipment_parties.role, '_', ' ')
            || ' of '
            || shipment_parties.shipment_id
        else replace(shipment_parties.role, '_', ' ') || ' of ' || shipment_parties.shipment_id
    end
    || coalesce(' (delivery ' || fuel_shipments.confidence || ')', ''),
    shipment_parties.certainty,
    shipment_parties.source_id
from shipment_parties
left join fuel_shipments on fuel_shipments.shipment_id = shipment_parties.shipment_id
left join discharges on discharges.shipment_id = shipment_parties.shipment_id
union all
select
    shipment_group_claims.actor_id,
    7,
    'joint statements on deliveries',
    'shipment_group_claims',
    shipment_group_claims.group_id || '|' || shipment_group_claims.actor_id || '|' || shipment_group_claims.role,
    shipment_group_claims.group_id,
    cast(null as date),
    cast(null as date),
    replace(shipment_group_claims.role, '_', ' ')
    || ' of '
    || coalesce(figure_words(shipment_group_claims.count_min, shipment_group_claims.count_max), 'a number not given')
    || ' of the group '
    || coalesce(shipment_groups.title, shipment_group_claims.group_id)
    || coalesce('; ' || shipment_group_claims.note, ''),
    case when shipment_group_claims.disputed = 'yes' then 'disputed' end,
    shipment_group_claims.source_id
from shipment_group_claims
left join shipment_groups on shipment_groups.group_id = shipment_group_claims.group_id
union all
select
    designation_days.actor_id,
    case when designation_days.is_listing then 8 else 10 end,
    case when designation_days.is_listing then 'listings' else 'other measures' end,
    'designations',
    designation_days.measure_id || '|' || designation_days.actor_id,
    designation_days.measure_id,
    designation_days.listed_earliest_on,
    designation_days.listed_latest_on,
    case
        when designation_days.is_listing
        then 'listed by '
        else replace(designation_days.measure_type, '_', ' ') || ' of '
    end
    || designation_days.authority
    || coalesce(' as ' || designation_days.listed_name, '')
    || coalesce(', programme ' || designation_days.programme, '')
    || coalesce(', entry ' || designation_days.list_reference, '')
    || case
        when designation_days.listed_latest_on is null
        then
            '; day not known, measure of '
            || day_words(designation_days.measure_earliest_on, designation_days.measure_latest_on)
        else ''
    end
    || case when designation_days.is_unresolved then '; the entry may mean a namesake' else '' end,
    case when designation_days.is_unresolved then 'unresolved' end,
    designation_days.source_id
from designation_days
union all
select
    designation_days.actor_id,
    9,
    'removals',
    'designations',
    designation_days.measure_id || '|' || designation_days.actor_id,
    coalesce(designation_days.delisting_measure_id, designation_days.measure_id),
    designation_days.removed_earliest_on,
    designation_days.removed_latest_on,
    'removed by '
    || designation_days.authority
    || ' from '
    || designation_days.measure_id
    || case
        when designation_days.removed_earliest_on is null
        then '; found by comparing copies, the day is the latest possible'
        else ''
    end,
    case when designation_days.is_unresolved then 'unresolved' end,
    designation_days.source_id
from designation_days
where designation_days.removed_latest_on is not null
union all
select
    list_checks.actor_id,
    11,
    'list checks',
    'list_checks',
    list_checks.actor_id || '|' || list_checks.authority || '|' || cast(list_checks.list_version_on as varchar),
    cast(null as varchar),
    list_checks.list_version_on,
    list_checks.list_version_on,
    case
        list_checks.status
        when 'listed'
        then
            'on the '
            || list_checks.authority
            || ' copy of '
            || cast(list_checks.list_version_on as varchar)
            || coalesce(', entry ' || list_checks.list_reference, '')
            || coalesce(', listed on ' || cast(list_checks.listed_on as varchar), '')
        when 'not_listed'
        then
            'searched and not found on the '
            || list_checks.authority
            || ' copy of '
            || cast(list_checks.list_version_on as varchar)
        else
            'a name on the '
            || list_checks.authority
            || ' copy of '
            || cast(list_checks.list_version_on as varchar)
            || ' may be someone else'
    end
    || coalesce('; ' || list_checks.note, ''),
    list_checks.status,
    list_checks.source_id
from list_checks
union all
select
    sanction_calls.caller_id,
    12,
    'calls made',
    'sanction_calls',
    sanction_calls.call_id,
    sanction_calls.call_id,
    sanction_calls.called_earliest_on,
    sanction_calls.called_latest_on,
    coalesce(sanction_calls.summary, sanction_calls.call_id)
    || coalesce(' (second caller of the joint statement ' || sanction_calls.joint_with_call_id || ')', ''),
    cast(null as varchar),
    sanction_calls.source_id
from sanction_calls
union all
select
    claims.speaker_id,
    13,
    'claims spoken',
    'claims',
    claims.claim_id,
    claims.airstrike_id,
    airstrikes.earliest_on,
    airstrikes.latest_on,
    replace(claims.stance, '_', ' ')
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
left join airstrikes on airstrikes.airstrike_id = claims.airstrike_id
where claims.speaker_id is not null
union all
select
    airstrike_area_actors.actor_id,
    14,
    'named as holding or fighting in the area of a strike',
    'airstrike_area_actors',
    airstrike_area_actors.airstrike_id || '|' || airstrike_area_actors.actor_id,
    airstrike_area_actors.airstrike_id,
    airstrikes.earliest_on,
    airstrikes.latest_on,
    coalesce(airstrikes.place, airstrikes.township, airstrikes.admin1, airstrike_area_actors.airstrike_id),
    airstrikes.verification,
    airstrike_area_actors.source_id
from airstrike_area_actors
left join airstrikes on airstrikes.airstrike_id = airstrike_area_actors.airstrike_id
union all
select
    airstrikes.targeted_actor_id,
    15,
    'named as target of a strike',
    'airstrikes',
    airstrikes.airstrike_id,
    airstrikes.airstrike_id,
    airstrikes.earliest_on,
    airstrikes.latest_on,
    coalesce(airstrikes.place, airstrikes.township, airstrikes.admin1, airstrikes.airstrike_id),
    airstrikes.verification,
    airstrikes.source_id
from airstrikes
where airstrikes.targeted_actor_id is not null
union all
-- hundreds of strikes have the same attribution: one line counts them
select
    airstrikes.attributed_to,
    16,
    'strikes attributed to it',
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    min(airstrikes.earliest_on),
    max(airstrikes.latest_on),
    cast(count(*) as varchar)
    || ' reported strikes, '
    || cast(sum(case when airstrikes.verification = 'disputed' then 1 else 0 end) as varchar)
    || ' of them disputed; the report strikes lists them with their sources',
    cast(null as varchar),
    cast(null as varchar)
from airstrikes
where airstrikes.attributed_to is not null
group by airstrikes.attributed_to
union all
select
    places.operator_id,
    17,
    'places operated',
    'places',
    places.place_id,
    places.place_id,
    cast(null as date),
    cast(null as date),
    places.name || ' (' || places.place_type || coalesce(', ' || places.country, '') || ')',
    cast(null as varchar),
    places.source_id
from places
where places.operator_id is not null
union all
select
    published_figures.about_value,
    18,
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
where published_figures.about_key = 'vessel_id'
union all
select
    cited.about_id,
    case when cited.relation = 'contradicts' then 19 else 20 end,
    case when cited.relation = 'contradicts' then 'contradicting evidence' else 'further sources' end,
    cited.record_table,
    cited.record_id,
    split_part(cited.record_id, '|', 1),
    cast(null as date),
    cast(null as date),
    coalesce('on ' || cited.supports || ': ', '')
    || coalesce(cited.note, cited.relation)
    || coalesce(' (' || cited.locator || ')', ''),
    cited.relation,
    cited.source_id
from
    (
        select evidence.record_id as about_id, evidence.*
        from evidence
        where evidence.record_table = 'actors'
        union all
        select split_part(evidence.record_id, '|', 2), evidence.*
        from evidence
        where evidence.record_table = 'designations'
        union all
        select split_part(evidence.record_id, '|', 1), evidence.*
        from evidence
        where evidence.record_table in ('list_checks', 'identifiers', 'actor_names')
        union all
        select split_part(evidence.record_id, '|', 2), evidence.*
        from evidence
        where evidence.record_table in ('shipment_parties', 'shipment_group_claims', 'airstrike_area_actors')
        union all
        select relationships.subject_id, evidence.*
        from evidence
        inner join relationships on relationships.relationship_id = evidence.record_id
        where evidence.record_table = 'relationships'
        union all
        select relationships.object_id, evidence.*
        from evidence
        inner join relationships on relationships.relationship_id = evidence.record_id
        where evidence.record_table = 'relationships' and relationships.object_id <> relationships.subject_id
        union all
        select fuel_shipments.vessel_id, evidence.*
        from evidence
        inner join fuel_shipments on fuel_shipments.shipment_id = evidence.record_id
        where evidence.record_table = 'fuel_shipments' and fuel_shipments.vessel_id is not null
        union all
        -- a denial of a delivery speaks for every party named in it
        select distinct shipment_parties.actor_id, evidence.*
        from evidence
        inner join shipment_parties on shipment_parties.shipment_id = evidence.record_id
        where evidence.record_table = 'fuel_shipments' and evidence.relation = 'contradicts'
    ) as cited
