/*---
title: Strikes after a delivery
question: Which air strikes were reported within so many days after this delivery of jet fuel arrived, certainly or possibly?
grain: one row per strike that falls certainly or possibly within the days after the arrival
caveat: >-
  After is not because of: nothing here shows that fuel of the delivery was used in a strike, and stocks last for months. Strikes are a
  sample of reports, not a census, and one strike stands after many deliveries. Where the arrival is not dated closely enough, or the
  discharge is denied, nothing can be certain.
params:
  shipment_id: {type: string, id_of: fuel_shipments, help: "Id of the delivery; `sanctrack report deliveries` lists them"}
  days: {type: integer, default: 30, minimum: 1, maximum: 366, help: Days after the arrival}
  admin1: {type: string, value_of: admin1_areas.admin1, default: null, help: "Only strikes in this state or region, such as Sagaing"}
  target_type: {type: string, default: null, value_of: airstrikes.target_type, help: Only strikes on this kind of target}
  aircraft: {type: string, default: null, value_of: airstrikes.aircraft, help: Only strikes by this kind of aircraft}
  verification: {type: string, default: null, value_of: airstrikes.verification, help: Only strikes of this standing}
  with_not_within: {type: boolean, default: false, help: "Also the strikes that do not fall within these days"}
columns:
  shipment_id: Delivery, see `sanctrack show ID`.
  airstrike_id: Strike, see `sanctrack show ID`.
  certainty: "'certain', 'possible' or 'not': whether the strike falls after the arrival and within the days."
  note: "'the discharge is denied' or 'arrival not dated closely enough', where nothing can be certain; null otherwise."
  window_days: {unit: days, description: Days after the arrival that are looked at.}
  arrived: Day of arrival of the delivery in words.
  arrived_earliest_on: First day on which the cargo can have arrived.
  arrived_latest_on: Last day on which it can have arrived.
  confidence: Confidence in the delivery (confirmed, likely, possible).
  possible_duplicate_of: Delivery that this one may be a second report of.
  strike_day: Day of the strike in words.
  strike_earliest_on: First possible day of the strike.
  strike_latest_on: Last possible day of the strike.
  days_min: {unit: days, description: Fewest days from the arrival to the strike; zero or less where the strike may be earlier.}
  days_max: {unit: days, description: Most days from the arrival to the strike.}
  admin1: State or region.
  township: Township.
  target_type: Kind of target.
  aircraft: Kind of aircraft.
  attribution_basis: "From what the strike is ascribed to anybody, as in `sanctrack report strikes`; rule where no claim names anybody."
  denied_by: "Those who deny the strike, or a part of their own in it, joined by '; '."
  killed_min: {unit: persons, description: Lowest figure of deaths still standing.}
  killed_max: {unit: persons, description: Highest figure of deaths named.}
  verification: "'confirmed', 'reported' or 'disputed' (denied or contested)."
  source_ids: Sources of the delivery and its stops, of the strike, and of what ascribes it.
table: [airstrike_id, certainty, strike_day, days_min, days_max, admin1, target_type, killed_min, killed_max, attribution_basis, verification, denied_by]
below: [note]
---*/
with
    chosen_delivery as (
        select
            deliveries.*,
            coalesce(
                deliveries.arrived_latest_on - deliveries.arrived_earliest_on < cast($days as integer), false
            ) as dated_closely
        from dated_deliveries as deliveries
        where deliveries.shipment_id = cast($shipment_id as varchar)
    ),
    judged_strikes as (
        select
            airstrikes.airstrike_id,
            arrival_certainty(
                certainty_within_days_after(
                    airstrikes.earliest_on,
                    airstrikes.latest_on,
                    chosen_delivery.arrived_earliest_on,
                    chosen_delivery.arrived_latest_on,
                    cast($days as integer)
                ),
                chosen_delivery.discharge_certainty
            ) as certainty
        from
            chosen_strikes(
                cast($admin1 as varchar),
                cast($target_type as varchar),
                cast($aircraft as varchar),
                cast($verification as varchar)
            ) as airstrikes
        cross join chosen_delivery
    ),
    listed_strikes as (
        select judged_strikes.*
        from judged_strikes
        where judged_strikes.certainty <> 'not' or cast($with_not_within as boolean)
    ),
    strike_sources as (
        select
            used_sources.airstrike_id,
            string_agg(distinct used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from
            (
                select airstrikes.airstrike_id, airstrikes.source_id
                from airstrikes
                inner join listed_strikes on listed_strikes.airstrike_id = airstrikes.airstrike_id
                union all
                select evidence.record_id, evidence.source_id
                from evidence
                inner join listed_strikes on listed_strikes.airstrike_id = evidence.record_id
                where evidence.record_table = 'airstrikes'
            ) as used_sources
        group by used_sources.airstrike_id
    ),
    denials as (
        select
            strike_denials.airstrike_id,
            string_agg(strike_denials.speaker, '; ' order by strike_denials.speaker) as denied_by
        from strike_denials
        group by strike_denials.airstrike_id
    )
select
    chosen_delivery.shipment_id,
    airstrikes.airstrike_id,
    listed_strikes.certainty,
    nullif(
        concat_ws(
            '; ',
            case when chosen_delivery.discharge_certainty = 'denied' then 'the discharge is denied' end,
            case when not chosen_delivery.dated_closely then 'arrival not dated closely enough' end
        ),
        ''
    ) as note,
    cast($days as integer) as window_days,
    day_words(chosen_delivery.arrived_earliest_on, chosen_delivery.arrived_latest_on) as arrived,
    chosen_delivery.arrived_earliest_on,
    chosen_delivery.arrived_latest_on,
    chosen_delivery.confidence,
    chosen_delivery.possible_duplicate_of,
    day_words(airstrikes.earliest_on, airstrikes.latest_on) as strike_day,
    airstrikes.earliest_on as strike_earliest_on,
    airstrikes.latest_on as strike_latest_on,
    airstrikes.earliest_on - chosen_delivery.arrived_latest_on as days_min,
    airstrikes.latest_on - chosen_delivery.arrived_earliest_on as days_max,
    airstrikes.admin1,
    airstrikes.township,
    airstrikes.target_type,
    airstrikes.aircraft,
    strike_attributions.attribution_basis,
    denials.denied_by,
    airstrikes.killed_min,
    airstrikes.killed_max,
    airstrikes.verification,
    merged_ids(
        merged_ids(chosen_delivery.source_ids, strike_sources.source_ids), strike_attributions.attribution_source_ids
    ) as source_ids
from listed_strikes
inner join airstrikes on airstrikes.airstrike_id = listed_strikes.airstrike_id
cross join chosen_delivery
left join strike_sources on strike_sources.airstrike_id = airstrikes.airstrike_id
left join strike_attributions on strike_attributions.airstrike_id = airstrikes.airstrike_id
left join denials on denials.airstrike_id = airstrikes.airstrike_id
order by airstrikes.earliest_on nulls last, airstrikes.latest_on nulls last, airstrikes.airstrike_id
