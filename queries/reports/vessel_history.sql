/*---
title: History of a vessel
question: Under which names, numbers, owners and managers is this ship known, what did it deliver, and who listed it when?
grain: one row per record about the ship; undated ones first, then in order of days
params:
  vessel_id: {type: string, id_of: actors, value_of: identifiers.value, only: {actor_type: vessel, scheme: imo_ship}, help: "Vessel, as the id of its actor (mt-reef) or its IMO ship number (9263382); find one with the report deliveries or with `sanctrack sql \"select actor_id, name from actors where actor_type = 'vessel'\"`"}
caveat: A vessel is its IMO number, never its name; a ship without a number here is known by its id alone. Names, flags, owners and managers mostly carry no day, so who owned or managed it at a delivery is only what that delivery's own sources say. Not listed is only said with the copy that was read.
columns:
  vessel_id: Actor that the line is about.
  imo_ship: IMO ship number, where held.
  section: What kind of line it is.
  item: Id to look further with `sanctrack show`.
  day: "The day or days in words; 'day not known' for undated lines."
  words: The record in words.
  certainty: How sure the record says it is, in its own code.
  day_earliest_on: First possible day.
  day_latest_on: Last possible day.
  record_table: Table of the record.
  record_id: Key of the record, parts joined by '|'.
  source_ids: "Sources of the line, joined by '; '; null for a copy of a list in the workspace, which is named in the words."
table: [section, item, day, words, certainty, source_ids]
picture: {kind: timeline, of: records about the ship, from: day_earliest_on, to: day_latest_on, label: words, lane: section, certainty: certainty, filled: [confirmed, stated, listed, not_listed, reported, null], tinted: [likely], filled_words: "stated, confirmed, or found as the row says", hollow_words: "possible, alternative, disputed or denied"}
---*/
with
    named as (
        select actors.actor_id
        from actors
        where actors.actor_id = cast($vessel_id as varchar)
        union
        select identifiers.actor_id
        from identifiers
        where identifiers.scheme = 'imo_ship' and identifiers.value = cast($vessel_id as varchar)
    ),
    numbers as (
        select distinct identifiers.value as imo_ship
        from identifiers
        inner join named on named.actor_id = identifiers.actor_id
        where identifiers.scheme = 'imo_ship'
    ),
    -- two actors with one number are one ship
    ship as (
        select named.actor_id
        from named
        union
        select identifiers.actor_id
        from identifiers
        inner join numbers on numbers.imo_ship = identifiers.value
        where identifiers.scheme = 'imo_ship'
    ),
    ship_numbers as (
        select identifiers.actor_id, min(identifiers.value) as imo_ship
        from identifiers
        inner join ship on ship.actor_id = identifiers.actor_id
        where identifiers.scheme = 'imo_ship'
        group by identifiers.actor_id
    ),
    about_ship as (
        select
            actor_lines.about_id,
            actor_lines.section_number,
            actor_lines.section,
            actor_lines.record_table,
            actor_lines.record_id,
            actor_lines.item,
            actor_lines.day_earliest_on,
            actor_lines.day_latest_on,
            actor_lines.words,
            actor_lines.certainty,
            actor_lines.source_id
        from actor_lines
        inner join ship on ship.actor_id = actor_lines.about_id
        where
            actor_lines.section in (
                'names',
                'identifiers',
                'relationships',
                'deliveries as vessel',
                'deliveries as party',
                'joint statements on deliveries',
                'listings',
                'removals',
                'other measures',
                'list checks',
                'published figures',
                'contradicting evidence'
            )
    ),
    flags as (
        select
            actors.actor_id,
            2 as section_number,
            'flag' as section,
            'actors' as record_table,
            actors.actor_id as record_id,
            actors.actor_id as item,
            cast(null as date) as day_earliest_on,
            cast(null as date) as day_latest_on,
            'flag ' || coalesce(actors.country, 'not known') as words,
            cast(null as varchar) as certainty,
            actors.source_id
        from actors
        inner join ship on ship.actor_id = actors.actor_id
    ),
    -- owner and manager as the sources of one delivery give them
    parties as (
        select
            fuel_shipments.vessel_id,
            6 as section_number,
            'owner or manager at a delivery' as section,
            'shipment_parties' as record_table,
            shipment_parties.shipment_id
            || '|'
            || shipment_parties.actor_id
            || '|'
            || shipment_parties.role as record_id,
            shipment_parties.actor_id as item,
            deliveries.arrived_earliest_on,
            deliveries.arrived_latest_on,
            case when shipment_parties.certainty = 'denied' then 'named as ' else '' end
            || replace(shipment_parties.role, '_', ' ')
            || case
                when shipment_parties.certainty = 'denied'
                then ', denied'
                when shipment_parties.certainty in ('likely', 'alternative')
                then ' (' || shipment_parties.certainty || ')'
                else ''
            end
            || ' at the delivery of '
            || day_words(deliveries.arrived_earliest_on, deliveries.arrived_latest_on)
            || ': '
            || coalesce(actors.name, shipment_parties.actor_id) as words,
            shipment_parties.certainty,
            shipment_parties.source_id
        from shipment_parties
        inner join fuel_shipments on fuel_shipments.shipment_id = shipment_parties.shipment_id
        inner join ship on ship.actor_id = fuel_shipments.vessel_id
        inner join dated_deliveries as deliveries on deliveries.shipment_id = shipment_parties.shipment_id
        left join actors on actors.actor_id = shipment_parties.actor_id
        where shipment_parties.role in ('vessel_owner', 'ship_manager')
    ),
    copies as (
        select
            imported_listings.actor_id,
            12 as section_number,
            'imported list copies' as section,
            'list_entries' as record_table,
            imported_listings.list
            || '|'
            || imported_listings.version_sha256
            || '|'
            || imported_listings.entry_reference as record_id,
            cast(null as varchar) as item,
            imported_listings.listed_earliest_on,
            imported_listings.listed_latest_on,
            'on the copy of '
            || coalesce(cast(imported_listings.list_version_on as varchar), 'a day not known')
            || ' of '
            || imported_listings.list
            || ', entry '
            || imported_listings.entry_reference
            || ', by '
            || imported_listings.matched_by as words,
            'listed' as certainty,
            cast(null as varchar) as source_id
        from imported_listings
        inner join ship on ship.actor_id = imported_listings.actor_id
        inner join
            current_list_versions
            on current_list_versions.list = imported_listings.list
            and current_list_versions.version_sha256 = imported_listings.version_sha256
    ),
    lines as (
        select
            gathered.*,
            row_number() over (order by gathered.section_number, gathered.record_id, gathered.words) as line_number
        from
            (
                select about_ship.*
                from about_ship
                union all
                select flags.*
                from flags
                union all
                select parties.*
                from parties
                union all
                select copies.*
                from copies
            ) as gathered
    ),
    used_sources as (
        select lines.line_number, lines.source_id
        from lines
        where lines.source_id is not null
        union
        select lines.line_number, evidence.source_id
        from lines
        inner join evidence on evidence.record_table = lines.record_table and evidence.record_id = lines.record_id
        where lines.section <> 'contradicting evidence'
    ),
    source_lists as (
        select
            used_sources.line_number,
            string_agg(used_sources.source_id, '; ' order by used_sources.source_id) as source_ids
        from used_sources
        group by used_sources.line_number
    )
select
    lines.about_id as vessel_id,
    ship_numbers.imo_ship,
    lines.section,
    lines.item,
    day_words(lines.day_earliest_on, lines.day_latest_on) as day,
    lines.words,
    lines.certainty,
    lines.day_earliest_on,
    lines.day_latest_on,
    lines.record_table,
    lines.record_id,
    source_lists.source_ids
from lines
left join ship_numbers on ship_numbers.actor_id = lines.about_id
left join source_lists on source_lists.line_number = lines.line_number
order by
    case when lines.day_earliest_on is null and lines.day_latest_on is null then 0 else 1 end,
    coalesce(lines.day_earliest_on, lines.day_latest_on),
    lines.day_latest_on nulls last,
    lines.section_number,
    lines.line_number
