/*---
title: Points
grain: one row per row of a table of facts with latitude and longitude
columns:
  record_table: Table of the row.
  record_id: Key of the row, parts joined by '|'.
  latitude: {unit: degrees north, description: Latitude.}
  longitude: {unit: degrees east, description: Longitude.}
  country: "Country of the row, ISO 3166-1 alpha-2; MM for tables that have no such column."
---*/
select
    this_name as record_table,
    this_key as record_id,
    this.latitude as latitude,
    this.longitude as longitude,
    this_country as country
from this_table
