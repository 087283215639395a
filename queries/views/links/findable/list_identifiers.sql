select
    'list entry' as kind,
    list_identifiers.list || ' ' || list_identifiers.entry_reference as record_id,
    list_entries.name
    || ' ('
    || coalesce(list_entries.entry_type, 'kind not known')
    || ', '
    || list_identifiers.list
    || coalesce(', copy of ' || cast(current_list_versions.list_version_on as varchar), '')
    || ')' as label,
    list_identifiers.value as text,
    'number, ' || replace(list_identifiers.scheme, '_', ' ') as text_kind
from current_list_versions
inner join
    list_identifiers
    on list_identifiers.list = current_list_versions.list
    and list_identifiers.version_sha256 = current_list_versions.version_sha256
inner join
    list_entries
    on list_entries.list = list_identifiers.list
    and list_entries.version_sha256 = list_identifiers.version_sha256
    and list_entries.entry_reference = list_identifiers.entry_reference
