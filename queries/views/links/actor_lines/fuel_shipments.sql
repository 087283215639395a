select
    fuel_shipments.vessel_id as about_id,
    5 as section_number,
    'deliveries as vessel' as section,
    'fuel_shipments' as record_table,
    fuel_shipments.shipment_id as record_id,
    fuel_shipments.shipment_id as item,
    discharges.arrived_earliest_on as day_earliest_on,
    discharges.arrived_latest_on as day_latest_on,
    replace(fuel_shipments.product, '_', ' ') || coalesce(
        ', ' || figure_words(fuel_shipments.quantity_tonnes_min, fuel_shipments.quantity_tonnes_max) || ' tonnes', ''
    )
    || ', discharged at '
    || coalesce(discharges.place_name, 'a place not known')
    || case
        when fuel_shipments.possible_duplicate_of is not null
        then
            '; may be a second report of the delivery of '
            || day_words(other_discharges.arrived_earliest_on, other_discharges.arrived_latest_on)
        else ''
    end as words,
    fuel_shipments.confidence as certainty,
    fuel_shipments.source_id
from fuel_shipments
left join last_discharges as discharges on discharges.shipment_id = fuel_shipments.shipment_id
left join last_discharges as other_discharges on other_discharges.shipment_id = fuel_shipments.possible_duplicate_of
where fuel_shipments.vessel_id is not null
