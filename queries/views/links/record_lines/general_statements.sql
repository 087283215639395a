select
    'statement' as about_kind,
    general_statements.statement_id as about_id,
    1 as section_number,
    'statement' as section,
    'general_statements' as record_table,
    general_statements.statement_id as record_id,
    general_statements.speaker_id as item,
    general_statements.said_earliest_on as day_earliest_on,
    general_statements.said_latest_on as day_latest_on,
    coalesce(actors.name, general_statements.speaker_id, 'speaker not known')
    || ', '
    || replace(general_statements.stance, '_', ' ')
    || ', on '
    || general_statements.topic
    || ': '
    || general_statements.value_text
    || ' (of the war as a whole, of no single strike)' as words,
    general_statements.stance as certainty,
    general_statements.source_id
from general_statements
left join actors on actors.actor_id = general_statements.speaker_id
