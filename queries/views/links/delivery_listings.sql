/*---
title: Listings of vessels and parties at the time of delivery
grain: one row per delivery (or joint statement about a group of deliveries), actor, role and authority of matrix_authorities
columns:
  row_kind: "'delivery' or 'group statement' (n deliveries of a group, the source does not say which)."
  shipment_id: Delivery; null for a group statement.
  group_id: Group; null for a delivery.
  actor_id: Vessel or party.
  role: Role; 'vessel' is the vessel of the delivery, 'carrier' that of a group statement.
  certainty: "How sure the part in the delivery is: stated, likely, alternative or denied; 'disputed' for a contested group statement."
  count_min: Least number of deliveries of the group that the statement speaks of.
  count_max: Greatest number; null with a least one means 'at least'.
  group_size: Size of the group as stated.
  members_known: Members of the group that are known to us.
  arrived_earliest_on: First possible day of the arrival; for a group that of all its deliveries, null while some are not known.
  arrived_latest_on: Last possible day of the arrival; for a group likewise.
  authority_position: Order in which the authorities are printed.
  authority: Authority.
  jurisdiction: Its jurisdiction.
  listed_at_arrival: "certain, possible, listed_day_unknown, on_copy, unresolved, earlier, later, not_on_copy, not_on_earlier_copy or not_checked: the first that holds."
  since_on: First day of the listing that this rests on; null where not known.
  until_on: First day without it; null while it stands.
  days_until_listed_min: {unit: days, description: "Later listings only: fewest days from the arrival to the listing."}
  days_until_listed_max: {unit: days, description: "Later listings only: most days from the arrival to the listing."}
  programmes: Programmes of the listing, joined by '; '.
  measure_ids: Measures of the listing, joined by '; '.
  listed_names: Names under which it is listed, joined by '; '.
  list_references: Numbers on the list, joined by '; '.
  list_version_on: "Copy of the list that was read: the first of the last possible day of arrival or later, else the last before; given from unresolved down."
  words: The status in words.
  source_ids: Sources of the delivery, of the part in it, and of the listing or of the copy.
---*/
with
    arrived_deliveries as (
        select
            deliveries.shipment_id,
            deliveries.vessel_id,
            deliveries.arrived_earliest_on,
            deliveries.arrived_latest_on,
            deliveries.source_ids
        from dated_deliveries as deliveries
    ),
    group_sizes as (
        select
            shipment_groups.group_id,
            shipment_groups.size,
            shipment_groups.source_id,
            count(arrived_deliveries.shipment_id) as members_known,
            -- the span of the group is known only when every member is, with both ends
            case
                when
                    count(arrived_deliveries.shipment_id) >= shipment_groups.size
                    and count(*) = count(arrived_deliveries.arrived_earliest_on)
                then min(arrived_deliveries.arrived_earliest_on)
            end as arrived_earliest_on,
            case
                when
                    count(arrived_deliveries.shipment_id) >= shipment_groups.size
                    and count(*) = count(arrived_deliveries.arrived_latest_on)
                then max(arrived_deliveries.arrived_latest_on)
            end as arrived_latest_on,
            string_agg(arrived_deliveries.source_ids, '; ' order by arrived_deliveries.shipment_id) as member_source_ids
        from shipment_groups
        left join shipment_group_members on shipment_group_members.group_id = shipment_groups.group_id
        left join arrived_deliveries on arrived_deliveries.shipment_id = shipment_group_members.shipment_id
        group by shipment_groups.group_id, shipment_groups.size, shipment_groups.source_id
    ),
    parts as (
        select
            'delivery' as row_kind,
            arrived_deliveries.shipment_id,
            cast(null as varchar) as group_id,
            arrived_deliveries.vessel_id as actor_id,
            'vessel' as role,
            'stated' as certainty,
            cast(null as bigint) as count_min,
            cast(null as bigint) as count_max,
            cast(null as bigint) as group_size,
            cast(null as bigint) as members_known,
            arrived_deliveries.arrived_earliest_on,
            arrived_deliveries.arrived_latest_on,
            arrived_deliveries.source_ids
        from arrived_deliveries
        where arrived_deliveries.vessel_id is not null
        union all
        select
            'delivery',
            shipment_parties.shipment_id,
            cast(null as varchar),
            shipment_parties.actor_id,
            shipment_parties.role,
            shipment_parties.certainty,
            cast(null as bigint),
            cast(null as bigint),
            cast(null as bigint),
            cast(null as bigint),
            arrived_deliveries.arrived_earliest_on,
            arrived_deliveries.arrived_latest_on,
            merged_ids(arrived_deliveries.source_ids, shipment_parties.source_id)
        from shipment_parties
        inner join arrived_deliveries on arrived_deliveries.shipment_id = shipment_parties.shipment_id
        union all
        select
            'group statement',
            cast(null as varchar),
            shipment_group_claims.group_id,
            shipment_group_claims.actor_id,
            shipment_group_claims.role,
            case when shipment_group_claims.disputed = 'yes' then 'disputed' else 'stated' end,
            cast(shipment_group_claims.count_min as bigint),
            cast(shipment_group_claims.count_max as bigint),
            cast(group_sizes.size as bigint),
            group_sizes.members_known,
            group_sizes.arrived_earliest_on,
            group_sizes.arrived_latest_on,
            merged_ids(
                merged_ids(group_sizes.source_id, shipment_group_claims.source_id), group_sizes.member_source_ids
            )
        from shipment_group_claims
        inner join group_sizes on group_sizes.group_id = shipment_group_claims.group_id
    ),
    arrivals as (select distinct parts.actor_id, parts.arrived_earliest_on, parts.arrived_latest_on from parts),
    -- for each last possible day of arrival, of every imported list the copy that is read
    ranked_versions as (
        select
            arrival_days.arrived_latest_on,
            freeze_list_versions.list,
            freeze_list_versions.version_sha256,
            row_number() over (
                partition by arrival_days.arrived_latest_on, freeze_list_versions.list
                order by
                    reading_order(
                        freeze_list_versions.list_version_on,
                        arrival_days.arrived_latest_on,
                        freeze_list_versions.imported_order
                    )
            ) as choice
        from (select distinct arrivals.arrived_latest_on from arrivals) as arrival_days
        cross join freeze_list_versions
    ),
    chain_days as (select distinct arrivals.actor_id, arrivals.arrived_latest_on from arrivals),
    -- every copy of a list in which a vessel or party was looked for: all checks, and of the imported versions the
    -- one that is read for the day
    searched as (
        select chain_days.arrived_latest_on, copy_searches.*
        from chain_days
        inner join copy_searches on copy_searches.actor_id = chain_days.actor_id
        left join
            ranked_versions
            on ranked_versions.arrived_latest_on is not distinct from chain_days.arrived_latest_on
            and ranked_versions.list = copy_searches.list
            and ranked_versions.version_sha256 = copy_searches.version_sha256
        where copy_searches.list is null or ranked_versions.choice = 1
    ),
    copies as (
        select
            searched.*,
            copy_distance(searched.copy_on, searched.arrived_latest_on) as distance,
            min(
                case
                    when searched.outcome = 'not_listed'
                    then copy_distance(searched.copy_on, searched.arrived_latest_on)
                end
            ) over (partition by searched.actor_id, searched.arrived_latest_on, searched.authority) as nearest_absence
        from searched
    ),
    -- the first copy read on or after the day that was without the actor
    absences as (
        select copies.actor_id, copies.arrived_latest_on, copies.authority, min(copies.copy_on) as copy_on
        from copies
        where copies.outcome = 'not_listed' and copies.copy_on >= copies.arrived_latest_on
        group by copies.actor_id, copies.arrived_latest_on, copies.authority
    ),
    listed_pairs as (select distinct listings.actor_id, listings.authority from listings),
    coverages as (
        select
            arrivals.actor_id,
            arrivals.arrived_earliest_on,
            arrivals.arrived_latest_on,
            listings.authority,
            certainty_covers(
                listings.listed_on, listings.delisted_on, arrivals.arrived_earliest_on, arrivals.arrived_latest_on
            ) as coverage,
            listings.listed_on,
            listings.listed_by,
            listings.delisted_on,
            listings.delisted_by,
            listings.unresolved,
            listings.measure_earliest_on,
            listings.programmes,
            listings.measure_ids,
            listings.listed_names,
            listings.list_references,
            listings.source_ids
        from arrivals
        inner join listings on listings.actor_id = arrivals.actor_id
    ),
    signs as (
        select
            coverages.actor_id,
            coverages.arrived_earliest_on,
            coverages.arrived_latest_on,
            coverages.authority,
            case
                when coverages.coverage = 'unknown' and coverages.measure_earliest_on > coverages.arrived_latest_on
                then 'later'
                when coverages.coverage <> 'not' and coverages.unresolved
                then 'unresolved'
                when coverages.coverage = 'unknown'
                then 'listed_day_unknown'
                when coverages.coverage <> 'not'
                then coverages.coverage
                when coverages.delisted_on <= coverages.arrived_earliest_on
                then 'earlier'
                else 'later'
            end as status,
            coverages.listed_on as since_on,
            coverages.listed_by as since_by,
            coverages.delisted_on as until_on,
            coverages.delisted_by as until_by,
            cast(null as date) as copy_on,
            cast(null as varchar) as found_by,
            coverages.programmes,
            coverages.measure_ids,
            coverages.listed_names,
            coverages.list_references,
            coverages.source_ids
        from coverages
        -- what an entry that may be someone else did before or after the arrival says nothing about the actor
        where not (coverages.unresolved and coverages.coverage = 'not')
        union all
        select
            arrivals.actor_id,
            arrivals.arrived_earliest_on,
            arrivals.arrived_latest_on,
            copies.authority,
            case
                when copies.outcome = 'unresolved'
                then 'unresolved'
                when copies.entry_on > arrivals.arrived_latest_on and not copies.entry_by
                then 'later'
                else 'on_copy'
            end,
            copies.entry_on,
            copies.entry_by,
            cast(null as date),
            false,
            copies.copy_on,
            copies.found_by,
            cast(null as varchar),
            cast(null as varchar),
            cast(null as varchar),
            copies.entries,
            copies.source_id
        from arrivals
        inner join
            copies
            on copies.actor_id = arrivals.actor_id
            and copies.arrived_latest_on is not distinct from arrivals.arrived_latest_on
        left join listed_pairs on listed_pairs.actor_id = copies.actor_id and listed_pairs.authority = copies.authority
        where
            (
                copies.outcome = 'listed'
                and listed_pairs.actor_id is null
                -- a copy nearer to the day without the actor is the one that was read, unless this one says since when
                and (
                    coalesce(copies.distance <= copies.nearest_absence, true)
                    or (copies.copy_on >= arrivals.arrived_latest_on and copies.entry_on <= arrivals.arrived_latest_on)
                )
            )
            or copy_leaves_open(
                copies.outcome,
                copies.found_by,
                copies.entry_on,
                arrivals.arrived_latest_on,
                listed_pairs.actor_id is not null,
                copies.distance,
                copies.nearest_absence
            )
        union all
        -- any stored copy may give the day of a later listing, or follow on one that was read after the arrival without
        -- the actor
        select
            arrivals.actor_id,
            arrivals.arrived_earliest_on,
            arrivals.arrived_latest_on,
            freeze_list_versions.authority,
            'later',
            coalesce(min(list_finds.entry_earliest_on), min(freeze_list_versions.list_version_on)),
            min(list_finds.entry_earliest_on) is null,
            cast(null as date),
            false,
            min(freeze_list_versions.list_version_on),
            min(list_finds.matched_by),
            cast(null as varchar),
            cast(null as varchar),
            cast(null as varchar),
            min(list_finds.entries),
            cast(null as varchar)
        from arrivals
        inner join list_finds on list_finds.actor_id = arrivals.actor_id
        inner join
            freeze_list_versions
            on freeze_list_versions.list = list_finds.list
            and freeze_list_versions.version_sha256 = list_finds.version_sha256
        left join
            absences
            on absences.actor_id = arrivals.actor_id
            and absences.authority = freeze_list_versions.authority
            and absences.arrived_latest_on = arrivals.arrived_latest_on
        left join
            listed_pairs
            on listed_pairs.actor_id = arrivals.actor_id
            and listed_pairs.authority = freeze_list_versions.authority
        where
            listed_pairs.actor_id is null
            and list_finds.matched_by <> 'short or weak name'
            and (
                list_finds.entry_earliest_on > arrivals.arrived_latest_on
                or (list_finds.entry_on is null and freeze_list_versions.list_version_on > absences.copy_on)
            )
        group by
            arrivals.actor_id, arrivals.arrived_earliest_on, arrivals.arrived_latest_on, freeze_list_versions.authority
    ),
    ranked_signs as (
        select
            signs.*,
            row_number() over (
                partition by signs.actor_id, signs.arrived_earliest_on, signs.arrived_latest_on, signs.authority
                order by
                    case
                        signs.status
                        when 'certain'
                        then 1
                        when 'possible'
                        then 2
                        when 'listed_day_unknown'
                        then 3
                        when 'on_copy'
                        then 4
                        when 'unresolved'
                        then 5
                        when 'earlier'
                        then 6
                        else 7
                    end,
                    -- of earlier listings the last, of later ones the first
                    case when signs.status = 'earlier' then signs.until_on end desc,
                    signs.since_on nulls last,
                    signs.measure_ids,
                    signs.copy_on,
                    signs.source_ids
            ) as choice
        from signs
    ),
    ranked_copies as (
        select
            arrivals.actor_id,
            arrivals.arrived_earliest_on,
            arrivals.arrived_latest_on,
            copies.authority,
            copies.copy_on,
            coalesce(copies.copy_on >= arrivals.arrived_latest_on, false) as covers_arrival,
            copies.found_by,
            copies.source_id,
            row_number() over (
                partition by
                    arrivals.actor_id, arrivals.arrived_earliest_on, arrivals.arrived_latest_on, copies.authority
                order by copies.distance, copies.found_by, copies.source_id
            ) as choice
        from arrivals
        inner join
            copies
            on copies.actor_id = arrivals.actor_id
            and copies.arrived_latest_on is not distinct from arrivals.arrived_latest_on
        where copies.copy_on is not null and copies.outcome <> 'listed'
    ),
    statuses as (
        select
            parts.*,
            matrix_authorities.position as authority_position,
            matrix_authorities.authority,
            matrix_authorities.jurisdiction,
            case
                when ranked_signs.status is not null
                then ranked_signs.status
                when ranked_copies.covers_arrival
                then 'not_on_copy'
                when ranked_copies.copy_on is not null
                then 'not_on_earlier_copy'
                else 'not_checked'
            end as listed_at_arrival,
            ranked_signs.since_on,
            ranked_signs.since_by,
            ranked_signs.until_on,
            ranked_signs.until_by,
            ranked_signs.found_by,
            ranked_copies.found_by as absent_by,
            ranked_signs.programmes,
            ranked_signs.measure_ids,
            ranked_signs.listed_names,
            ranked_signs.list_references,
            case
                when ranked_signs.status in ('certain', 'possible', 'listed_day_unknown')
                then cast(null as date)
                else coalesce(ranked_signs.copy_on, ranked_copies.copy_on)
            end as list_version_on,
            case
                when ranked_signs.status in ('certain', 'possible', 'listed_day_unknown')
                then ranked_signs.source_ids
                else merged_ids(ranked_signs.source_ids, ranked_copies.source_id)
            end as listing_source_ids
        from parts
        cross join matrix_authorities
        left join
            ranked_signs
            on ranked_signs.actor_id = parts.actor_id
            and ranked_signs.authority = matrix_authorities.authority
            and ranked_signs.arrived_earliest_on is not distinct from parts.arrived_earliest_on
            and ranked_signs.arrived_latest_on is not distinct from parts.arrived_latest_on
            and ranked_signs.choice = 1
        left join
            ranked_copies
            on ranked_copies.actor_id = parts.actor_id
            and ranked_copies.authority = matrix_authorities.authority
            and ranked_copies.arrived_earliest_on is not distinct from parts.arrived_earliest_on
            and ranked_copies.arrived_latest_on is not distinct from parts.arrived_latest_on
            and ranked_copies.choice = 1
    )
