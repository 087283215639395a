/*---
title: Reported air strikes
question: Which air strikes were reported, where, when, on what, with how many deaths, and by how many independent sources?
grain: one row per reported strike
caveat: >-
  A sample of reported strikes, not a census. The highest figure of deaths is the highest that is named, not an upper bound; blank means that no
  source gives a figure, 0 that a source says nobody. A strike known to its township only has the point of the township. Rival
  claims and denials are in `sanctrack report claims_about_strike`.
params:
  from_on: {type: date, default: null, help: Only strikes that can have been on this day or later}
  to_on: {type: date, default: null, help: Only strikes that can have been on this day or earlier}
  admin1: {type: string, value_of: admin1_areas.admin1, default: null, help: "Only this state or region, such as Sagaing"}
  township: {type: string, value_of: airstrikes.township, default: null, help: Only this township (MIMU spelling)}
  target_type:
    type: string
    default: null
    value_of: airstrikes.target_type
    help: Only strikes on this kind of target
  aircraft:
    type: string
    default: null
    value_of: airstrikes.aircraft
    help: Only strikes by this kind of aircraft
  attribution_basis: {type: string, default: null, value_of: attribution_grounds.attribution_basis, help: Only strikes that are ascribed to somebody on this ground}
  verification: {type: string, default: null, value_of: airstrikes.verification, help: Only strikes of this standing}
  actor_id: {type: string, default: null, id_of: actors, help: "Only strikes filed under, aimed at, or in the area of this actor"}
  killed_min: {type: integer, default: 0, minimum: 0, help: Only strikes with at least so many reported deaths (lowest figure)}
  sources_min: {type: integer, default: 0, minimum: 0, help: Only strikes with at least so many independent sources}
columns:
  airstrike_id: Strike, see `sanctrack show ID`.
  dataset: Data set that the strike comes from.
  day: Day of the strike in words.
  earliest_on: First possible day.
  latest_on: Last possible day.
  date_precision: "How exactly the strike is dated; 'range' are raids on several days of the span, counted as one row."
  in_period: "'certain' or 'possible': whether the strike lies within from_on and to_on."
  admin1: State or region.
  admin1_pcode: Its MIMU code.
  township: Township.
  place: Place.
  latitude: {unit: degrees north, description: Latitude of the point; of the township where geo_precision is township.}
  longitude: {unit: degrees east, description: Longitude of the same point.}
  geo_precision: How exactly the place is known.
  aircraft: Kind of aircraft.
  munition: Munition as the sources name it.
  target_type: Kind of target.
  attribution_basis: "From what the strike is ascribed to anybody: own_side, named_air_force, named_military, headline, coded_headline, coded, or rule, where no claim names anybody."
  attribution: "What the claims on that ground say, each in its own words with its speaker; where the basis is rule, that our data file every air strike under the air force."
  denied_by: "Those who deny the strike, or a part of their own in it, joined by '; '. Denials of a cause, a target or a toll are in claims_about_strike."
  attributed_to: "Actor under which the strike is filed: a rule of ours, not a finding of the sources."
  attributed_to_name: Its name.
  targeted_actor_id: Armed actor named as the aim, where there is one.
  targeted_actor: Its name.
  area_actors: Armed actors named as holding or fighting in the area, joined by '; '.
  killed_min: {unit: persons, description: Lowest figure of deaths still standing.}
  killed_max: {unit: persons, description: Highest figure of deaths named.}
  civilians_killed_min: {unit: persons, description: Least number of civilians among the dead.}
  children_killed_min: {unit: persons, description: Least number of children among the dead.}
  injured_min: {unit: persons, description: Lowest figure of injured.}
  injured_max: {unit: persons, description: Highest figure of injured.}
  verification: "'confirmed' (admitted, located by an investigation or stated by another state), 'reported' or 'disputed' (denied or contested)."
  claims_count: Claims held about the strike.
  denials_count: "Speakers who deny the strike or a part of their own in it (denied_by)."
  sources_count: Different sources of the row and of its evidence; those that give the coordinates only are left out.
  independent_sources_count: The same, copies counted with the source that they were made from.
  summary: What is known, in our words.
  source_ids: Sources of the row, its evidence and the claims of the attribution; those that give the coordinates only included.
table: [airstrike_id, day, admin1, target_type, killed_min, killed_max, attribution_basis, verification, denied_by, sources_count, independent_sources_count]
picture: {kind: map, of: reported strikes, latitude: latitude, longitude: longitude, precision: geo_precision, area: admin1, from: earliest_on, to: latest_on}
---*/
with
    -- few columns, since what is read twice is kept; the rest is joined at the end
    asked_strikes as (
        select
            airstrikes.airstrike_id,
            airstrikes.source_id,
            certainty_within(
                airstrikes.earliest_on, airstrikes.latest_on, cast($from_on as date), cast($to_on as date)
            ) as in_period
        from
            chosen_strikes(
                cast($admin1 as varchar),
                cast($target_type as varchar),
                cast($aircraft as varchar),
                cast($verification as varchar)
            ) as airstrikes
        where
            certainty_within(airstrikes.earliest_on, airstrikes.latest_on, cast($from_on as date), cast($to_on as date))
            <> 'not'
            and (cast($township as varchar) is null or airstrikes.township = cast($township as varchar))
            -- a toll that is not known is at least zero
            and coalesce(airstrikes.killed_min, 0) >= cast($killed_min as integer)
            and (
                cast($actor_id as varchar) is null
                or airstrikes.attributed_to = cast($actor_id as varchar)
                or airstrikes.targeted_actor_id = cast($actor_id as varchar)
                or airstrikes.airstrike_id in (
                    select airstrike_area_actors.airstrike_id
                    from airstrike_area_actors
                    where airstrike_area_actors.actor_id = cast($actor_id as varchar)
                )
            )
    ),
    read_sources as (
        select asked_strikes.airstrike_id, asked_strikes.source_id, 1 as is_counted
        from asked_strikes
        where asked_strikes.source_id is not null
        union all
        select
            evidence.record_id,
            evidence.source_id,
            -- a gazetteer that gives the point says nothing about the strike
            case when evidence.supports in ('latitude', 'longitude') then 0 else 1 end
        from evidence
        inner join asked_strikes on asked_strikes.airstrike_id = evidence.record_id
        where evidence.record_table = 'airstrikes'
    ),
    used_sources as (
        select read_sources.airstrike_id, read_sources.source_id, max(read_sources.is_counted) as is_counted
        from read_sources
        group by read_sources.airstrike_id, read_sources.source_id
    ),
    source_lists as (
        select
            used_sources.airstrike_id,
            sum(used_sources.is_counted) as sources_count,
            -- sorting the list takes a third of the time of string_agg with an order
            array_to_string(list_sort(array_agg(used_sources.source_id)), '; ') as source_ids
        from used_sources
        group by used_sources.airstrike_id
    ),
    -- two sources can have one origin only where one of them is a copy
    copied_strikes as (
        select distinct used_sources.airstrike_id
        from used_sources
        inner join sources on sources.source_id = used_sources.source_id
        where sources.origin_source_id is not null
    ),
    copy_counts as (
        select
            used_sources.airstrike_id,
            count(*) - count(distinct coalesce(source_origins.first_origin_id, used_sources.source_id)) as copies_count
        from used_sources
        inner join copied_strikes on copied_strikes.airstrike_id = used_sources.airstrike_id
        left join source_origins on source_origins.source_id = used_sources.source_id
        where used_sources.is_counted = 1
        group by used_sources.airstrike_id
    ),
    claim_counts as (select claims.airstrike_id, count(*) as claims_count from claims group by claims.airstrike_id),
    denials as (
        select
            strike_denials.airstrike_id,
            count(*) as denials_count,
            string_agg(strike_denials.speaker, '; ' order by strike_denials.speaker) as denied_by
        from strike_denials
        group by strike_denials.airstrike_id
    ),
    area_lists as (
        select
            airstrike_area_actors.airstrike_id,
            array_to_string(
                list_sort(array_agg(coalesce(actors.name, airstrike_area_actors.actor_id))), '; '
            ) as area_actors
        from airstrike_area_actors
        left join actors on actors.actor_id = airstrike_area_actors.actor_id
        group by airstrike_area_actors.airstrike_id
    )
