/*---
title: Statements on deliveries
question: Who says, denies or leaves unanswered what about which delivery of jet fuel, and where was it read?
grain: one row per statement, per source that contradicts a record of a delivery, and per party whose part is denied
caveat: >-
  A statement is what somebody said, not what was found; rival ones stand side by side and decide nothing. Silence is a row, and no
  admission. A statement about a group speaks of none of its deliveries alone, and says how many of them only where it gives a figure. A denied
  part has no speaker here: where one is held, the denial is a statement beside it. The words are ours, not the speaker's.
params:
  shipment_id: {type: string, default: null, id_of: fuel_shipments, help: "Only what is said of this delivery, or of a group that it belongs to"}
  speaker_id: {type: string, default: null, id_of: actors, help: Only statements of this speaker}
  actor_id: {type: string, default: null, id_of: actors, help: Only statements about this actor}
  about: {type: string, default: null, value_of: delivery_claims.about, help: "Only this point, such as origin, party or intended_use"}
  stance: {type: string, default: null, value_of: delivery_claims.stance, help: "Only this stance; with denies also what contradicts a record, which carries no stance of its own"}
  from_on: {type: date, default: null, help: "Only deliveries that can have arrived on this day or later, or groups with such a member"}
  to_on: {type: date, default: null, help: "Only deliveries that can have arrived on this day or earlier, or groups with such a member"}
columns:
  record_id: "Key of the statement, of the record that is contradicted, or of the denied party."
  basis: "'statement', 'contradiction' (a source speaks against the record) or 'denied part' (a party filed as denied)."
  shipment_id: Delivery, see `sanctrack show ID`; blank where the statement is about a group.
  group_id: Group of deliveries that the statement is about; blank where it is about one.
  arrived: "Day of arrival in words; of a group the span of its known members."
  arrived_earliest_on: First day on which the cargo, or one of the group, can have arrived.
  arrived_latest_on: Last day on which it can have arrived.
  vessel_id: Vessel of the delivery, where known; blank for a group.
  vessel: Its name.
  confidence: Confidence in the delivery (confirmed, likely, possible); blank for a group.
  possible_duplicate_of: Delivery that this one may be a second report of.
  about: "Point that is spoken of, code of delivery_claims.about."
  about_column: What a contradiction speaks of, a column of the record in words; blank for the whole record.
  stop_number: Stop of the delivery that is spoken of; blank when none is.
  actor_id: Actor that is spoken of, where one is.
  actor: Its name.
  stance: "What the speaker does: asserts, denies, justifies, admits, cannot_verify or silent; blank for a contradiction."
  speaker_id: Who speaks; blank where no speaker is recorded.
  speaker: Name of the speaker; of a contradiction the publisher of the source.
  hedge: How the statement or its figure is qualified.
  value_min: "Least value of a figure, in the unit of the column unit."
  value_max: Greatest value of it.
  unit: Unit of the figure.
  figure: The figure in words, with its qualifier and unit; blank where there is none.
  country: Country named as the place, ISO 3166-1 alpha-2.
  value_text: "What is said, in our words; for the stance silent, on what there was no answer."
  source_id: "Source in which it was read; of a denied part the source that names the party."
  publisher: Its publisher.
  published: Its day of publication in words.
  reliability: Its grade (A to F).
  locator: Where in the source a contradiction stands.
  source_ids: "The source, the one that it repeats, and further evidence for the statement."
table: [shipment_id, group_id, about, stance, speaker, actor, figure, value_text, publisher, published]
---*/
with
    group_days as (
        select
            shipment_group_members.group_id,
            -- one open end leaves the span open
            case
                when count(*) = count(deliveries.arrived_earliest_on) then min(deliveries.arrived_earliest_on)
            end as arrived_earliest_on,
            case
                when count(*) = count(deliveries.arrived_latest_on) then max(deliveries.arrived_latest_on)
            end as arrived_latest_on
        from shipment_group_members
        inner join dated_deliveries as deliveries on deliveries.shipment_id = shipment_group_members.shipment_id
        group by shipment_group_members.group_id
    ),
    groups_in_period as (
        select distinct shipment_group_members.group_id
        from shipment_group_members
        inner join dated_deliveries as deliveries on deliveries.shipment_id = shipment_group_members.shipment_id
        where
            certainty_within(
                deliveries.arrived_earliest_on,
                deliveries.arrived_latest_on,
                cast($from_on as date),
                cast($to_on as date)
            )
            <> 'not'
    ),
    further_sources as (
        select
            evidence.record_id, string_agg(distinct evidence.source_id, '; ' order by evidence.source_id) as source_ids
        from evidence
        where evidence.record_table = 'delivery_claims'
        group by evidence.record_id
    )
