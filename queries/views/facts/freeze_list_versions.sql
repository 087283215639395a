/*---
title: Stored versions of imported lists of freezes
grain: one row per list of freezes and version
columns:
  list: Code of the list.
  authority: Authority that keeps it; null when the file does not say.
  version_sha256: Version, the SHA-256 of its bytes.
  list_version_on: Day of the list by its publisher; null when not known.
  imported_order: Order of import within the list; of two copies of one day the later import is read.
---*/
select
    list_versions.list,
    list_versions.authority,
    list_versions.version_sha256,
    list_versions.list_version_on,
    list_versions.imported_order
from list_versions
-- OFAC's consolidated list holds directives and the like and no blocking: absence from it says nothing
where list_versions.list not like 'us_ofac_con%'
