/*---
title: Groups whose carriers add up to more deliveries than the group has
severity: warning
help: Each delivery has one carrier, unless the cargo was transferred between ships. Mend a count, mark what is contested as disputed, or raise size.
---*/
with
    carried as (
        select shipment_group_claims.group_id, sum(shipment_group_claims.count_min) as deliveries
        from shipment_group_claims
        where shipment_group_claims.role = 'carrier' and shipment_group_claims.disputed = 'no'
        group by shipment_group_claims.group_id
    )
select
    'shipment_groups' as record_table,
    shipment_groups.group_id as record_id,
    'size' as column_name,
    cast(shipment_groups.size as varchar) as value,
    'the undisputed carriers carried '
    || cast(carried.deliveries as varchar)
    || ' of a group of '
    || shipment_groups.size as problem
from shipment_groups
inner join carried on carried.group_id = shipment_groups.group_id
where carried.deliveries > shipment_groups.size
order by record_id
