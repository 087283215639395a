/*---
title: What each call asks of whom
grain: one row per call, addressee and ask
columns:
  call_id: Call.
  addressee: To whom, code of call_addressees.
  ask: What is asked for, code of call_asks.
  named_as: Words of the text where it names someone narrower than the code.
  jurisdiction: Jurisdiction that answers for the addressee; null where no single one does.
  authority: UN organ that answers for itself; null elsewhere, where any authority of the jurisdiction answers.
  is_tracked: true when some kind of measure is an answer to the ask (ask_answers).
  is_covered: true when any measure of the jurisdiction (of the UN organ) is in the data.
---*/
with
    tracked_asks as (select distinct ask_answers.ask from ask_answers),
    covered as (
        select distinct
            measures.jurisdiction, case when measures.jurisdiction = 'UN' then measures.authority end as authority
        from measures
    )
select
    call_addressees.call_id,
    call_addressees.addressee,
    call_asks.ask,
    call_addressees.named_as,
    addressee_jurisdictions.jurisdiction,
    case when addressee_jurisdictions.jurisdiction = 'UN' then addressee_jurisdictions.authority end as authority,
    tracked_asks.ask is not null as is_tracked,
    covered.jurisdiction is not null as is_covered
from call_addressees
inner join call_asks on call_asks.call_id = call_addressees.call_id
left join addressee_jurisdictions on addressee_jurisdictions.addressee = call_addressees.addressee
left join tracked_asks on tracked_asks.ask = call_asks.ask
left join
    covered
    on covered.jurisdiction = addressee_jurisdictions.jurisdiction
    and (covered.authority is null or covered.authority = addressee_jurisdictions.authority)
