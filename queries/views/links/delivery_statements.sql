/*---
title: What is said of deliveries beside and against their columns
grain: one row per statement (delivery_claims), per source that contradicts a record of a delivery, and per party whose part is denied
columns:
  basis: "'statement' (a row of delivery_claims), 'contradiction' (evidence against the record) or 'denied part' (a party filed as denied)."
  record_id: Key of the statement, of the record that is contradicted, or of the party.
  shipment_id: Delivery; null where the statement is about a group.
  group_id: Group that the statement is about; null where it is about one delivery.
  about: Point of the delivery, code of delivery_claims.about.
  about_column: "What a contradiction speaks of, a column of the record in words; null for the whole record and for the other two."
  stop_number: Stop that is spoken of; null when none is.
  actor_id: Actor that is spoken of; null when none is.
  speaker_id: Who speaks; null where no speaker is recorded.
  stance: "What the speaker does; 'denies' for a denied part, null for a contradiction, which carries no stance of its own."
  hedge: How the statement is qualified.
  value_min: Lowest value of a figure.
  value_max: Highest value of a figure.
  unit: Unit of the two.
  country: Country that is named as the place.
  value_text: What is said, in our words.
  locator: Where in the source a contradiction stands.
  source_id: "Source of the statement or contradiction; of a denied part the source that names the party."
---*/
select
    'statement' as basis,
    delivery_claims.claim_id as record_id,
    delivery_claims.shipment_id,
    delivery_claims.group_id,
    delivery_claims.about,
    cast(null as varchar) as about_column,
    delivery_claims.stop_number,
    delivery_claims.actor_id,
    delivery_claims.speaker_id,
    delivery_claims.stance,
    delivery_claims.hedge,
    delivery_claims.value_min,
    delivery_claims.value_max,
    delivery_claims.unit,
    delivery_claims.country,
    delivery_claims.value_text,
    cast(null as varchar) as locator,
    delivery_claims.source_id
from delivery_claims
union all
select
    'contradiction',
    evidence.record_id,
    -- the key of a stop or party begins with its delivery
    split_part(evidence.record_id, '|', 1),
    cast(null as varchar),
    case
        when evidence.record_table = 'shipment_parties'
        then 'party'
        when evidence.supports like 'arrived%'
        then 'arrival'
        when evidence.supports like 'departed%'
        then 'departure'
        when evidence.supports like 'quantity%'
        then 'quantity'
        when evidence.supports = 'product'
        then 'product'
        when evidence.supports = 'vessel_id'
        then 'vessel'
        when evidence.record_table = 'fuel_shipments'
        then 'delivery'
        when shipment_stops.stop_type = 'load'
        then 'loading'
        when shipment_stops.stop_type in ('storage', 'discharge')
        then shipment_stops.stop_type
        when shipment_stops.stop_type = 'ship_to_ship'
        then 'transfer'
        else 'delivery'
    end,
    case
        when evidence.supports like 'arrived%'
        then 'day of arrival'
        when evidence.supports like 'departed%'
        then 'day of departure'
        else replace(evidence.supports, '_', ' ')
    end,
    shipment_stops.stop_number,
    shipment_parties.actor_id,
    cast(null as varchar),
    cast(null as varchar),
    cast(null as varchar),
    cast(null as double),
    cast(null as double),
    cast(null as varchar),
    cast(null as varchar),
    evidence.note,
    evidence.locator,
    evidence.source_id
from evidence
left join
    shipment_stops
    on evidence.record_table = 'shipment_stops'
    and shipment_stops.shipment_id || '|' || cast(shipment_stops.stop_number as varchar) = evidence.record_id
left join
    shipment_parties
    on evidence.record_table = 'shipment_parties'
    and shipment_parties.shipment_id || '|' || shipment_parties.actor_id || '|' || shipment_parties.role
    = evidence.record_id
where
    evidence.relation = 'contradicts'
    and evidence.record_table in ('fuel_shipments', 'shipment_stops', 'shipment_parties')
union all
select
    'denied part',
    shipment_parties.shipment_id || '|' || shipment_parties.actor_id || '|' || shipment_parties.role,
    shipment_parties.shipment_id,
    cast(null as varchar),
    'party',
    cast(null as varchar),
    cast(null as bigint),
    shipment_parties.actor_id,
    cast(null as varchar),
    'denies',
    cast(null as varchar),
    cast(null as double),
    cast(null as double),
    cast(null as varchar),
    cast(null as varchar),
    'its part as ' || replace(shipment_parties.role, '_', ' ') || ' is denied',
    cast(null as varchar),
    shipment_parties.source_id
from shipment_parties
where shipment_parties.certainty = 'denied'
