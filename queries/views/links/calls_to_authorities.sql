/*---
title: Calls for fuel bans or listings that an authority's government was asked for
grain: one row per authority whose government was called upon
columns:
  authority: Authority.
  jurisdiction: Its government or organisation.
  calls: {unit: calls, description: "Calls to that government that ask for a ban on jet fuel, for listings, or for a ban on insurance and shipping."}
---*/
select authorities.authority, authorities.jurisdiction, count(distinct call_requests.call_id) as calls
from call_requests
inner join authorities on authorities.jurisdiction = call_requests.jurisdiction
where call_requests.ask in ('jet_fuel', 'targeted_sanctions', 'insurance_shipping')
group by authorities.authority, authorities.jurisdiction
order by authorities.authority
