select
    'ownership rule' as about_kind,
    ownership_rules.authority
    || '|'
    || coalesce(cast(ownership_rules.valid_from_earliest_on as varchar), '') as about_id,
    1 as section_number,
    'ownership rule' as section,
    'ownership_rules' as record_table,
    ownership_rules.authority
    || '|'
    || coalesce(cast(ownership_rules.valid_from_earliest_on as varchar), '') as record_id,
    cast(null as varchar) as item,
    ownership_rules.valid_from_earliest_on as day_earliest_on,
    ownership_rules.valid_to_latest_on as day_latest_on,
    concat_ws(
        ', ',
        ownership_rules.authority,
        coalesce('threshold ' || number_words(ownership_rules.threshold_pct) || ' percent', 'no threshold known'),
        'the threshold itself is enough: ' || ownership_rules.threshold_inclusive,
        'shares of several listed owners add up: ' || coalesce(ownership_rules.aggregates, 'not known')
    )
    || coalesce('. ' || ownership_rules.note, '') as words,
    cast(null as varchar) as certainty,
    ownership_rules.source_id
from ownership_rules