select
    delivery_statements.record_id,
    delivery_statements.basis,
    delivery_statements.shipment_id,
    delivery_statements.group_id,
    day_words(
        coalesce(deliveries.arrived_earliest_on, group_days.arrived_earliest_on),
        coalesce(deliveries.arrived_latest_on, group_days.arrived_latest_on)
    ) as arrived,
    coalesce(deliveries.arrived_earliest_on, group_days.arrived_earliest_on) as arrived_earliest_on,
    coalesce(deliveries.arrived_latest_on, group_days.arrived_latest_on) as arrived_latest_on,
    deliveries.vessel_id,
    deliveries.vessel,
    deliveries.confidence,
    deliveries.possible_duplicate_of,
    delivery_statements.about,
    delivery_statements.about_column,
    delivery_statements.stop_number,
    delivery_statements.actor_id,
    subjects.name as actor,
    delivery_statements.stance,
    delivery_statements.speaker_id,
    coalesce(
        speakers.name,
        delivery_statements.speaker_id,
        case when delivery_statements.basis = 'contradiction' then sources.publisher end
    ) as speaker,
    delivery_statements.hedge,
    delivery_statements.value_min,
    delivery_statements.value_max,
    delivery_statements.unit,
    hedged_words(delivery_statements.hedge, delivery_statements.value_min, delivery_statements.value_max)
    || coalesce(' ' || delivery_statements.unit, '') as figure,
    delivery_statements.country,
    delivery_statements.value_text,
    delivery_statements.source_id,
    sources.publisher,
    day_words(sources.published_earliest_on, sources.published_latest_on) as published,
    sources.reliability,
    delivery_statements.locator,
    merged_ids(
        merged_ids(delivery_statements.source_id, sources.origin_source_id),
        case when delivery_statements.basis = 'statement' then further_sources.source_ids end
    ) as source_ids
from delivery_statements
left join dated_deliveries as deliveries on deliveries.shipment_id = delivery_statements.shipment_id
left join group_days on group_days.group_id = delivery_statements.group_id
left join actors as speakers on speakers.actor_id = delivery_statements.speaker_id
left join actors as subjects on subjects.actor_id = delivery_statements.actor_id
left join sources on sources.source_id = delivery_statements.source_id
left join further_sources on further_sources.record_id = delivery_statements.record_id
where
    (
        cast($shipment_id as varchar) is null
        or delivery_statements.shipment_id = cast($shipment_id as varchar)
        or delivery_statements.group_id in (
            select shipment_group_members.group_id
            from shipment_group_members
            where shipment_group_members.shipment_id = cast($shipment_id as varchar)
        )
    )
    and (cast($speaker_id as varchar) is null or delivery_statements.speaker_id = cast($speaker_id as varchar))
    and (cast($actor_id as varchar) is null or delivery_statements.actor_id = cast($actor_id as varchar))
    and (cast($about as varchar) is null or delivery_statements.about = cast($about as varchar))
    and (
        cast($stance as varchar) is null
        or delivery_statements.stance = cast($stance as varchar)
        or (cast($stance as varchar) = 'denies' and delivery_statements.basis = 'contradiction')
    )
    and (
        (cast($from_on as date) is null and cast($to_on as date) is null)
        or (
            delivery_statements.group_id is null
            and certainty_within(
                deliveries.arrived_earliest_on,
                deliveries.arrived_latest_on,
                cast($from_on as date),
                cast($to_on as date)
            )
            <> 'not'
        )
        or delivery_statements.group_id in (select groups_in_period.group_id from groups_in_period)
    )
order by
    coalesce(deliveries.arrived_earliest_on, group_days.arrived_earliest_on) nulls last,
    coalesce(deliveries.arrived_latest_on, group_days.arrived_latest_on) nulls last,
    coalesce(delivery_statements.shipment_id, delivery_statements.group_id),
    delivery_statements.about,
    sources.published_earliest_on nulls last,
    delivery_statements.basis,
    delivery_statements.record_id,
    delivery_statements.source_id,
    delivery_statements.about_column
