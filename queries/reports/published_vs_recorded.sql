/*---
title: Published figures and what is recorded here
question: Which figures of others agree with our rows, which differ, and how much of what others count do we hold?
grain: one row per published figure
params:
  as_of: {type: date, default: as_of, help: "Last day of a total whose period has no end; what was published after it is told as later"}
  comparison: {type: string, default: null, value_of: published_figures.comparison, help: Only this kind of comparison}
  verdict: {type: string, default: null, choices: [agrees, differs, cannot tell, not compared], help: Only this verdict; strike figures (sample) have none}
  publisher: {type: string, value_of: published_figures.publisher, default: null, help: Only figures of this publisher}
  metric: {type: string, value_of: published_figures.metric, default: null, help: "Only this metric, code of published_figures such as killed, shipments or persons_listed"}
  figure_id: {type: string, default: null, id_of: published_figures, help: Only this figure}
caveat: Our strikes are a sample of reports and never a census, so for them the share is coverage and no verdict. Publishers count by different units and definitions; figures with a different basis must not be added up or compared with each other. A figure that agrees may rest on the same sources as ours.
columns:
  figure_id: Figure, see `sanctrack show ID`.
  metric: What is counted, code of published_figures.
  published: The published figure in words, with its qualifier.
  recorded: Ours in words; null when we have no figure.
  verdict: "'agrees' (ours lies in the published interval), 'differs' (ours lies apart), 'cannot tell' (they overlap, or there is no figure) or 'not compared'; null for samples of strikes."
  coverage_pct_min: {unit: percent, description: "Ours, at least, of the published figure (its minimum, else its maximum); samples and sizes of groups only."}
  coverage_pct_max: {unit: percent, description: "The same with what is only possible; null where ours has no upper end."}
  publisher: Body that made the figure.
  scope: What it is about, in the publisher's terms.
  period_start_on: First day of its period; null when open.
  period_end_on: Last day of its period; null when open.
  basis: What exactly the publisher counted.
  comparison: What of ours it is held against, code of published_figures.
  about_key: Column that chooses our rows; null means the whole country.
  about_value: Value of that column.
  published_min: Lower end of the published interval by its qualifier; null is open.
  published_max: Upper end; null is open.
  recorded_min: Ours, at least; null when we have no figure.
  recorded_max: "Ours, at most; null is open or not known, as of civilians killed, of whom only least figures are held."
  compared_with: What of ours stands against it, in words.
  published_day: Day on which its source was published, in words.
  later: "'published later' than as_of, for a figure that was not there on the day; null for a figure of the day, or one without a day."
  correction_id: Figure that its publisher later put in its place, see `sanctrack show ID`.
  corrected: "What the publisher corrected it to, and when; 'later' where that was after as_of, so that this stays the figure of the day."
  note: Remark on the figure.
  contradicted_by: "What else is held for the same imports and period, and evidence that contradicts the figure or our row from its source, joined by '; '; null when nothing is held."
  source_ids: "Sources of the published figure and, except for strikes, of what stands against it, joined by '; '."
table: [figure_id, published, recorded, verdict, coverage_pct_min, coverage_pct_max, corrected, later, contradicted_by, publisher, source_ids]
---*/
with
    figures as (
        select
            published_figures.figure_id,
            published_figures.metric,
            published_figures.value_min,
            published_figures.value_max,
            published_figures.hedge,
            published_figures.unit,
            published_figures.scope,
            published_figures.period_start_on,
            published_figures.period_end_on,
            published_figures.publisher,
            published_figures.basis,
            published_figures.source_id,
            published_figures.note,
            coalesce(published_figures.comparison, 'none') as comparison,
            published_figures.about_key,
            published_figures.about_value
        from published_figures
        where
            (
                cast($comparison as varchar) is null
                or coalesce(published_figures.comparison, 'none') = cast($comparison as varchar)
            )
            and (cast($publisher as varchar) is null or published_figures.publisher = cast($publisher as varchar))
            and (cast($metric as varchar) is null or published_figures.metric = cast($metric as varchar))
            and (cast($figure_id as varchar) is null or published_figures.figure_id = cast($figure_id as varchar))
    ),
    -- listings: actors, not entries, persons apart from all others
    round_rows as (
        select
            figures.figure_id,
            figures.metric,
            designation_days.actor_id,
            designation_days.actor_type,
            designation_days.source_id,
            1 as is_certain
        from figures
        inner join designation_days on designation_days.measure_id = figures.about_value
        where figures.comparison = 'measure_round'
        union all
        select
            figures.figure_id,
            figures.metric,
            designation_days.actor_id,
            designation_days.actor_type,
            designation_days.source_id,
            1
        from figures
        inner join designation_days on designation_days.delisting_measure_id = figures.about_value
        where figures.comparison = 'measure_round'
    ),
    -- a listing without a day stands when its measure is not certainly later; it is certain when the measure is
    -- certainly not later
    total_rows as (
        select
            figures.figure_id,
            figures.metric,
            designation_days.actor_id,
            designation_days.actor_type,
            designation_days.source_id,
            case
                when designation_days.listed_latest_on is not null
                then 1
                when
                    coalesce(
                        designation_days.measure_latest_on <= coalesce(figures.period_end_on, cast($as_of as date)),
                        false
                    )
                then 1
                else 0
            end as is_certain
        from figures
        inner join designation_days on designation_days.jurisdiction = figures.about_value
        where
            figures.comparison in ('listed_total', 'listed_since_coup')
            and designation_days.is_listing
            and not coalesce(
                coalesce(designation_days.listed_latest_on, designation_days.measure_earliest_on)
                > coalesce(figures.period_end_on, cast($as_of as date)),
                false
            )
            and not coalesce(
                designation_days.removed_latest_on <= coalesce(figures.period_end_on, cast($as_of as date)), false
            )
            and (
                figures.comparison = 'listed_total'
                or coalesce(designation_days.listed_latest_on, designation_days.measure_latest_on) is null
                or coalesce(designation_days.listed_latest_on, designation_days.measure_latest_on) >= date '2021-02-01'
            )
    ),
    listed_actors as (
        select
            listed_rows.figure_id,
            listed_rows.actor_id,
            max(
                case
                    when listed_rows.metric = 'persons_listed'
                    then case when listed_rows.actor_type = 'person' then 1 else 0 end
                    when listed_rows.metric = 'entities_listed'
                    then case when listed_rows.actor_type = 'person' then 0 else 1 end
                    else 1
                end
            ) as is_counted,
            max(listed_rows.is_certain) as is_certain
        from
            (
                select round_rows.*
                from round_rows
                union all
                select total_rows.*
                from total_rows
            ) as listed_rows
        group by listed_rows.figure_id, listed_rows.actor_id
    ),
    listings_counted as (
        select
            listed_actors.figure_id,
            sum(listed_actors.is_counted * listed_actors.is_certain) as recorded_min,
            sum(listed_actors.is_counted) as recorded_max
        from listed_actors
        group by listed_actors.figure_id
    ),
    -- groups of deliveries
    group_members as (
        select
            figures.figure_id,
            figures.comparison,
            shipment_groups.size,
            count(shipment_group_members.shipment_id) as known_members,
            count(fuel_shipments.quantity_tonnes_min) as with_minimum,
            count(fuel_shipments.quantity_tonnes_max) as with_maximum,
            sum(fuel_shipments.quantity_tonnes_min) as quantity_min,
            sum(fuel_shipments.quantity_tonnes_max) as quantity_max
        from figures
        inner join shipment_groups on shipment_groups.group_id = figures.about_value
        left join shipment_group_members on shipment_group_members.group_id = shipment_groups.group_id
        left join fuel_shipments on fuel_shipments.shipment_id = shipment_group_members.shipment_id
        where figures.comparison in ('group_size', 'group_quantity')
        group by figures.figure_id, figures.comparison, shipment_groups.group_id, shipment_groups.size
    ),
    -- confirmed deliveries of a vessel; a possible duplicate counts as possible only
    vessel_rows as (
        select
            figures.figure_id,
            sum(
                case
                    when
                        certainty_within(
                            deliveries.arrived_earliest_on,
                            deliveries.arrived_latest_on,
                            figures.period_start_on,
                            figures.period_end_on
                        )
                        = 'certain'
                        and deliveries.possible_duplicate_of is null
                    then 1
                    else 0
                end
            ) as certain_deliveries,
            count(deliveries.shipment_id) as deliveries_at_most
        from figures
        left join
            dated_deliveries as deliveries
            on deliveries.vessel_id = figures.about_value
            and deliveries.confidence = 'confirmed'
            and certainty_within(
                deliveries.arrived_earliest_on,
                deliveries.arrived_latest_on,
                figures.period_start_on,
                figures.period_end_on
            )
            <> 'not'
        where figures.comparison = 'vessel_deliveries'
        group by figures.figure_id
    ),
    group_spans as (
        select
            shipment_group_members.group_id,
            deliveries.vessel_id,
            deliveries.arrived_earliest_on,
            deliveries.arrived_latest_on,
            deliveries.confidence
        from shipment_group_members
        inner join dated_deliveries as deliveries on deliveries.shipment_id = shipment_group_members.shipment_id
    ),
    -- what a joint statement adds to the rows that name the vessel themselves; contested ones add nothing
    group_shares as (
        select
            figures.figure_id,
            shipment_group_claims.group_id,
            shipment_group_claims.count_min,
            shipment_group_claims.count_max,
            count(case when group_spans.vessel_id = figures.about_value then 1 end) as in_rows,
            -- every member lies in the period, so those that are meant do
            count(group_spans.group_id) > 0
            and min(
                case
                    certainty_within(
                        group_spans.arrived_earliest_on,
                        group_spans.arrived_latest_on,
                        figures.period_start_on,
                        figures.period_end_on
                    )
                    when 'certain'
                    then 1
                    else 0
                end
            )
            = 1 as is_certain,
            count(group_spans.group_id) = 0
            or max(
                case
                    certainty_within(
                        group_spans.arrived_earliest_on,
                        group_spans.arrived_latest_on,
                        figures.period_start_on,
                        figures.period_end_on
                    )
                    when 'not'
                    then 0
                    else 1
                end
            )
            = 1 as is_possible
        from figures
        inner join
            shipment_group_claims
            on shipment_group_claims.actor_id = figures.about_value
            and shipment_group_claims.role = 'carrier'
        left join group_spans on group_spans.group_id = shipment_group_claims.group_id
        where figures.comparison = 'vessel_deliveries' and coalesce(shipment_group_claims.disputed, 'no') <> 'yes'
        group by
            figures.figure_id,
            shipment_group_claims.group_id,
            shipment_group_claims.count_min,
            shipment_group_claims.count_max
    ),
    group_additions as (
        select
            group_shares.figure_id,
            sum(
                case
                    when group_shares.is_certain
                    then greatest(coalesce(group_shares.count_min, 0) - group_shares.in_rows, 0)
                    else 0
                end
            ) as added_min,
            -- an open count leaves the sum open
            case
                when
                    count(case when group_shares.is_possible then 1 end)
                    = count(case when group_shares.is_possible then group_shares.count_max end)
                then
                    sum(
                        case
                            when group_shares.is_possible
                            then greatest(group_shares.count_max - group_shares.in_rows, 0)
                            else 0
                        end
                    )
            end as added_max
        from group_shares
        group by group_shares.figure_id
    ),
    -- strikes, summed by interval and area first: many figures read the same days
    strike_days as (
        select
            airstrikes.earliest_on,
            airstrikes.latest_on,
            airstrikes.admin1,
            airstrikes.admin1_pcode,
            count(*) as strikes,
            sum(airstrikes.killed_min) as killed_min,
            sum(airstrikes.killed_max) as killed_max,
            -- a least figure without a highest one leaves the sum without an upper end
            count(case when airstrikes.killed_max is null then airstrikes.killed_min end) as killed_open,
            sum(airstrikes.civilians_killed_min) as civilians_killed_min,
            sum(airstrikes.injured_min) as injured_min,
            sum(airstrikes.injured_max) as injured_max,
            count(case when airstrikes.injured_max is null then airstrikes.injured_min end) as injured_open
        from airstrikes
        group by airstrikes.earliest_on, airstrikes.latest_on, airstrikes.admin1, airstrikes.admin1_pcode
    ),
    country_days as (
        select
            strike_days.earliest_on,
            strike_days.latest_on,
            sum(strike_days.strikes) as strikes,
            sum(strike_days.killed_min) as killed_min,
            sum(strike_days.killed_max) as killed_max,
            sum(strike_days.killed_open) as killed_open,
            sum(strike_days.civilians_killed_min) as civilians_killed_min,
            sum(strike_days.injured_min) as injured_min,
            sum(strike_days.injured_max) as injured_max,
            sum(strike_days.injured_open) as injured_open
        from strike_days
        group by strike_days.earliest_on, strike_days.latest_on
    ),
    sample_figures as (
        select
            figures.figure_id,
            figures.metric,
            figures.unit,
            figures.period_start_on,
            figures.period_end_on,
            figures.about_key,
            figures.about_value
        from figures
        where figures.comparison = 'sample'
    ),
    sampled_days as (
        select sample_figures.*, country_days.*, 1 as is_in_area
        from sample_figures
        inner join
            country_days
            on coalesce(country_days.latest_on, date '9999-12-31')
            >= coalesce(sample_figures.period_start_on, date '0001-01-01')
            and coalesce(country_days.earliest_on, date '0001-01-01')
            <= coalesce(sample_figures.period_end_on, date '9999-12-31')
        where sample_figures.about_key is null
        union all
        select
            sample_figures.*,
            strike_days.earliest_on,
            strike_days.latest_on,
            strike_days.strikes,
            strike_days.killed_min,
            strike_days.killed_max,
            strike_days.killed_open,
            strike_days.civilians_killed_min,
            strike_days.injured_min,
            strike_days.injured_max,
            strike_days.injured_open,
            -- an area that is not known may be this one
            case
                when sample_figures.about_key = 'admin1' and strike_days.admin1 is null
                then 0
                when sample_figures.about_key = 'admin1_pcode' and strike_days.admin1_pcode is null
                then 0
                else 1
            end
        from sample_figures
        left join
            admin1_areas
            on sample_figures.about_key = 'admin1_pcode'
            and admin1_areas.admin1_pcode = sample_figures.about_value
        inner join
            strike_days
            on coalesce(strike_days.latest_on, date '9999-12-31')
            >= coalesce(sample_figures.period_start_on, date '0001-01-01')
            and coalesce(strike_days.earliest_on, date '0001-01-01')
            <= coalesce(sample_figures.period_end_on, date '9999-12-31')
            and (
                (
                    sample_figures.about_key = 'admin1'
                    and coalesce(strike_days.admin1 = sample_figures.about_value, true)
                )
                or (
                    sample_figures.about_key = 'admin1_pcode'
                    and coalesce(
                        strike_days.admin1_pcode = sample_figures.about_value,
                        coalesce(strike_days.admin1 = admin1_areas.admin1, true)
                    )
                )
            )
        where sample_figures.about_key is not null
    ),
    placed_days as (
        select
            sampled_days.*,
            sampled_days.is_in_area = 1
            and certainty_within(
                sampled_days.earliest_on,
                sampled_days.latest_on,
                sampled_days.period_start_on,
                sampled_days.period_end_on
            )
            = 'certain' as is_certain
        from sampled_days
    ),
    sample_sums as (
        select
            placed_days.figure_id,
            placed_days.metric,
            placed_days.unit,
            sum(case when placed_days.is_certain then placed_days.strikes else 0 end) as strikes_min,
            sum(placed_days.strikes) as strikes_max,
            sum(case when placed_days.is_certain then placed_days.killed_min end) as killed_min,
            case when sum(placed_days.killed_open) = 0 then sum(placed_days.killed_max) end as killed_max,
            sum(case when placed_days.is_certain then placed_days.civilians_killed_min end) as civilians_killed_min,
            sum(case when placed_days.is_certain then placed_days.injured_min end) as injured_min,
            case when sum(placed_days.injured_open) = 0 then sum(placed_days.injured_max) end as injured_max
        from placed_days
        group by placed_days.figure_id, placed_days.metric, placed_days.unit
    ),
    -- days with a strike, in the country or the area, or in each township of it
    day_figures as (
        select sample_figures.*, admin1_areas.admin1 as area
        from sample_figures
        left join
            admin1_areas
            on sample_figures.about_key = 'admin1_pcode'
            and admin1_areas.admin1_pcode = sample_figures.about_value
        where sample_figures.metric = 'airstrike_days'
    ),
    -- the part of a strike's interval that lies inside the period
    day_strikes as (
        select
            day_figures.figure_id,
            day_figures.period_start_on,
            day_figures.period_end_on,
            case
                when day_figures.unit = 'township-days'
                then concat_ws('|', airstrikes.admin1, airstrikes.township)
                else ''
            end as counted_in,
            greatest(airstrikes.earliest_on, day_figures.period_start_on) as from_on,
            least(airstrikes.latest_on, day_figures.period_end_on) as until_on,
            coalesce(airstrikes.earliest_on = airstrikes.latest_on, false) as is_one_day,
            coalesce(airstrikes.date_precision, '') = 'range' as is_range,
            certainty_within(
                airstrikes.earliest_on, airstrikes.latest_on, day_figures.period_start_on, day_figures.period_end_on
            )
            = 'certain'
            and (
                day_figures.about_key is null
                or (day_figures.about_key = 'admin1' and airstrikes.admin1 is not null)
                or (day_figures.about_key = 'admin1_pcode' and airstrikes.admin1_pcode is not null)
            ) as is_certain
        from day_figures
        inner join
            airstrikes
            on certainty_within(
                airstrikes.earliest_on, airstrikes.latest_on, day_figures.period_start_on, day_figures.period_end_on
            )
            <> 'not'
            -- an area that is not known may be this one
            and (
                day_figures.about_key is null
                or (day_figures.about_key = 'admin1' and coalesce(airstrikes.admin1 = day_figures.about_value, true))
                or (
                    day_figures.about_key = 'admin1_pcode'
                    and coalesce(
                        airstrikes.admin1_pcode = day_figures.about_value,
                        coalesce(airstrikes.admin1 = day_figures.area, true)
                    )
                )
            )
    ),
    -- raids of a range may fill each of their days; a day counts where no span before it reaches it
    new_days as (
        select
            spans.figure_id,
            coalesce(
                greatest(
                    spans.until_on - greatest(
                        spans.from_on,
                        max(spans.until_on) over (
                            partition by spans.figure_id, spans.counted_in
                            order by spans.from_on, spans.until_on
                            rows between unbounded preceding and 1 preceding
                        )
                        + 1
                    )
                    + 1,
                    0
                ),
                -- raids whose span has an open end even in the period: one day at least
                1
            ) as days
        from
            (
                select distinct day_strikes.figure_id, day_strikes.counted_in, day_strikes.from_on, day_strikes.until_on
                from day_strikes
                where day_strikes.is_one_day or day_strikes.is_range
            ) as spans
    ),
    days_at_most as (
        select counted_days.figure_id, sum(counted_days.days) as days
        from
            (
                select new_days.figure_id, new_days.days
                from new_days
                union all
                -- a strike of one unknown day
                select day_strikes.figure_id, 1
                from day_strikes
                where not day_strikes.is_one_day and not day_strikes.is_range
            ) as counted_days
        group by counted_days.figure_id
    ),
    days_at_least as (
        select
            day_strikes.figure_id,
            greatest(
                count(
                    distinct case
                        when day_strikes.is_certain and day_strikes.is_one_day
                        then day_strikes.counted_in || '|' || cast(day_strikes.from_on as varchar)
                    end
                ),
                max(case when day_strikes.is_certain then 1 else 0 end)
            ) as days
        from day_strikes
        group by day_strikes.figure_id
    ),
    recorded_figures as (
        select
            listings_counted.figure_id,
            cast(listings_counted.recorded_min as double) as recorded_min,
            cast(listings_counted.recorded_max as double) as recorded_max
        from listings_counted
        union all
        select
            group_members.figure_id,
            case
                when group_members.comparison = 'group_size'
                then cast(group_members.known_members as double)
                else cast(group_members.quantity_min as double)
            end,
            case
                when group_members.comparison = 'group_size'
                then cast(group_members.known_members as double)
                -- without every member's quantity the sum has no upper end
                when
                    group_members.with_maximum = group_members.known_members
                    and group_members.known_members >= group_members.size
                then cast(group_members.quantity_max as double)
            end
        from group_members
        union all
        select
            vessel_rows.figure_id,
            cast(vessel_rows.certain_deliveries + coalesce(group_additions.added_min, 0) as double),
            cast(
                vessel_rows.deliveries_at_most
                + case when group_additions.figure_id is null then 0 else group_additions.added_max end as double
            )
        from vessel_rows
        left join group_additions on group_additions.figure_id = vessel_rows.figure_id
        union all
        select
            figures.figure_id,
            cast(fuel_shipments.quantity_tonnes_min as double),
            cast(fuel_shipments.quantity_tonnes_max as double)
        from figures
        inner join fuel_shipments on fuel_shipments.shipment_id = figures.about_value
        where figures.comparison = 'shipment_quantity'
        union all
        select
            sample_figures.figure_id,
            cast(
                case
                    when sample_figures.metric = 'airstrikes'
                    then coalesce(sample_sums.strikes_min, 0)
                    when sample_figures.metric = 'airstrike_days'
                    then coalesce(days_at_least.days, 0)
                    when sample_figures.metric = 'killed'
                    then sample_sums.killed_min
                    when sample_figures.metric = 'civilians_killed'
                    then sample_sums.civilians_killed_min
                    when sample_figures.metric = 'injured'
                    then sample_sums.injured_min
                end as double
            ),
            cast(
                case
                    when sample_figures.metric = 'airstrikes'
                    then coalesce(sample_sums.strikes_max, 0)
                    when sample_figures.metric = 'airstrike_days' and sample_figures.unit = 'township-days'
                    then coalesce(days_at_most.days, 0)
                    -- a period has no more days than its own
                    when sample_figures.metric = 'airstrike_days'
                    then
                        least(
                            coalesce(days_at_most.days, 0),
                            sample_figures.period_end_on - sample_figures.period_start_on + 1
                        )
                    when sample_figures.metric = 'killed'
                    then sample_sums.killed_max
                    when sample_figures.metric = 'injured'
                    then sample_sums.injured_max
                end as double
            )
        from sample_figures
        left join sample_sums on sample_sums.figure_id = sample_figures.figure_id
        left join days_at_least on days_at_least.figure_id = sample_figures.figure_id
        left join days_at_most on days_at_most.figure_id = sample_figures.figure_id
    ),
    held_against as (
        select
            figures.*,
            published_intervals.published_min,
            published_intervals.published_max,
            published_intervals.excludes_min,
            published_intervals.has_figure,
            recorded_figures.recorded_min,
            recorded_figures.recorded_max
        from figures
        inner join published_intervals on published_intervals.figure_id = figures.figure_id
        left join recorded_figures on recorded_figures.figure_id = figures.figure_id
    ),
    judged as (
        select
            held_against.*,
            case
                when held_against.comparison = 'sample'
                then cast(null as varchar)
                when held_against.comparison = 'none'
                then 'not compared'
                when not held_against.has_figure or held_against.recorded_min is null
                then 'cannot tell'
                -- known members of a group can only be too many
                when held_against.comparison = 'group_size' and held_against.recorded_min > held_against.published_max
                then 'differs'
                when
                    held_against.comparison = 'group_size'
                    and (
                        held_against.recorded_min < held_against.published_min
                        or (held_against.excludes_min and held_against.recorded_min = held_against.published_min)
                    )
                then 'cannot tell'
                when
                    held_against.recorded_min > held_against.published_max
                    or held_against.recorded_max < held_against.published_min
                    or (held_against.excludes_min and held_against.recorded_max = held_against.published_min)
                then 'differs'
                when
                    (
                        held_against.published_min is null
                        or held_against.recorded_min > held_against.published_min
                        or (held_against.recorded_min = held_against.published_min and not held_against.excludes_min)
                    )
                    and (held_against.published_max is null or held_against.recorded_max <= held_against.published_max)
                then 'agrees'
                else 'cannot tell'
            end as verdict
        from held_against
    ),
    -- a total of imports is a row of trade_flows as well: another total of the period, and what contradicts the row,
    -- speak of the figure too
    totals as (
        select
            judged.figure_id,
            judged.source_id as figure_source_id,
            trade_flows.source_id,
            trade_flows.quantity_tonnes,
            trade_flows.qualifier,
            concat_ws(
                '|',
                cast(trade_flows.period_start_on as varchar),
                cast(trade_flows.period_end_on as varchar),
                trade_flows.reporter,
                '',
                trade_flows.flow,
                trade_flows.source_id
            ) as record_id
        from judged
        inner join
            trade_flows
            on trade_flows.period_start_on = judged.period_start_on
            and trade_flows.period_end_on = judged.period_end_on
            and trade_flows.reporter = 'MM'
            and trade_flows.partner is null
            and trade_flows.flow = 'import'
            and trade_flows.quantity_tonnes is not null
        where judged.metric = 'fuel_imported' and judged.scope = 'Myanmar' and judged.unit = 'tonnes'
    ),
    -- who made the total; the source may be a paper that repeats it
    makers as (
        select published_figures.source_id, min(published_figures.publisher) as publisher
        from published_figures
        where published_figures.metric = 'fuel_imported'
        group by published_figures.source_id
    ),
    contradictions as (
        select
            totals.figure_id,
            totals.source_id,
            hedged_words(
                totals.qualifier,
                case when totals.qualifier <> 'up_to' then totals.quantity_tonnes end,
                case when totals.qualifier not in ('at_least', 'more_than') then totals.quantity_tonnes end
            )
            || ' tonnes by '
            || coalesce(makers.publisher, sources.publisher, totals.source_id)
            || case
                when coalesce(sources.published_earliest_on > cast($as_of as date), false)
                then ', later (' || day_words(sources.published_earliest_on, sources.published_latest_on) || ')'
                else ''
            end as words
        from totals
        inner join judged on judged.figure_id = totals.figure_id
        left join makers on makers.source_id = totals.source_id
        left join sources on sources.source_id = totals.source_id
        where
            totals.source_id <> totals.figure_source_id
            and totals.quantity_tonnes is distinct from coalesce(judged.value_min, judged.value_max)
        union
        select totals.figure_id, evidence.source_id, coalesce(evidence.note, 'contradicted by ' || evidence.source_id)
        from totals
        inner join
            evidence
            on evidence.record_table = 'trade_flows'
            and evidence.record_id = totals.record_id
            and evidence.relation = 'contradicts'
        where totals.source_id = totals.figure_source_id
        union
        select judged.figure_id, evidence.source_id, coalesce(evidence.note, 'contradicted by ' || evidence.source_id)
        from judged
        inner join
            evidence
            on evidence.record_table = 'published_figures'
            and evidence.record_id = judged.figure_id
            and evidence.relation = 'contradicts'
    ),
    contradiction_lists as (
        select
            contradictions.figure_id,
            string_agg(distinct contradictions.words, '; ' order by contradictions.words) as words
        from contradictions
        group by contradictions.figure_id
    ),
    used_sources as (
        select judged.figure_id, judged.source_id
        from judged
        union
        select contradictions.figure_id, contradictions.source_id
        from contradictions
        union
        select judged.figure_id, evidence.source_id
        from judged
        inner join evidence on evidence.record_table = 'published_figures' and evidence.record_id = judged.figure_id
        union
        select round_rows.figure_id, round_rows.source_id
        from round_rows
        union
        select total_rows.figure_id, total_rows.source_id
        from total_rows
        union
        select judged.figure_id, shipment_groups.source_id
        from judged
        inner join shipment_groups on shipment_groups.group_id = judged.about_value
        where judged.comparison in ('group_size', 'group_quantity')
        union
        select judged.figure_id, fuel_shipments.source_id
        from judged
        inner join shipment_group_members on shipment_group_members.group_id = judged.about_value
        inner join fuel_shipments on fuel_shipments.shipment_id = shipment_group_members.shipment_id
        where judged.comparison in ('group_size', 'group_quantity')
        union
        select judged.figure_id, fuel_shipments.source_id
        from judged
        inner join fuel_shipments on fuel_shipments.vessel_id = judged.about_value
        where judged.comparison = 'vessel_deliveries' and fuel_shipments.confidence = 'confirmed'
        union
        select judged.figure_id, shipment_group_claims.source_id
        from judged
        inner join
            shipment_group_claims
            on shipment_group_claims.actor_id = judged.about_value
            and shipment_group_claims.role = 'carrier'
        where judged.comparison = 'vessel_deliveries'
        union
        select judged.figure_id, fuel_shipments.source_id
        from judged
        inner join fuel_shipments on fuel_shipments.shipment_id = judged.about_value
        where judged.comparison = 'shipment_quantity'
    ),
    corrections as (
        select
            figure_corrections.figure_id,
            min(figure_corrections.correction_id) as correction_id,
            string_agg(
                figure_corrections.correction
                || ', published '
                || case when figure_corrections.corrected_earliest_on > cast($as_of as date) then 'later, ' else '' end
                || day_words(figure_corrections.corrected_earliest_on, figure_corrections.corrected_latest_on),
                '; '
                order by figure_corrections.corrected_earliest_on, figure_corrections.correction_id
            ) as corrected
        from figure_corrections
        group by figure_corrections.figure_id
    ),
    source_lists as (
        select
            used_sources.figure_id,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        where used_sources.source_id is not null
        group by used_sources.figure_id
    )
