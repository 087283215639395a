select
    cited.about_id,
    case when cited.relation = 'contradicts' then 19 else 20 end as section_number,
    case when cited.relation = 'contradicts' then 'contradicting evidence' else 'further sources' end as section,
    cited.record_table,
    cited.record_id,
    split_part(cited.record_id, '|', 1) as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    coalesce('on ' || cited.supports || ': ', '')
    || coalesce(cited.note, cited.relation)
    || coalesce(' (' || cited.locator || ')', '') as words,
    cited.relation as certainty,
    cited.source_id
from
    (
        select evidence.record_id as about_id, evidence.*
        from evidence
        where evidence.record_table = 'actors'
        union all
        select split_part(evidence.record_id, '|', actor_tables.actor_place), evidence.*
        from evidence
        inner join actor_tables on actor_tables.record_table = evidence.record_table
        union all
        select relationships.subject_id, evidence.*
        from evidence
        inner join relationships on relationships.relationship_id = evidence.record_id
        where evidence.record_table = 'relationships'
        union all
        select relationships.object_id, evidence.*
        from evidence
        inner join relationships on relationships.relationship_id = evidence.record_id
        where evidence.record_table = 'relationships' and relationships.object_id <> relationships.subject_id
        union all
        select fuel_shipments.vessel_id, evidence.*
        from evidence
        inner join fuel_shipments on fuel_shipments.shipment_id = evidence.record_id
        where evidence.record_table = 'fuel_shipments' and fuel_shipments.vessel_id is not null
        union all
        -- a denial of a delivery speaks for every party named in it
        select distinct shipment_parties.actor_id, evidence.*
        from evidence
        inner join shipment_parties on shipment_parties.shipment_id = evidence.record_id
        where evidence.record_table = 'fuel_shipments' and evidence.relation = 'contradicts'
    ) as cited
