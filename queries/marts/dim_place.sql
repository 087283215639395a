/*---
title: Places
grain: one row per place
caveat: The point of a township or town stands for the whole of it.
of: places
keys:
  primary: [place_id]
  foreign:
    - {fields: [operator_id], reference: {resource: dim_actor, fields: [actor_id]}}
    - {fields: [source_id], reference: {resource: dim_source, fields: [source_id]}}
columns:
  place_id: Place.
  dataset: Data set that the row comes from.
  name: Name in Latin script.
  place_type: "Kind of place, code of places.place_type: port, terminal, storage, airbase, town and so on."
  country: Country, ISO 3166-1 alpha-2; blank when not known.
  admin1: State or region; blank abroad where there is none.
  admin1_pcode: Its MIMU code, in Myanmar.
  latitude: {unit: degrees north, description: Latitude of the point; blank without a point.}
  longitude: {unit: degrees east, description: Longitude of the same point.}
  coordinates_basis: "Where the point comes from: stated, gazetteer or approximate."
  unlocode: UN/LOCODE of a port, where held.
  operator_id: Actor that runs the place; blank when not known.
  publish_precision: Mark of a row that is published coarsened; blank means as it stands.
  source_id: Source that the row rests on.
---*/
select
    places.place_id,
    places.dataset,
    places.name,
    places.place_type,
    places.country,
    places.admin1,
    places.admin1_pcode,
    places.latitude,
    places.longitude,
    places.coordinates_basis,
    places.unlocode,
    places.operator_id,
    places.publish_precision,
    places.source_id
from places
order by places.place_id
