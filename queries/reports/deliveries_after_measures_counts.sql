/*---
title: Deliveries after measures, counted
question: How many deliveries arrived after each measure on jet fuel or on its supply chain, certainly and possibly?
grain: one row per measure and set of deliveries (by confidence, all, all without possible duplicates)
caveat: >-
  After a measure is not by that alone a breach of it: whether it is one depends on whom it binds, which the data do not hold. Deliveries are those reported in the sources, not all that there were: a count
  after a measure is no rate and is not compared with a count before it. Rows are counted; 'without possible duplicates' leaves
  out those that may be a second report of another delivery. The counts of several measures are never added up.
params:
  measure_id: {as_in: deliveries_after_measures}
  jurisdiction: {as_in: deliveries_after_measures}
  day_basis: {as_in: deliveries_after_measures}
columns:
  measure_id: Measure, see `sanctrack show ID`.
  counted: "Which deliveries are counted: confirmed, likely, possible, all, without possible duplicates."
  measure: What was done.
  authority: Authority that acted.
  jurisdiction: Its jurisdiction.
  measure_type: Kind of measure.
  basis: "'scope' (the measure is about jet fuel), 'listing' (it lists an actor of the fuel chain) or 'both'."
  measure_earliest_on: First possible day of the measure, by day_basis.
  measure_latest_on: Last possible day of the measure, by day_basis; where only this one is known, read 'by'.
  deliveries_certain: Deliveries that arrived certainly after the measure.
  deliveries_possible: Deliveries that arrived possibly after it, those that are certain not included.
  deliveries_not: Deliveries that did not arrive after it.
  source_ids: Sources of the measure, its listings and the deliveries counted.
table: [measure_id, measure_earliest_on, counted, deliveries_certain, deliveries_possible, deliveries_not]
picture: {kind: bars, of: deliveries after each measure, x: [measure_earliest_on, jurisdiction, measure], certain: deliveries_certain, possible: deliveries_possible, across: true, only: {counted: all}, certain_words: certainly after it, possible_words: possibly after it, note: "All deliveries, of any confidence. The same delivery stands after every earlier measure."}
---*/
with
    asked_measures as (
        select fuel_measures.*
        from
            chosen_fuel_measures(
                $day_basis, cast($measure_id as varchar), cast($jurisdiction as varchar)
            ) as fuel_measures
    ),
    counted_sets as (
        select 1 as place, 'confirmed' as counted
        union all
        select 2, 'likely'
        union all
        select 3, 'possible'
        union all
        select 4, 'all'
        union all
        select 5, 'without possible duplicates'
    ),
    members as (
        select
            counted_sets.counted,
            deliveries.shipment_id,
            deliveries.arrived_earliest_on,
            deliveries.arrived_latest_on,
            deliveries.discharge_certainty
        from dated_deliveries as deliveries
        inner join
            counted_sets
            on counted_sets.counted = 'all'
            -- one whose discharge is denied is neither confirmed nor among those without possible duplicates
            or (
                counted_sets.counted = deliveries.confidence
                and (deliveries.confidence <> 'confirmed' or coalesce(deliveries.discharge_certainty, '') <> 'denied')
            )
            or (
                counted_sets.counted = 'without possible duplicates'
                and deliveries.possible_duplicate_of is null
                and coalesce(deliveries.discharge_certainty, '') <> 'denied'
            )
    ),
    pairs as (
        select
            asked_measures.measure_id,
            members.counted,
            members.shipment_id,
            arrival_certainty(
                certainty_after(
                    members.arrived_earliest_on,
                    members.arrived_latest_on,
                    asked_measures.earliest_on,
                    asked_measures.latest_on
                ),
                members.discharge_certainty
            ) as certainty
        from asked_measures
        cross join members
    ),
    counts as (
        select
            pairs.measure_id,
            pairs.counted,
            count(*) filter (where pairs.certainty = 'certain') as deliveries_certain,
            count(*) filter (where pairs.certainty = 'possible') as deliveries_possible,
            count(*) filter (where pairs.certainty = 'not') as deliveries_not
        from pairs
        group by pairs.measure_id, pairs.counted
    ),
    delivery_sources as (
        select deliveries.shipment_id, unnest(string_split(deliveries.source_ids, '; ')) as source_id
        from dated_deliveries as deliveries
    ),
    used_sources as (
        select members.counted, string_agg(distinct delivery_sources.source_id, '; ') as source_ids
        from members
        inner join delivery_sources on delivery_sources.shipment_id = members.shipment_id
        group by members.counted
    )
select
    asked_measures.measure_id,
    counted_sets.counted,
    asked_measures.title as measure,
    asked_measures.authority,
    asked_measures.jurisdiction,
    asked_measures.measure_type,
    asked_measures.basis,
    asked_measures.earliest_on as measure_earliest_on,
    asked_measures.latest_on as measure_latest_on,
    coalesce(counts.deliveries_certain, 0) as deliveries_certain,
    coalesce(counts.deliveries_possible, 0) as deliveries_possible,
    coalesce(counts.deliveries_not, 0) as deliveries_not,
    merged_ids(asked_measures.source_ids, used_sources.source_ids) as source_ids
from asked_measures
cross join counted_sets
left join counts on counts.measure_id = asked_measures.measure_id and counts.counted = counted_sets.counted
left join used_sources on used_sources.counted = counted_sets.counted
order by asked_measures.earliest_on, asked_measures.latest_on, asked_measures.measure_id, counted_sets.place
