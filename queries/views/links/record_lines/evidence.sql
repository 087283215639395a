-- what else is said of the same record: disagreement before agreement
select
    record_tables.about_kind,
    case
        when record_tables.id_place = 0
        then evidence.record_id
        else split_part(evidence.record_id, '|', record_tables.id_place)
    end as about_id,
    case when evidence.relation = 'contradicts' then 8 else 9 end as section_number,
    case when evidence.relation = 'contradicts' then 'contradicting evidence' else 'further sources' end as section,
    evidence.record_table,
    evidence.record_id,
    cast(null as varchar) as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    case
        when contains(evidence.record_id, '|')
        then replace(evidence.record_table, '_', ' ') || ' ' || evidence.record_id || ': '
        else ''
    end
    || coalesce('on ' || evidence.supports || ': ', '')
    || coalesce(evidence.note, evidence.relation)
    || coalesce(' (' || evidence.locator || ')', '') as words,
    evidence.relation as certainty,
    evidence.source_id
from evidence
inner join record_tables on record_tables.record_table = evidence.record_table
-- what is said of an actor stands under each actor concerned, in actor_lines
where record_tables.about_kind <> 'actor'
