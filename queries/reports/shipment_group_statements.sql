/*---
title: Joint statements on groups of deliveries
question: Which sets of deliveries do the sources speak of together, who is said to have carried or traded how many of them, and how many are known one by one?
grain: one row per group, actor and role; one row for a group without such a statement
params:
  group_id: {type: string, default: null, id_of: shipment_groups, help: Only this group}
  actor_id: {type: string, default: null, id_of: actors, help: Only groups of which something is said about this actor}
  role: {type: string, default: null, value_of: shipment_group_claims.role, help: Only this role}
caveat: A joint statement says how many, not which; it is never a row of a delivery, and counts of groups that overlap must not be added up. Statements of different sources on the same deliveries stand side by side.
columns:
  group_id: Group, see `sanctrack show ID`.
  actor_id: Actor of whom the statement speaks.
  role: "Role: carrier, trader, vessel_owner, ship_agent or end_user."
  grouped: The group in words.
  size: {unit: deliveries, description: Size of the group as the source gives it.}
  size_qualifier: "How the source qualifies the size (exact, at_least …)."
  known_members: {unit: deliveries, description: Members of the group that are rows of fuel_shipments.}
  actor: Name of the actor.
  said: "How many of the group, in words, with 'disputed' where it is contested."
  count_min: {unit: deliveries, description: Least number of the group.}
  count_max: {unit: deliveries, description: Greatest number; null means at least.}
  disputed: Whether the statement is contested.
  members_with_vessel: {unit: deliveries, description: "Known members whose own row names this vessel; null for other roles."}
  carried_min: {unit: deliveries, description: Sum of the least numbers of all carriers of the group that are not contested; null when none is given.}
  carried_max: {unit: deliveries, description: Sum of their greatest numbers; null when one of them is open.}
  arrived_earliest_on: First day on which the first known member can have arrived.
  arrived_latest_on: Last day on which the last known member can have arrived.
  member_ids: "Known members, joined by '; '."
  note: Remark on the statement.
  source_ids: "Sources of the group and of the statement, joined by '; '."
table: [group_id, size_qualifier, size, known_members, role, actor, said, carried_min, source_ids]
---*/
with
    members as (
        select
            shipment_group_members.group_id,
            count(*) as known_members,
            string_agg(
                shipment_group_members.shipment_id, '; ' order by shipment_group_members.shipment_id
            ) as member_ids,
            -- one member without a bound leaves that side open
            case
                when count(deliveries.arrived_earliest_on) = count(*) then min(deliveries.arrived_earliest_on)
            end as arrived_earliest_on,
            case
                when count(deliveries.arrived_latest_on) = count(*) then max(deliveries.arrived_latest_on)
            end as arrived_latest_on
        from shipment_group_members
        left join dated_deliveries as deliveries on deliveries.shipment_id = shipment_group_members.shipment_id
        group by shipment_group_members.group_id
    ),
    member_vessels as (
        select shipment_group_members.group_id, fuel_shipments.vessel_id, count(*) as members_with_vessel
        from shipment_group_members
        inner join fuel_shipments on fuel_shipments.shipment_id = shipment_group_members.shipment_id
        where fuel_shipments.vessel_id is not null
        group by shipment_group_members.group_id, fuel_shipments.vessel_id
    ),
    carried as (
        select
            shipment_group_claims.group_id,
            sum(shipment_group_claims.count_min) as carried_min,
            case
                when count(shipment_group_claims.count_max) = count(*) then sum(shipment_group_claims.count_max)
            end as carried_max
        from shipment_group_claims
        where shipment_group_claims.role = 'carrier' and coalesce(shipment_group_claims.disputed, 'no') <> 'yes'
        group by shipment_group_claims.group_id
    )
select
    shipment_groups.group_id,
    shipment_group_claims.actor_id,
    shipment_group_claims.role,
    shipment_groups.title as grouped,
    shipment_groups.size,
    shipment_groups.qualifier as size_qualifier,
    coalesce(members.known_members, 0) as known_members,
    coalesce(actors.name, shipment_group_claims.actor_id) as actor,
    case
        when shipment_group_claims.actor_id is null
        then cast(null as varchar)
        else
            coalesce(figure_words(shipment_group_claims.count_min, shipment_group_claims.count_max), 'number not given')
            || case when shipment_group_claims.disputed = 'yes' then ', disputed' else '' end
    end as said,
    shipment_group_claims.count_min,
    shipment_group_claims.count_max,
    shipment_group_claims.disputed,
    case
        when shipment_group_claims.role = 'carrier' then coalesce(member_vessels.members_with_vessel, 0)
    end as members_with_vessel,
    carried.carried_min,
    carried.carried_max,
    members.arrived_earliest_on,
    members.arrived_latest_on,
    members.member_ids,
    shipment_group_claims.note,
    merged_ids(shipment_groups.source_id, shipment_group_claims.source_id) as source_ids
from shipment_groups
left join shipment_group_claims on shipment_group_claims.group_id = shipment_groups.group_id
left join members on members.group_id = shipment_groups.group_id
left join
    member_vessels
    on member_vessels.group_id = shipment_groups.group_id
    and member_vessels.vessel_id = shipment_group_claims.actor_id
left join carried on carried.group_id = shipment_groups.group_id
left join actors on actors.actor_id = shipment_group_claims.actor_id
where
    (cast($group_id as varchar) is null or shipment_groups.group_id = cast($group_id as varchar))
    and (cast($actor_id as varchar) is null or shipment_group_claims.actor_id = cast($actor_id as varchar))
    and (cast($role as varchar) is null or shipment_group_claims.role = cast($role as varchar))
order by shipment_groups.group_id, shipment_group_claims.role nulls last, shipment_group_claims.actor_id nulls last
