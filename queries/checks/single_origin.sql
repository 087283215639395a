/*---
title: Strikes, deliveries, calls and measures with a single origin
severity: warning
help: Copies of one source are one origin. Add a source of another origin to evidence where there is one; `sanctrack report evidence_gaps -p record_table=airstrikes,fuel_shipments,sanction_calls,measures` lists them all.
---*/
select
    record_origins.record_table,
    record_origins.record_id,
    'source_id' as column_name,
    cast(record_origins.sources as varchar) as value,
    case
        when record_origins.independent_sources = 0
        then 'no source supports it'
        when record_origins.sources = 1
        then 'one source only'
        else record_origins.sources || ' sources of one origin'
    end as problem
from record_origins
where
    record_origins.record_table in ('airstrikes', 'fuel_shipments', 'sanction_calls', 'measures')
    and record_origins.independent_sources <= 1
order by record_origins.record_table, record_origins.record_id
