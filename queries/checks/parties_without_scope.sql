/*---
title: Parties of which it is not said whether the source speaks of this cargo
severity: warning
help: "Fill scope: this_cargo, all_cargoes_of_group, ship_at_the_time or ship_later."
---*/
select
    'shipment_parties' as record_table,
    shipment_parties.shipment_id || '|' || shipment_parties.actor_id || '|' || shipment_parties.role as record_id,
    'scope' as column_name,
    cast(null as varchar) as value,
    'scope is blank: a reader cannot tell whether ' || shipment_parties.source_id || ' speaks of this cargo' as problem
from shipment_parties
where shipment_parties.scope is null
order by record_id
