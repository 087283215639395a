/*---
title: Joint statements about groups of deliveries
grain: one row per delivery and group that it is a known member of
columns:
  shipment_id: Delivery, a known member of the group.
  group_id: Group.
  statement: "What the source says of the group as a whole ('n of these'); it does not say which of the members."
  actor_ids: Actors of the joint statement, joined by '; '.
  source_ids: Sources of the group and of the statement, joined by '; '.
---*/
with
    counted_claims as (
        select
            shipment_group_claims.group_id,
            shipment_group_claims.actor_id,
            shipment_group_claims.source_id,
            case
                when shipment_group_claims.count_min = shipment_group_claims.count_max
                then cast(shipment_group_claims.count_min as varchar)
                when shipment_group_claims.count_min is null and shipment_group_claims.count_max is null
                then 'a number not known'
                when shipment_group_claims.count_max is null
                then 'at least ' || cast(shipment_group_claims.count_min as varchar)
                when shipment_group_claims.count_min is null
                then 'at most ' || cast(shipment_group_claims.count_max as varchar)
                else
                    cast(shipment_group_claims.count_min as varchar)
                    || ' to '
                    || cast(shipment_group_claims.count_max as varchar)
            end
            || ' with '
            || replace(shipment_group_claims.role, '_', ' ')
            || ' '
            || coalesce(actors.name, shipment_group_claims.actor_id)
            || case when shipment_group_claims.disputed = 'yes' then ' (disputed)' else '' end as claim
        from shipment_group_claims
        left join actors on actors.actor_id = shipment_group_claims.actor_id
    ),
    claim_lists as (
        select
            counted_claims.group_id,
            string_agg(counted_claims.claim, ', ' order by counted_claims.claim) as claims,
            string_agg(distinct counted_claims.actor_id, '; ' order by counted_claims.actor_id) as actor_ids,
            string_agg(distinct counted_claims.source_id, '; ' order by counted_claims.source_id) as source_ids
        from counted_claims
        group by counted_claims.group_id
    )
select
    shipment_group_members.shipment_id,
    shipment_groups.group_id,
    shipment_groups.title
    || ' ('
    || case
        when shipment_groups.qualifier = 'exact' then '' else replace(shipment_groups.qualifier, '_', ' ') || ' '
    end
    || coalesce(cast(shipment_groups.size as varchar), 'number not known')
    || '): '
    || claim_lists.claims as statement,
    claim_lists.actor_ids,
    merged_ids(shipment_groups.source_id, claim_lists.source_ids) as source_ids
from shipment_group_members
inner join shipment_groups on shipment_groups.group_id = shipment_group_members.group_id
inner join claim_lists on claim_lists.group_id = shipment_groups.group_id
