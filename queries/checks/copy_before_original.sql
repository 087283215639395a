/*---
title: Copies that were certainly published before their original
severity: warning
help: Swap origin_source_id, or mend a day of publication.
---*/
select
    'sources' as record_table,
    sources.source_id as record_id,
    'origin_source_id' as column_name,
    sources.origin_source_id as value,
    'published by '
    || cast(sources.published_latest_on as varchar)
    || ', its original '
    || sources.origin_source_id
    || ' on '
    || cast(originals.published_earliest_on as varchar)
    || ' at the earliest' as problem
from sources
inner join sources as originals on originals.source_id = sources.origin_source_id
where sources.published_latest_on < originals.published_earliest_on
order by record_id
