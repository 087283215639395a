/*---
title: Calls with their caller
grain: one row per call (sanction_calls)
columns:
  call_id: Call.
  dataset: Data set that the call comes from.
  called_earliest_on: First day on which it can have been made.
  called_latest_on: Last day on which it can have been made.
  date_precision: How exactly the call is dated.
  caller_id: Who called.
  caller: Name of the caller.
  joint_with_call_id: Call that is the first row of the same joint statement; null for the first row and for calls by one caller.
  counts_as_statement: 1, or 0 for the second row of a joint statement; the sum counts statements.
  prompted_by_airstrike_id: Strike that the call itself names as its occasion.
  summary: What was asked, in our words.
  source_ids: Sources of the call and its evidence, joined by '; '.
---*/
with
    used_sources as (
        select sanction_calls.call_id, sanction_calls.source_id
        from sanction_calls
        union
        select evidence.record_id, evidence.source_id
        from evidence
        where evidence.record_table = 'sanction_calls'
    ),
    source_lists as (
        select
            used_sources.call_id, string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        where used_sources.source_id is not null
        group by used_sources.call_id
    )
select
    sanction_calls.call_id,
    sanction_calls.dataset,
    sanction_calls.called_earliest_on,
    sanction_calls.called_latest_on,
    sanction_calls.date_precision,
    sanction_calls.caller_id,
    callers.name as caller,
    sanction_calls.joint_with_call_id,
    case when sanction_calls.joint_with_call_id is null then 1 else 0 end as counts_as_statement,
    sanction_calls.prompted_by_airstrike_id,
    sanction_calls.summary,
    source_lists.source_ids
from sanction_calls
left join actors as callers on callers.actor_id = sanction_calls.caller_id
left join source_lists on source_lists.call_id = sanction_calls.call_id
