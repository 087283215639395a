/*---
title: What contradicts the records of deliveries
question: Which part in a delivery is denied, and what do sources say against a record, in which words and published by whom?
grain: one row per delivery and source that contradicts it; a delivery with a denied party and no such source has one row
caveat: >-
  A contradiction is what somebody said, as the publisher named gives it; it stands beside the record and decides nothing. A party
  whose part is denied is not counted as a party for certain. Denials that no source in the data carries are missing.
  What companies, governments and others say of deliveries in statements of their own, denials and silence among them, is in `sanctrack report statements_on_deliveries`.
params:
  shipment_id: {type: string, default: null, id_of: fuel_shipments, help: Only this delivery}
  actor_id: {type: string, default: null, id_of: actors, help: Only deliveries in which this party's part is denied}
columns:
  shipment_id: Delivery, see `sanctrack show ID`.
  arrived: Day of arrival in words.
  arrived_earliest_on: First day on which the cargo can have arrived.
  arrived_latest_on: Last day on which it can have arrived.
  vessel_id: Vessel, where known.
  vessel: Name of the vessel, where known.
  actor_ids: Parties whose part is denied, joined by '; '.
  denied: Parties whose part is denied, with the role that is denied, joined by '; '; blank where none is.
  named_by: Publishers of the sources that name these parties, joined by '; '.
  about: What the contradicting source speaks of, a column of the record in words; blank for the whole record.
  said: What it says, in our words; blank where no contradicting source is held.
  publisher: Publisher of the contradicting source.
  published: Its day of publication in words.
  reliability: Its grade.
  locator: Where in the source.
  source_ids: The contradicting source and the sources that name the denied parties.
table: [shipment_id, denied, named_by, about, said, publisher, published, reliability]
---*/
with
    denied_parties as (
        select
            shipment_parties.shipment_id,
            string_agg(distinct shipment_parties.actor_id, '; ' order by shipment_parties.actor_id) as actor_ids,
            string_agg(
                coalesce(actors.name, shipment_parties.actor_id) || ' as ' || replace(shipment_parties.role, '_', ' '),
                '; '
                order by shipment_parties.actor_id, shipment_parties.role
            ) as denied,
            string_agg(distinct sources.publisher, '; ' order by sources.publisher) as named_by,
            string_agg(distinct shipment_parties.source_id, '; ' order by shipment_parties.source_id) as source_ids
        from shipment_parties
        left join actors on actors.actor_id = shipment_parties.actor_id
        left join sources on sources.source_id = shipment_parties.source_id
        where shipment_parties.certainty = 'denied'
        group by shipment_parties.shipment_id
    ),
    contradictions as (
        select
            delivery_statements.shipment_id,
            delivery_statements.record_id,
            delivery_statements.about_column as about,
            delivery_statements.value_text as said,
            delivery_statements.locator,
            delivery_statements.source_id
        from delivery_statements
        where delivery_statements.basis = 'contradiction'
    )
select
    deliveries.shipment_id,
    day_words(deliveries.arrived_earliest_on, deliveries.arrived_latest_on) as arrived,
    deliveries.arrived_earliest_on,
    deliveries.arrived_latest_on,
    deliveries.vessel_id,
    deliveries.vessel,
    denied_parties.actor_ids,
    denied_parties.denied,
    denied_parties.named_by,
    contradictions.about,
    contradictions.said,
    sources.publisher,
    case
        when contradictions.source_id is not null
        then day_words(sources.published_earliest_on, sources.published_latest_on)
    end as published,
    sources.reliability,
    contradictions.locator,
    merged_ids(denied_parties.source_ids, contradictions.source_id) as source_ids
from dated_deliveries as deliveries
left join denied_parties on denied_parties.shipment_id = deliveries.shipment_id
left join contradictions on contradictions.shipment_id = deliveries.shipment_id
left join sources on sources.source_id = contradictions.source_id
where
    (denied_parties.shipment_id is not null or contradictions.shipment_id is not null)
    and (cast($shipment_id as varchar) is null or deliveries.shipment_id = cast($shipment_id as varchar))
    and (
        cast($actor_id as varchar) is null
        or deliveries.shipment_id in (
            select shipment_parties.shipment_id
            from shipment_parties
            where shipment_parties.certainty = 'denied' and shipment_parties.actor_id = cast($actor_id as varchar)
        )
    )
order by
    deliveries.arrived_earliest_on,
    deliveries.arrived_latest_on,
    deliveries.shipment_id,
    contradictions.source_id,
    contradictions.about,
    contradictions.record_id
