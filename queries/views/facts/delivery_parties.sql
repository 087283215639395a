/*---
title: Parties to a delivery, in words
grain: one row per delivery with at least one party
columns:
  shipment_id: Delivery.
  parties: "Parties by role, joined by '; '. No mark: stated for this cargo; '(likely)': linked without confirmation; '(alternative)': one of several cargoes or parties, the source does not say which; '(denied)': stated by one side and denied by another; '(ship then)', '(ship later)': said of the ship at that time, or at a later one, and not of this cargo; '(group)': said of all cargoes of a group that it belongs to."
  alternatives: "Of these, the roles for which a source names several and does not say which, with everybody named; null where there is none."
  actor_ids: The same parties as ids, denied ones included, joined by '; '.
  source_ids: Sources of these statements, joined by '; '.
---*/
with
    statements as (
        select
            shipment_parties.shipment_id,
            shipment_parties.role,
            -- alternatives belong together; every other party stands for itself
            coalesce(shipment_parties.alternative_group, shipment_parties.actor_id) as together,
            coalesce(actors.name, shipment_parties.actor_id)
            || stop_mark(shipment_parties.certainty)
            || scope_mark(shipment_parties.scope) as party,
            shipment_parties.actor_id,
            shipment_parties.certainty = 'alternative' as is_alternative
        from shipment_parties
        left join actors on actors.actor_id = shipment_parties.actor_id
    ),
    phrases as (
        select
            statements.shipment_id,
            statements.role,
            statements.together,
            replace(statements.role, '_', ' ')
            || ': '
            || string_agg(statements.party, ' or ' order by statements.party, statements.actor_id) as phrase,
            bool_or(statements.is_alternative) as is_alternative
        from statements
        group by statements.shipment_id, statements.role, statements.together
    ),
    words as (
        select
            phrases.shipment_id,
            string_agg(phrases.phrase, '; ' order by phrases.phrase, phrases.together) as parties,
            string_agg(
                case when phrases.is_alternative then phrases.phrase end, '; ' order by phrases.phrase, phrases.together
            ) as alternatives
        from phrases
        group by phrases.shipment_id
    ),
    keys as (
        select
            shipment_parties.shipment_id,
            string_agg(distinct shipment_parties.actor_id, '; ' order by shipment_parties.actor_id) as actor_ids,
            string_agg(distinct shipment_parties.source_id, '; ' order by shipment_parties.source_id) as source_ids
        from shipment_parties
        group by shipment_parties.shipment_id
    )
select words.shipment_id, words.parties, words.alternatives, keys.actor_ids, keys.source_ids
from words
inner join keys on keys.shipment_id = words.shipment_id
