-- The strikes of an area, on a kind of target, by a kind of aircraft, of a standing; null leaves all in.
create macro chosen_strikes(of_admin1, of_target_type, of_aircraft, of_verification) as table
select airstrikes.*
from airstrikes
where
    (of_admin1 is null or airstrikes.admin1 = of_admin1)
    and (of_target_type is null or airstrikes.target_type = of_target_type)
    and (of_aircraft is null or airstrikes.aircraft = of_aircraft)
    and (of_verification is null or airstrikes.verification = of_verification);
