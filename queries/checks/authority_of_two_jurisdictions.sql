/*---
title: Authorities with rows of another jurisdiction
severity: error
help: An authority belongs to one jurisdiction, that of authorities; calls are matched to measures by it. Mend jurisdiction or authority.
---*/
with
    acting as (
        select 'measures' as record_table, measures.measure_id as record_id, measures.authority, measures.jurisdiction
        from measures
        union all
        select
            'addressee_jurisdictions',
            addressee_jurisdictions.addressee,
            addressee_jurisdictions.authority,
            addressee_jurisdictions.jurisdiction
        from addressee_jurisdictions
    )
select
    acting.record_table,
    acting.record_id,
    'jurisdiction' as column_name,
    acting.jurisdiction as value,
    acting.authority
    || ' has jurisdiction '
    || coalesce(acting.jurisdiction, 'blank')
    || ' here and '
    || authorities.jurisdiction
    || ' in authorities' as problem
from acting
inner join authorities on authorities.authority = acting.authority
where acting.jurisdiction is distinct from authorities.jurisdiction
order by acting.record_table, acting.record_id