select
    statuses.row_kind,
    statuses.shipment_id,
    statuses.group_id,
    statuses.actor_id,
    statuses.role,
    statuses.certainty,
    statuses.count_min,
    statuses.count_max,
    statuses.group_size,
    statuses.members_known,
    statuses.arrived_earliest_on,
    statuses.arrived_latest_on,
    statuses.authority_position,
    statuses.authority,
    statuses.jurisdiction,
    statuses.listed_at_arrival,
    statuses.since_on,
    statuses.until_on,
    case
        when statuses.listed_at_arrival = 'later' and not statuses.since_by
        then statuses.since_on - statuses.arrived_latest_on
    end as days_until_listed_min,
    case
        when statuses.listed_at_arrival = 'later' then statuses.since_on - statuses.arrived_earliest_on
    end as days_until_listed_max,
    statuses.programmes,
    statuses.measure_ids,
    statuses.listed_names,
    statuses.list_references,
    statuses.list_version_on,
    case
        statuses.listed_at_arrival
        when 'listed_day_unknown'
        then 'listed, day not known'
        when 'on_copy'
        then
            'on the copy of '
            || coalesce(cast(statuses.list_version_on as varchar), 'a day not known')
            || coalesce(
                ', which gives '
                || case when statuses.since_by then 'by ' else '' end
                || cast(statuses.since_on as varchar)
                || ' as day of listing',
                ', day of listing not given'
            )
            || coalesce(
                ' (' || nullif(statuses.found_by, 'identifier') || ', entry ' || statuses.list_references || ')', ''
            )
        when 'unresolved'
        then
            'an entry of that name may be someone else' || case
                when statuses.found_by = 'short or weak name'
                then ' (short or weak name, entry ' || statuses.list_references || ')'
                else ''
            end
        when 'later'
        then
            'listed later' || coalesce(
                ', ' || case when statuses.since_by then 'by ' else 'on ' end || cast(statuses.since_on as varchar),
                ', day not known'
            )
        when 'earlier'
        then
            'no longer listed: removed '
            || case when statuses.until_by then 'by ' else 'on ' end
            || cast(statuses.until_on as varchar)
        when 'not_on_copy'
        then
            case when statuses.absent_by = 'import' then 'no identifier and no exact name found on' else 'not on' end
            || ' the copy of '
            || cast(statuses.list_version_on as varchar)
        when 'not_on_earlier_copy'
        then
            case when statuses.absent_by = 'import' then 'no identifier and no exact name found on' else 'not on' end
            || ' the copy of '
            || cast(statuses.list_version_on as varchar)
            || '; not read since'
        when 'not_checked'
        then 'not checked'
        else
            case
                when statuses.listed_at_arrival = 'certain'
                then 'listed '
                else 'may have been listed on arrival: listed '
            end
            || case when statuses.since_by then 'by ' else 'since ' end
            || cast(statuses.since_on as varchar)
            || coalesce(
                case when statuses.until_by then ', removed by ' else ', removed on ' end
                || cast(statuses.until_on as varchar),
                ''
            )
    end as words,
    merged_ids(statuses.source_ids, statuses.listing_source_ids) as source_ids
from statuses
