/*---
title: Figures claimed about a strike, side by side
question: Between which figures do the claims about a strike lie, which of them still stand, and do they differ?
grain: one row per strike and kind of figure that is claimed of it or stands in its row
caveat: >-
  Figures are claims, and none of them was found here. A lowest figure with 'at least' or 'more than' need not contradict a higher one. The
  highest figure is the highest that is named, not an upper bound. Figures for several strikes together, and for deaths in
  the fighting around the strike, are left out; so are figures that the speaker denies or could not verify.
params:
  airstrike_id: {type: string, default: null, id_of: airstrikes, help: Only this strike}
  metric: {type: string, default: null, value_of: claims.metric, choices: [killed, civilians_killed, children_killed, fighters_killed, injured, missing, displaced], help: Only this kind of figure}
columns:
  airstrike_id: Strike, see `sanctrack show ID`.
  metric: What the figures count, code of claims.metric.
  day: Day of the strike in words.
  words: The kind of figure and what is claimed, in words.
  claimed: "All figures as claimed, from the lowest to the highest with their qualifiers; blank when no claim gives one."
  standing: "The figures still standing (those of the strike's row), with the qualifiers of the claims that give them; for killed and injured."
  figures_count: Different figures claimed.
  differ: Whether two or more different figures are claimed.
  claims_count: Claims that give a figure.
  speakers_count: Who gives one, each once.
  claimed_min: {unit: persons, description: Lowest figure claimed; with 'up to' alone the highest that it allows.}
  claimed_max: {unit: persons, description: Highest figure claimed.}
  claimed_open: "true when the highest figure claimed is 'at least' or 'more than', so that no upper end is named."
  standing_min: {unit: persons, description: Lowest figure still standing.}
  standing_max: {unit: persons, description: Highest figure still standing.}
  standing_open: "true when the highest figure still standing is 'at least' or 'more than'; null when none stands."
  above_killed: "For parts of the dead: true when a figure claimed is above the highest figure of all deaths still standing, or none of these stands; else false, null for other kinds."
  source_ids: Sources of the claims, further evidence for them, and the source of the strike's row.
table: [airstrike_id, day, metric, claimed, standing, figures_count, speakers_count]
---*/
with
    chosen_strikes as (
        select airstrikes.*
        from airstrikes
        where cast($airstrike_id as varchar) is null or airstrikes.airstrike_id = cast($airstrike_id as varchar)
    ),
    figure_claims as (
        select
            claims.claim_id,
            claims.airstrike_id,
            claims.metric,
            claims.hedge,
            claims.value_min,
            claims.value_max,
            claims.speaker_id,
            claims.source_id,
            coalesce(claims.value_min, claims.value_max) as low,
            coalesce(claims.value_max, claims.value_min) as high
        from claims
        inner join chosen_strikes on chosen_strikes.airstrike_id = claims.airstrike_id
        where
            claims.metric
            in ('killed', 'civilians_killed', 'children_killed', 'fighters_killed', 'injured', 'missing', 'displaced')
            and claims.stance in ('asserts', 'admits', 'justifies')
            and (claims.value_min is not null or claims.value_max is not null)
    ),
    spans as (
        select
            figure_claims.airstrike_id,
            figure_claims.metric,
            'claimed' as span,
            min(figure_claims.low) as low,
            max(figure_claims.high) as high
        from figure_claims
        group by figure_claims.airstrike_id, figure_claims.metric
        union all
        select chosen_strikes.airstrike_id, 'killed', 'standing', chosen_strikes.killed_min, chosen_strikes.killed_max
        from chosen_strikes
        where chosen_strikes.killed_min is not null or chosen_strikes.killed_max is not null
        union all
        select
            chosen_strikes.airstrike_id, 'injured', 'standing', chosen_strikes.injured_min, chosen_strikes.injured_max
        from chosen_strikes
        where chosen_strikes.injured_min is not null or chosen_strikes.injured_max is not null
    ),
    -- at the lower end a plain figure is the firmest, at the upper end one that leaves the end open is the widest
    ends as (
        select
            spans.airstrike_id,
            spans.metric,
            spans.span,
            spans.low,
            spans.high,
            min(
                case
                    when figure_claims.low is distinct from spans.low
                    then null
                    when figure_claims.value_min is null
                    then 1
                    else
                        case
                            figure_claims.hedge
                            when 'nearly'
                            then 3
                            when 'about'
                            then 4
                            when 'estimated'
                            then 5
                            when 'more_than'
                            then 6
                            else 2
                        end
                end
            ) as low_rank,
            min(
                case
                    when figure_claims.high is distinct from spans.high
                    then null
                    when figure_claims.value_max is null
                    then case when figure_claims.hedge = 'more_than' then 0 else 1 end
                    else
                        case
                            figure_claims.hedge when 'nearly' then 3 when 'about' then 4 when 'estimated' then 5 else 2
                        end
                end
            ) as high_rank
        from spans
        left join
            figure_claims on figure_claims.airstrike_id = spans.airstrike_id and figure_claims.metric = spans.metric
        group by spans.airstrike_id, spans.metric, spans.span, spans.low, spans.high
    ),
    qualified as (
        select
            ends.*,
            case
                ends.low_rank
                when 1
                then 'up to '
                when 3
                then 'nearly '
                when 4
                then 'about '
                when 5
                then 'an estimated '
                when 6
                then 'more than '
                else ''
            end as low_word,
            case
                ends.high_rank
                when 0
                then 'more than '
                when 1
                then 'at least '
                when 3
                then 'nearly '
                when 4
                then 'about '
                when 5
                then 'an estimated '
                else ''
            end as high_word
        from ends
    ),
    worded as (
        select
            qualified.airstrike_id,
            qualified.metric,
            qualified.span,
            qualified.low,
            qualified.high,
            coalesce(qualified.high is null or qualified.high_rank in (0, 1), false) as is_open,
            case
                when qualified.low is null or qualified.high is null
                then figure_words(qualified.low, qualified.high)
                when qualified.low = qualified.high and qualified.low_word in ('', 'up to ') and qualified.high_rank > 1
                then qualified.low_word || number_words(qualified.low)
                when
                    qualified.low = qualified.high
                    and (qualified.high_word = qualified.low_word or qualified.high_rank = 1)
                then qualified.high_word || number_words(qualified.high)
                when qualified.low < qualified.high and qualified.low_word = qualified.high_word
                then qualified.low_word || figure_words(qualified.low, qualified.high)
                else
                    qualified.low_word
                    || number_words(qualified.low)
                    || ' to '
                    || qualified.high_word
                    || number_words(qualified.high)
            end as words
        from qualified
    ),
    claim_counts as (
        select
            figure_claims.airstrike_id,
            figure_claims.metric,
            count(*) as claims_count,
            count(distinct figure_claims.speaker_id) as speakers_count,
            -- 'an estimated 29' and '29' are one figure, 'more than 29' is another
            count(
                distinct coalesce(cast(figure_claims.value_min as varchar), '')
                || '|'
                || coalesce(cast(figure_claims.value_max as varchar), '')
                || '|'
                || case when figure_claims.hedge = 'more_than' then 'more' else '' end
            ) as figures_count
        from figure_claims
        group by figure_claims.airstrike_id, figure_claims.metric
    ),
    kinds as (select distinct spans.airstrike_id, spans.metric from spans),
    used_sources as (
        select figure_claims.airstrike_id, figure_claims.metric, figure_claims.source_id
        from figure_claims
        union
        select figure_claims.airstrike_id, figure_claims.metric, evidence.source_id
        from figure_claims
        inner join evidence on evidence.record_id = figure_claims.claim_id
        where evidence.record_table = 'claims'
        union
        select kinds.airstrike_id, kinds.metric, chosen_strikes.source_id
        from kinds
        inner join chosen_strikes on chosen_strikes.airstrike_id = kinds.airstrike_id
    ),
    source_lists as (
        select
            used_sources.airstrike_id,
            used_sources.metric,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        where used_sources.source_id is not null
        group by used_sources.airstrike_id, used_sources.metric
    )
