"""Lists: one sentence a row of the report, each with its own footnote."""

from sanctrack.briefings.ast import Item, Part, Text, emphasised, stripped
from sanctrack.briefings.compile.blocks import Place
from sanctrack.briefings.compile.citations import joined_by
from sanctrack.briefings.source.inline import Sentence

KEYS = ("item", "empty", "caveat")
NEEDED = {"item": "a list needs item: the sentence of one row, with values such as {{ .vessel }}"}
COUNTED = ""
CALLED = "the list above"
HAS_CAVEAT = False


def write(place: Place) -> Part:
    sentence = Sentence(" ".join(str(place.block.options["item"]).split()), place.block.line)
    return tuple(
        item(sentence, place, number, row_key) for number, row_key in place.numbered_rows()
    )


def item(sentence: Sentence, place: Place, number: int, row_key: str) -> Item:
    answer, document = place.answer, place.document
    draft = place.writer.sentence(sentence, (answer, number))
    sources = [source for source in answer.sources(number) if source in document.library.sources]
    ids = [*answer.ids(number), *sources]
    line = f"line {place.block.line}, '{row_key}'"
    place.unit(f"|{row_key}", "sentence", line, draft.words, ids)
    references = [document.library.note(sources, answer.ids(number))] if sources else []
    cited = place.writer.cited(draft, sentence)
    note = stripped(
        [*joined_by(". ", [*references, *(inlines for inlines, _ in cited)]), Text(".")]
    )
    ids = list(dict.fromkeys([*ids, *(source for _, source in cited)]))
    mark = document.note(note, line, f"{place.key}|{row_key}", ids, [answer.name])
    return Item((*emphasised(draft.words), mark))
