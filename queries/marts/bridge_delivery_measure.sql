/*---
title: Deliveries after measures
grain: one row per delivery and measure on jet fuel or on its supply chain
caveat: After a measure is not by that alone a breach of it. Counts of several measures are never added up.
keys:
  primary: [shipment_id, measure_id]
  foreign:
    - {fields: [shipment_id], reference: {resource: fact_deliveries, fields: [shipment_id]}}
    - {fields: [measure_id], reference: {resource: fact_measures, fields: [measure_id]}}
columns:
  shipment_id: "Delivery. Rule for counting: choose one measure, then count rows by after_measure. Never add up over measures: a delivery stands here once for each."
  measure_id: Measure (announced first, else in effect).
  after_measure: "'certain', 'possible' or 'not': did the cargo arrive after the measure; on the day itself is not."
  days_min: {unit: days, description: "Fewest days from the measure to the arrival; negative when it can be, or is, before; blank where a day is open."}
  days_max: {unit: days, description: Most days from the measure to the arrival.}
  confidence: Confidence in the delivery, as in fact_deliveries.
  may_be_duplicate: true when the delivery may be a second report of another.
---*/
select
    dated_deliveries.shipment_id,
    fuel_measures.measure_id,
    arrival_certainty(
        certainty_after(
            dated_deliveries.arrived_earliest_on,
            dated_deliveries.arrived_latest_on,
            fuel_measures.day_earliest_on,
            fuel_measures.day_latest_on
        ),
        dated_deliveries.discharge_certainty
    ) as after_measure,
    dated_deliveries.arrived_earliest_on - fuel_measures.day_latest_on as days_min,
    dated_deliveries.arrived_latest_on - fuel_measures.day_earliest_on as days_max,
    dated_deliveries.confidence,
    dated_deliveries.possible_duplicate_of is not null as may_be_duplicate
from dated_deliveries
cross join fuel_measures
order by dated_deliveries.shipment_id, fuel_measures.measure_id
