/*---
title: Words of denial in a text, and no row that holds a denial
severity: information
help: "Read the text: what somebody denies, does not answer or rejects is a row (claims of a strike, delivery_claims of a delivery or a group, certainty denied of a party or stop), with its speaker."
words: [denies, denied, deny, denying, denial, denials, rejects, rejected, refutes, refuted, disputes, "not responsible", "did not answer", "did not respond", "no answer", "no reply", "no comment", "declined to", "refused to comment", "calls it false", "called it false", "made up", "had assurances", "was assured", "were assured"]
---*/
with
    texts as (
        select
            'airstrikes' as record_table,
            airstrikes.airstrike_id as record_id,
            'summary' as column_name,
            airstrikes.summary as words,
            airstrikes.airstrike_id as subject
        from airstrikes
        union all
        select
            'fuel_shipments', fuel_shipments.shipment_id, 'summary', fuel_shipments.summary, fuel_shipments.shipment_id
        from fuel_shipments
        union all
        select
            'shipment_group_claims',
            shipment_group_claims.group_id
            || '|'
            || shipment_group_claims.actor_id
            || '|'
            || shipment_group_claims.role,
            'note',
            shipment_group_claims.note,
            shipment_group_claims.group_id
        from shipment_group_claims
        -- evidence that contradicts is a row already
        union all
        select
            'evidence',
            concat_ws(
                '|',
                evidence.record_table,
                evidence.record_id,
                evidence.source_id,
                coalesce(evidence.locator, ''),
                coalesce(evidence.supports, ''),
                evidence.note
            ),
            'note',
            evidence.note,
            split_part(evidence.record_id, '|', 1)
        from evidence
        where
            evidence.relation = 'supports'
            and evidence.record_table in ('airstrikes', 'fuel_shipments', 'shipment_stops', 'shipment_parties')
    ),
    denials as (
        select claims.airstrike_id as subject
        from claims
        where claims.stance in ('denies', 'silent', 'cannot_verify')
        union
        select coalesce(delivery_claims.shipment_id, delivery_claims.group_id)
        from delivery_claims
        where delivery_claims.stance in ('denies', 'silent', 'cannot_verify') or delivery_claims.about = 'assurance'
        union
        -- what is said of a group is said of its members
        select shipment_group_members.shipment_id
        from shipment_group_members
        inner join delivery_claims on delivery_claims.group_id = shipment_group_members.group_id
        where delivery_claims.stance in ('denies', 'silent', 'cannot_verify')
        union
        select shipment_parties.shipment_id
        from shipment_parties
        where shipment_parties.certainty = 'denied'
        union
        select shipment_stops.shipment_id
        from shipment_stops
        where shipment_stops.certainty in ('denied', 'contested')
        union
        select shipment_group_claims.group_id
        from shipment_group_claims
        where shipment_group_claims.disputed = 'yes'
    )
select
    texts.record_table,
    texts.record_id,
    texts.column_name,
    texts.words as value,
    'it says “'
    || regexp_extract(lower(texts.words), this_words)
    || '”, and no row of '
    || texts.subject
    || ' holds a denial, a silence or an assurance' as problem
from texts
left join denials on denials.subject = texts.subject
where denials.subject is null and regexp_matches(lower(texts.words), this_words)
order by texts.record_table, texts.record_id
