-- The words of a name: case, order, accents and punctuation apart. Equal words are a sign and no proof: namesakes
-- have them.
create macro name_words(name) as array_to_string(
    list_sort(
        string_split(trim(regexp_replace(lower(strip_accents(name)), '[^\p{L}\p{M}\p{N}]+', ' ', 'g')), ' ')
    ),
    ' '
);
