/*---
title: Copies of copies
severity: warning
help: Write the first origin in origin_source_id; independent sources are counted by it.
---*/
select
    'sources' as record_table,
    sources.source_id as record_id,
    'origin_source_id' as column_name,
    sources.origin_source_id as value,
    'its original is itself a copy of '
    || originals.origin_source_id
    || '; write '
    || originals.origin_source_id as problem
from sources
inner join sources as originals on originals.source_id = sources.origin_source_id
where originals.origin_source_id is not null
order by record_id
