/*---
title: Our actors on imported lists
grain: one row per actor, list, stored version of the list and entry
columns:
  actor_id: Actor.
  authority: Authority that keeps the list.
  list: Code of the list.
  version_sha256: Version of the list, the SHA-256 of its bytes.
  list_version_on: Day of the list by its publisher; null when not known.
  entry_reference: Number of the entry on the list.
  matched_by: "'identifier' (number on the list, IMO number), 'exact name', or 'short or weak name' (an acronym of ours, or an alias that the list calls weak: the entry may be someone else); each only where none before it does in that version."
  listed_earliest_on: First day on which the listing can have begun, by the list.
  listed_latest_on: Last day on which the listing can have begun, by the list.
---*/
with
    numbers as (
        select
            list_entries.list,
            list_entries.version_sha256,
            list_entries.entry_reference,
            list_entries.reference_scheme as scheme,
            list_entries.entry_reference as value
        from list_entries
        union all
        select
            list_identifiers.list,
            list_identifiers.version_sha256,
            list_identifiers.entry_reference,
            list_identifiers.scheme,
            list_identifiers.value
        from list_identifiers
        where list_identifiers.scheme in ('imo_ship', 'imo_company', 'uk_ofsi_group_id')
    ),
    by_number as (
        select distinct identifiers.actor_id, numbers.list, numbers.version_sha256, numbers.entry_reference
        from numbers
        inner join identifiers on identifiers.scheme = numbers.scheme and identifiers.value = numbers.value
    ),
    named as (
        select
            actor_names.actor_id,
            list_names.list,
            list_names.version_sha256,
            list_names.entry_reference,
            -- a short form or a weak alias is many people's: SPC, KIO
            bool_or(
                actor_names.name_type is distinct from 'acronym' and list_names.quality is distinct from 'low'
            ) as is_full
        from list_names
        inner join actor_names on actor_names.name = list_names.name
        inner join actors on actors.actor_id = actor_names.actor_id
        -- two ships may share a name: a ship is joined by number alone
        where actors.actor_type is distinct from 'vessel'
        group by actor_names.actor_id, list_names.list, list_names.version_sha256, list_names.entry_reference
    ),
    by_name as (
        select
            named.actor_id,
            named.list,
            named.version_sha256,
            named.entry_reference,
            named.is_full,
            bool_or(named.is_full) over (partition by named.actor_id, named.list, named.version_sha256) as has_full
        from named
        left join
            by_number as numbered_actors
            on numbered_actors.list = named.list
            and numbered_actors.version_sha256 = named.version_sha256
            and numbered_actors.actor_id = named.actor_id
        -- an entry that carries the number of another of our actors is that actor and not a namesake
        left join
            by_number as numbered_entries
            on numbered_entries.list = named.list
            and numbered_entries.version_sha256 = named.version_sha256
            and numbered_entries.entry_reference = named.entry_reference
        where numbered_actors.actor_id is null and numbered_entries.entry_reference is null
    ),
    matches as (
        select
            by_number.actor_id,
            by_number.list,
            by_number.version_sha256,
            by_number.entry_reference,
            'identifier' as matched_by
        from by_number
        union all
        select
            by_name.actor_id,
            by_name.list,
            by_name.version_sha256,
            by_name.entry_reference,
            case when by_name.is_full then 'exact name' else 'short or weak name' end
        from by_name
        where by_name.is_full or not by_name.has_full
    )
select
    matches.actor_id,
    list_versions.authority,
    matches.list,
    matches.version_sha256,
    list_versions.list_version_on,
    matches.entry_reference,
    matches.matched_by,
    list_entries.listed_earliest_on,
    list_entries.listed_latest_on
from matches
inner join list_versions on list_versions.list = matches.list and list_versions.version_sha256 = matches.version_sha256
inner join
    list_entries
    on list_entries.list = matches.list
    and list_entries.version_sha256 = matches.version_sha256
    and list_entries.entry_reference = matches.entry_reference
where matches.matched_by = 'identifier' or list_entries.entry_type is distinct from 'vessel'
