/*---
title: Timeline
question: What happened when - strikes, deliveries, measures, designations, removals and calls in one chronology?
grain: one row per strike, delivery, measure, designation, removal and call
params:
  kinds: {type: string, several: true, choices: [strike, delivery, measure, designation, removal, call, all], also: [strikes, deliveries, measures, designations, removals, calls], default: "strike, delivery, measure, call", help: "Which kinds, separated by commas: strike, delivery, measure, designation, removal, call; all for every kind"}
  from_on: {type: date, default: null, help: Only what can lie on this day or later}
  to_on: {type: date, default: null, help: Only what can lie on this day or earlier}
  actor_id: {type: string, default: null, id_of: actors, help: "Only what names this actor: attributed to it, aimed at it or in its area, carried or handled by it, listed, called"}
  admin1: {type: string, value_of: admin1_areas.admin1, default: null, help: "Strikes of this state or region only, such as Kachin; other kinds have no state and stay (leave them out with kinds)"}
  jurisdiction: {type: string, value_of: measures.jurisdiction, or_value_of: addressee_jurisdictions.jurisdiction, default: null, help: "Measures, designations and removals of this jurisdiction and calls addressed to it only, such as GB; strikes and deliveries stay"}
  confidence: {type: string, default: null, value_of: fuel_shipments.confidence, help: Deliveries of this confidence only}
  killed_min: {type: integer, default: 0, minimum: 0, help: Strikes with at least this many dead only; 0 keeps strikes without a figure}
caveat: An order of days, nothing more; what comes later need not come because of what came before. Strikes, deliveries and calls are those that the sources report, not a census; an interval stands at its first possible day.
columns:
  id: Id of the record, see `sanctrack show ID`; of a designation that of the measure.
  kind: "strike, delivery, measure, designation, removal or call."
  day: The day or days in words.
  words: What is recorded.
  certainty: How sure the record says it is, in its own code (verification of a strike, confidence in a delivery).
  in_period: "'certain' when the whole interval lies between from_on and to_on, else 'possible'."
  actor_id: Actor that was designated, removed or that called, vessel of a delivery, attribution of a strike.
  admin1: State or region of a strike.
  jurisdiction: Jurisdiction of a measure, designation or removal.
  day_earliest_on: First possible day.
  day_latest_on: Last possible day.
  source_ids: "Sources of the record, joined by '; '."
table: [day, kind, id, words, certainty, in_period, source_ids]
picture: {kind: timeline, of: records, from: day_earliest_on, to: day_latest_on, lane: kind, certainty: certainty, filled: [confirmed, reported, null], tinted: [likely], filled_words: "reported, confirmed, or a measure or call", hollow_words: disputed or only possible}
---*/
with
    all_kinds as (
        select 'strike' as kind
        union all
        select 'delivery'
        union all
        select 'measure'
        union all
        select 'designation'
        union all
        select 'removal'
        union all
        select 'call'
    ),
    -- a kind is looked for with the comma before it, so that strikes is read as strike
    chosen_kinds as (
        select all_kinds.kind
        from all_kinds
        where
            contains(',' || replace(replace($kinds, ' ', ''), 'deliveries', 'delivery'), ',' || all_kinds.kind)
            or contains(',' || replace($kinds, ' ', ''), ',all')
    ),
    area_strikes as (
        select distinct airstrike_area_actors.airstrike_id
        from airstrike_area_actors
        where airstrike_area_actors.actor_id = cast($actor_id as varchar)
    ),
    -- with the part that the actor is said to have had and how sure it is: a denied part is not passed over
    party_deliveries as (
        select
            shipment_parties.shipment_id,
            coalesce(actors.name, shipment_parties.actor_id)
            || ': '
            || string_agg(
                replace(shipment_parties.role, '_', ' ') || ' (' || shipment_parties.certainty || ')',
                ', '
                order by shipment_parties.role
            ) as part
        from shipment_parties
        left join actors on actors.actor_id = shipment_parties.actor_id
        where shipment_parties.actor_id = cast($actor_id as varchar)
        group by shipment_parties.shipment_id, shipment_parties.actor_id, actors.name
    ),
    addressed_calls as (
        select distinct call_requests.call_id
        from call_requests
        where call_requests.jurisdiction = cast($jurisdiction as varchar)
    ),
    named_measures as (
        select distinct designations.measure_id
        from designations
        where designations.actor_id = cast($actor_id as varchar)
    ),
    strikes as (
        select
            airstrikes.airstrike_id as id,
            'strike' as kind,
            concat_ws(
                ', ',
                coalesce(airstrikes.place, airstrikes.township),
                airstrikes.admin1,
                'killed ' || coalesce(figure_words(airstrikes.killed_min, airstrikes.killed_max), 'not known')
            ) as words,
            airstrikes.verification as certainty,
            airstrikes.attributed_to as actor_id,
            airstrikes.admin1,
            cast(null as varchar) as jurisdiction,
            airstrikes.earliest_on as day_earliest_on,
            airstrikes.latest_on as day_latest_on,
            'airstrikes' as record_table,
            airstrikes.airstrike_id as record_id,
            airstrikes.source_id,
            cast(null as varchar) as source_ids
        from airstrikes
        left join area_strikes on area_strikes.airstrike_id = airstrikes.airstrike_id
        where
            (cast($admin1 as varchar) is null or airstrikes.admin1 = cast($admin1 as varchar))
            and (cast($killed_min as bigint) = 0 or airstrikes.killed_min >= cast($killed_min as bigint))
            and (
                cast($actor_id as varchar) is null
                or airstrikes.attributed_to = cast($actor_id as varchar)
                or airstrikes.targeted_actor_id = cast($actor_id as varchar)
                or area_strikes.airstrike_id is not null
            )
    ),
    arrivals as (
        select
            deliveries.shipment_id as id,
            'delivery' as kind,
            concat_ws(
                ', ',
                deliveries.vessel,
                replace(deliveries.product, '_', ' '),
                figure_words(deliveries.quantity_tonnes_min, deliveries.quantity_tonnes_max) || ' tonnes',
                'discharged at ' || coalesce(deliveries.discharged_at, 'a place not known'),
                deliveries.route_class,
                party_deliveries.part
            ) as words,
            deliveries.confidence as certainty,
            deliveries.vessel_id as actor_id,
            cast(null as varchar) as admin1,
            cast(null as varchar) as jurisdiction,
            deliveries.arrived_earliest_on as day_earliest_on,
            deliveries.arrived_latest_on as day_latest_on,
            cast(null as varchar) as record_table,
            cast(null as varchar) as record_id,
            cast(null as varchar) as source_id,
            deliveries.source_ids
        from dated_deliveries as deliveries
        left join party_deliveries on party_deliveries.shipment_id = deliveries.shipment_id
        where
            (cast($confidence as varchar) is null or deliveries.confidence = cast($confidence as varchar))
            and (
                cast($actor_id as varchar) is null
                or deliveries.vessel_id = cast($actor_id as varchar)
                or party_deliveries.shipment_id is not null
            )
    ),
    acts as (
        select
            measure_days.measure_id as id,
            'measure' as kind,
            concat_ws(
                ', ', measure_days.authority, replace(measure_days.measure_type, '_', ' '), measure_days.title
            ) as words,
            cast(null as varchar) as certainty,
            cast(null as varchar) as actor_id,
            cast(null as varchar) as admin1,
            measure_days.jurisdiction,
            measure_days.day_earliest_on,
            measure_days.day_latest_on,
            cast(null as varchar) as record_table,
            cast(null as varchar) as record_id,
            cast(null as varchar) as source_id,
            measure_days.source_ids
        from measure_days
        left join named_measures on named_measures.measure_id = measure_days.measure_id
        where
            (cast($jurisdiction as varchar) is null or measure_days.jurisdiction = cast($jurisdiction as varchar))
            and (cast($actor_id as varchar) is null or named_measures.measure_id is not null)
    ),
    designated as (
        select
            designation_days.measure_id as id,
            'designation' as kind,
            coalesce(designation_days.actor, designation_days.actor_id) || case
                when designation_days.is_listing
                then ' listed by '
                else
                    ' named in '
                    || case when left(designation_days.measure_type, 1) in ('a', 'e', 'i') then 'an ' else 'a ' end
                    || replace(designation_days.measure_type, '_', ' ')
                    || ' of '
            end
            || designation_days.authority
            || case when designation_days.is_unresolved then '; the entry may mean a namesake' else '' end as words,
            case when designation_days.is_unresolved then 'unresolved' end as certainty,
            designation_days.actor_id,
            cast(null as varchar) as admin1,
            designation_days.jurisdiction,
            designation_days.listed_earliest_on as day_earliest_on,
            designation_days.listed_latest_on as day_latest_on,
            'designations' as record_table,
            designation_days.measure_id || '|' || designation_days.actor_id as record_id,
            designation_days.source_id,
            cast(null as varchar) as source_ids
        from designation_days
        where
            (cast($jurisdiction as varchar) is null or designation_days.jurisdiction = cast($jurisdiction as varchar))
            and (cast($actor_id as varchar) is null or designation_days.actor_id = cast($actor_id as varchar))
        union all
        select
            coalesce(designation_days.delisting_measure_id, designation_days.measure_id),
            'removal',
            coalesce(designation_days.actor, designation_days.actor_id)
            || ' removed by '
            || designation_days.authority
            || case when designation_days.removed_earliest_on is null then '; found by comparing copies' else '' end,
            case when designation_days.is_unresolved then 'unresolved' end,
            designation_days.actor_id,
            cast(null as varchar),
            designation_days.jurisdiction,
            designation_days.removed_earliest_on,
            designation_days.removed_latest_on,
            'designations',
            designation_days.measure_id || '|' || designation_days.actor_id,
            designation_days.source_id,
            cast(null as varchar)
        from designation_days
        where
            designation_days.removed_latest_on is not null
            and (
                cast($jurisdiction as varchar) is null or designation_days.jurisdiction = cast($jurisdiction as varchar)
            )
            and (cast($actor_id as varchar) is null or designation_days.actor_id = cast($actor_id as varchar))
    ),
    called as (
        select
            call_details.call_id as id,
            'call' as kind,
            coalesce(call_details.caller, call_details.caller_id, 'caller not known')
            || coalesce(': ' || call_details.summary, '')
            || case
                when call_details.counts_as_statement = 0 then ' (second caller of a joint statement)' else ''
            end as words,
            cast(null as varchar) as certainty,
            call_details.caller_id as actor_id,
            cast(null as varchar) as admin1,
            cast(null as varchar) as jurisdiction,
            call_details.called_earliest_on as day_earliest_on,
            call_details.called_latest_on as day_latest_on,
            cast(null as varchar) as record_table,
            cast(null as varchar) as record_id,
            cast(null as varchar) as source_id,
            call_details.source_ids
        from call_details
        left join addressed_calls on addressed_calls.call_id = call_details.call_id
        where
            (cast($jurisdiction as varchar) is null or addressed_calls.call_id is not null)
            and (cast($actor_id as varchar) is null or call_details.caller_id = cast($actor_id as varchar))
    ),
    -- everything in one shape; strikes and designations get their sources below, only for what is shown
    gathered as (
        select strikes.*
        from strikes
        union all
        select designated.*
        from designated
        union all
        select arrivals.*
        from arrivals
        union all
        select acts.*
        from acts
        union all
        select called.*
        from called
    ),
    placed as (
        select
            gathered.*,
            certainty_within(
                gathered.day_earliest_on, gathered.day_latest_on, cast($from_on as date), cast($to_on as date)
            ) as in_period
        from gathered
        inner join chosen_kinds on chosen_kinds.kind = gathered.kind
    ),
    shown as (select placed.* from placed where placed.in_period <> 'not'),
    used_sources as (
        select shown.record_table, shown.record_id, shown.source_id
        from shown
        where shown.record_table is not null and shown.source_id is not null
        union all
        select evidence.record_table, evidence.record_id, evidence.source_id
        from evidence
        where
            evidence.record_table = 'airstrikes'
            and evidence.record_id in (select shown.record_id from shown where shown.record_table = 'airstrikes')
        union all
        select evidence.record_table, evidence.record_id, evidence.source_id
        from evidence
        where
            evidence.record_table = 'designations'
            and evidence.record_id in (select shown.record_id from shown where shown.record_table = 'designations')
    ),
    source_lists as (
        select
            different_sources.record_table,
            different_sources.record_id,
            -- sorting the list takes a third of the time of string_agg with an order
            array_to_string(list_sort(array_agg(different_sources.source_id)), '; ') as source_ids
        from (select distinct used_sources.* from used_sources) as different_sources
        group by different_sources.record_table, different_sources.record_id
    )
select
    shown.id,
    shown.kind,
    day_words(shown.day_earliest_on, shown.day_latest_on) as day,
    shown.words,
    shown.certainty,
    shown.in_period,
    shown.actor_id,
    shown.admin1,
    shown.jurisdiction,
    shown.day_earliest_on,
    shown.day_latest_on,
    coalesce(shown.source_ids, source_lists.source_ids) as source_ids
from shown
left join source_lists on source_lists.record_table = shown.record_table and source_lists.record_id = shown.record_id
order by
    coalesce(shown.day_earliest_on, shown.day_latest_on) nulls last,
    shown.day_latest_on nulls last,
    shown.kind,
    shown.id,
    shown.actor_id nulls last,
    shown.words
