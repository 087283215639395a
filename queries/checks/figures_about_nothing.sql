/*---
title: Published figures about a row that is not there
severity: error
help: about_value is a key or code of what about_key names. Mend it, or leave both blank.
---*/
with
    known_values as (
        select 'measure_id' as about_key, measures.measure_id as about_value
        from measures
        union
        select 'jurisdiction', measures.jurisdiction
        from measures
        union
        select 'group_id', shipment_groups.group_id
        from shipment_groups
        union
        select 'vessel_id', actors.actor_id
        from actors
        where actors.actor_type = 'vessel'
        union
        select 'shipment_id', fuel_shipments.shipment_id
        from fuel_shipments
        union
        select 'admin1', admin1_areas.admin1
        from admin1_areas
        union
        select 'admin1_pcode', admin1_areas.admin1_pcode
        from admin1_areas
    )
select
    'published_figures' as record_table,
    published_figures.figure_id as record_id,
    'about_value' as column_name,
    published_figures.about_value as value,
    case
        when published_figures.about_key is null or published_figures.about_value is null
        then 'about_key and about_value belong together; one is blank'
        else 'there is no ' || published_figures.about_key || ' ' || published_figures.about_value
    end as problem
from published_figures
left join
    known_values
    on known_values.about_key = published_figures.about_key
    and known_values.about_value = published_figures.about_value
where
    (published_figures.about_key is not null or published_figures.about_value is not null)
    and known_values.about_value is null
order by record_id
