select
    'strike' as about_kind,
    sanction_calls.prompted_by_airstrike_id as about_id,
    6 as section_number,
    'calls that name it as their occasion' as section,
    'sanction_calls' as record_table,
    sanction_calls.call_id as record_id,
    sanction_calls.call_id as item,
    sanction_calls.called_earliest_on as day_earliest_on,
    sanction_calls.called_latest_on as day_latest_on,
    coalesce(actors.name, sanction_calls.caller_id, 'caller not known')
    || coalesce(': ' || sanction_calls.summary, '') as words,
    cast(null as varchar) as certainty,
    sanction_calls.source_id
from sanction_calls
left join actors on actors.actor_id = sanction_calls.caller_id
where sanction_calls.prompted_by_airstrike_id is not null
union all
select
    'call',
    sanction_calls.call_id,
    1,
    'call',
    'sanction_calls',
    sanction_calls.call_id,
    sanction_calls.caller_id,
    sanction_calls.called_earliest_on,
    sanction_calls.called_latest_on,
    coalesce(actors.name, sanction_calls.caller_id, 'caller not known') || coalesce(': ' || sanction_calls.summary, ''),
    cast(null as varchar),
    sanction_calls.source_id
from sanction_calls
left join actors on actors.actor_id = sanction_calls.caller_id
union all
select
    'call',
    sanction_calls.call_id,
    5,
    'joint statement',
    'sanction_calls',
    sanction_calls.call_id,
    sanction_calls.joint_with_call_id,
    cast(null as date),
    cast(null as date),
    'second caller of the joint statement ' || sanction_calls.joint_with_call_id || ', with which it counts once',
    cast(null as varchar),
    sanction_calls.source_id
from sanction_calls
where sanction_calls.joint_with_call_id is not null
union all
select
    'call',
    sanction_calls.joint_with_call_id,
    5,
    'joint statement',
    'sanction_calls',
    sanction_calls.call_id,
    sanction_calls.call_id,
    cast(null as date),
    cast(null as date),
    'joint statement with ' || coalesce(actors.name, sanction_calls.caller_id, 'another caller'),
    cast(null as varchar),
    sanction_calls.source_id
from sanction_calls
left join actors on actors.actor_id = sanction_calls.caller_id
where sanction_calls.joint_with_call_id is not null
