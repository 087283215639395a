/*---
title: Deliveries by year beside published totals
question: How many deliveries, and how many tonnes, are recorded for each year, and how does that compare with the totals that others published?
grain: one row per year and published total; one row for a year without any
caveat: >-
  Recorded deliveries are those traced in the sources, not all that there were, and few have a tonnage: a difference from a published
  total is what the records do not cover, not an error of either. Differences are given only against totals for the whole year and
  the whole country. A delivery that may lie in several years is counted as possible in each, so possible deliveries are never summed
  over years. Totals of different publishers may rest on the same port
  data. Figures for spans of several years are in `sanctrack report published_vs_recorded`.
params:
  as_of: {type: date, default: as_of, help: Day of which the answer speaks; a total that was published after it is told as later}
  confidence: {type: string, default: null, value_of: fuel_shipments.confidence, help: Only deliveries of this confidence}
  without_possible_duplicates: {type: boolean, default: false, help: Leave out deliveries that may be a second report of another}
columns:
  year: Year.
  published_id: "Published total: id in published_figures, or period, partner and source of a row of trade_flows; blank where none is held."
  deliveries_certain: Deliveries whose whole arrival interval lies in the year.
  deliveries_possible: Deliveries that may have arrived in the year, those that are certain not included.
  confirmed_certain: Deliveries of confidence confirmed among the certain ones.
  confirmed_possible: Deliveries of confidence confirmed among the possible ones.
  possible_duplicates: Certain and possible deliveries that may be a second report of another.
  deliveries_with_tonnage: Certain deliveries with a least quantity.
  recorded_tonnes_min: {unit: tonnes, description: Sum of the least quantities of the certain deliveries; blank when none has one.}
  published_by: Body that made the figure, or publisher of the source of a trade flow.
  published_in: "'trade_flows', 'published_figures' or both."
  published_day: Day on which the source of the figure was published, in words.
  later: "'published later' than as_of; null for a figure of the day, or one without a day."
  corrected: "What the publisher corrected the figure to, and when; 'later' where that was after as_of, so that this stays the figure of the day."
  published_about: What the figure counts, in words.
  published_covers: "'whole year and country', 'part of the year', 'one partner' or 'a group of deliveries'."
  published_from_on: First day of the period of the figure.
  published_to_on: Last day of the period of the figure.
  published_hedge: How the figure is qualified.
  published_tonnes_min: {unit: tonnes, description: Lowest published tonnage.}
  published_tonnes_max: {unit: tonnes, description: Highest published tonnage; blank with a lowest one means 'at least' or 'more than'.}
  published_value_usd: {unit: USD, description: Published value of the fuel.}
  published_deliveries_min: Lowest published number of deliveries.
  published_deliveries_max: Highest published number of deliveries.
  difference_tonnes: {unit: tonnes, description: Lowest published tonnage less recorded_tonnes_min; only for totals of the whole year and country; blank where either is not known.}
  difference_deliveries: Lowest published number of deliveries less deliveries_certain; where the figure speaks of a group of deliveries, less the known members of the group.
  source_ids: Sources of the deliveries counted and of the published total.
table:
  - year
  - deliveries_certain
  - deliveries_possible
  - recorded_tonnes_min
  - published_by
  - published_covers
  - published_tonnes_min
  - corrected
  - later
  - published_deliveries_min
  - difference_tonnes
picture: {kind: bars, of: deliveries, x: year, certain: deliveries_certain, possible: deliveries_possible, certain_words: certainly in the year, possible_words: possibly in the year}
---*/
with recursive
    chosen_deliveries as (
        select
            deliveries.shipment_id,
            deliveries.arrived_earliest_on,
            deliveries.arrived_latest_on,
            deliveries.discharge_certainty,
            deliveries.confidence,
            deliveries.possible_duplicate_of,
            deliveries.quantity_tonnes_min,
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
    member_counts as (
        select shipment_group_members.group_id, count(*) as members
        from shipment_group_members
        group by shipment_group_members.group_id
    ),
    flows as (
        select
            year(trade_flows.period_start_on) as year_number,
            cast(trade_flows.period_start_on as varchar)
            || ' to '
            || cast(trade_flows.period_end_on as varchar)
            || coalesce(', from ' || trade_flows.partner, '')
            || ', '
            || trade_flows.source_id as published_id,
            sources.publisher as published_by,
            trade_flows.commodity as published_about,
            trade_flows.period_start_on,
            trade_flows.period_end_on,
            trade_flows.qualifier as hedge,
            trade_flows.partner,
            trade_flows.quantity_tonnes,
            trade_flows.value_usd,
            trade_flows.source_id
        from trade_flows
        left join sources on sources.source_id = trade_flows.source_id
        where
            trade_flows.reporter = 'MM'
            and trade_flows.flow = 'import'
            and year(trade_flows.period_start_on) = year(trade_flows.period_end_on)
    ),
    figures as (
        select published_figures.*, year(published_figures.period_start_on) as year_number
        from published_figures
        where
            year(published_figures.period_start_on) = year(published_figures.period_end_on)
            and (
                published_figures.metric = 'fuel_imported'
                -- other counts speak of one vessel or of a part of a group
                or (published_figures.metric = 'shipments' and published_figures.comparison = 'group_size')
            )
    ),
    totals as (
        select
            flows.year_number,
            coalesce(figures.figure_id, flows.published_id) as published_id,
            coalesce(figures.publisher, flows.published_by) as published_by,
            -- the same figure in both tables is one total
            case
                when figures.figure_id is null then 'trade_flows' else 'trade_flows; published_figures'
            end as published_in,
            flows.published_about,
            case
                when
                    flows.period_start_on <> make_date(flows.year_number, 1, 1)
                    or flows.period_end_on <> make_date(flows.year_number, 12, 31)
                then 'part of the year'
                when flows.partner is not null
                then 'one partner'
                else 'whole year and country'
            end as published_covers,
            flows.period_start_on,
            flows.period_end_on,
            flows.hedge,
            case when flows.hedge <> 'up_to' then flows.quantity_tonnes end as tonnes_min,
            case when flows.hedge not in ('at_least', 'more_than') then flows.quantity_tonnes end as tonnes_max,
            flows.value_usd,
            cast(null as double) as deliveries_min,
            cast(null as double) as deliveries_max,
            cast(null as varchar) as group_id,
            flows.source_id,
            merged_ids(flows.source_id, figures.source_id) as source_ids
        from flows
        left join
            figures
            on figures.metric = 'fuel_imported'
            and figures.source_id = flows.source_id
            and figures.period_start_on = flows.period_start_on
            and figures.period_end_on = flows.period_end_on
            and figures.value_min = flows.quantity_tonnes
        union all
        select
            figures.year_number,
            figures.figure_id,
            figures.publisher,
            'published_figures',
            figures.basis,
            case
                when figures.metric = 'shipments'
                then 'a group of deliveries'
                when
                    figures.period_start_on <> make_date(figures.year_number, 1, 1)
                    or figures.period_end_on <> make_date(figures.year_number, 12, 31)
                then 'part of the year'
                else 'whole year and country'
            end,
            figures.period_start_on,
            figures.period_end_on,
            figures.hedge,
            case when figures.metric = 'fuel_imported' then figures.value_min end,
            case when figures.metric = 'fuel_imported' then figures.value_max end,
            cast(null as double),
            case when figures.metric = 'shipments' then figures.value_min end,
            case when figures.metric = 'shipments' then figures.value_max end,
            case when figures.metric = 'shipments' then figures.about_value end,
            figures.source_id,
            figures.source_id
        from figures
        left join
            flows
            on figures.metric = 'fuel_imported'
            and figures.source_id = flows.source_id
            and figures.period_start_on = flows.period_start_on
            and figures.period_end_on = flows.period_end_on
            and figures.value_min = flows.quantity_tonnes
        where flows.published_id is null
    ),
    named_years as (
        select year(chosen_deliveries.arrived_earliest_on) as year_number
        from chosen_deliveries
        union all
        select year(chosen_deliveries.arrived_latest_on)
        from chosen_deliveries
        union all
        select totals.year_number
        from totals
    ),
    years as (
        select min(named_years.year_number) as year_number, max(named_years.year_number) as last_year
        from named_years
        having min(named_years.year_number) is not null
        union all
        select years.year_number + 1, years.last_year
        from years
        where years.year_number < years.last_year
    ),
    placed as (
        select
            years.year_number,
            chosen_deliveries.*,
            arrival_certainty(
                certainty_within(
                    chosen_deliveries.arrived_earliest_on,
                    chosen_deliveries.arrived_latest_on,
                    make_date(years.year_number, 1, 1),
                    make_date(years.year_number, 12, 31)
                ),
                chosen_deliveries.discharge_certainty
            ) as certainty
        from years
        cross join chosen_deliveries
    ),
    counts as (
        select
            placed.year_number,
            count(*) filter (where placed.certainty = 'certain') as deliveries_certain,
            count(*) filter (where placed.certainty = 'possible') as deliveries_possible,
            count(*) filter (
                where placed.certainty = 'certain' and placed.confidence = 'confirmed'
            ) as confirmed_certain,
            count(*) filter (
                where
                    placed.certainty = 'possible'
                    and placed.confidence = 'confirmed'
                    and coalesce(placed.discharge_certainty, '') <> 'denied'
            ) as confirmed_possible,
            count(*) filter (
                where placed.certainty <> 'not' and placed.possible_duplicate_of is not null
            ) as possible_duplicates,
            count(placed.quantity_tonnes_min) filter (where placed.certainty = 'certain') as deliveries_with_tonnage,
            sum(placed.quantity_tonnes_min) filter (where placed.certainty = 'certain') as recorded_tonnes_min
        from placed
        group by placed.year_number
    ),
    delivery_sources as (
        select distinct placed.year_number, unnest(string_split(placed.source_ids, '; ')) as source_id
        from placed
        where placed.certainty <> 'not'
    ),
    source_lists as (
        select
            delivery_sources.year_number,
            string_agg(delivery_sources.source_id, '; ' order by delivery_sources.source_id) as source_ids
        from delivery_sources
        group by delivery_sources.year_number
    ),
    corrections as (
        select
            figure_corrections.figure_id,
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
    )
select
    cast(years.year_number as integer) as year,
    totals.published_id,
    coalesce(counts.deliveries_certain, 0) as deliveries_certain,
    coalesce(counts.deliveries_possible, 0) as deliveries_possible,
    coalesce(counts.confirmed_certain, 0) as confirmed_certain,
    coalesce(counts.confirmed_possible, 0) as confirmed_possible,
    coalesce(counts.possible_duplicates, 0) as possible_duplicates,
    coalesce(counts.deliveries_with_tonnage, 0) as deliveries_with_tonnage,
    cast(counts.recorded_tonnes_min as double) as recorded_tonnes_min,
    totals.published_by,
    totals.published_in,
    case
        when total_sources.source_id is not null
        then day_words(total_sources.published_earliest_on, total_sources.published_latest_on)
    end as published_day,
    case when total_sources.published_earliest_on > cast($as_of as date) then 'published later' end as later,
    corrections.corrected,
    totals.published_about,
    totals.published_covers,
    totals.period_start_on as published_from_on,
    totals.period_end_on as published_to_on,
    totals.hedge as published_hedge,
    cast(totals.tonnes_min as double) as published_tonnes_min,
    cast(totals.tonnes_max as double) as published_tonnes_max,
    cast(totals.value_usd as double) as published_value_usd,
    cast(totals.deliveries_min as bigint) as published_deliveries_min,
    cast(totals.deliveries_max as bigint) as published_deliveries_max,
    case
        when totals.published_covers = 'whole year and country'
        then cast(totals.tonnes_min - counts.recorded_tonnes_min as double)
    end as difference_tonnes,
    cast(
        case
            when totals.group_id is not null
            then totals.deliveries_min - coalesce(member_counts.members, 0)
            else totals.deliveries_min - coalesce(counts.deliveries_certain, 0)
        end as bigint
    ) as difference_deliveries,
    merged_ids(source_lists.source_ids, totals.source_ids) as source_ids
from years
left join counts on counts.year_number = years.year_number
left join source_lists on source_lists.year_number = years.year_number
left join totals on totals.year_number = years.year_number
left join sources as total_sources on total_sources.source_id = totals.source_id
left join corrections on corrections.figure_id = totals.published_id
left join member_counts on member_counts.group_id = totals.group_id
order by years.year_number, totals.published_covers desc, totals.published_id
