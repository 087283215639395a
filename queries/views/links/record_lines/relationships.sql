select
    'relationship' as about_kind,
    relationships.relationship_id as about_id,
    1 as section_number,
    'relationship' as section,
    'relationships' as record_table,
    relationships.relationship_id as record_id,
    relationships.subject_id as item,
    relationships.started_earliest_on as day_earliest_on,
    relationships.started_latest_on as day_latest_on,
    relationship_words.words,
    cast(null as varchar) as certainty,
    relationships.source_id
from relationships
inner join relationship_words on relationship_words.relationship_id = relationships.relationship_id
