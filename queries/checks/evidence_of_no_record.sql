/*---
title: Evidence for a record that is not there
severity: error
help: Mend record_table or record_id (the key of the record, its parts joined by '|'), add the record, or remove the row.
---*/
select
    'evidence' as record_table,
    evidence.record_table
    || '|'
    || evidence.record_id
    || '|'
    || evidence.source_id
    || '|'
    || coalesce(evidence.locator, '')
    || '|'
    || coalesce(evidence.supports, '')
    || '|'
    || coalesce(evidence.note, '') as record_id,
    'record_id' as column_name,
    evidence.record_id as value,
    'no row of ' || evidence.record_table || ' has the key ' || evidence.record_id as problem
from evidence
left join record_keys on record_keys.record_table = evidence.record_table and record_keys.record_id = evidence.record_id
where record_keys.record_id is null
order by record_id
