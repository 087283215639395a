-- Lists of ids in one cell, joined by '; ' as in every column source_ids.
-- Two such lists as one: every id once, sorted; null when both are null or empty.
create macro merged_ids(a, b) as
case
    when coalesce(b, '') = '' then nullif(a, '')
    when coalesce(a, '') = '' then b
    when a = b then a
    else array_to_string(list_sort(list_distinct(string_split(concat_ws('; ', a, b), '; '))), '; ')
end;

-- One id put into such a list: the list and the id may be null.
create macro with_id(ids, id) as
case
    when ids is null
    then id
    when id is null or contains('; ' || ids || '; ', '; ' || id || '; ')
    then ids
    else array_to_string(list_sort(list_append(string_split(ids, '; '), id)), '; ')
end;

-- Which copy of a list is read for a day: the first on or after the day, else the last before it (docs/method.md,
-- "Listed").
-- The least number is read, nulls last; a copy without a day gives null, and of no day the last copy is read.
create macro copy_distance(copy_on, asked_on) as
case when copy_on >= asked_on then copy_on - asked_on else 10000000 - (copy_on - cast('0001-01-01' as date)) end;

-- What a search of a copy for an actor says, by how an entry was found; null: none was. A short or weak name is many
-- people's.
create macro outcome_of_match(matched_by) as
case when matched_by is null then 'not_listed' when matched_by = 'short or weak name' then 'unresolved' else 'listed' end;

-- Of the copies of a list, in which order they are read for a day: the nearest first (a copy without a day last), of
-- two of one day the later import.
create macro reading_order(copy_on, asked_on, imported_order) as
coalesce(copy_distance(copy_on, asked_on), 100000000) * 1000000 - imported_order;

-- Does a copy with an entry that may be someone else speak of the day? A short name on an imported copy says nothing
-- beside a listing of ours, or a search as near.
create macro copy_leaves_open(outcome, found_by, entry_on, asked_on, has_listing, distance, nearest_absence) as
outcome = 'unresolved'
and coalesce(entry_on <= asked_on, true)
and (found_by = 'check' or (not has_listing and coalesce(distance < nearest_absence, true)));