select
    airstrikes.airstrike_id,
    airstrikes.dataset,
    day_words(airstrikes.earliest_on, airstrikes.latest_on) as day,
    airstrikes.earliest_on,
    airstrikes.latest_on,
    airstrikes.date_precision,
    asked_strikes.in_period,
    airstrikes.admin1,
    airstrikes.admin1_pcode,
    airstrikes.township,
    airstrikes.place,
    airstrikes.latitude,
    airstrikes.longitude,
    airstrikes.geo_precision,
    airstrikes.aircraft,
    airstrikes.munition,
    airstrikes.target_type,
    strike_attributions.attribution_basis,
    strike_attributions.attribution,
    denials.denied_by,
    airstrikes.attributed_to,
    attributed_actors.name as attributed_to_name,
    airstrikes.targeted_actor_id,
    targeted_actors.name as targeted_actor,
    area_lists.area_actors,
    airstrikes.killed_min,
    airstrikes.killed_max,
    airstrikes.civilians_killed_min,
    airstrikes.children_killed_min,
    airstrikes.injured_min,
    airstrikes.injured_max,
    airstrikes.verification,
    coalesce(claim_counts.claims_count, 0) as claims_count,
    coalesce(denials.denials_count, 0) as denials_count,
    cast(coalesce(source_lists.sources_count, 0) as bigint) as sources_count,
    cast(
        coalesce(source_lists.sources_count - coalesce(copy_counts.copies_count, 0), 0) as bigint
    ) as independent_sources_count,
    airstrikes.summary,
    merged_ids(source_lists.source_ids, strike_attributions.attribution_source_ids) as source_ids
from asked_strikes
inner join airstrikes on airstrikes.airstrike_id = asked_strikes.airstrike_id
left join source_lists on source_lists.airstrike_id = airstrikes.airstrike_id
left join copy_counts on copy_counts.airstrike_id = airstrikes.airstrike_id
left join claim_counts on claim_counts.airstrike_id = airstrikes.airstrike_id
left join denials on denials.airstrike_id = airstrikes.airstrike_id
left join strike_attributions on strike_attributions.airstrike_id = airstrikes.airstrike_id
left join area_lists on area_lists.airstrike_id = airstrikes.airstrike_id
left join actors as attributed_actors on attributed_actors.actor_id = airstrikes.attributed_to
left join actors as targeted_actors on targeted_actors.actor_id = airstrikes.targeted_actor_id
where
    coalesce(source_lists.sources_count - coalesce(copy_counts.copies_count, 0), 0) >= cast($sources_min as integer)
    and (
        cast($attribution_basis as varchar) is null
        or strike_attributions.attribution_basis = cast($attribution_basis as varchar)
    )
order by airstrikes.earliest_on, airstrikes.latest_on, airstrikes.airstrike_id
