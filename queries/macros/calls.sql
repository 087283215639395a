-- Calls and what came of them (docs/method.md, "Calls and measures").
-- Had the measure, on the day as_of, already come? One that is certainly later is left out.
create macro measure_has_come(measure_earliest_on, as_of) as not coalesce(measure_earliest_on > as_of, false);

-- Had it, by as_of, ended, or been emptied of every designation?
create macro measure_is_reversed(stood_until_on, as_of) as coalesce(stood_until_on <= as_of, false);

-- Is it possibly or certainly later than the call, had it come by as_of, and does something of it still stand?
create macro measure_answers_later(after_call, measure_earliest_on, stood_until_on, as_of) as
after_call <> 'not' and measure_has_come(measure_earliest_on, as_of) and not measure_is_reversed(stood_until_on, as_of);

-- The status of one call, addressee and ask over the rows of call_answers that belong to it: the first that holds.
-- An aggregate: jurisdiction, is_tracked and is_covered are keys of the group, the rest columns of call_answers (null
-- where no measure fits).
create macro call_status(
    jurisdiction,
    is_tracked,
    is_covered,
    answer,
    after_call,
    in_force_at_call,
    in_part_at_call,
    measure_earliest_on,
    stood_until_on,
    as_of
) as
case
    when jurisdiction is null
    then 'no single addressee'
    when not is_tracked
    then 'not tracked'
    when not is_covered
    then 'not covered'
    when count(*) filter (where in_force_at_call and measure_has_come(measure_earliest_on, as_of)) > 0
    then 'already in force'
    when
        count(*) filter (
            where answer = 'met' and measure_answers_later(after_call, measure_earliest_on, stood_until_on, as_of)
        )
        > 0
    then 'met'
    when
        count(*) filter (
            where answer = 'in part' and measure_answers_later(after_call, measure_earliest_on, stood_until_on, as_of)
        )
        > 0
    then 'in part'
    when count(*) filter (where in_part_at_call and measure_has_come(measure_earliest_on, as_of)) > 0
    then 'in part already'
    when count(*) filter (where after_call <> 'not' and measure_has_come(measure_earliest_on, as_of)) > 0
    then 'reversed'
    else 'open'
end;
