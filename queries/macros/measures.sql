-- The day of a measure by which a report counts: `announced` (else in effect) or `effective` (else announced).
create macro day_by_basis(day_basis, day_on, effective_day_on) as
case when day_basis = 'effective' then effective_day_on else day_on end;

-- The jet-fuel measures with the days by which a report counts; null leaves all in.
create macro chosen_fuel_measures(day_basis, of_measure, of_jurisdiction) as table
select
    fuel_measures.*,
    day_by_basis(day_basis, fuel_measures.day_earliest_on, fuel_measures.effective_day_earliest_on) as earliest_on,
    day_by_basis(day_basis, fuel_measures.day_latest_on, fuel_measures.effective_day_latest_on) as latest_on
from fuel_measures
where
    (of_measure is null or fuel_measures.measure_id = of_measure)
    and (of_jurisdiction is null or fuel_measures.jurisdiction = of_jurisdiction);
