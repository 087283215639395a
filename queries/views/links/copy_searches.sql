/*---
title: Searches of list copies for our actors
grain: "one row per actor and copy of a list in which it was looked for: a check of ours, or an imported version of a list of freezes"
columns:
  actor_id: Actor.
  authority: Authority that keeps the list.
  list: Code of the imported list; null for a check.
  version_sha256: Version of it; null for a check.
  imported_order: Order of import within the list; null for a check.
  copy_on: Day of the copy by its publisher; null when not known.
  outcome: "listed, unresolved or not_listed."
  found_by: "'check', 'import' (nothing found on an imported copy), or how the entries were found."
  entry_on: First day by the list, else the last possible one; null when it gives neither.
  entry_by: true where that day is the last possible one.
  entries: Numbers of the entries, joined by ', '; null for a check.
  source_id: Source of a check; null for an imported copy.
---*/
select
    list_checks.actor_id,
    list_checks.authority,
    cast(null as varchar) as list,
    cast(null as varchar) as version_sha256,
    cast(null as bigint) as imported_order,
    list_checks.list_version_on as copy_on,
    list_checks.status as outcome,
    'check' as found_by,
    list_checks.listed_on as entry_on,
    false as entry_by,
    cast(null as varchar) as entries,
    list_checks.source_id
from list_checks
union all
select
    actors.actor_id,
    freeze_list_versions.authority,
    freeze_list_versions.list,
    freeze_list_versions.version_sha256,
    freeze_list_versions.imported_order,
    freeze_list_versions.list_version_on,
    outcome_of_match(list_finds.matched_by),
    coalesce(list_finds.matched_by, 'import'),
    list_finds.entry_on,
    list_finds.entry_earliest_on is null,
    list_finds.entries,
    cast(null as varchar)
from freeze_list_versions
cross join actors
left join
    list_finds
    on list_finds.list = freeze_list_versions.list
    and list_finds.version_sha256 = freeze_list_versions.version_sha256
    and list_finds.actor_id = actors.actor_id
left join unsearchable_ships on unsearchable_ships.actor_id = actors.actor_id
where
    freeze_list_versions.authority is not null
    and (list_finds.actor_id is not null or unsearchable_ships.actor_id is null)
