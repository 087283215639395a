select
    shipment_parties.actor_id as about_id,
    6 as section_number,
    'deliveries as party' as section,
    'shipment_parties' as record_table,
    shipment_parties.shipment_id || '|' || shipment_parties.actor_id || '|' || shipment_parties.role as record_id,
    shipment_parties.shipment_id as item,
    discharges.arrived_earliest_on as day_earliest_on,
    discharges.arrived_latest_on as day_latest_on,
    case
        shipment_parties.certainty
        when 'denied'
        then
            'named as '
            || replace(shipment_parties.role, '_', ' ')
            || ' of '
            || shipment_parties.shipment_id
            || ', denied'
        when 'alternative'
        then
            'one of several named as '
            || replace(shipment_parties.role, '_', ' ')
            || ' of '
            || shipment_parties.shipment_id
        else replace(shipment_parties.role, '_', ' ') || ' of ' || shipment_parties.shipment_id
    end
    || coalesce(' (delivery ' || fuel_shipments.confidence || ')', '')
    || case
        when shipment_parties.scope is null or shipment_parties.scope = 'this_cargo'
        then ''
        else ' (said of ' || replace(shipment_parties.scope, '_', ' ') || ')'
    end as words,
    shipment_parties.certainty,
    shipment_parties.source_id
from shipment_parties
left join fuel_shipments on fuel_shipments.shipment_id = shipment_parties.shipment_id
left join last_discharges as discharges on discharges.shipment_id = shipment_parties.shipment_id
