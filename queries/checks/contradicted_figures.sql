/*---
title: Published figures that our rows contradict
severity: warning
help: Read both sources. Mend our rows, or the figure; where an exception is needed write comparison none and the reason into note.
---*/
select
    'published_figures' as record_table,
    published_vs_recorded.figure_id as record_id,
    'value_min' as column_name,
    published_vs_recorded.published as value,
    'published: '
    || published_vs_recorded.published
    || '; recorded here: '
    || published_vs_recorded.recorded
    || ' ('
    || published_vs_recorded.compared_with
    || ')' as problem
from reports.published_vs_recorded as published_vs_recorded
where published_vs_recorded.verdict = 'differs'
order by record_id
