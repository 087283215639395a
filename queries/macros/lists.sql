-- Lists of ids in one cell, joined by '; ' as in every column source_ids.
-- Two such lists as one: every id once, sorted; null when both are null or empty.
create macro merged_ids(a, b) as
case
    when coalesce(b, '') = '' then nullif(a, '')
    when coalesce(a, '') = '' then b
    when a = b then a
    else array_to_string(list_sort(list_distinct(string_split(concat_ws('; ', a, b), '; '))), '; ')
end;
