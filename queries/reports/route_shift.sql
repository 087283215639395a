/*---
title: Routes of deliveries by year and before and after a measure
question: Which kinds of route did the reported deliveries take in each year, and before and after a measure?
grain: one row per period (each year; not after and after the measure) and class of route
caveat: >-
  A difference between periods is not an effect of the measure, and later is not because. Deliveries are those reported in the sources: what
  they tell of a route depends on who traced it, and 'route not known' says that they do not tell. 'No intermediate stop reported' is
  not 'direct'. A delivery that may lie in several periods is counted as possible in each. Counts are small: read the counts before the shares.
params:
  measure_id: {type: string, default: ca-jet-fuel-ban-2023, id_of: measures, help: Measure that parts the deliveries}
  day_basis:
    type: string
    default: announced
    choices: [announced, effective]
    help: Part by the announcement (else the day of effect) or by the day of effect (else the announcement)
  confidence: {type: string, default: null, value_of: fuel_shipments.confidence, help: Only deliveries of this confidence}
  without_possible_duplicates: {type: boolean, default: false, help: Leave out deliveries that may be a second report of another}
columns:
  period: "Year, or 'not after ID' or 'after ID' of the measure; on the day itself is not after."
  route_class: Class of the route.
  period_kind: "'year' or 'measure'."
  deliveries_certain: Deliveries of this class that arrived certainly in the period.
  deliveries_possible: Deliveries of this class that arrived possibly in it, those that are certain not included.
  period_deliveries_certain: All deliveries that arrived certainly in the period.
  period_deliveries_possible: All deliveries that arrived possibly in it.
  share_certain_pct: {unit: percent, description: Share of the class among the deliveries certain in the period; blank when there are none.}
  share_min_pct: {unit: percent, description: "Lowest share that the class can have, whichever of the possible deliveries belong to the period."}
  share_max_pct: {unit: percent, description: Highest share that it can have.}
  shipment_ids: The deliveries counted, certain and possible, joined by '; '.
  source_ids: Sources of these deliveries and, for the periods of the measure, of the measure.
table: [period, route_class, deliveries_certain, deliveries_possible, share_certain_pct, share_min_pct, share_max_pct]
picture: {kind: bars, of: deliveries, x: period, certain: deliveries_certain, possible: deliveries_possible, panel: route_class, only: {period_kind: year}, certain_words: certainly in the year, possible_words: possibly in the year, note: The years alone are drawn; the periods before and after the measure are in the table.}
---*/
with recursive
    chosen_measure as (
        select
            measure_days.measure_id,
            measure_days.source_ids,
            day_by_basis(
                $day_basis, measure_days.day_earliest_on, measure_days.effective_day_earliest_on
            ) as earliest_on,
            day_by_basis($day_basis, measure_days.day_latest_on, measure_days.effective_day_latest_on) as latest_on
        from measure_days
        where measure_days.measure_id = cast($measure_id as varchar)
    ),
    chosen_deliveries as (
        select
            deliveries.shipment_id,
            deliveries.route_class,
            deliveries.arrived_earliest_on,
            deliveries.arrived_latest_on,
            deliveries.discharge_certainty,
            deliveries.source_ids
        from dated_deliveries as deliveries
        where
            (cast($confidence as varchar) is null or deliveries.confidence = cast($confidence as varchar))
            and (
                not $without_possible_duplicates
                or (
                    deliveries.possible_duplicate_of is null
                    and coalesce(deliveries.discharge_certainty, '') <> 'denied'
                )
            )
    ),
    limits as (
        select
            year(
                min(coalesce(chosen_deliveries.arrived_earliest_on, chosen_deliveries.arrived_latest_on))
            ) as first_year,
            year(max(coalesce(chosen_deliveries.arrived_latest_on, chosen_deliveries.arrived_earliest_on))) as last_year
        from chosen_deliveries
    ),
    years as (
        select limits.first_year as year_number, limits.last_year
        from limits
        where limits.first_year is not null
        union all
        select years.year_number + 1, years.last_year
        from years
        where years.year_number < years.last_year
    ),
    placed as (
        select
            'year' as period_kind,
            cast(years.year_number as varchar) as period,
            years.year_number as place,
            chosen_deliveries.shipment_id,
            chosen_deliveries.route_class,
            chosen_deliveries.source_ids,
            arrival_certainty(
                certainty_within(
                    chosen_deliveries.arrived_earliest_on,
                    chosen_deliveries.arrived_latest_on,
                    make_date(years.year_number, 1, 1),
                    make_date(years.year_number, 12, 31)
                ),
                chosen_deliveries.discharge_certainty
            ) as certainty
        from chosen_deliveries
        cross join years
        union all
        select
            'measure',
            'after ' || chosen_measure.measure_id,
            10001,
            chosen_deliveries.shipment_id,
            chosen_deliveries.route_class,
            merged_ids(chosen_deliveries.source_ids, chosen_measure.source_ids),
            arrival_certainty(
                certainty_after(
                    chosen_deliveries.arrived_earliest_on,
                    chosen_deliveries.arrived_latest_on,
                    chosen_measure.earliest_on,
                    chosen_measure.latest_on
                ),
                chosen_deliveries.discharge_certainty
            )
        from chosen_deliveries
        cross join chosen_measure
        union all
        select
            'measure',
            'not after ' || chosen_measure.measure_id,
            10000,
            chosen_deliveries.shipment_id,
            chosen_deliveries.route_class,
            merged_ids(chosen_deliveries.source_ids, chosen_measure.source_ids),
            case
                certainty_after(
                    chosen_deliveries.arrived_earliest_on,
                    chosen_deliveries.arrived_latest_on,
                    chosen_measure.earliest_on,
                    chosen_measure.latest_on
                )
                when 'certain'
                then 'not'
                when 'not'
                then arrival_certainty('certain', chosen_deliveries.discharge_certainty)
                else 'possible'
            end
        from chosen_deliveries
        cross join chosen_measure
    ),
    -- a class that occurs at all has a row in every period: 0 is counted and none
    cells as (
        select
            placed.period_kind,
            placed.period,
            placed.place,
            placed.route_class,
            count(*) filter (where placed.certainty = 'certain') as deliveries_certain,
            count(*) filter (where placed.certainty = 'possible') as deliveries_possible,
            string_agg(placed.shipment_id, '; ' order by placed.shipment_id) filter (
                where placed.certainty <> 'not'
            ) as shipment_ids
        from placed
        group by placed.period_kind, placed.period, placed.place, placed.route_class
    ),
    -- a count of none rests on all deliveries of the class, so their sources stand beside it
    used_sources as (
        select distinct
            placed.period,
            placed.route_class,
            placed.certainty <> 'not' as is_counted,
            unnest(string_split(placed.source_ids, '; ')) as source_id
        from placed
    ),
    source_lists as (
        select
            used_sources.period,
            used_sources.route_class,
            string_agg(distinct used_sources.source_id, '; ' order by used_sources.source_id) filter (
                where used_sources.is_counted
            ) as counted_ids,
            string_agg(distinct used_sources.source_id, '; ' order by used_sources.source_id) as all_ids
        from used_sources
        group by used_sources.period, used_sources.route_class
    ),
    totals as (
        select
            cells.*,
            sum(cells.deliveries_certain) over (partition by cells.period) as period_certain,
            sum(cells.deliveries_possible) over (partition by cells.period) as period_possible
        from cells
    )
select
    totals.period,
    totals.route_class,
    totals.period_kind,
    totals.deliveries_certain,
    totals.deliveries_possible,
    cast(totals.period_certain as bigint) as period_deliveries_certain,
    cast(totals.period_possible as bigint) as period_deliveries_possible,
    round(100.0 * totals.deliveries_certain / nullif(totals.period_certain, 0), 1) as share_certain_pct,
    -- lowest: all possible deliveries of the other classes belong, none of this one
    round(
        100.0
        * totals.deliveries_certain
        / nullif(totals.period_certain + totals.period_possible - totals.deliveries_possible, 0),
        1
    ) as share_min_pct,
    round(
        100.0
        * (totals.deliveries_certain + totals.deliveries_possible)
        / nullif(totals.period_certain + totals.deliveries_possible, 0),
        1
    ) as share_max_pct,
    totals.shipment_ids,
    coalesce(source_lists.counted_ids, source_lists.all_ids) as source_ids
from totals
left join source_lists on source_lists.period = totals.period and source_lists.route_class = totals.route_class
order by totals.place, totals.route_class
