-- The gap matrix before its words: one row per chosen actor and authority with the rank of its status (1 listed, 2
-- day not known,
-- 3 on a copy, 4 unresolved, 5 delisted, 6 owned, 7 may be owned, 8 listed later, 9 not on the copy, 10 not on an
-- earlier copy,
-- 11 not checked: the first that holds) and all that the words may need. `chosen`: fuel_chain, all, or ids joined by
-- comma.
create macro matrix_statuses(as_of, chosen) as table
with
    matrix as (
        select
            matrix_authorities.position,
            matrix_authorities.authority,
            matrix_authorities.jurisdiction,
            matrix_authorities.floor,
            matrix_authorities.covers_myanmar,
            actors.actor_id,
            actors.name as actor,
            actors.source_id
        from chosen_actors(chosen) as chosen_actors
        inner join actors on actors.actor_id = chosen_actors.actor_id
        cross join matrix_authorities
    ),
    standings as (select * from listed_or_owned(as_of, chosen, cast(null as varchar))),
    -- the copy read: the first on or after the day, else the last before it; of copies without the actor the same
    read_copies as (
        select
            copies.*,
            row_number() over (
                partition by copies.actor_id, copies.authority
                order by copies.distance, copies.found_by, copies.source_id
            ) as choice,
            row_number() over (
                partition by copies.actor_id, copies.authority, copies.outcome
                order by copies.distance, copies.found_by, copies.source_id
            ) as choice_of_outcome
        from searched_copies(as_of) as copies
        where copies.copy_on is not null
    ),
    absences as (
        select
            read_copies.actor_id,
            read_copies.authority,
            read_copies.copy_on,
            read_copies.source_id,
            case when read_copies.found_by = 'import' then 'no identifier and no exact name found on' else 'not on' end
            || ' the copy of '
            || cast(read_copies.copy_on as varchar)
            || case when read_copies.copy_on < as_of then '; not read since' else '' end as words
        from read_copies
        where read_copies.outcome = 'not_listed' and read_copies.choice_of_outcome = 1
    )
select
    matrix.position,
    matrix.authority,
    matrix.jurisdiction,
    matrix.floor,
    matrix.covers_myanmar,
    matrix.actor_id,
    matrix.actor,
    matrix.source_id as actor_source_id,
    case
        when standings.rank <= 5
        then standings.rank
        when standings.verdict = 'yes'
        then 6
        when standings.verdict = 'cannot tell'
        then 7
        when standings.rank = 8
        then 8
        when absences.copy_on >= as_of
        then 9
        when absences.copy_on is not null
        then 10
        else 11
    end as rank,
    standings.since_on,
    standings.since_by,
    standings.until_on,
    standings.until_by,
    standings.unresolved,
    standings.programmes,
    standings.copy_on as found_on,
    standings.found_by,
    standings.entry_on,
    standings.entry_by,
    standings.entries,
    standings.state_source_ids,
    standings.path,
    standings.path_names,
    standings.doubts,
    standings.path_source_ids,
    absences.copy_on as absent_on,
    absences.words
    || case when not matrix.covers_myanmar then '; the list has no Myanmar programme' else '' end as absence,
    absences.source_id as absence_source_id,
    read_copies.copy_on as read_on,
    read_copies.entry_on as read_entry_on,
    read_copies.source_id as read_source_id
from matrix
left join standings on standings.actor_id = matrix.actor_id and standings.authority = matrix.authority
left join absences on absences.actor_id = matrix.actor_id and absences.authority = matrix.authority
left join
    read_copies
    on read_copies.actor_id = matrix.actor_id
    and read_copies.authority = matrix.authority
    and read_copies.choice = 1;
