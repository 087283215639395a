/*---
title: Parties of a delivery with contradictory certainty
severity: warning
help: A denied party stays as denied, in each of its roles. A group of alternatives holds only what is not settled; give what is stated a row without alternative_group.
---*/
with
    denied_parties as (
        select distinct shipment_parties.shipment_id, shipment_parties.actor_id
        from shipment_parties
        where shipment_parties.certainty = 'denied'
    ),
    open_groups as (
        select distinct shipment_parties.shipment_id, shipment_parties.alternative_group
        from shipment_parties
        where shipment_parties.certainty = 'alternative' and shipment_parties.alternative_group is not null
    )
select
    'shipment_parties' as record_table,
    shipment_parties.shipment_id || '|' || shipment_parties.actor_id || '|' || shipment_parties.role as record_id,
    'certainty' as column_name,
    shipment_parties.certainty as value,
    case
        when denied_parties.actor_id is not null
        then
            shipment_parties.actor_id
            || ' is '
            || shipment_parties.certainty
            || ' as '
            || shipment_parties.role
            || ' and denied in another role of the same delivery'
        else
            shipment_parties.actor_id
            || ' is '
            || shipment_parties.certainty
            || ', others of '
            || shipment_parties.alternative_group
            || ' are alternatives'
    end as problem
from shipment_parties
left join
    denied_parties
    on denied_parties.shipment_id = shipment_parties.shipment_id
    and denied_parties.actor_id = shipment_parties.actor_id
left join
    open_groups
    on open_groups.shipment_id = shipment_parties.shipment_id
    and open_groups.alternative_group = shipment_parties.alternative_group
where
    (shipment_parties.certainty <> 'denied' and denied_parties.actor_id is not null)
    or (shipment_parties.certainty in ('stated', 'likely') and open_groups.alternative_group is not null)
order by record_id
