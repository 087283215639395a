select
    'renamed id' as about_kind,
    renamed_ids.old_id as about_id,
    1 as section_number,
    'renamed id' as section,
    'renamed_ids' as record_table,
    renamed_ids.record_table || '|' || renamed_ids.old_id as record_id,
    renamed_ids.new_id as item,
    renamed_ids.renamed_on as day_earliest_on,
    renamed_ids.renamed_on as day_latest_on,
    renamed_ids.old_id
    || ' was renamed to '
    || renamed_ids.new_id
    || ' on '
    || cast(renamed_ids.renamed_on as varchar) as words,
    cast(null as varchar) as certainty,
    cast(null as varchar) as source_id
from renamed_ids
union all
select
    record_tables.about_kind,
    case
        when record_tables.id_place = 0
        then renamed_ids.new_id
        else split_part(renamed_ids.new_id, '|', record_tables.id_place)
    end,
    1,
    'former id',
    'renamed_ids',
    renamed_ids.record_table || '|' || renamed_ids.old_id,
    cast(null as varchar),
    renamed_ids.renamed_on,
    renamed_ids.renamed_on,
    'formerly ' || renamed_ids.old_id || ', renamed on ' || cast(renamed_ids.renamed_on as varchar),
    cast(null as varchar),
    cast(null as varchar)
from renamed_ids
inner join record_tables on record_tables.record_table = renamed_ids.record_table
where record_tables.about_kind <> 'actor'
