/*---
title: Reported air strikes
grain: one row per reported strike
caveat: >-
  A sample of reported strikes, not a census: differences over time or between areas can come from reporting. killed_max is the highest figure
  named, not an upper bound. Blank means that no source gives a figure, 0 that a source says nobody.
of: airstrikes
keys:
  primary: [airstrike_id]
  foreign:
    - {fields: [earliest_on], reference: {resource: dim_date, fields: [date_on]}}
    - {fields: [latest_on], reference: {resource: dim_date, fields: [date_on]}}
    - {fields: [admin1], reference: {resource: dim_admin1, fields: [admin1]}}
    - {fields: [attributed_to], reference: {resource: dim_actor, fields: [actor_id]}}
    - {fields: [targeted_actor_id], reference: {resource: dim_actor, fields: [actor_id]}}
    - {fields: [source_id], reference: {resource: dim_source, fields: [source_id]}}
columns:
  airstrike_id: Strike.
  dataset: Data set that the row comes from.
  earliest_on: First day on which the strike can have happened, or first day of the raids (date_precision range).
  latest_on: Last day on which it can have happened; equal to earliest_on when the day is known.
  date_precision: "How exactly it is dated: day, month, year, range (raids on several days, one row) or approx."
  first_year: Year of the first possible day; the reports count strikes by it.
  may_be_in_later_year: true when the last possible day lies in a later year, or is open.
  admin1: State or region.
  admin1_pcode: Its MIMU code; blank when not known.
  township: Township; blank when not known.
  place: Village, ward or site; blank when none is named.
  latitude: {unit: degrees north, description: Latitude of the point; of the township where geo_precision is township.}
  longitude: {unit: degrees east, description: Longitude of the same point.}
  geo_precision: "How nearly the place is known: exact, place, township or admin1."
  aircraft: Kind of aircraft.
  target_type: Kind of target.
  verification: "confirmed (admitted, located or stated by another state), reported or disputed (denied or contested)."
  attribution_basis: "From what the strike is ascribed to anybody: own_side, named_air_force, named_military, headline, coded_headline, coded, or rule, where no claim names anybody."
  attribution: "What the claims on that ground say, each in its own words with its speaker; where the basis is rule, that our data file every air strike under the air force."
  attributed_to: "Actor under which the strike is filed: a rule of ours, not a finding of the sources."
  targeted_actor_id: Armed actor named as the aim; blank when none is.
  strikes: {unit: strikes, description: "1; its sum counts strikes."}
  strikes_with_figure: {unit: strikes, description: "1 where a lowest figure of deaths is held, else 0; its sum says on how many strikes a sum of killed_min rests."}
  killed_min: {unit: persons, description: Lowest figure of deaths still standing; sums run over the strikes that have one.}
  killed_max: {unit: persons, description: "Highest figure of deaths named; not an upper bound."}
  civilians_killed_min: {unit: persons, description: Least number of civilians among the dead.}
  children_killed_min: {unit: persons, description: Least number of children among the dead.}
  injured_min: {unit: persons, description: Lowest figure of injured.}
  injured_max: {unit: persons, description: Highest figure of injured.}
  claims_count: {unit: claims, description: Claims held about the strike (fact_claims).}
  denials_count: {unit: speakers, description: Speakers who deny the strike or a part of their own in it.}
  sources_count: {unit: sources, description: "Sources of the row and its evidence; those that give the coordinates only are left out."}
  independent_sources_count: {unit: sources, description: "The same, copies counted with the source that they were made from."}
  publish_precision: Mark of a row that is published coarsened; blank means as it stands.
  summary: What the source reports, in our words.
  source_id: Source that the row rests on; all of them are in bridge_strike_source.
---*/
with
    read_sources as (
        select airstrikes.airstrike_id, airstrikes.source_id, 1 as is_counted
        from airstrikes
        where airstrikes.source_id is not null
        union all
        select
            evidence.record_id,
            evidence.source_id,
            -- a gazetteer that gives the point says nothing about the strike
            case when evidence.supports in ('latitude', 'longitude') then 0 else 1 end
        from evidence
        where evidence.record_table = 'airstrikes'
    ),
    source_counts as (
        select
            read_sources.airstrike_id,
            count(distinct read_sources.source_id) as sources_count,
            count(
                distinct coalesce(source_origins.first_origin_id, read_sources.source_id)
            ) as independent_sources_count
        from read_sources
        left join source_origins on source_origins.source_id = read_sources.source_id
        where read_sources.is_counted = 1
        group by read_sources.airstrike_id
    ),
    claim_counts as (select claims.airstrike_id, count(*) as claims_count from claims group by claims.airstrike_id),
    denial_counts as (
        select strike_denials.airstrike_id, count(*) as denials_count
        from strike_denials
        group by strike_denials.airstrike_id
    )
select
    airstrikes.airstrike_id,
    airstrikes.dataset,
    airstrikes.earliest_on,
    airstrikes.latest_on,
    airstrikes.date_precision,
    year(airstrikes.earliest_on) as first_year,
    airstrikes.latest_on is null
    or coalesce(year(airstrikes.latest_on) > year(airstrikes.earliest_on), false) as may_be_in_later_year,
    airstrikes.admin1,
    airstrikes.admin1_pcode,
    airstrikes.township,
    airstrikes.place,
    airstrikes.latitude,
    airstrikes.longitude,
    airstrikes.geo_precision,
    airstrikes.aircraft,
    airstrikes.target_type,
    airstrikes.verification,
    strike_attributions.attribution_basis,
    strike_attributions.attribution,
    airstrikes.attributed_to,
    airstrikes.targeted_actor_id,
    1 as strikes,
    case when airstrikes.killed_min is null then 0 else 1 end as strikes_with_figure,
    airstrikes.killed_min,
    airstrikes.killed_max,
    airstrikes.civilians_killed_min,
    airstrikes.children_killed_min,
    airstrikes.injured_min,
    airstrikes.injured_max,
    coalesce(claim_counts.claims_count, 0) as claims_count,
    coalesce(denial_counts.denials_count, 0) as denials_count,
    coalesce(source_counts.sources_count, 0) as sources_count,
    coalesce(source_counts.independent_sources_count, 0) as independent_sources_count,
    airstrikes.publish_precision,
    airstrikes.summary,
    airstrikes.source_id
from airstrikes
left join source_counts on source_counts.airstrike_id = airstrikes.airstrike_id
left join denial_counts on denial_counts.airstrike_id = airstrikes.airstrike_id
left join strike_attributions on strike_attributions.airstrike_id = airstrikes.airstrike_id
left join claim_counts on claim_counts.airstrike_id = airstrikes.airstrike_id
order by airstrikes.airstrike_id
