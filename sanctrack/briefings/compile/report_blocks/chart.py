"""Charts, maps and timelines of the rows; what they show in words is made from the data."""

from dataclasses import replace
from typing import Any

from sanctrack.briefings.ast import Figure, Paragraph, Part
from sanctrack.briefings.compile.blocks import Place
from sanctrack.briefings.compile.pictures import alt_text, prepared
from sanctrack.errors import SanctrackError

KEYS = ("caption", "empty", "caveat", "options")
NEEDED: dict[str, str] = {}
COUNTED = "Figure"
CALLED = ""
HAS_CAVEAT = True


def write(place: Place) -> Part:
    answer = place.answer
    sources = list(
        dict.fromkeys(source for number in place.rows for source in answer.sources(number))
    )
    ids = list(dict.fromkeys(record for number in place.rows for record in answer.ids(number)))
    caption = place.caption(sources, ids)
    options: dict[str, Any] = dict(place.block.options.get("options") or {})
    try:
        visible = replace(answer.result, rows=[answer.result.rows[number] for number in place.rows])
        result = prepared(visible, place.runner.warehouse)
        alt = alt_text(result)
    except SanctrackError as error:
        place.refuse(
            str(error),
            "use a ```table block, or a report whose header names a picture",
            "picture",
        )
        return ()
    name = place.add_picture(result, options, alt)
    where = f"figure {place.counts['Figure']}, line {place.block.line}"
    place.unit(".picture", "picture", where, alt, [*ids, *sources])
    return (Figure(name, alt), Paragraph((*caption, *place.mark()), "Image Caption"))
