/*---
title: What each call asks of whom
grain: one row per call, addressee and ask
columns:
  call_id: Call.
  addressee: To whom, code of call_addressees.
  ask: What is asked for, code of call_asks.
  named_as: Words of the text where it names someone narrower than the code.
  detail: The demand in our words where directed_asks holds it; null where the code says it or the call has no row there.
  is_directed: true when directed_asks says that this addressee was asked for this; false for a pair of the call's addressees and demands.
  jurisdiction: Jurisdiction that answers for the addressee; null where no single one does.
  authority: UN organ that answers for itself; null elsewhere, where any authority of the jurisdiction answers.
  is_tracked: true when some kind of measure is an answer to the ask (ask_answers).
  is_covered: true when any measure of the jurisdiction (of the UN organ) is in the data.
---*/
with
    -- who was asked for what, where the text tells; else every addressee for every demand
    directed_calls as (select distinct directed_asks.call_id from directed_asks),
    requests as (
        select
            directed_asks.call_id, directed_asks.addressee, directed_asks.ask, directed_asks.detail, true as is_directed
        from directed_asks
        union all
        select
            call_addressees.call_id,
            call_addressees.addressee,
            call_asks.ask,
            cast(null as varchar) as detail,
            false as is_directed
        from call_addressees
        inner join call_asks on call_asks.call_id = call_addressees.call_id
        left join directed_calls on directed_calls.call_id = call_addressees.call_id
        where directed_calls.call_id is null
    ),
    tracked_asks as (select distinct ask_answers.ask from ask_answers),
    covered as (
        select distinct
            measures.jurisdiction, case when measures.jurisdiction = 'UN' then measures.authority end as authority
        from measures
    )
select
    requests.call_id,
    requests.addressee,
    requests.ask,
    call_addressees.named_as,
    requests.detail,
    requests.is_directed,
    addressee_jurisdictions.jurisdiction,
    case when addressee_jurisdictions.jurisdiction = 'UN' then addressee_jurisdictions.authority end as authority,
    tracked_asks.ask is not null as is_tracked,
    covered.jurisdiction is not null as is_covered
from requests
left join
    call_addressees on call_addressees.call_id = requests.call_id and call_addressees.addressee = requests.addressee
left join addressee_jurisdictions on addressee_jurisdictions.addressee = requests.addressee
left join tracked_asks on tracked_asks.ask = requests.ask
left join
    covered
    on covered.jurisdiction = addressee_jurisdictions.jurisdiction
    and (covered.authority is null or covered.authority = addressee_jurisdictions.authority)
