/*---
title: Alternative parties without an alternative
severity: error
help: certainty alternative says one of several. Give all of them the same alternative_group, at least two in the delivery, or choose stated or likely.
---*/
with
    group_sizes as (
        select shipment_parties.shipment_id, shipment_parties.alternative_group, count(*) as parties
        from shipment_parties
        where shipment_parties.alternative_group is not null
        group by shipment_parties.shipment_id, shipment_parties.alternative_group
    )
select
    'shipment_parties' as record_table,
    shipment_parties.shipment_id || '|' || shipment_parties.actor_id || '|' || shipment_parties.role as record_id,
    'alternative_group' as column_name,
    shipment_parties.alternative_group as value,
    case
        when shipment_parties.alternative_group is null
        then shipment_parties.actor_id || ' is an alternative, but to whom is not said'
        else shipment_parties.actor_id || ' is the only party of ' || shipment_parties.alternative_group
    end as problem
from shipment_parties
left join
    group_sizes
    on group_sizes.shipment_id = shipment_parties.shipment_id
    and group_sizes.alternative_group = shipment_parties.alternative_group
where shipment_parties.certainty = 'alternative' and coalesce(group_sizes.parties, 1) < 2
order by record_id
