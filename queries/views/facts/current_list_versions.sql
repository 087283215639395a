/*---
title: Current versions of imported lists
grain: one row per imported list
columns:
  list: Code of the list.
  authority: Authority that keeps it; null when the file does not say.
  version_sha256: Version, the SHA-256 of its bytes.
  list_version_on: Day of the list by its publisher; null when not known.
---*/
with
    ranked_versions as (
        select
            list_versions.list,
            list_versions.authority,
            list_versions.version_sha256,
            list_versions.list_version_on,
            row_number() over (
                partition by list_versions.list
                order by list_versions.list_version_on desc nulls last, list_versions.imported_order desc
            ) as age
        from list_versions
    )
select ranked_versions.list, ranked_versions.authority, ranked_versions.version_sha256, ranked_versions.list_version_on
from ranked_versions
where ranked_versions.age = 1
