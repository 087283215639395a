"""The compiler: a briefing and a warehouse in, a document with all its problems out."""

from collections.abc import Iterator
from typing import Any

from sanctrack.briefings.ast import (
    Anchor,
    Emphasis,
    Heading,
    Inlines,
    Item,
    Missing,
    Paragraph,
    Part,
    Quote,
    Text,
    Together,
    linked,
    plain_text,
    stripped,
    text,
    with_code,
)
from sanctrack.briefings.ast import Block as AnyBlock
from sanctrack.briefings.compile.blocks import Blocks
from sanctrack.briefings.compile.citations import read_library
from sanctrack.briefings.compile.display import shown
from sanctrack.briefings.compile.document import Document, Refused, Unit
from sanctrack.briefings.compile.normalised_text import without_hidden
from sanctrack.briefings.compile.prose import Writer
from sanctrack.briefings.compile.rules import check_caveats, check_stamped, check_terms, check_words
from sanctrack.briefings.compile.runs import BrokenRun, Runner
from sanctrack.briefings.source.block_kinds import BLOCKS
from sanctrack.briefings.source.inline import Sentence, read_expression
from sanctrack.briefings.source.source import Block, Briefing, line_of
from sanctrack.briefings.source.style_rules import load_wording
from sanctrack.errors import SanctrackError
from sanctrack.warehouse.warehouse import Warehouse

CAVEATS = "{{ caveats }}"
ANNEX = (
    "Each source with publisher, title, day, address and archived copy where they are held. The "
    "letter grades the source and the way its text reached us (Admiralty scale: A completely "
    "reliable to E unreliable, F cannot be judged), never a single claim."
)
ABOUT = (
    "Every figure in this document was read from the data by a query; the words around them were "
    "written by people. `sanctrack verify` with this file lists the sentences, cells and footnotes "
    "that would differ on today’s facts."
)


