/*---
title: Who has listed whom, one column an authority
question: Which actors of the fuel chain does each authority list on a day, at a glance?
grain: one row per actor
params:
  as_of: {type: date, default: as_of, help: "Day of the legal state, as we know it today"}
  actors: {type: string, value_of: actors.actor_id, several: true, also: [fuel_chain, all], default: fuel_chain, help: "fuel_chain (vessels, parties and others of the deliveries), all, or actor ids joined by comma"}
caveat: >-
  The gap matrix in short, and the same rules: the legal state on one day as the lists and our facts give it today. "Not on" a day means not on the
  copy of that day, no more; ownership is arithmetic on the shares that we hold and no legal finding. Swiss rows are a floor: the whole
  Swiss list was not read. Travel bans, export controls and financial directives are never "listed"; the gap matrix shows them.
columns:
  actor_id: Actor, see `sanctrack show ID`.
  actor: Its name.
  us_ofac: "US Treasury, OFAC: listed (with its first day), removed, later (listed after the day), not on (the copy of that day), not checked, and so on."
  uk_fcdo: "UK Foreign Office: listed (with its first day), removed, later (listed after the day), not on (the copy of that day), not checked, and so on."
  eu_council: "Council of the EU: listed (with its first day), removed, later (listed after the day), not on (the copy of that day), not checked, and so on."
  ca_gac: "Global Affairs Canada: listed (with its first day), removed, later (listed after the day), not on (the copy of that day), not checked, and so on."
  au_dfat: "Australian foreign ministry: listed (with its first day), removed, later (listed after the day), not on (the copy of that day), not checked, and so on."
  ch_seco: "Swiss SECO; our Swiss rows are a floor: listed (with its first day), removed, later (listed after the day), not on (the copy of that day), not checked, and so on."
  source_ids: Sources of all the cells, joined by '; '.
table: [actor, us_ofac, uk_fcdo, eu_council, ca_gac, au_dfat, ch_seco]
---*/
with
    statuses as (select * from matrix_statuses(cast($as_of as date), $actors)),
    cells as (
        select
            statuses.*,
            case
                statuses.rank
                when 1
                then
                    'listed '
                    || case when statuses.since_by then 'by ' else '' end
                    || cast(statuses.since_on as varchar)
                when 2
                then 'listed, day not known'
                when 3
                then 'on copy ' || coalesce(cast(statuses.found_on as varchar), 'without a day')
                when 4
                then 'may be someone else'
                when 5
                then
                    'removed '
                    || case when statuses.until_by then 'by ' else '' end
                    || cast(statuses.until_on as varchar)
                when 6
                then 'owned by listed'
                when 7
                then 'may be owned by listed'
                when 8
                then
                    'later'
                    || case when statuses.since_by then ', by' else '' end
                    || coalesce(' ' || cast(statuses.since_on as varchar), ', day not known')
                when 9
                then 'not on ' || cast(statuses.absent_on as varchar)
                when 10
                then 'not on ' || cast(statuses.absent_on as varchar) || ', not read since'
                else 'not checked'
            end as cell
        from statuses
    ),
    used_sources as (
        select cells.actor_id, unnest(string_split(cells.state_source_ids, '; ')) as source_id
        from cells
        where cells.rank in (1, 2, 3, 4, 5, 8)
        union
        select cells.actor_id, unnest(string_split(cells.path_source_ids, '; '))
        from cells
        where cells.rank in (6, 7)
        union
        select cells.actor_id, cells.absence_source_id
        from cells
        where cells.rank in (9, 10)
    ),
    source_lists as (
        select
            used_sources.actor_id,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        where used_sources.source_id is not null
        group by used_sources.actor_id
    )
select
    cells.actor_id,
    cells.actor,
    max(case when cells.authority = 'US-OFAC' then cells.cell end) as us_ofac,
    max(case when cells.authority = 'UK-FCDO' then cells.cell end) as uk_fcdo,
    max(case when cells.authority = 'EU-Council' then cells.cell end) as eu_council,
    max(case when cells.authority = 'CA-GAC' then cells.cell end) as ca_gac,
    max(case when cells.authority = 'AU-DFAT' then cells.cell end) as au_dfat,
    max(case when cells.authority = 'CH-SECO' then cells.cell end) as ch_seco,
    coalesce(min(source_lists.source_ids), min(cells.actor_source_id)) as source_ids
from cells
left join source_lists on source_lists.actor_id = cells.actor_id
group by cells.actor_id, cells.actor
order by cells.actor, cells.actor_id
