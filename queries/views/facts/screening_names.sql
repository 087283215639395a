/*---
title: Names to screen against
grain: one row per name of an actor of ours, or of an entry of the current version of an imported list
columns:
  party_id: Actor, or the entry's reference on its list.
  list: Code of the imported list; 'actors' for our own facts.
  kind: person, entity, vessel, or null where that is not known.
  name: The name.
  name_type: What kind of name it is, as its table has it.
  quality: "'weak' where the list calls the name weak or low, else null."
---*/
select
    actor_names.actor_id as party_id,
    'actors' as list,
    case when actors.actor_type in ('person', 'vessel') then actors.actor_type else 'entity' end as kind,
    actor_names.name,
    actor_names.name_type,
    cast(null as varchar) as quality
from actor_names
inner join actors on actors.actor_id = actor_names.actor_id
union all
select
    list_entries.entry_reference,
    list_entries.list,
    case when list_entries.entry_type in ('person', 'entity', 'vessel') then list_entries.entry_type end,
    list_names.name,
    list_names.name_type,
    case when list_names.quality = 'low' then 'weak' end
from current_list_versions
inner join
    list_entries
    on list_entries.list = current_list_versions.list
    and list_entries.version_sha256 = current_list_versions.version_sha256
inner join
    list_names
    on list_names.list = list_entries.list
    and list_names.version_sha256 = list_entries.version_sha256
    and list_names.entry_reference = list_entries.entry_reference
