select
    relationships.subject_id as about_id,
    4 as section_number,
    'relationships' as section,
    'relationships' as record_table,
    relationships.relationship_id as record_id,
    relationships.object_id as item,
    relationships.started_earliest_on as day_earliest_on,
    relationships.started_latest_on as day_latest_on,
    relationship_words.words,
    cast(null as varchar) as certainty,
    relationships.source_id
from relationships
inner join relationship_words on relationship_words.relationship_id = relationships.relationship_id
union all
select
    relationships.object_id,
    4,
    'relationships',
    'relationships',
    relationships.relationship_id,
    relationships.subject_id,
    relationships.started_earliest_on,
    relationships.started_latest_on,
    relationship_words.words,
    cast(null as varchar),
    relationships.source_id
from relationships
inner join relationship_words on relationship_words.relationship_id = relationships.relationship_id
where relationships.object_id <> relationships.subject_id
