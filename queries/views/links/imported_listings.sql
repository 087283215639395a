/*---
title: Our actors on imported lists
grain: one row per actor, list and entry, in the current version of each imported list
columns:
  actor_id: Actor.
  authority: Authority that keeps the list.
  list: Code of the list.
  version_sha256: Version of the list, the SHA-256 of its bytes.
  list_version_on: Day of the list by its publisher; null when not known.
  entry_reference: Number of the entry on the list.
  matched_by: "'identifier' (number on the list, IMO number) or 'exact name'; a name counts only where no number does."
  listed_earliest_on: First day on which the listing can have begun, by the list.
  listed_latest_on: Last day on which the listing can have begun, by the list.
---*/
with
    current_entries as (
        select
            list_entries.list,
            list_entries.version_sha256,
            list_entries.entry_reference,
            list_entries.reference_scheme,
            list_entries.entry_type,
            list_entries.listed_earliest_on,
            list_entries.listed_latest_on,
            current_list_versions.authority,
            current_list_versions.list_version_on
        from list_entries
        inner join
            current_list_versions
            on current_list_versions.list = list_entries.list
            and current_list_versions.version_sha256 = list_entries.version_sha256
    ),
    numbers as (
        select
            current_entries.list,
            current_entries.entry_reference,
            current_entries.reference_scheme as scheme,
            current_entries.entry_reference as value
        from current_entries
        union
        select list_identifiers.list, list_identifiers.entry_reference, list_identifiers.scheme, list_identifiers.value
        from list_identifiers
        inner join
            current_list_versions
            on current_list_versions.list = list_identifiers.list
            and current_list_versions.version_sha256 = list_identifiers.version_sha256
        where list_identifiers.scheme in ('imo_ship', 'imo_company', 'uk_ofsi_group_id')
    ),
    by_number as (
        select distinct identifiers.actor_id, numbers.list, numbers.entry_reference
        from numbers
        inner join identifiers on identifiers.scheme = numbers.scheme and identifiers.value = numbers.value
    ),
    numbered_entries as (select distinct by_number.list, by_number.entry_reference from by_number),
    numbered_actors as (select distinct by_number.list, by_number.actor_id from by_number),
    by_name as (
        select distinct actor_names.actor_id, list_names.list, list_names.entry_reference
        from list_names
        inner join
            current_entries
            on current_entries.list = list_names.list
            and current_entries.version_sha256 = list_names.version_sha256
            and current_entries.entry_reference = list_names.entry_reference
        inner join actor_names on actor_names.name = list_names.name
        inner join actors on actors.actor_id = actor_names.actor_id
        left join
            numbered_actors
            on numbered_actors.list = list_names.list
            and numbered_actors.actor_id = actor_names.actor_id
        -- an entry that carries the number of another of our actors is that actor and not a namesake
        left join
            numbered_entries
            on numbered_entries.list = list_names.list
            and numbered_entries.entry_reference = list_names.entry_reference
        -- two ships may share a name: a ship is joined by number alone
        where
            numbered_actors.actor_id is null
            and numbered_entries.entry_reference is null
            and actors.actor_type is distinct from 'vessel'
            and current_entries.entry_type is distinct from 'vessel'
    ),
    matches as (
        select by_number.actor_id, by_number.list, by_number.entry_reference, 'identifier' as matched_by
        from by_number
        union all
        select by_name.actor_id, by_name.list, by_name.entry_reference, 'exact name'
        from by_name
    )
select
    matches.actor_id,
    current_entries.authority,
    matches.list,
    current_entries.version_sha256,
    current_entries.list_version_on,
    matches.entry_reference,
    matches.matched_by,
    current_entries.listed_earliest_on,
    current_entries.listed_latest_on
from matches
inner join
    current_entries on current_entries.list = matches.list and current_entries.entry_reference = matches.entry_reference
