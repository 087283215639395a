-- columns that no other file here shows, by their contracts: a new column needs nothing else
select
    this_kind as about_kind,
    this_id as about_id,
    7 as section_number,
    'further particulars' as section,
    this_name as record_table,
    this_key as record_id,
    cast(null as varchar) as item,
    cast(null as date) as day_earliest_on,
    cast(null as date) as day_latest_on,
    this_further as words,
    cast(null as varchar) as certainty,
    this_source as source_id
from this_table
where this_further <> '' and this_kind <> 'actor'
