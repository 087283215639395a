/*---
title: Deliveries and the listing of their vessels and parties
question: Was the vessel, or anyone else in the chain of a delivery, listed by an authority when the cargo arrived, before or later, or not on which copy of the list?
grain: one row per delivery, vessel or party, role and authority; joint statements about a group of deliveries have rows of their own
caveat: >-
  Listed means an asset freeze or vessel listing by that authority alone, under the programme shown, which need not be the Myanmar one; it
  says nothing about a breach. Vessels are joined by IMO number, never by name. 'Not on the copy' speaks of that copy: a listing that began and ended
  before it is not seen there. Swiss listings held are a floor. Rows of kind 'group statement' say that n deliveries of a
  group had this actor, not which. Ownership by listed persons is not followed here (`sanctrack report gap_matrix`).
params:
  listed: {type: string, default: null, choices: [at_arrival, ever], help: "Only rows with a listing: at_arrival (certain or possible), or ever (also earlier, later, day not known, on a copy, unresolved)"}
  authority: {type: string, default: null, value_of: authorities.authority, only: {in_gap_matrix: 'yes'}, help: Only this authority}
  actor_id: {type: string, default: null, id_of: actors, help: Only this vessel or party}
  shipment_id: {type: string, default: null, id_of: fuel_shipments, help: Only this delivery}
  role: {type: string, value_of: shipment_parties.role, also: [vessel, carrier, ship_agent], default: null, help: "Only this role, such as vessel, ship_manager or storage_operator"}
  confidence: {type: string, default: null, value_of: fuel_shipments.confidence, help: Only deliveries of this confidence; leaves out the group statements}
  from_on: {type: date, default: null, help: Only deliveries that can have arrived on this day or later}
  to_on: {type: date, default: null, help: Only deliveries that can have arrived on this day or earlier}
  as_of: {type: date, default: as_of, help: Day from which the age of the imported copies is counted}
columns:
  shipment_id: Delivery, see `sanctrack show ID`; blank for a group statement.
  group_id: Group of deliveries; blank for a delivery.
  actor_id: Vessel or party.
  role: Part in the delivery; 'vessel' is the ship, 'carrier' the ship of a group statement.
  authority: Authority.
  row_kind: "'delivery' or 'group statement'."
  arrived: Day of arrival in words; of a group, the span of all its deliveries, not known while some are not.
  arrived_earliest_on: First day on which the cargo can have arrived.
  arrived_latest_on: Last day on which it can have arrived.
  confidence: Confidence in the delivery (confirmed, likely, possible).
  possible_duplicate_of: Delivery that this row may be a second report of.
  actor: Name of the vessel or party.
  imo_ship: IMO number, for a vessel where held.
  certainty: "How sure the part in the delivery is: stated, likely, alternative (one of several, the source does not say which), denied; disputed for a contested group statement."
  part: Role and certainty in words; for a group statement with its numbers.
  count_min: Least number of deliveries of the group that the statement speaks of.
  count_max: Greatest number; blank with a least one means 'at least'.
  group_size: Size of the group as stated.
  members_known: Members of the group that are known to us.
  jurisdiction: Jurisdiction of the authority.
  listed_at_arrival: "certain (one listing covers all days of arrival), possible (a part of them), listed_day_unknown, on_copy, unresolved (the entry may mean a namesake), earlier (ended before), later (began after), not_on_copy, not_on_earlier_copy (not read since) or not_checked."
  words: The same in words.
  since_on: First day of the listing that this rests on; blank where not known.
  until_on: First day without it; blank while it stands.
  days_until_listed_min: {unit: days, description: "Later listings only: fewest days from the arrival to the listing."}
  days_until_listed_max: {unit: days, description: "Later listings only: most days from the arrival to the listing."}
  programmes: Programmes of the listing, joined by '; '.
  measure_ids: Measures of the listing, joined by '; '.
  listed_names: Names under which it is listed, joined by '; '.
  list_references: Numbers on the list, joined by '; '.
  list_version_on: "Copy of the list that was read: the first of the last possible day of arrival or later, else the last before."
  imported_copy: "Current imported copy of the authority's list, whatever the row rests on: list, day, first twelve digits of its SHA-256, age in days on as_of; null where none was imported."
  imported_copy_age_days: {unit: days, description: "Days from that copy to as_of; negative when the copy is later, null when its day is not known."}
  source_ids: Sources of the delivery, of the part in it, and of the listing or of the copy.
table: [shipment_id, group_id, arrived, actor, part, authority, words]
picture: {kind: grid, of: rows of day and actor, row: [arrived, actor], column: authority, status: listed_at_arrival, only: {row_kind: delivery}}
---*/
with
    ship_numbers as (
        select identifiers.actor_id, min(identifiers.value) as imo_ship
        from identifiers
        where identifiers.scheme = 'imo_ship'
        group by identifiers.actor_id
    )
