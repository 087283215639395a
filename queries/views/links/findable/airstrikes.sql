select
    'strike' as kind,
    airstrikes.airstrike_id as record_id,
    'strike of '
    || coalesce(day_words(airstrikes.earliest_on, airstrikes.latest_on), 'a day that is not known')
    || coalesce(', ' || coalesce(airstrikes.place, airstrikes.township, airstrikes.admin1), '') as label,
    concat_ws(' ', airstrikes.place, airstrikes.township, airstrikes.admin1, airstrikes.summary) as text,
    'place and summary' as text_kind
from airstrikes
