select
    'call' as about_kind,
    call_asks.call_id as about_id,
    3 as section_number,
    'asks for' as section,
    'call_asks' as record_table,
    call_asks.call_id || '|' || call_asks.ask as record_id,
    cast(null as varchar) as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    replace(call_asks.ask, '_', ' ') as words,
    cast(null as varchar) as certainty,
    sanction_calls.source_id
from call_asks
inner join sanction_calls on sanction_calls.call_id = call_asks.call_id
