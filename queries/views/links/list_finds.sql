/*---
title: What a version of a list has of our actors
grain: one row per actor, list and stored version of the list in which an entry answers to it
columns:
  actor_id: Actor.
  list: Code of the list.
  version_sha256: Version of the list, the SHA-256 of its bytes.
  matched_by: "How its entries were found: 'identifier', 'exact name' or 'short or weak name', the surest of them."
  entries: Numbers of the entries, joined by ', '.
  entry_earliest_on: First day on which a listing can have begun, by the list; null when it gives none.
  entry_on: First day by the list, else the last possible one; null when it gives neither.
---*/
select
    imported_listings.actor_id,
    imported_listings.list,
    imported_listings.version_sha256,
    min(imported_listings.matched_by) as matched_by,
    string_agg(distinct imported_listings.entry_reference, ', ' order by imported_listings.entry_reference) as entries,
    min(imported_listings.listed_earliest_on) as entry_earliest_on,
    min(coalesce(imported_listings.listed_earliest_on, imported_listings.listed_latest_on)) as entry_on
from imported_listings
group by imported_listings.actor_id, imported_listings.list, imported_listings.version_sha256