select
    kinds.airstrike_id,
    kinds.metric,
    day_words(chosen_strikes.earliest_on, chosen_strikes.latest_on) as day,
    replace(kinds.metric, '_', ' ') || coalesce(': ' || claimed.words, '') as words,
    claimed.words as claimed,
    standing.words as standing,
    coalesce(claim_counts.figures_count, 0) as figures_count,
    coalesce(claim_counts.figures_count > 1, false) as differ,
    coalesce(claim_counts.claims_count, 0) as claims_count,
    coalesce(claim_counts.speakers_count, 0) as speakers_count,
    claimed.low as claimed_min,
    claimed.high as claimed_max,
    claimed.is_open as claimed_open,
    standing.low as standing_min,
    standing.high as standing_max,
    standing.is_open as standing_open,
    case
        when kinds.metric in ('civilians_killed', 'children_killed', 'fighters_killed')
        then coalesce(claimed.high > chosen_strikes.killed_max, true)
    end as above_killed,
    source_lists.source_ids
from kinds
inner join chosen_strikes on chosen_strikes.airstrike_id = kinds.airstrike_id
left join
    worded as claimed
    on claimed.airstrike_id = kinds.airstrike_id
    and claimed.metric = kinds.metric
    and claimed.span = 'claimed'
left join
    worded as standing
    on standing.airstrike_id = kinds.airstrike_id
    and standing.metric = kinds.metric
    and standing.span = 'standing'
left join claim_counts on claim_counts.airstrike_id = kinds.airstrike_id and claim_counts.metric = kinds.metric
left join source_lists on source_lists.airstrike_id = kinds.airstrike_id and source_lists.metric = kinds.metric
where cast($metric as varchar) is null or kinds.metric = cast($metric as varchar)
order by
    chosen_strikes.earliest_on nulls last,
    chosen_strikes.latest_on nulls last,
    kinds.airstrike_id,
    case
        kinds.metric
        when 'killed'
        then 1
        when 'civilians_killed'
        then 2
        when 'children_killed'
        then 3
        when 'fighters_killed'
        then 4
        when 'injured'
        then 5
        else 6
    end,
    kinds.metric
