/*---
title: Groups with more members than their size
severity: error
help: Remove a member, mark one as possible_duplicate_of another, or raise size where the source counts more.
---*/
with
    -- a row that may be a second report of another member is not counted
    members as (
        select shipment_group_members.group_id, count(*) as deliveries
        from shipment_group_members
        left join fuel_shipments on fuel_shipments.shipment_id = shipment_group_members.shipment_id
        where fuel_shipments.possible_duplicate_of is null
        group by shipment_group_members.group_id
    )
select
    'shipment_groups' as record_table,
    shipment_groups.group_id as record_id,
    'size' as column_name,
    cast(shipment_groups.size as varchar) as value,
    members.deliveries || ' members, the size is ' || shipment_groups.size as problem
from shipment_groups
inner join members on members.group_id = shipment_groups.group_id
where members.deliveries > shipment_groups.size
order by record_id
