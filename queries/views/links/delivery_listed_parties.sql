/*---
title: Listed vessels and parties of a delivery, in words
grain: one row per delivery with a vessel or party that was certainly or possibly listed when it arrived
columns:
  shipment_id: Delivery.
  listed_certain: "Vessel and parties whom one listing covers on all possible days of the arrival, each with role and authority, joined by '; '; denied parties are left out."
  listed_possible: Vessel and parties whom listings cover on a part of these days only.
  source_ids: Sources of the designations and of the parts in the delivery, joined by '; '.
---*/
with
    parts as (
        select
            deliveries.shipment_id,
            deliveries.vessel_id as actor_id,
            'vessel' as role,
            'stated' as certainty,
            deliveries.arrived_earliest_on,
            deliveries.arrived_latest_on,
            cast(null as varchar) as source_id
        from dated_deliveries as deliveries
        where deliveries.vessel_id is not null
        union all
        select
            shipment_parties.shipment_id,
            shipment_parties.actor_id,
            shipment_parties.role,
            shipment_parties.certainty,
            deliveries.arrived_earliest_on,
            deliveries.arrived_latest_on,
            shipment_parties.source_id
        from shipment_parties
        inner join dated_deliveries as deliveries on deliveries.shipment_id = shipment_parties.shipment_id
        where shipment_parties.certainty <> 'denied'
    ),
    coverages as (
        select
            parts.shipment_id,
            parts.actor_id,
            parts.role,
            parts.certainty,
            listings.authority,
            -- 'certain' sorts before 'possible': one listing that covers all is enough
            min(
                certainty_covers(
                    listings.listed_on, listings.delisted_on, parts.arrived_earliest_on, parts.arrived_latest_on
                )
            ) as coverage,
            min(merged_ids(listings.source_ids, parts.source_id)) as source_ids
        from parts
        inner join listings on listings.actor_id = parts.actor_id
        where
            not listings.unresolved
            and certainty_covers(
                listings.listed_on, listings.delisted_on, parts.arrived_earliest_on, parts.arrived_latest_on
            )
            in ('certain', 'possible')
        group by parts.shipment_id, parts.actor_id, parts.role, parts.certainty, listings.authority
    ),
    phrases as (
        select
            coverages.shipment_id,
            coverages.coverage,
            coverages.source_ids,
            coalesce(actors.name, coverages.actor_id)
            || ' ('
            || replace(coverages.role, '_', ' ')
            || case when coverages.certainty = 'stated' then '' else ', ' || coverages.certainty end
            || '): '
            || coverages.authority as phrase
        from coverages
        left join actors on actors.actor_id = coverages.actor_id
    )
select
    phrases.shipment_id,
    string_agg(phrases.phrase, '; ' order by phrases.phrase) filter (
        where phrases.coverage = 'certain'
    ) as listed_certain,
    string_agg(phrases.phrase, '; ' order by phrases.phrase) filter (
        where phrases.coverage = 'possible'
    ) as listed_possible,
    merged_ids(string_agg(distinct phrases.source_ids, '; '), min(phrases.source_ids)) as source_ids
from phrases
group by phrases.shipment_id
