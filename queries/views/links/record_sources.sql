/*---
title: Sources of a record
grain: one row per record, source and way in which the source is used
columns:
  record_table: Table of the record.
  record_id: Key of the record, parts joined by '|'.
  source_id: A source of the record.
  via: "'row' (the record's own source) or 'evidence' (a further one)."
  relation: "'supports' or 'contradicts'; the record's own source supports it."
  supports: Column that the evidence speaks of; null for the whole record.
---*/
select
    record_keys.record_table,
    record_keys.record_id,
    record_keys.source_id,
    'row' as via,
    'supports' as relation,
    cast(null as varchar) as supports
from record_keys
-- a row of evidence is itself the tie between record and source
where record_keys.source_id is not null and record_keys.record_table <> 'evidence'
union all
select evidence.record_table, evidence.record_id, evidence.source_id, 'evidence', evidence.relation, evidence.supports
from evidence
