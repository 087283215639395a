-- Calls and what came of them (docs/method.md, "Calls and measures").
-- Had the measure, on the day as_of, already come? One that is certainly later is left out.
create macro measure_has_come(measure_earliest_on, as_of) as not coalesce(measure_earliest_on > as_of, false);

-- Had it, by as_of, ended, or been emptied of every designation?
create macro measure_is_reversed(stood_until_on, as_of) as coalesce(stood_until_on <= as_of, false);

-- The status of one call, addressee and ask over the rows of call_answers that belong to it: the first that holds.
-- An aggregate: jurisdiction, is_tracked and is_covered are keys of the group, the rest columns of call_answers (null
-- where no measure fits).
create macro call_status(
    jurisdiction, is_tracked, is_covered, answer, after_call, in_force_at_call, measure_earliest_on, stood_until_on, as_of
) as
case
    when jurisdiction is null then 'no single addressee'
    when not is_tracked then 'not tracked'
    when not is_covered then 'not covered'
    when count(*) filter (where in_force_at_call and measure_has_come(measure_earliest_on, as_of)) > 0 then 'already in force'
    when count(*) filter (where answer = 'met' and after_call <> 'not' and measure_has_come(measure_earliest_on, as_of)) > 0
    then
        case
            when count(*) filter (
                where answer = 'met' and after_call <> 'not' and measure_has_come(measure_earliest_on, as_of)
                and not measure_is_reversed(stood_until_on, as_of)
            ) > 0
            then 'met'
            else 'reversed'
        end
    when count(*) filter (where answer = 'in part' and after_call <> 'not' and measure_has_come(measure_earliest_on, as_of)) > 0
    then
        case
            when count(*) filter (
                where answer = 'in part' and after_call <> 'not' and measure_has_come(measure_earliest_on, as_of)
                and not measure_is_reversed(stood_until_on, as_of)
            ) > 0
            then 'in part'
            else 'reversed'
        end
    else 'open'
end;
