/*---
title: Group statements that count more deliveries than the group has
severity: error
help: count_min and count_max are out of the group's size. Mend the count, or raise size where the source counts more.
---*/
select
    'shipment_group_claims' as record_table,
    shipment_group_claims.group_id
    || '|'
    || shipment_group_claims.actor_id
    || '|'
    || shipment_group_claims.role as record_id,
    case
        when shipment_group_claims.count_min > shipment_groups.size then 'count_min' else 'count_max'
    end as column_name,
    cast(greatest(shipment_group_claims.count_min, shipment_group_claims.count_max) as varchar) as value,
    cast(greatest(shipment_group_claims.count_min, shipment_group_claims.count_max) as varchar)
    || ' of a group of '
    || shipment_groups.size as problem
from shipment_group_claims
inner join shipment_groups on shipment_groups.group_id = shipment_group_claims.group_id
where shipment_group_claims.count_min > shipment_groups.size or shipment_group_claims.count_max > shipment_groups.size
order by record_id
