"""Tables: one row a row of the report, with the numbers of its sources in the last column."""

from sanctrack.briefings.ast import Inlines, Paragraph, Part, Sources, Table, plain_text, text
from sanctrack.briefings.compile.blocks import Place
from sanctrack.briefings.compile.display import shown
from sanctrack.briefings.source.inline import Sentence
from sanctrack.errors import did_you_mean
from sanctrack.warehouse.result import SOURCE_COLUMN

LINE = 112  # shares of a line among the columns


KEYS = ("columns", "caption", "empty", "caveat", "widths")
NEEDED: dict[str, str] = {}
COUNTED = "Table"
CALLED = ""
HAS_CAVEAT = False


def write(place: Place) -> Part:
    answer = place.answer
    columns = columns_of(place)
    caption = place.caption([], [record for number in place.rows for record in answer.ids(number)])
    types = {column.name: column.type for column in answer.result.columns}
    headings = [heading for _, heading in columns] + ["Sources"]
    label = f"table {place.counts['Table']}"
    for heading in headings:
        place.unit(f"|head|{heading}", "cell", f"{label}, heading of a column", heading)
    texts: list[list[str]] = []
    rows: list[tuple[Inlines, ...]] = []
    for number, row_key in place.numbered_rows():
        sources = Sources(tuple(answer.sources(number)))
        cells = [
            shown(
                answer.cell(number, name),
                name,
                short=True,
                labels=place.runner.warehouse.labels,
            )
            or "–"
            for name, _ in columns
        ]
        printed = [*map(text, cells), (sources,)]
        ids = [*answer.ids(number), *answer.sources(number)]
        for heading, cell in zip(headings, [*cells, plain_text((sources,))], strict=True):
            place.unit(
                f"|{row_key}|{heading}",
                "cell",
                f"{label}, row '{row_key}', column '{heading}'",
                cell,
                ids,
            )
        texts.append(cells)
        rows.append(tuple(printed))
    right = (*(types[name] in ("BIGINT", "DOUBLE") for name, _ in columns), False)
    numbers = [len(answer.sources(number)) for number in place.rows]
    widths = widths_of(place.block.options.get("widths"), headings, texts, numbers)
    return (
        Paragraph(caption, "Table Caption"),
        Table(tuple(map(text, headings)), tuple(rows), tuple(widths), right),
    )


def columns_of(place: Place) -> list[tuple[str, str]]:
    """Columns to show, with their headings."""
    choice, answer, block = place.block.options.get("columns"), place.answer, place.block
    if isinstance(choice, dict):
        for name, heading in choice.items():
            if not isinstance(heading, str):
                fault = f"YAML reads the heading of column '{name}' as {heading}"
                place.refuse(fault, 'write it in quotes, such as "On"', "block")
        pairs = [(str(name), str(heading)) for name, heading in choice.items()]
    else:
        usual = [name for name in answer.result.table or answer.names if name != SOURCE_COLUMN]
        names = [str(name) for name in choice] if choice else usual
        pairs = [(name, name.replace("_", " ").capitalize()) for name in names]
    for at, (name, heading) in enumerate(pairs):
        if name not in answer.names:
            fault = f"report {answer.name} has no column '{name}'{did_you_mean(name, answer.names)}"
            place.refuse(fault, f"columns are {', '.join(answer.names)}", "block")
        pairs[at] = (
            name,
            plain_text(place.writer.without_note(Sentence(heading, block.line)).words),
        )
    return [pair for pair in pairs if pair[0] in answer.names]


def widths_of(
    weights: list[float] | None, headings: list[str], rows: list[list[str]], sources: list[int]
) -> list[int]:
    """Shares of the line: what a column's longest word and usual cell need; the author may give
    widths: [..].

    `sources` are how many sources each row has; their numbers stand in the last column.
    """
    if weights and len(weights) == len(headings):
        needs = [float(item) for item in weights]
    else:
        needs = []
        for at, heading in enumerate(headings):
            if at < len(headings) - 1:
                texts = [row[at] for row in rows]
            else:
                texts = [" 12, 15–18," if any(count > 2 for count in sources) else " 12,"]
            lengths = [len(part) for cell in texts for part in cell.split()]
            word = max([*lengths, *(len(part) * 1.35 for part in heading.split())], default=1)
            longest = sorted(len(cell) for cell in texts)[int(len(texts) * 0.9)] if texts else 1
            needs.append(max(word + 2.5, min(longest + 1.5, 12 + longest**0.55 * 1.8)))
    share = sum(needs)
    return [max(3, round(LINE * item / share)) for item in needs]
