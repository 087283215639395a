"""Report blocks: what stands around each (caption, caveat, sources, what is held back); the kinds
write themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sanctrack.briefings.ast import (
    Emphasis,
    Inlines,
    NoteMark,
    Paragraph,
    Part,
    Sources,
    Text,
    plain_text,
    stripped,
    text,
    with_code,
)
from sanctrack.briefings.compile.document import Document, Picture, Unit, unique_keys
from sanctrack.briefings.compile.prose import Writer
from sanctrack.briefings.compile.runs import Answer, BrokenRun, Runner
from sanctrack.briefings.source.block_kinds import BLOCKS, ReportBlock, called
from sanctrack.briefings.source.source import Block, Run
from sanctrack.errors import SanctrackError
from sanctrack.warehouse.result import Result


@dataclass(frozen=True)
class Note:
    """A footnote that is still to be set: what a caption rests on. It stands below the block, where
    no page break can part the two.
    """

    inlines: Inlines
    where: str
    key: str
    ids: list[str]


@dataclass
class Place:
    """A block at its place in the document: what its kind needs to write itself. `rows` are the
    numbers of the rows that are printed.
    """

    document: Document
    runner: Runner
    writer: Writer
    block: Block
    kind: ReportBlock
    key: str
    answer: Answer
    rows: list[int]
    counts: dict[str, int]
    pending: Note | None = None

    def refuse(self, fault: str, instead: str, rule: str, text: str = "") -> None:
        self.document.refuse(self.block.line, text, fault, instead, rule)

    def unit(
        self, key: str, kind: str, place: str, content: str | Inlines, ids: list[str] | None = None
    ) -> None:
        """Something that can be compared; `key` is its own below that of the block."""
        text = content if isinstance(content, str) else plain_text(content)
        self.document.units.append(
            Unit(f"{self.key}{key}", kind, place, text, ids or [], [self.answer.name])
        )

    def numbered_rows(self) -> Iterator[tuple[int, str]]:
        """Each row that is printed, with what tells it from the others; the second of two that are
        told alike says so.
        """
        return zip(
            self.rows, unique_keys(self.answer.row_key(number) for number in self.rows), strict=True
        )

    def add_picture(self, result: Result, options: dict[str, Any], alt: str) -> str:
        name = f"picture-{len(self.document.pictures) + 1}"
        self.document.pictures.append(Picture(name, result, options, alt))
        return name

    def caption(self, sources: list[str], ids: list[str]) -> Inlines:
        """Caption with its number, and one footnote that is to be set: the report, its parameters,
        the day.
        """
        answer, block, series = self.answer, self.block, self.kind.COUNTED
        self.counts[series] += 1
        label = f"{series} {self.counts[series]}"
        title = self.writer.plain_line(
            str(block.options.get("caption") or answer.result.title),
            block.line,
            f"{self.key}.caption",
            "caption",
        )
        settings = "; ".join(answer.asked)
        count = len(answer.result.rows)
        report = text(
            f"Report {answer.name}{f' ({settings})' if settings else ''}, {count} "
            f"row{'s' if count != 1 else ''}"
        )
        if sources:
            closing: Inlines = (Text("; its sources: "), Sources(tuple(sources)), Text("."))
        else:
            closing = (Text("; the numbers in the last column lead to the list of sources."),)
        self.pending = Note(
            stripped([*report, *closing]), f"{label}, line {block.line}", f"{self.key}.caption", ids
        )
        end = () if plain_text(title).endswith((".", "?", "!")) else (Text("."),)
        caption = stripped([Emphasis((Text(f"{label}."),), strong=True), Text(" "), *title, *end])
        unit = self.document.units[-1]
        unit.text, unit.reports = (
            plain_text(caption),
            list(dict.fromkeys([*unit.reports, answer.name])),
        )
        return caption

    def mark(self) -> tuple[NoteMark, ...]:
        """The footnote of the caption; none where it has been set."""
        note, self.pending = self.pending, None
        return (
            (self.document.note(note.inlines, note.where, note.key, note.ids, [self.answer.name]),)
            if note
            else ()
        )


class Blocks:
    """Writes report blocks into a document."""

    def __init__(self, document: Document, runner: Runner, writer: Writer) -> None:
        self.document = document
        self.runner = runner
        self.writer = writer
        self.counts = {kind.COUNTED: 0 for kind in BLOCKS.items().values()}
        self.caveat_at: dict[str, str] = {}

    def write(self, block: Block, key: str) -> Part:
        """Write one block; problems go into the document, and nothing comes back where it cannot be
        printed.
        """
        try:
            answer = self.runner.ask(block.run, key) if block.run else self.named(block, key)
        except BrokenRun:
            return ()
        except SanctrackError as error:
            self.document.refuse(
                block.line,
                "",
                str(error),
                "mend report, run, params or where of the block",
                "block",
            )
            return ()
        rows = [number for number in range(len(answer.result.rows)) if not answer.hidden[number]]
        kind = BLOCKS[block.kind]
        place = Place(
            self.document, self.runner, self.writer, block, kind, key, answer, rows, self.counts
        )
        if not rows:
            return self.empty(place)
        self.sources_known(place)
        body = kind.write(place)
        return (*body, *self.held_back(place), *self.caveat(place))

    def named(self, block: Block, key: str) -> Answer:
        """The answer of a run of the header, narrowed by the block's own where."""
        conditions = block.options.get("where")
        if not conditions:
            return self.runner.answer(block.options["run"])
        self.runner.answer(block.options["run"])  # refuses a name that the header does not have
        run = self.document.briefing.runs[block.options["run"]]
        return self.runner.ask(
            Run(run.report, run.params, {**run.where, **conditions}, block.line), key
        )

    def empty(self, place: Place) -> Part:
        """Nothing to print: the author's words for it, else a refusal."""
        sentence, answer = place.block.options.get("empty"), place.answer
        if not sentence:
            fault = (
                "all its rows are held back"
                if answer.result.rows
                else f"report {answer.name} returned nothing"
            )
            ways = (
                "write empty: the sentence to print then, or put the block between ::: when and :::"
            )
            place.refuse(f"{fault}, and the block assumes rows", ways, "empty")
            return ()
        inlines, _ = self.writer.prose(str(sentence), place.block.line, f"{place.key}.empty")
        return (Paragraph(inlines), *self.caveat(place, printed=False))

    def sources_known(self, place: Place) -> None:
        """Refuse rows without a source, or with one that is not in `sources`."""
        answer = place.answer
        for number in place.rows:
            sources = answer.sources(number)
            lost = [source for source in sources if source not in self.document.library.sources]
            if lost or not sources:
                rests_on = f"source '{lost[0]}', which is not in sources" if lost else "no source"
                ways = (
                    "put the source back, give the record a source, or leave the row out with "
                    "where:"
                )
                place.refuse(
                    f"a row of report {answer.name} rests on {rests_on}",
                    ways,
                    "source",
                    answer.row_key(number),
                )

    def caveat(self, place: Place, printed: bool = True) -> Part:
        """The report's caveat under its block, or (not `printed`) under the words in its place; the
        second time it is only pointed to.
        """
        block, answer = place.block, place.answer
        self.writer.first_use.setdefault(answer.name, block.line)
        if block.options.get("caveat", "below") == "text" or not answer.result.caveat:
            if not place.pending:
                return ()
            text = f"Source: report {answer.name}."
            place.unit(".basis", "caveat", f"source, line {block.line}", text)
            return (Paragraph((Text(text), *place.mark()), "Caveat"),)
        self.writer.caveats_shown.add(answer.name)
        if place.kind.HAS_CAVEAT and printed:
            # the caveat stands inside the picture and in its words
            self.caveat_at.setdefault(answer.name, called(place.kind, self.counts))
            return ()
        if answer.name in self.caveat_at:
            text = f"Read with the caveat of {self.caveat_at[answer.name]}."
        else:
            self.caveat_at[answer.name] = (
                called(place.kind, self.counts) if printed else f"report {answer.name} above"
            )
            text = f"Caveat: {answer.result.caveat}"
        place.unit(".caveat", "caveat", f"caveat, line {block.line}", text.replace("`", ""))
        return (Paragraph((*with_code(text), *place.mark()), "Caveat"),)

    def held_back(self, place: Place) -> Part:
        """How many records are printed less exactly or left out; nothing where none is."""
        count = place.answer.held_back
        if not count:
            return ()
        self.document.held_back += count
        sentence = (
            f"{count} record{'s are' if count != 1 else ' is'} printed less exactly or left out "
            f"here, as asked for with the record or by the terms of its source; counts include "
            f"{'them' if count != 1 else 'it'}."
        )
        place.unit(".held", "caveat", f"line {place.block.line}", sentence)
        return (Paragraph((Text(sentence),), "Caveat"),)
