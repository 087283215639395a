select
    'measure' as kind,
    measures.measure_id as record_id,
    measures.authority
    || ', '
    || replace(measures.measure_type, '_', ' ')
    || coalesce(', ' || cast(measures.announced_on as varchar), '') as label,
    concat_ws(' ', measures.title, measures.legal_basis, measures.programme) as text,
    'title' as text_kind
from measures
