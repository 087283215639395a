select
    'measure' as about_kind,
    measures.measure_id as about_id,
    1 as section_number,
    'measure' as section,
    'measures' as record_table,
    measures.measure_id as record_id,
    measures.measure_id as item,
    case
        when measures.announced_on is null then measures.effective_earliest_on else measures.announced_on
    end as day_earliest_on,
    case
        when measures.announced_on is null then measures.effective_latest_on else measures.announced_on
    end as day_latest_on,
    measures.authority
    || ', '
    || replace(measures.measure_type, '_', ' ')
    || coalesce(
        ': “' || measures.official_title || '”; in our words: ' || measures.title,
        ': (our title) ' || measures.title,
        ''
    )
    || coalesce(' (' || measures.legal_basis || ')', '')
    || case
        when measures.announced_on is null
        then '; day of announcement not known, the day is that of effect'
        when measures.effective_earliest_on is null and measures.effective_latest_on is null
        then '; announced, day of effect not known'
        else '; announced, in effect ' || day_words(measures.effective_earliest_on, measures.effective_latest_on)
    end
    || coalesce('; ended ' || cast(measures.ended_on as varchar), '')
    || case when measures.answers_calls = 'no' then '; answers no call' else '' end as words,
    cast(null as varchar) as certainty,
    measures.source_id
from measures
