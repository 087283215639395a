select
    general_statements.speaker_id as about_id,
    13 as section_number,
    'said of the war as a whole' as section,
    'general_statements' as record_table,
    general_statements.statement_id as record_id,
    general_statements.statement_id as item,
    general_statements.said_earliest_on as day_earliest_on,
    general_statements.said_latest_on as day_latest_on,
    replace(general_statements.stance, '_', ' ')
    || ', on '
    || general_statements.topic
    || ': '
    || general_statements.value_text as words,
    general_statements.stance as certainty,
    general_statements.source_id
from general_statements
where general_statements.speaker_id is not null
