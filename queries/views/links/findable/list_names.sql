select
    'list entry' as kind,
    list_names.list || ' ' || list_names.entry_reference as record_id,
    list_entries.name
    || ' ('
    || coalesce(list_entries.entry_type, 'kind not known')
    || ', '
    || list_names.list
    || coalesce(', copy of ' || cast(current_list_versions.list_version_on as varchar), '')
    || ')' as label,
    list_names.name as text,
    case
        when list_names.name_type = 'primary'
        then 'name'
        when list_names.name_type = 'former'
        then 'former name'
        else 'other name'
    end as text_kind
from current_list_versions
inner join
    list_names
    on list_names.list = current_list_versions.list
    and list_names.version_sha256 = current_list_versions.version_sha256
inner join
    list_entries
    on list_entries.list = list_names.list
    and list_entries.version_sha256 = list_names.version_sha256
    and list_entries.entry_reference = list_names.entry_reference
