/*---
title: Sources and their first origin
grain: one row per source
columns:
  source_id: Source.
  first_origin_id: "The source that it was made from at the first, through copies of copies; itself where it repeats none. Of sources that repeat each other the first id."
---*/
with recursive
    -- only copies have to be followed
    reached as (
        select sources.source_id, sources.origin_source_id as origin_id
        from sources
        where sources.origin_source_id is not null
        union
        select reached.source_id, sources.origin_source_id
        from reached
        inner join sources on sources.source_id = reached.origin_id
        where sources.origin_source_id is not null
    ),
    ends as (
        select
            reached.source_id,
            coalesce(
                min(case when origins.origin_source_id is null then reached.origin_id end), min(reached.origin_id)
            ) as first_origin_id
        from reached
        left join sources as origins on origins.source_id = reached.origin_id
        group by reached.source_id
    )
select sources.source_id, coalesce(ends.first_origin_id, sources.source_id) as first_origin_id
from sources
left join ends on ends.source_id = sources.source_id
