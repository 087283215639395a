/*---
title: Parties that are stated from what is said of the ship at another time
severity: error
help: "Write certainty likely, or name a source that speaks of this cargo and write scope this_cargo."
---*/
select
    'shipment_parties' as record_table,
    shipment_parties.shipment_id || '|' || shipment_parties.actor_id || '|' || shipment_parties.role as record_id,
    'certainty' as column_name,
    shipment_parties.certainty as value,
    'stated for this cargo, but '
    || shipment_parties.source_id
    || case
        shipment_parties.scope
        when 'ship_later'
        then ' speaks of the ship at a later time'
        else ' speaks of the ship, not of this cargo'
    end as problem
from shipment_parties
where shipment_parties.certainty = 'stated' and shipment_parties.scope in ('ship_later', 'ship_at_the_time')
order by record_id
