select
    'call' as kind,
    sanction_calls.call_id as record_id,
    'call by '
    || coalesce(actors.name, sanction_calls.caller_id)
    || coalesce(', ' || day_words(sanction_calls.called_earliest_on, sanction_calls.called_latest_on), '') as label,
    concat_ws(' ', actors.name, sanction_calls.summary) as text,
    'caller and summary' as text_kind
from sanction_calls
left join actors on actors.actor_id = sanction_calls.caller_id
