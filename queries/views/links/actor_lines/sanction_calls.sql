select
    sanction_calls.caller_id as about_id,
    12 as section_number,
    'calls made' as section,
    'sanction_calls' as record_table,
    sanction_calls.call_id as record_id,
    sanction_calls.call_id as item,
    sanction_calls.called_earliest_on as day_earliest_on,
    sanction_calls.called_latest_on as day_latest_on,
    coalesce(sanction_calls.summary, sanction_calls.call_id)
    || coalesce(' (second caller of the joint statement ' || sanction_calls.joint_with_call_id || ')', '') as words,
    cast(null as varchar) as certainty,
    sanction_calls.source_id
from sanction_calls
