/*---
title: Renamed ids that lead nowhere, or that are still in use
severity: error
help: Write the id that the record has now, and give an id that was once used to no other record.
---*/
select
    'renamed_ids' as record_table,
    renamed_ids.record_table || '|' || renamed_ids.old_id as record_id,
    case when new_keys.record_id is null then 'new_id' else 'old_id' end as column_name,
    case when new_keys.record_id is null then renamed_ids.new_id else renamed_ids.old_id end as value,
    case
        when new_keys.record_id is null
        then 'no row of ' || renamed_ids.record_table || ' has the key ' || renamed_ids.new_id
        else 'a row of ' || renamed_ids.record_table || ' has this id still'
    end as problem
from renamed_ids
left join
    record_keys as new_keys
    on new_keys.record_table = renamed_ids.record_table
    and new_keys.record_id = renamed_ids.new_id
left join
    record_keys as old_keys
    on old_keys.record_table = renamed_ids.record_table
    and old_keys.record_id = renamed_ids.old_id
where new_keys.record_id is null or old_keys.record_id is not null
order by record_id
