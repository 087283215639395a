select
    'delivery' as about_kind,
    fuel_shipments.shipment_id as about_id,
    1 as section_number,
    'delivery' as section,
    'fuel_shipments' as record_table,
    fuel_shipments.shipment_id as record_id,
    fuel_shipments.shipment_id as item,
    discharges.arrived_earliest_on as day_earliest_on,
    discharges.arrived_latest_on as day_latest_on,
    replace(fuel_shipments.product, '_', ' ')
    || ', '
    || coalesce(
        figure_words(fuel_shipments.quantity_tonnes_min, fuel_shipments.quantity_tonnes_max) || ' tonnes',
        'quantity not known'
    )
    || coalesce(' (' || replace(fuel_shipments.quantity_basis, '_', ' ') || ')', '')
    || coalesce('. ' || fuel_shipments.summary, '') as words,
    fuel_shipments.confidence as certainty,
    fuel_shipments.source_id
from fuel_shipments
left join last_discharges as discharges on discharges.shipment_id = fuel_shipments.shipment_id
union all
select
    'delivery',
    fuel_shipments.shipment_id,
    2,
    'vessel',
    'fuel_shipments',
    fuel_shipments.shipment_id,
    fuel_shipments.vessel_id,
    cast(null as date),
    cast(null as date),
    coalesce(actors.name, fuel_shipments.vessel_id),
    fuel_shipments.confidence,
    fuel_shipments.source_id
from fuel_shipments
left join actors on actors.actor_id = fuel_shipments.vessel_id
where fuel_shipments.vessel_id is not null
union all
select
    'delivery',
    fuel_shipments.shipment_id,
    6,
    'possible duplicates',
    'fuel_shipments',
    fuel_shipments.shipment_id,
    fuel_shipments.possible_duplicate_of,
    cast(null as date),
    cast(null as date),
    'may be a second report of ' || fuel_shipments.possible_duplicate_of,
    'possible',
    fuel_shipments.source_id
from fuel_shipments
where fuel_shipments.possible_duplicate_of is not null
union all
select
    'delivery',
    fuel_shipments.possible_duplicate_of,
    6,
    'possible duplicates',
    'fuel_shipments',
    fuel_shipments.shipment_id,
    fuel_shipments.shipment_id,
    cast(null as date),
    cast(null as date),
    fuel_shipments.shipment_id || ' may be a second report of it',
    'possible',
    fuel_shipments.source_id
from fuel_shipments
where fuel_shipments.possible_duplicate_of is not null
union all
select
    'group',
    shipment_group_members.group_id,
    2,
    'known members',
    'fuel_shipments',
    shipment_group_members.shipment_id,
    shipment_group_members.shipment_id,
    discharges.arrived_earliest_on,
    discharges.arrived_latest_on,
    'delivery at ' || coalesce(discharges.place_name, 'a place not known') || coalesce(' by ' || actors.name, ''),
    fuel_shipments.confidence,
    fuel_shipments.source_id
from shipment_group_members
left join fuel_shipments on fuel_shipments.shipment_id = shipment_group_members.shipment_id
left join last_discharges as discharges on discharges.shipment_id = shipment_group_members.shipment_id
left join actors on actors.actor_id = fuel_shipments.vessel_id
