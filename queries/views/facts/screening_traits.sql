/*---
title: Numbers, days of birth and countries of those to screen against
grain: one row per number, day of birth or country of an actor of ours or an entry of a current imported list
columns:
  party_id: Actor, or the entry's reference on its list.
  list: Code of the imported list; 'actors' for our own facts.
  trait: "'number', 'birth' or 'country'."
  scheme: Kind of the number; null for the others.
  value: Number, or country code; null for days.
  earliest_on: First possible day of birth.
  latest_on: Last possible day of birth.
---*/
select
    identifiers.actor_id as party_id,
    'actors' as list,
    'number' as trait,
    identifiers.scheme,
    identifiers.value,
    cast(null as date) as earliest_on,
    cast(null as date) as latest_on
from identifiers
union all
select actors.actor_id, 'actors', 'country', null, actors.country, null, null
from actors
where actors.country is not null
union all
select
    list_identifiers.entry_reference,
    list_identifiers.list,
    'number',
    list_identifiers.scheme,
    list_identifiers.value,
    null,
    null
from current_list_versions
inner join
    list_identifiers
    on list_identifiers.list = current_list_versions.list
    and list_identifiers.version_sha256 = current_list_versions.version_sha256
union all
select
    list_details.entry_reference,
    list_details.list,
    case when list_details.detail = 'birth_date' then 'birth' else 'country' end,
    null,
    list_details.country,
    list_details.value_earliest_on,
    list_details.value_latest_on
from current_list_versions
inner join
    list_details
    on list_details.list = current_list_versions.list
    and list_details.version_sha256 = current_list_versions.version_sha256
where
    (list_details.detail = 'birth_date' and list_details.value_earliest_on is not null)
    or (list_details.detail in ('nationality', 'citizenship', 'vessel_flag') and list_details.country is not null)
union all
select distinct
    list_addresses.entry_reference,
    list_addresses.list,
    'country',
    null,
    list_addresses.country,
    cast(null as date),
    cast(null as date)
from current_list_versions
inner join
    list_addresses
    on list_addresses.list = current_list_versions.list
    and list_addresses.version_sha256 = current_list_versions.version_sha256
where list_addresses.country is not null