select
    delivery_listings.shipment_id,
    delivery_listings.group_id,
    delivery_listings.actor_id,
    delivery_listings.role,
    delivery_listings.authority,
    delivery_listings.row_kind,
    day_words(delivery_listings.arrived_earliest_on, delivery_listings.arrived_latest_on) as arrived,
    delivery_listings.arrived_earliest_on,
    delivery_listings.arrived_latest_on,
    fuel_shipments.confidence,
    fuel_shipments.possible_duplicate_of,
    actors.name as actor,
    ship_numbers.imo_ship,
    delivery_listings.certainty,
    case
        when delivery_listings.row_kind = 'group statement'
        then
            case
                when delivery_listings.count_min = delivery_listings.count_max
                then cast(delivery_listings.count_min as varchar)
                when delivery_listings.count_max is null
                then coalesce('at least ' || cast(delivery_listings.count_min as varchar), 'a number not known')
                else
                    coalesce(cast(delivery_listings.count_min as varchar) || ' to ', 'at most ')
                    || cast(delivery_listings.count_max as varchar)
            end
            || coalesce(' of ' || cast(delivery_listings.group_size as varchar), '')
            || ', '
        else ''
    end
    || replace(delivery_listings.role, '_', ' ')
    || case
        when delivery_listings.certainty = 'stated' then '' else ' (' || delivery_listings.certainty || ')'
    end as part,
    delivery_listings.count_min,
    delivery_listings.count_max,
    delivery_listings.group_size,
    delivery_listings.members_known,
    delivery_listings.jurisdiction,
    delivery_listings.listed_at_arrival,
    delivery_listings.words,
    delivery_listings.since_on,
    delivery_listings.until_on,
    delivery_listings.days_until_listed_min,
    delivery_listings.days_until_listed_max,
    delivery_listings.programmes,
    delivery_listings.measure_ids,
    delivery_listings.listed_names,
    delivery_listings.list_references,
    delivery_listings.list_version_on,
    imported_copies.copies || copy_age_words(imported_copies.newest_on, cast($as_of as date)) as imported_copy,
    cast($as_of as date) - imported_copies.newest_on as imported_copy_age_days,
    delivery_listings.source_ids
from delivery_listings
left join fuel_shipments on fuel_shipments.shipment_id = delivery_listings.shipment_id
left join actors on actors.actor_id = delivery_listings.actor_id
left join ship_numbers on ship_numbers.actor_id = delivery_listings.actor_id
left join imported_copies on imported_copies.authority = delivery_listings.authority
where
    (
        cast($listed as varchar) is null
        or delivery_listings.listed_at_arrival in ('certain', 'possible')
        or (
            $listed = 'ever'
            and delivery_listings.listed_at_arrival not in ('not_on_copy', 'not_on_earlier_copy', 'not_checked')
        )
    )
    and (cast($authority as varchar) is null or delivery_listings.authority = cast($authority as varchar))
    and (cast($actor_id as varchar) is null or delivery_listings.actor_id = cast($actor_id as varchar))
    and (cast($shipment_id as varchar) is null or delivery_listings.shipment_id = cast($shipment_id as varchar))
    and (cast($role as varchar) is null or delivery_listings.role = cast($role as varchar))
    and (cast($confidence as varchar) is null or fuel_shipments.confidence = cast($confidence as varchar))
    and certainty_within(
        delivery_listings.arrived_earliest_on,
        delivery_listings.arrived_latest_on,
        cast($from_on as date),
        cast($to_on as date)
    )
    <> 'not'
order by
    delivery_listings.row_kind,
    delivery_listings.arrived_earliest_on nulls last,
    delivery_listings.arrived_latest_on nulls last,
    delivery_listings.shipment_id,
    delivery_listings.group_id,
    case delivery_listings.role when 'vessel' then 1 when 'carrier' then 1 else 2 end,
    delivery_listings.role,
    delivery_listings.actor_id,
    delivery_listings.authority_position
