/*---
title: Calls for fuel bans or listings that an authority's government was asked for
grain: one row per authority whose government was called upon
columns:
  authority: Authority.
  jurisdiction: Its government or organisation.
  calls: {unit: calls, description: "Calls to that government that ask for a ban on jet fuel, for listings, or for a ban on insurance and shipping."}
---*/
select authorities.authority, authorities.jurisdiction, count(distinct call_asks.call_id) as calls
from call_asks
inner join call_addressees on call_addressees.call_id = call_asks.call_id
inner join addressee_jurisdictions on addressee_jurisdictions.addressee = call_addressees.addressee
inner join authorities on authorities.jurisdiction = addressee_jurisdictions.jurisdiction
where call_asks.ask in ('jet_fuel', 'targeted_sanctions', 'insurance_shipping')
group by authorities.authority, authorities.jurisdiction
order by authorities.authority
