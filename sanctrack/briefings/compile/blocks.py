"""Report blocks: tables, lists and pictures, each with its caption, its caveat and the sources of every row."""

from typing import Any

from sanctrack.briefings.compile.display import bare, escaped, escaped_note, shown, with_code
from sanctrack.briefings.compile.document import Document, Picture, Unit, unlike
from sanctrack.briefings.compile.prose import Made, Writer
from sanctrack.briefings.compile.rules import check_words
from sanctrack.briefings.compile.runs import Answer, BrokenRun, Runner
from sanctrack.briefings.source.inline import Sentence, pieces
from sanctrack.briefings.source.source import PICTURES, Block, Run
from sanctrack.errors import SanctrackError, did_you_mean
from sanctrack.warehouse.result import SOURCE_COLUMN, Result

LINE = 112  # dashes shared among the columns of a table; more than pandoc's 72, so that their widths count


class Blocks:
    """Writes report blocks into a document."""

    def __init__(self, document: Document, runner: Runner, writer: Writer) -> None:
        self.document = document
        self.runner = runner
        self.writer = writer
        self.counts = {"table": 0, "figure": 0}
        self.caveat_at: dict[str, str] = {}
        # what the last caption rests on; its footnote is set below the block, where no page break can part the two
        self.basis: tuple[str, str, str, list[str], list[str]] | None = None

    def write(self, block: Block, key: str) -> str:
        """Write one block; problems go into the document and an empty text comes back."""
        try:
            answer = self.runner.ask(block.run, key) if block.run else self.named(block, key)
        except BrokenRun:
            return ""
        except SanctrackError as error:
            self.document.refuse(block.line, "", str(error), "mend report, run, params or where of the block", "block")
            return ""
        rows = [number for number in range(len(answer.result.rows)) if not answer.hidden[number]]
        if not rows:
            return self.empty(block, answer, key)
        self.sources_known(block, answer, rows)
        if block.kind == "list":
            body = self.list_of(block, answer, rows, key)
        elif block.kind == "table":
            body = self.table(block, answer, rows, key)
        else:
            body = self.picture(block, answer, rows, key)
        return body + self.held_back(answer, key, block) + self.caveat(block, answer, key)

    def named(self, block: Block, key: str) -> Answer:
        """The answer of a run of the header, narrowed by the block's own where."""
        where = block.options.get("where")
        if not where:
            return self.runner.answer(block.options["run"])
        self.runner.answer(block.options["run"])  # refuses a name that the header does not have
        run = self.document.briefing.runs[block.options["run"]]
        return self.runner.ask(Run(run.report, run.params, {**run.where, **where}, block.line), key)

    def empty(self, block: Block, answer: Answer, key: str) -> str:
        """Nothing to print: the author's words for it, else a refusal."""
        words = block.options.get("empty")
        if not words:
            told = "all its rows are held back" if answer.result.rows else f"report {answer.name} returned nothing"
            self.document.refuse(
                block.line,
                "",
                f"{told}, and the block assumes rows",
                "write empty: the sentence to print then, or put the block between ::: when and :::",
                "empty",
            )
            return ""
        text, _ = self.writer.prose(str(words), block.line, f"{key}.empty")
        return text + self.caveat(block, answer, key, printed=False)

    def sources_known(self, block: Block, answer: Answer, rows: list[int]) -> None:
        library = self.document.library
        assert library
        for number in rows:
            sources = answer.sources(number)
            lost = [source for source in sources if source not in library.sources]
            if lost or not sources:
                told = f"source '{lost[0]}', which is not in sources" if lost else "no source"
                ways = "put the source back, give the record a source, or leave the row out with where:"
                self.document.refuse(block.line, answer.row_key(number), f"a row of report {answer.name} rests on {told}", ways, "source")

    # -- what stands around a block -------------------------------------------------------------------------

    def caption(self, block: Block, answer: Answer, key: str, kind: str, sources: list[str], ids: list[str]) -> str:
        """Caption with its number and one footnote: the report, its parameters, the day."""
        self.counts[kind] += 1
        label = f"{kind.capitalize()} {self.counts[kind]}"
        text = self.writer.plain_line(str(block.options.get("caption") or answer.result.title), block.line, f"{key}.caption", "caption")
        asked = "; ".join(answer.asked)
        count = len(answer.result.rows)
        told = f"Report {answer.name}{f' ({asked})' if asked else ''}, {count} row{'s' if count != 1 else ''}"
        closing = f"; its sources: ⟦{' '.join(sources)}⟧." if sources else "; the numbers in the last column lead to the list of sources."
        self.basis = (escaped(told) + closing, f"{label}, line {block.line}", f"{key}.caption", ids, [answer.name])
        end = "" if text.endswith((".", "?", "!")) else "."
        caption = f"**{label}.** {text}{end}"
        unit = self.document.units[-1]
        unit.text, unit.reports = bare(caption), list(dict.fromkeys([*unit.reports, answer.name]))
        return caption

    def mark(self) -> str:
        """The footnote of the last caption; blank when it has been set."""
        basis, self.basis = self.basis, None
        return self.document.note(*basis) if basis else ""

    def caveat(self, block: Block, answer: Answer, key: str, printed: bool = True) -> str:
        """The report's caveat under its block, or (not `printed`) under the words in its place; the second time it is only pointed to."""
        self.writer.first_use.setdefault(answer.name, block.line)
        if block.options.get("caveat", "below") == "text" or not answer.result.caveat:
            if not self.basis:
                return ""
            text = f"Source: report {answer.name}."
            self.document.units.append(Unit(f"{key}.basis", "caveat", f"source, line {block.line}", text, [], [answer.name]))
            return "\n\n" + styled(escaped(text) + self.mark(), "Caveat")
        self.writer.caveats_shown.add(answer.name)
        if block.kind in PICTURES and printed:
            # the caveat stands inside the picture and in its words
            self.caveat_at.setdefault(answer.name, f"Figure {self.counts['figure']}")
            return ""
        place = (
            f"report {answer.name} above" if not printed else "the list above" if block.kind == "list" else f"Table {self.counts['table']}"
        )
        if answer.name in self.caveat_at:
            text = f"Read with the caveat of {self.caveat_at[answer.name]}."
        else:
            self.caveat_at[answer.name] = place
            text = f"Caveat: {answer.result.caveat}"
        self.document.units.append(Unit(f"{key}.caveat", "caveat", f"caveat, line {block.line}", text.replace("`", ""), [], [answer.name]))
        return "\n\n" + styled(with_code(text) + self.mark(), "Caveat")

    def held_back(self, answer: Answer, key: str, block: Block) -> str:
        if not answer.held_back:
            return ""
        count = answer.held_back
        self.document.held_back += count
        words = (
            f"{count} record{'s are' if count != 1 else ' is'} printed less exactly or left out here, as asked for with the record "
            f"or by the terms of its source; counts include {'them' if count != 1 else 'it'}."
        )
        self.document.units.append(Unit(f"{key}.held", "caveat", f"line {block.line}", words, [], [answer.name]))
        return f"\n\n{styled(words, 'Caveat')}"

    # -- table ----------------------------------------------------------------------------------------------

    def columns(self, block: Block, answer: Answer) -> list[tuple[str, str]]:
        """Columns to show, with their headings."""
        asked = block.options.get("columns")
        if isinstance(asked, dict):
            for name, heading in asked.items():
                if not isinstance(heading, str):
                    told = f"YAML reads the heading of column '{name}' as {heading}"
                    self.document.refuse(block.line, "", told, 'write it in quotes, such as "On"', "block")
            pairs = [(str(name), str(heading)) for name, heading in asked.items()]
        else:
            names = (
                [str(name) for name in asked] if asked else [name for name in answer.result.table or answer.names if name != SOURCE_COLUMN]
            )
            pairs = [(name, name.replace("_", " ").capitalize()) for name in names]
        for at, (name, heading) in enumerate(pairs):
            if name not in answer.names:
                self.document.refuse(
                    block.line,
                    "",
                    f"report {answer.name} has no column '{name}'{did_you_mean(name, answer.names)}",
                    f"columns are {', '.join(answer.names)}",
                    "block",
                )
            pairs[at] = (name, bare(self.writer.without_note(Sentence(heading, block.line)).markdown))
        return [pair for pair in pairs if pair[0] in answer.names]

    def table(self, block: Block, answer: Answer, rows: list[int], key: str) -> str:
        columns = self.columns(block, answer)
        caption = self.caption(block, answer, key, "table", [], [record for number in rows for record in answer.ids(number)])
        kinds = {column.name: column.type for column in answer.result.columns}
        headings = [heading for _, heading in columns] + ["Sources"]
        lines = []
        for heading in headings:
            place = f"table {self.counts['table']}, heading of a column"
            self.document.units.append(Unit(f"{key}|head|{heading}", "cell", place, heading, [], [answer.name]))
        for number, row_key in zip(rows, row_keys(answer, rows), strict=True):
            cells = [shown(answer.cell(number, name), name, short=True, labels=self.runner.warehouse.labels) or "–" for name, _ in columns]
            cells.append(f"⟦{' '.join(answer.sources(number))}⟧")
            ids = [*answer.ids(number), *answer.sources(number)]
            for heading, cell in zip(headings, cells, strict=True):
                place = f"table {self.counts['table']}, row '{row_key}', column '{heading}'"
                self.document.units.append(Unit(f"{key}|{row_key}|{heading}", "cell", place, cell, ids, [answer.name]))
            lines.append(cells)
        right = [kinds[name] in ("BIGINT", "DOUBLE") for name, _ in columns] + [False]
        dashes = [
            ("-" * (width - 1) + ":") if side else "-" * width
            for width, side in zip(self.widths(block, headings, lines), right, strict=True)
        ]
        head = "| " + " | ".join(escaped(heading) for heading in headings) + " |"
        body = ["| " + " | ".join(escaped(cell) for cell in line) + " |" for line in lines]
        return f"{styled(caption, 'Table Caption')}\n\n" + "\n".join([head, "|" + "|".join(dashes) + "|", *body])

    @staticmethod
    def widths(block: Block, headings: list[str], lines: list[list[str]]) -> list[int]:
        """Shares of the line: what a column's longest word and usual cell need; the author may give widths: [..]."""
        given = block.options.get("widths")
        if given and len(given) == len(headings):
            wanted = [float(item) for item in given]
        else:
            wanted = []
            for at, heading in enumerate(headings):
                texts = (
                    [line[at] for line in lines]
                    if at < len(headings) - 1
                    else [" 12, 15–18," if any(len(line[at].split()) > 2 for line in lines) else " 12,"]
                )
                word = max(
                    [len(part) for text in texts for part in text.split()] + [len(part) * 1.35 for part in heading.split()], default=1
                )
                longest = sorted(len(text) for text in texts)[int(len(texts) * 0.9)] if texts else 1
                wanted.append(max(word + 2.5, min(longest + 1.5, 12 + longest**0.55 * 1.8)))
        share = sum(wanted)
        return [max(3, round(LINE * item / share)) for item in wanted]

    # -- list -----------------------------------------------------------------------------------------------

    def list_of(self, block: Block, answer: Answer, rows: list[int], key: str) -> str:
        """One item a row, each with its own footnote."""
        written = []
        sentence = " ".join(str(block.options["item"]).split())
        for number, row_key in zip(rows, row_keys(answer, rows), strict=True):
            written.append(f"- {self.item(sentence, block, answer, number, key, row_key)}")
        return "\n".join(written)

    def item(self, text: str, block: Block, answer: Answer, number: int, key: str, row_key: str) -> str:
        sentence = Sentence(text, block.line)
        check_words(self.document, sentence, self.runner, self.writer.wording, quoted_ok=True)
        made: Made = self.writer.make(pieces(text), sentence, (answer, number))
        library = self.document.library
        assert library
        sources = [source for source in answer.sources(number) if source in library.sources]
        ids = [*answer.ids(number), *sources]
        key, place = f"{key}|{row_key}", f"line {block.line}, '{row_key}'"
        self.document.units.append(Unit(key, "sentence", place, bare(made.markdown), ids, [answer.name]))
        parts = [escaped_note(library.note(sources, answer.ids(number)))] if sources else []
        cited = self.writer.cited(made, sentence)
        told = ". ".join([*parts, *(text for text, _ in cited)])
        ids = list(dict.fromkeys([*ids, *(source for _, source in cited)]))
        return made.markdown.strip() + self.document.note(f"{told}.", place, key, ids, [answer.name])

    # -- picture --------------------------------------------------------------------------------------------

    def picture(self, block: Block, answer: Answer, rows: list[int], key: str) -> str:
        """A chart, map or timeline of the rows; its alt text is made from the data."""
        from sanctrack.briefings.compile.pictures import alt_text, prepared

        assert block.kind in PICTURES
        sources = list(dict.fromkeys(source for number in rows for source in answer.sources(number)))
        ids = list(dict.fromkeys(record for number in rows for record in answer.ids(number)))
        caption = self.caption(block, answer, key, "figure", sources, ids)
        options: dict[str, Any] = dict(block.options.get("options") or {})
        try:
            result = prepared(visible(answer.result, rows), self.runner.warehouse)
            alt = alt_text(result)
        except SanctrackError as error:
            self.document.refuse(block.line, "", str(error), "use a ```table block, or a report whose header names a picture", "picture")
            return ""
        name = f"picture-{len(self.document.pictures) + 1}"
        self.document.pictures.append(Picture(name, result, options, alt))
        place = f"figure {self.counts['figure']}, line {block.line}"
        self.document.units.append(Unit(f"{key}.picture", "picture", place, alt, [*ids, *sources], [answer.name]))
        return f"⟪{name}⟫\n\n{styled(caption + self.mark(), 'Image Caption')}"


def row_keys(answer: Answer, rows: list[int]) -> list[str]:
    """What tells each row from the others; the second of two that are told alike says so."""
    return unlike(answer.row_key(number) for number in rows)


def visible(result: Result, rows: list[int]) -> Result:
    """A result with these rows alone."""
    from dataclasses import replace

    return replace(result, rows=[result.rows[number] for number in rows])


def styled(text: str, style: str) -> str:
    """A paragraph with a named style (Word, ODT), class (HTML) and place in the PDF template."""
    name = style.lower().replace(" ", "-")
    return f'::: {{.{name} custom-style="{style}"}}\n{text}\n:::'
