/*---
title: Rows that refer to themselves, or to each other in a circle
severity: error
help: One row is the first (the first caller of a joint statement, the delivery that another may repeat, the original of a copy); its own reference stays blank.
---*/
with recursive
    -- `union` keeps each pair once, so that a circle ends the walk
    walks as (
        select self_references.record_table, self_references.record_id, self_references.value as reached_id
        from self_references
        union
        select walks.record_table, walks.record_id, self_references.value
        from walks
        inner join
            self_references
            on self_references.record_table = walks.record_table
            and self_references.record_id = walks.reached_id
    )
select
    self_references.record_table,
    self_references.record_id,
    self_references.column_name,
    self_references.value,
    case
        when self_references.value = self_references.record_id
        then self_references.column_name || ' names the row itself'
        else self_references.column_name || ' leads back to the row'
    end as problem
from self_references
inner join
    walks
    on walks.record_table = self_references.record_table
    and walks.record_id = self_references.record_id
    and walks.reached_id = self_references.record_id
order by self_references.record_table, self_references.record_id
