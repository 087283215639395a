select
    'trade figure' as about_kind,
    concat_ws(
        '|',
        cast(trade_flows.period_start_on as varchar),
        cast(trade_flows.period_end_on as varchar),
        trade_flows.reporter,
        coalesce(trade_flows.partner, ''),
        trade_flows.flow,
        trade_flows.source_id
    ) as about_id,
    1 as section_number,
    'trade figure' as section,
    'trade_flows' as record_table,
    concat_ws(
        '|',
        cast(trade_flows.period_start_on as varchar),
        cast(trade_flows.period_end_on as varchar),
        trade_flows.reporter,
        coalesce(trade_flows.partner, ''),
        trade_flows.flow,
        trade_flows.source_id
    ) as record_id,
    cast(null as varchar) as item,
    trade_flows.period_start_on as day_earliest_on,
    trade_flows.period_end_on as day_latest_on,
    concat_ws(
        ', ',
        trade_flows.flow || ' of ' || trade_flows.reporter,
        'partner ' || trade_flows.partner,
        trade_flows.commodity,
        hedged_words(
            trade_flows.qualifier,
            case when trade_flows.qualifier <> 'up_to' then trade_flows.quantity end,
            case when trade_flows.qualifier not in ('at_least', 'more_than') then trade_flows.quantity end
        )
        || coalesce(' ' || trade_flows.quantity_unit, ''),
        hedged_words(
            trade_flows.qualifier,
            case when trade_flows.qualifier <> 'up_to' then trade_flows.value_usd end,
            case when trade_flows.qualifier not in ('at_least', 'more_than') then trade_flows.value_usd end
        )
        || ' USD'
    ) as words,
    trade_flows.qualifier as certainty,
    trade_flows.source_id
from trade_flows
