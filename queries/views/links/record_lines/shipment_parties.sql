select
    'delivery' as about_kind,
    shipment_parties.shipment_id as about_id,
    4 as section_number,
    'parties' as section,
    'shipment_parties' as record_table,
    shipment_parties.shipment_id || '|' || shipment_parties.actor_id || '|' || shipment_parties.role as record_id,
    shipment_parties.actor_id as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    case
        shipment_parties.certainty
        when 'denied'
        then 'named as ' || replace(shipment_parties.role, '_', ' ') || ', denied: '
        when 'alternative'
        then 'one of several named as ' || replace(shipment_parties.role, '_', ' ') || ': '
        else replace(shipment_parties.role, '_', ' ') || ': '
    end
    || coalesce(actors.name, shipment_parties.actor_id)
    || case
        when shipment_parties.scope is null or shipment_parties.scope = 'this_cargo'
        then ''
        else ' (said of ' || replace(shipment_parties.scope, '_', ' ') || ')'
    end as words,
    shipment_parties.certainty,
    shipment_parties.source_id
from shipment_parties
left join actors on actors.actor_id = shipment_parties.actor_id
