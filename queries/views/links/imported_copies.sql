/*---
title: Imported copies by authority
grain: one row per authority with an imported list of freezes
columns:
  authority: Authority that keeps the lists.
  copies: "Current version of each of its lists in words: list, day, first twelve digits of the SHA-256; joined by '; '."
  newest_on: Day of the newest of them; null when none gives its day.
---*/
select
    current_list_versions.authority,
    string_agg(
        current_list_versions.list
        || coalesce(' of ' || cast(current_list_versions.list_version_on as varchar), ', day not known')
        || ' ('
        || left(current_list_versions.version_sha256, 12)
        || ')',
        '; '
        order by current_list_versions.list
    ) as copies,
    max(current_list_versions.list_version_on) as newest_on
from current_list_versions
-- OFAC's consolidated list holds directives and the like and no freeze
where current_list_versions.authority is not null and current_list_versions.list not like 'us_ofac_con%'
group by current_list_versions.authority
