/*---
title: Statements on deliveries that do not say what they are about
severity: error
help: "Fill shipment_id or group_id, never both; begin claim_id with that id and a hyphen; give a figure its unit."
---*/
with
    subjects as (
        select delivery_claims.*, coalesce(delivery_claims.shipment_id, delivery_claims.group_id) as subject
        from delivery_claims
    ),
    problems as (
        select
            subjects.claim_id,
            'group_id' as column_name,
            subjects.group_id as value,
            'both a delivery and a group' as problem
        from subjects
        where subjects.shipment_id is not null and subjects.group_id is not null
        union all
        select subjects.claim_id, 'shipment_id', cast(null as varchar), 'neither a delivery nor a group'
        from subjects
        where subjects.subject is null
        union all
        select subjects.claim_id, 'claim_id', subjects.claim_id, 'does not begin with ' || subjects.subject || '-'
        from subjects
        where not starts_with(subjects.claim_id, subjects.subject || '-')
        union all
        select
            subjects.claim_id,
            'stop_number',
            cast(subjects.stop_number as varchar),
            'a statement on a group speaks of no stop of one delivery'
        from subjects
        where subjects.group_id is not null and subjects.shipment_id is null and subjects.stop_number is not null
        union all
        select subjects.claim_id, 'unit', subjects.unit, 'a figure without a unit, or a unit without a figure'
        from subjects
        where (coalesce(subjects.value_min, subjects.value_max) is null) <> (subjects.unit is null)
    )
select
    'delivery_claims' as record_table,
    problems.claim_id as record_id,
    problems.column_name,
    problems.value,
    problems.problem
from problems
order by problems.claim_id, problems.column_name
