/*---
title: Published figures about a row that is not there
severity: error
help: about_value is a key or code of what about_key names. Mend it, or leave both blank.
---*/
select
    about_rows.record_table,
    about_rows.record_id,
    'about_value' as column_name,
    about_rows.about_value as value,
    case
        when about_rows.about_key is null or about_rows.about_value is null
        then 'about_key and about_value belong together; one is blank'
        else 'there is no ' || about_rows.about_key || ' ' || about_rows.about_value
    end as problem
from about_rows
left join
    about_values
    on about_values.record_table = about_rows.record_table
    and about_values.about_key = about_rows.about_key
    and about_values.about_value = about_rows.about_value
where (about_rows.about_key is not null or about_rows.about_value is not null) and about_values.about_value is null
order by about_rows.record_table, about_rows.record_id
