select
    'call' as about_kind,
    call_addressees.call_id as about_id,
    2 as section_number,
    'addressed to' as section,
    'call_addressees' as record_table,
    call_addressees.call_id || '|' || call_addressees.addressee as record_id,
    cast(null as varchar) as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    call_addressees.addressee || coalesce(', named as ' || call_addressees.named_as, '') as words,
    cast(null as varchar) as certainty,
    sanction_calls.source_id
from call_addressees
inner join sanction_calls on sanction_calls.call_id = call_addressees.call_id
