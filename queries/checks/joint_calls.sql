/*---
title: Joint calls that do not refer to the first row of their statement
severity: error
help: Every further caller of a joint statement names the same first row, whose own joint_with_call_id is blank; otherwise statements are counted wrongly.
---*/
select
    'sanction_calls' as record_table,
    sanction_calls.call_id as record_id,
    'joint_with_call_id' as column_name,
    sanction_calls.joint_with_call_id as value,
    sanction_calls.joint_with_call_id
    || ' is itself joint with '
    || first_calls.joint_with_call_id
    || ': name that one' as problem
from sanction_calls
inner join sanction_calls as first_calls on first_calls.call_id = sanction_calls.joint_with_call_id
where first_calls.joint_with_call_id is not null
order by record_id
