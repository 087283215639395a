select
    'call' as about_kind,
    directed_asks.call_id as about_id,
    3 as section_number,
    'asks of whom' as section,
    'directed_asks' as record_table,
    directed_asks.call_id || '|' || directed_asks.addressee || '|' || directed_asks.ask as record_id,
    cast(null as varchar) as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    directed_asks.addressee
    || ': '
    || replace(directed_asks.ask, '_', ' ')
    || coalesce(', ' || directed_asks.detail, '') as words,
    cast(null as varchar) as certainty,
    sanction_calls.source_id
from directed_asks
inner join sanction_calls on sanction_calls.call_id = directed_asks.call_id
