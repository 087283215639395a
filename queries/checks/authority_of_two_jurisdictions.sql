/*---
title: Authorities with measures of two jurisdictions
severity: error
help: An authority belongs to one jurisdiction; calls are matched to measures by it. Mend jurisdiction or authority.
---*/
with
    counted_jurisdictions as (
        select
            measures.authority,
            measures.jurisdiction,
            count(*) as uses,
            row_number() over (partition by measures.authority order by count(*) desc, measures.jurisdiction) as place,
            count(*) over (partition by measures.authority) as jurisdictions
        from measures
        group by measures.authority, measures.jurisdiction
    ),
    usual_jurisdictions as (
        select counted_jurisdictions.authority, counted_jurisdictions.jurisdiction
        from counted_jurisdictions
        where counted_jurisdictions.place = 1 and counted_jurisdictions.jurisdictions > 1
    )
select
    'measures' as record_table,
    measures.measure_id as record_id,
    'jurisdiction' as column_name,
    measures.jurisdiction as value,
    measures.authority
    || ' has jurisdiction '
    || measures.jurisdiction
    || ' here and '
    || usual_jurisdictions.jurisdiction
    || ' elsewhere' as problem
from measures
inner join usual_jurisdictions on usual_jurisdictions.authority = measures.authority
where measures.jurisdiction <> usual_jurisdictions.jurisdiction
order by record_id
