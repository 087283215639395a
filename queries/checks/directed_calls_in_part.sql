/*---
title: Calls of which some demands or addressees are directed and others are not
severity: error
help: "The rows of directed_asks take the place of the product of demands and addressees: add one for this, or remove it from call_asks or call_addressees."
---*/
with directed_calls as (select distinct directed_asks.call_id from directed_asks)
select
    'call_asks' as record_table,
    call_asks.call_id || '|' || call_asks.ask as record_id,
    'ask' as column_name,
    call_asks.ask as value,
    'asked of nobody: directed_asks has rows of this call and none of this demand' as problem
from call_asks
inner join directed_calls on directed_calls.call_id = call_asks.call_id
left join directed_asks on directed_asks.call_id = call_asks.call_id and directed_asks.ask = call_asks.ask
where directed_asks.call_id is null
union all
select
    'call_addressees',
    call_addressees.call_id || '|' || call_addressees.addressee,
    'addressee',
    call_addressees.addressee,
    'asked for nothing: directed_asks has rows of this call and none of this addressee'
from call_addressees
inner join directed_calls on directed_calls.call_id = call_addressees.call_id
left join
    directed_asks
    on directed_asks.call_id = call_addressees.call_id
    and directed_asks.addressee = call_addressees.addressee
where directed_asks.call_id is null
order by record_table, record_id
