/*---
title: Port calls of a vessel
question: At which ports do imported data sets report a vessel, when, how is that known, and what speaks against it?
grain: one row per imported port call
caveat: >-
  A call says that a ship was at a port, or was expected there (basis), never what it loaded or left. Calls are joined by IMO number; those that carry
  a radio number alone (MMSI) are joined by the numbers that we hold for the vessel and marked, since a radio number can change hands. A blank doubt
  is no proof. A vessel without a row was not looked for, or not seen.
params:
  vessel_id: {type: string, default: null, id_of: actors, only: {actor_type: vessel}, help: Only calls of this vessel; all vessels of ours without it}
  from_on: {type: date, default: null, help: Only calls that can have begun on this day or later}
  to_on: {type: date, default: null, help: Only calls that can have begun on this day or earlier}
columns:
  vessel_id: Vessel, see `sanctrack show ID`.
  vessel: Name of the vessel.
  name_on_call: Name that the source gives.
  joined_by: "imo, or mmsi: a radio number, which can change hands."
  arrived: Day of arrival, in words.
  arrived_earliest_on: First day on which it can have arrived.
  arrived_latest_on: Last day on which it can have arrived.
  departed: Day of departure, in words; null where none is given.
  port: Port as the source names it.
  terminal: Terminal as the source names it.
  cargo: Cargo in the source's own words.
  draught_change_m: {unit: metres, description: Draught on departure less that on arrival; null where one is not given.}
  basis: How the call is known.
  doubt: What speaks against it; null where nothing was found.
  port_call_id: Id of the call.
  source_ids: The imported data set.
table: [vessel, name_on_call, joined_by, arrived, departed, port, terminal, basis, doubt]
---*/
with
    ship_numbers as (
        select identifiers.actor_id, identifiers.scheme, identifiers.value
        from identifiers
        where identifiers.scheme in ('imo_ship', 'mmsi')
    ),
    joined as (
        select port_calls.port_call_id, ship_numbers.actor_id, 'imo' as joined_by
        from port_calls
        inner join ship_numbers on ship_numbers.scheme = 'imo_ship' and ship_numbers.value = port_calls.imo
        union all
        select port_calls.port_call_id, ship_numbers.actor_id, 'mmsi' as joined_by
        from port_calls
        inner join ship_numbers on ship_numbers.scheme = 'mmsi' and ship_numbers.value = port_calls.mmsi
        where port_calls.imo is null
    ),
    calls_of_ships as (
        select joined.port_call_id, joined.actor_id, min(joined.joined_by) as joined_by
        from joined
        group by joined.port_call_id, joined.actor_id
    )
select
    calls_of_ships.actor_id as vessel_id,
    actors.name as vessel,
    port_calls.vessel_name as name_on_call,
    calls_of_ships.joined_by,
    day_words(port_calls.arrived_earliest_on, port_calls.arrived_latest_on) as arrived,
    port_calls.arrived_earliest_on,
    port_calls.arrived_latest_on,
    case
        when coalesce(port_calls.departed_earliest_on, port_calls.departed_latest_on) is not null
        then day_words(port_calls.departed_earliest_on, port_calls.departed_latest_on)
    end as departed,
    port_calls.port,
    port_calls.terminal,
    port_calls.cargo,
    round(port_calls.draught_out_m - port_calls.draught_in_m, 2) as draught_change_m,
    port_calls.basis,
    port_calls.doubt,
    port_calls.port_call_id,
    port_calls.source_id as source_ids
from calls_of_ships
inner join port_calls on port_calls.port_call_id = calls_of_ships.port_call_id
inner join actors on actors.actor_id = calls_of_ships.actor_id
where
    (cast($vessel_id as varchar) is null or calls_of_ships.actor_id = cast($vessel_id as varchar))
    and certainty_within(
        port_calls.arrived_earliest_on, port_calls.arrived_latest_on, cast($from_on as date), cast($to_on as date)
    )
    <> 'not'
order by
    port_calls.arrived_earliest_on nulls last,
    port_calls.arrived_latest_on nulls last,
    calls_of_ships.actor_id,
    port_calls.port_call_id