class Compiler:
    """Compiles one briefing."""

    def __init__(self, briefing: Briefing, warehouse: Warehouse, arguments: dict[str, Any]) -> None:
        self.runner = Runner(briefing, warehouse, arguments)
        library = read_library(warehouse)
        internal = self.runner.guard.internal
        self.document = Document(
            briefing, self.runner.values, library, facts_end=warehouse.as_of, internal=internal
        )
        self.writer = Writer(self.document, self.runner, load_wording(warehouse.home))
        self.blocks = Blocks(self.document, self.runner, self.writer)
        self.warehouse = warehouse
        self.lines: list[int] = []  # of the briefing, for each part of the body
        # levels, as written, of the headings that the next one may stand under
        self.open: list[int] = []

    def document_of(self) -> Document:
        """Compile everything; problems are gathered, so that all are listed at once."""
        briefing, document = self.document.briefing, self.document
        lines = briefing.text.split("\n")
        document.title = self.filled(briefing.title, line_of(lines, "title"), "title")
        document.question = self.writer.plain_line(
            briefing.question, line_of(lines, "question"), "question", "heading"
        )
        audience = Sentence(briefing.audience, line_of(lines, "audience"))
        check_words(document, audience, self.runner, self.writer.wording, quoted_ok=False)
        check_terms(
            document,
            self.writer.wording,
            {term: line_of(lines, term, "terms") for term in briefing.terms},
        )
        caveats_at = -1
        for block in self.wanted(briefing.blocks):
            key = f"b{block.line}"
            if block.text.strip() == CAVEATS:
                caveats_at = len(document.body)
                document.body.append(())
            elif block.kind == "heading":
                level = self.depth(block.level)
                document.body.append((Heading(self.filled(block.text, block.line, key), level),))
            elif block.kind in BLOCKS:
                document.body.append(self.blocks.write(block, key))
            else:
                document.body.append((self.prose(block, key),))
            self.draft_notes(block)
        if caveats_at >= 0:
            document.body[caveats_at] = self.other_caveats()
        for name, fault in self.runner.broken.items():
            document.refuse(
                briefing.runs[name].line,
                f"run {name}",
                fault,
                "mend report, params or where of this run",
                "block",
            )
        check_caveats(document, self.writer.first_use, self.writer.caveats_shown)
        check_stamped(document, self.runner.guard)
        self.place_notes()
        document.reports = {
            answer.name: answer.result.caveat for answer in self.runner.answers.values()
        }
        return document

    def filled(self, text: str, line: int, key: str) -> Inlines:
        """A title or heading; refused when no word is left of it, which a tagged
        PDF does not take.
        """
        inlines = self.writer.plain_line(text, line, key, "heading")
        if not without_hidden(plain_text(inlines)).strip():
            self.document.refuse(
                line,
                text,
                "nothing is left to print of this heading",
                "write words around its values",
                "heading",
            )
            return (Missing(),)
        return inlines

    def depth(self, level: int) -> int:
        """The level at which a heading is printed: the first is 1 and none is skipped, whatever
        conditions left out above it.

        A screen reader and PDF/UA take no other order.
        """
        self.open = [*(above for above in self.open if above < level), level]
        return len(self.open)

    def prose(self, block: Block, key: str) -> AnyBlock:
        inlines = self.writer.paragraph(block, key)
        if block.kind == "item":
            return Item(inlines, numbered=bool(block.level))
        return Quote(inlines) if block.kind == "quote" else Paragraph(inlines)

    def wanted(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        """Blocks whose conditions hold, in order."""
        for block in blocks:
            if all(self.holds(word, text, line) for word, text, line in block.when):
                yield block

    def holds(self, word: str, text: str, line: int) -> bool:
        """Whether '::: when run[…]' holds: rows are there, or a parameter is set."""
        expression = read_expression(text)
        if isinstance(expression, str):
            self.document.refuse(
                line, text, expression, "write ::: when run[column=value]", "condition"
            )
            return True
        try:
            if expression.parameter:
                is_there = self.runner.values.get(expression.parameter) is not None
            else:
                answer, numbers = self.runner.chosen(expression, None)
                if expression.column and expression.column != "rows":
                    answer.held.check(expression.column, ())
                    numbers = [
                        number
                        for number in numbers
                        if answer.cell(number, expression.column) is not None
                    ]
                is_there = bool(numbers)
        except BrokenRun:
            return True
        except (SanctrackError, ValueError) as error:
            self.document.refuse(line, text, str(error), "mend the condition", "condition")
            return True
        return is_there == (word == "when")

    def other_caveats(self) -> Part:
        """Caveats of the reports that no block has shown, as a list."""
        items = []
        for report, line in self.writer.first_use.items():
            if report in self.writer.caveats_shown:
                continue
            answer = next(
                answer for answer in self.runner.answers.values() if answer.name == report
            )
            self.writer.caveats_shown.add(report)
            text = f"{answer.result.title}: {answer.result.caveat}"
            place = f"caveat of report {report}, first used in line {line}"
            self.document.units.append(
                Unit(f"caveat {report}", "caveat", place, text.replace("`", ""), [], [report])
            )
            items.append(Item(with_code(text)))
        return tuple(items)

    def place_notes(self) -> None:
        """Give problems that were found last the part of the body in which their line stands; those
        of the header stand on top.
        """
        for problem in self.document.problems:
            before = [at for at, line in enumerate(self.lines) if line <= (problem.line or 0)]
            self.document.problem_at.setdefault(problem, before[-1] if before else -1)

    def draft_notes(self, block: Block) -> None:
        """Remember at which part of the body the problems so far stand, for margin notes."""
        self.lines.append(block.line)
        for problem in self.document.problems:
            self.document.problem_at.setdefault(problem, len(self.document.body) - 1)


def compile_briefing(
    briefing: Briefing, warehouse: Warehouse, arguments: dict[str, Any], draft: bool = False
) -> Document:
    """Compile a briefing on a warehouse with the given parameters.

    Raises Refused (exit code 3) with every reason unless `draft`; UsageError for a parameter that
    the briefing does not know.
    """
    document = Compiler(briefing, warehouse, arguments).document_of()
    if document.problems and not draft:
        raise Refused(
            briefing.where, sorted(document.problems, key=lambda problem: problem.line or 0)
        )
    return document


def audience_line(document: Document) -> str:
    """Whom the document is for, the day of which it speaks, and where the facts end before it."""
    day, last = document.values["as_of"], document.facts_end
    ends = (
        f"; the facts end on {shown(last)}, and nothing later is held"
        if last and last < day
        else ""
    )
    return f"For {document.briefing.audience}. State of lists and measures: {shown(day)}{ends}."


def front_matter(document: Document) -> Part:
    """The lines under the title: question, audience and day."""
    return (
        Paragraph(document.question, "Question"),
        Paragraph(text(audience_line(document)), "Audience"),
    )


def annex(document: Document) -> Part:
    """The sources, numbered in order of first mention."""
    cited = document.cited()
    if not cited:
        return ()
    entries = []
    for number, source in enumerate(cited, 1):
        if source in document.library.sources:
            anchor = Anchor(f"source-{number}", (Emphasis((Text(str(number)),), strong=True),))
            entry = stripped(
                [anchor, Text(" "), *linked(document.library.annex(source)), Text(".")]
            )
            entries.append(Paragraph(entry, "Source Entry"))
    return (Heading((Text("Sources"),), 1), Paragraph((Text(ANNEX),)), *entries)


def about(document: Document, stamp_lines: list[tuple[str, str]]) -> Part:
    """How this file was made, so that somebody else can make it again."""
    items = [
        Item(stripped([Emphasis((Text(f"{name}:"),), strong=True), Text(" "), *text(value)]))
        for name, value in stamp_lines
        if value
    ]
    return (
        Heading((Text("About this document"),), 1),
        Together((Paragraph(with_code(ABOUT)), *items)),
    )
