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
    when hedge in ('about', 'nearly', 'likely', 'assumed') then hedge || ' ' || figure_words(low, high)
    when hedge = 'apparent' then 'apparently ' || figure_words(low, high)
    when hedge = 'estimated' then 'an estimated ' || figure_words(low, high)
    else figure_words(low, high)
end;

-- The mark of a stop or of a party, where it is not simply stated (codes of certainty).
create macro stop_mark(certainty) as
case
    when certainty in ('likely', 'alternative', 'contested', 'denied') then ' (' || certainty || ')' else ''
end;

-- Of what a source says that somebody took part, where it is not this cargo alone (codes of shipment_parties.scope).
create macro scope_mark(scope) as
case
    scope
    when 'ship_at_the_time'
    then ' (ship then)'
    when 'ship_later'
    then ' (ship later)'
    when 'all_cargoes_of_group'
    then ' (group)'
    else ''
end;
