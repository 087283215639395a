select
    'delivery' as about_kind,
    shipment_stops.shipment_id as about_id,
    3 as section_number,
    'route' as section,
    'shipment_stops' as record_table,
    shipment_stops.shipment_id || '|' || cast(shipment_stops.stop_number as varchar) as record_id,
    shipment_stops.place_id as item,
    shipment_stops.arrived_earliest_on as day_earliest_on,
    shipment_stops.arrived_latest_on as day_latest_on,
    cast(shipment_stops.stop_number as varchar)
    || '. '
    || replace(shipment_stops.stop_type, '_', ' ')
    || ' at '
    || coalesce(shipment_stops.place_name, 'a place not known')
    || coalesce(' (' || shipment_stops.country || ')', '')
    || case
        when shipment_stops.departed_earliest_on is null and shipment_stops.departed_latest_on is null
        then ''
        else ', left ' || day_words(shipment_stops.departed_earliest_on, shipment_stops.departed_latest_on)
    end
    || case
        when shipment_stops.certainty is null and shipment_stops.basis is null
        then ''
        else '; ' || concat_ws(', ', shipment_stops.certainty, shipment_stops.basis)
    end as words,
    shipment_stops.certainty,
    shipment_stops.source_id
from shipment_stops
union all
select
    'place',
    shipment_stops.place_id,
    2,
    'stops of deliveries',
    'shipment_stops',
    shipment_stops.shipment_id || '|' || cast(shipment_stops.stop_number as varchar),
    shipment_stops.shipment_id,
    shipment_stops.arrived_earliest_on,
    shipment_stops.arrived_latest_on,
    replace(shipment_stops.stop_type, '_', ' ')
    || ' of '
    || shipment_stops.shipment_id
    || coalesce(', delivery ' || fuel_shipments.confidence, '')
    || case
        when shipment_stops.departed_earliest_on is null and shipment_stops.departed_latest_on is null
        then ''
        else ', left ' || day_words(shipment_stops.departed_earliest_on, shipment_stops.departed_latest_on)
    end
    || case
        when shipment_stops.certainty is null and shipment_stops.basis is null
        then ''
        else '; stop ' || concat_ws(', ', shipment_stops.certainty, shipment_stops.basis)
    end,
    fuel_shipments.confidence,
    shipment_stops.source_id
from shipment_stops
left join fuel_shipments on fuel_shipments.shipment_id = shipment_stops.shipment_id
where shipment_stops.place_id is not null
