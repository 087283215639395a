select
    'source' as kind,
    sources.source_id as record_id,
    coalesce(sources.publisher, 'publisher not known')
    || coalesce(', ' || day_words(sources.published_earliest_on, sources.published_latest_on), '') as label,
    concat_ws(' ', sources.publisher, sources.title) as text,
    'publisher and title' as text_kind
from sources
