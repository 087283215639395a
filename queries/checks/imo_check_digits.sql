/*---
title: IMO numbers whose check digit does not hold
severity: error
help: Read the number again in its source. A ship's number is seven digits (IMO Resolution A.1117(30)); the number of a company or registered owner is another scheme (MSC.160(78)).
---*/
-- Ship: the first six digits, weighted 7 to 2, add up to a sum that ends in the seventh.
-- Company: weighted 8, 6, 4, 2, 9, 7; eleven less the remainder by eleven ends in the seventh.
with
    numbers as (
        select identifiers.actor_id, identifiers.scheme, identifiers.value, length(identifiers.value) as digits
        from identifiers
        where identifiers.scheme in ('imo_ship', 'imo_company')
    ),
    figures as (
        select
            numbers.actor_id,
            numbers.scheme,
            numbers.value,
            numbers.digits,
            try_cast(substring(numbers.value, 1, 1) as integer) as d1,
            try_cast(substring(numbers.value, 2, 1) as integer) as d2,
            try_cast(substring(numbers.value, 3, 1) as integer) as d3,
            try_cast(substring(numbers.value, 4, 1) as integer) as d4,
            try_cast(substring(numbers.value, 5, 1) as integer) as d5,
            try_cast(substring(numbers.value, 6, 1) as integer) as d6,
            try_cast(substring(numbers.value, 7, 1) as integer) as d7
        from numbers
    ),
    sums as (
        select
            figures.actor_id,
            figures.scheme,
            figures.value,
            figures.digits,
            figures.d7,
            case
                when figures.scheme = 'imo_ship'
                then
                    (
                        figures.d1 * 7
                        + figures.d2 * 6
                        + figures.d3 * 5
                        + figures.d4 * 4
                        + figures.d5 * 3
                        + figures.d6 * 2
                    )
                    % 10
                else
                    (
                        11 - (
                            figures.d1 * 8
                            + figures.d2 * 6
                            + figures.d3 * 4
                            + figures.d4 * 2
                            + figures.d5 * 9
                            + figures.d6 * 7
                        )
                        % 11
                    )
                    % 10
            end as expected
        from figures
    )
select
    'identifiers' as record_table,
    sums.actor_id || '|' || sums.scheme || '|' || sums.value as record_id,
    'value' as column_name,
    sums.value,
    case
        when sums.digits <> 7 or sums.expected is null or sums.d7 is null
        then sums.value || ' is not seven digits'
        when sums.scheme = 'imo_ship'
        then 'the check digit of ship number ' || sums.value || ' should be ' || sums.expected
        else 'the check digit of company number ' || sums.value || ' should be ' || sums.expected
    end as problem
from sums
where sums.digits <> 7 or coalesce(sums.expected <> sums.d7, true)
order by record_id
