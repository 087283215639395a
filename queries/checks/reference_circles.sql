/*---
title: Rows that refer to themselves, or to each other in a circle
severity: error
help: One row is the first (the first caller of a joint statement, the delivery that another may repeat, the original of a copy); its own reference stays blank.
---*/
with recursive
    references_given as (
        select
            'sanction_calls' as record_table,
            'joint_with_call_id' as column_name,
            sanction_calls.call_id as record_id,
            sanction_calls.joint_with_call_id as value
        from sanction_calls
        where sanction_calls.joint_with_call_id is not null
        union all
        select
            'fuel_shipments', 'possible_duplicate_of', fuel_shipments.shipment_id, fuel_shipments.possible_duplicate_of
        from fuel_shipments
        where fuel_shipments.possible_duplicate_of is not null
        union all
        select 'sources', 'origin_source_id', sources.source_id, sources.origin_source_id
        from sources
        where sources.origin_source_id is not null
    ),
    -- `union` keeps each pair once, so that a circle ends the walk
    walks as (
        select references_given.record_table, references_given.record_id, references_given.value as reached_id
        from references_given
        union
        select walks.record_table, walks.record_id, references_given.value
        from walks
        inner join
            references_given
            on references_given.record_table = walks.record_table
            and references_given.record_id = walks.reached_id
    )
select
    references_given.record_table,
    references_given.record_id,
    references_given.column_name,
    references_given.value,
    case
        when references_given.value = references_given.record_id
        then references_given.column_name || ' names the row itself'
        else references_given.column_name || ' leads back to the row'
    end as problem
from references_given
inner join
    walks
    on walks.record_table = references_given.record_table
    and walks.record_id = references_given.record_id
    and walks.reached_id = references_given.record_id
order by references_given.record_table, references_given.record_id
