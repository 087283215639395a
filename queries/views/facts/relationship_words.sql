/*---
title: Relationships in words
grain: one row per relationship
columns:
  relationship_id: Relationship.
  words: Both actors by name, what ties them, the share and the end.
---*/
select
    relationships.relationship_id,
    coalesce(subjects.name, relationships.subject_id)
    || ' '
    || replace(relationships.predicate, '_', ' ')
    || ' '
    || coalesce(objects.name, relationships.object_id)
    || coalesce(', share ' || figure_words(relationships.share_min_pct, relationships.share_max_pct) || ' %', '')
    || case
        when relationships.ended_earliest_on is null and relationships.ended_latest_on is null
        then ''
        else ', ended ' || day_words(relationships.ended_earliest_on, relationships.ended_latest_on)
    end as words
from relationships
left join actors as subjects on subjects.actor_id = relationships.subject_id
left join actors as objects on objects.actor_id = relationships.object_id