select
    judged.figure_id,
    judged.metric,
    coalesce(hedged_words(judged.hedge, judged.value_min, judged.value_max), 'no figure') || case
        when
            coalesce(judged.value_min, judged.value_max) = 1
            and coalesce(judged.value_max, judged.value_min) = 1
            and judged.hedge is distinct from 'more_than'
            and judged.unit like '%s'
        then ' ' || left(judged.unit, length(judged.unit) - 1)
        else coalesce(' ' || judged.unit, '')
    end as published,
    figure_words(judged.recorded_min, judged.recorded_max) as recorded,
    judged.verdict,
    case
        when judged.comparison in ('sample', 'group_size') and coalesce(judged.value_min, judged.value_max) > 0
        then round(100.0 * judged.recorded_min / coalesce(judged.value_min, judged.value_max), 1)
    end as coverage_pct_min,
    case
        when judged.comparison in ('sample', 'group_size') and coalesce(judged.value_min, judged.value_max) > 0
        then round(100.0 * judged.recorded_max / coalesce(judged.value_min, judged.value_max), 1)
    end as coverage_pct_max,
    judged.publisher,
    judged.scope,
    judged.period_start_on,
    judged.period_end_on,
    judged.basis,
    judged.comparison,
    judged.about_key,
    judged.about_value,
    judged.published_min,
    judged.published_max,
    judged.recorded_min,
    judged.recorded_max,
    case
        judged.comparison
        when 'measure_round'
        then 'distinct actors that the measure lists or removes'
        when 'listed_total'
        then 'distinct actors with a standing listing of the jurisdiction on the last day of the period'
        when 'listed_since_coup'
        then 'the same, listed from 2021-02-01'
        when 'group_size'
        then 'known members of the group'
        when 'group_quantity'
        then 'tonnes of the known members that have a figure'
        when 'vessel_deliveries'
        then 'confirmed deliveries of the vessel in the period, with joint statements that are not contested'
        when 'shipment_quantity'
        then 'tonnes of the delivery'
        when 'sample'
        then
            case
                judged.metric
                when 'airstrikes'
                then 'strikes in our sample'
                when 'airstrike_days'
                then
                    case
                        when judged.unit = 'township-days'
                        then 'days with a strike by township'
                        else 'days with a strike'
                    end
                when 'killed'
                then 'killed_min and killed_max of our strikes'
                when 'injured'
                then 'injured_min and injured_max of our strikes'
                when 'civilians_killed'
                then 'civilians_killed_min of our strikes'
            end
    end as compared_with,
    case
        when own_sources.source_id is not null
        then day_words(own_sources.published_earliest_on, own_sources.published_latest_on)
    end as published_day,
    case when own_sources.published_earliest_on > cast($as_of as date) then 'published later' end as later,
    corrections.correction_id,
    corrections.corrected,
    judged.note,
    contradiction_lists.words as contradicted_by,
    source_lists.source_ids
from judged
left join sources as own_sources on own_sources.source_id = judged.source_id
left join corrections on corrections.figure_id = judged.figure_id
left join contradiction_lists on contradiction_lists.figure_id = judged.figure_id
left join source_lists on source_lists.figure_id = judged.figure_id
where cast($verdict as varchar) is null or judged.verdict = cast($verdict as varchar)
order by
    case judged.comparison when 'sample' then 1 when 'none' then 2 else 0 end,
    judged.comparison,
    judged.period_end_on nulls last,
    judged.figure_id
