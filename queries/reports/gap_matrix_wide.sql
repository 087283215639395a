/*---
title: Who has listed whom, one column an authority
question: Which actors of the fuel chain does each authority list on a day, at a glance?
grain: one row per actor
caveat: >-
  The gap matrix in short, and the same rules: the legal state on one day as the lists and our facts give it today. "Not on" a day means not on the
  copy of that day, no more; ownership is arithmetic on the shares that we hold and no legal finding. Swiss rows are a floor: the whole
  Swiss list was not read. Travel bans, export controls and financial directives are never "listed"; the gap matrix shows them.
wide: {of: gap_matrix, row: [actor_id, actor], columns: authority, value: short_words}
table: [actor]
---*/
