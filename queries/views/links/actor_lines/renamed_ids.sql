select
    renamed_ids.new_id as about_id,
    1 as section_number,
    'former id' as section,
    'renamed_ids' as record_table,
    renamed_ids.record_table || '|' || renamed_ids.old_id as record_id,
    cast(null as varchar) as item,
    renamed_ids.renamed_on as day_earliest_on,
    renamed_ids.renamed_on as day_latest_on,
    'formerly ' || renamed_ids.old_id || ', renamed on ' || cast(renamed_ids.renamed_on as varchar) as words,
    cast(null as varchar) as certainty,
    cast(null as varchar) as source_id
from renamed_ids
where renamed_ids.record_table = 'actors'
