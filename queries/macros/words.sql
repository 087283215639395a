-- Figures in words; nothing is rounded, a range stays a range, no figure stays null.
create macro number_words(x) as case when x = round(x) then cast(cast(x as bigint) as varchar) else cast(x as varchar) end;

create macro figure_words(low, high) as
case
    when low is null and high is null then cast(null as varchar)
    when low = high then number_words(low)
    when high is null then 'at least ' || number_words(low)
    when low is null then 'up to ' || number_words(high)
    else number_words(low) || ' to ' || number_words(high)
end;

-- With the qualifier that the source itself uses (codes of claims.hedge).
create macro hedged_words(hedge, low, high) as
case
    when low is null and high is null then cast(null as varchar)
    when hedge = 'more_than' and low is not null then 'more than ' || number_words(low)
    when hedge in ('about', 'nearly') then hedge || ' ' || figure_words(low, high)
    when hedge = 'estimated' then 'an estimated ' || figure_words(low, high)
    else figure_words(low, high)
end;
