select
    'source' as about_kind,
    sources.source_id as about_id,
    1 as section_number,
    'source' as section,
    'sources' as record_table,
    sources.source_id as record_id,
    sources.origin_source_id as item,
    sources.published_earliest_on as day_earliest_on,
    sources.published_latest_on as day_latest_on,
    coalesce(sources.publisher, 'publisher not known')
    || coalesce(', “' || sources.title || '”', ', title not known')
    || coalesce(', carried by ' || sources.carried_by, '')
    || coalesce(', ' || replace(sources.source_type, '_', ' '), '')
    || coalesce(', grade ' || sources.reliability, '')
    || coalesce(', copied from ' || sources.origin_source_id, '')
    || coalesce(', ' || sources.url, '')
    || coalesce(', archive copy ' || sources.archive_url, ', no archive copy') as words,
    sources.reliability as certainty,
    sources.source_id
from sources
union all
select
    'source',
    copies.origin_source_id,
    2,
    'copies of it',
    'sources',
    copies.source_id,
    copies.source_id,
    copies.published_earliest_on,
    copies.published_latest_on,
    coalesce(copies.carried_by, copies.publisher, copies.source_id) || '; counts with it as one origin',
    copies.reliability,
    copies.source_id
from sources as copies
where copies.origin_source_id is not null
union all
select
    'source',
    record_sources.source_id,
    case when record_sources.relation = 'contradicts' then 3 else 4 end,
    case
        when record_sources.relation = 'contradicts' then 'records that it contradicts' else 'records that rest on it'
    end,
    record_sources.record_table,
    record_sources.record_id,
    split_part(record_sources.record_id, '|', 1),
    cast(null as date),
    cast(null as date),
    record_sources.record_table
    || ' '
    || record_sources.record_id
    || case when record_sources.via = 'row' then ', its own source' else ', further source' end
    || coalesce(' on ' || record_sources.supports, ''),
    record_sources.relation,
    record_sources.source_id
from record_sources
