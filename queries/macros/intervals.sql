-- The three-valued logic of dates (docs/method.md, "Time"). An event lies in [e1, e2]; a null bound is open.
-- A comparison with null is null and never true, so a missing bound falls through to 'possible'.
-- Is the event [e1, e2] after [d1, d2]? For one day give it twice.
create macro certainty_after(e1, e2, d1, d2) as
case when e1 > d2 then 'certain' when e2 <= d1 then 'not' else 'possible' end;

-- Does the event [e1, e2] lie in the period [p1, p2]? A null p1 or p2 means no limit on that side.
create macro certainty_within(e1, e2, p1, p2) as
case
    when e2 < p1 or e1 > p2 then 'not'
    when (p1 is null or e1 >= p1) and (p2 is null or e2 <= p2) then 'certain'
    else 'possible'
end;

-- Does the strike [s1, s2] fall after the arrival [a1, a2] and within n days of it?
create macro certainty_within_days_after(s1, s2, a1, a2, n) as
case
    when s1 > a2 and s2 <= a1 + n then 'certain'
    when coalesce(s2 > a1, true) and coalesce(s1 <= a2 + n, true) then 'possible'
    else 'not'
end;

-- Does the strike [s1, s2] fall before the arrival [a1, a2] and within n days of it?
create macro certainty_within_days_before(s1, s2, a1, a2, n) as
case
    when s2 < a1 and s1 >= a2 - n then 'certain'
    when coalesce(s1 < a2, true) and coalesce(s2 >= a1 - n, true) then 'possible'
    else 'not'
end;

-- Does the span from listed_on until the day before delisted_on cover the arrival [a1, a2], or a part of it?
create macro certainty_covers(listed_on, delisted_on, a1, a2) as
case
    when listed_on <= a1 and (delisted_on is null or delisted_on > a2) then 'certain'
    when listed_on > a2 or delisted_on <= a1 then 'not'
    when listed_on is null then 'unknown'
    else 'possible'
end;

-- What a comparison with the arrival of a delivery may say where the discharge itself is denied: nothing for certain.
create macro arrival_certainty(certainty, discharge_certainty) as
case when discharge_certainty = 'denied' and certainty = 'certain' then 'possible' else certainty end;

-- One day, or 'between … and …', in words. A null bound reads 'not before' or 'by'; both null 'day not known'.
create macro day_words(e1, e2) as
case
    when e1 = e2 then cast(e1 as varchar)
    when e1 is null and e2 is null then 'day not known'
    when e1 is null then 'by ' || cast(e2 as varchar)
    when e2 is null then 'not before ' || cast(e1 as varchar)
    else cast(e1 as varchar) || ' to ' || cast(e2 as varchar)
end;
