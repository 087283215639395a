-- The words of a name: case, order, accents and punctuation apart. Equal words are a sign and no proof: namesakes
-- have them.
create macro name_words(name) as array_to_string(
    list_sort(
        string_split(trim(regexp_replace(lower(strip_accents(name)), '[^\p{L}\p{M}\p{N}]+', ' ', 'g')), ' ')
    ),
    ' '
);

-- The age of a list's copy on a day, to follow the copy's name.
create macro copy_age_words(copy_on, as_of) as
case
    when copy_on is null
    then ''
    when as_of >= copy_on
    then ', ' || cast(as_of - copy_on as varchar) || ' days old'
    else ', ' || cast(copy_on - as_of as varchar) || ' days later'
end;
