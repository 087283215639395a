/*---
title: Measures and what they are about
grain: one row per measure and scope
caveat: A measure can have several scopes.
keys:
  primary: [measure_id, scope]
  foreign:
    - {fields: [measure_id], reference: {resource: fact_measures, fields: [measure_id]}}
columns:
  measure_id: "Measure. Rule for counting: choose one scope, or count it distinct; a measure stands here once for each scope."
  scope: "What it is about, code of measure_scopes.scope: jet_fuel, arms, finance and so on."
---*/
select measure_scopes.measure_id, measure_scopes.scope
from measure_scopes
order by measure_scopes.measure_id, measure_scopes.scope
