"""Briefing files: a YAML header and Markdown with fenced report blocks, read into blocks that know
their line.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sanctrack.briefings.source.block_kinds import BLOCKS, SHAPES
from sanctrack.definitions.parameters import PARAMETER, Parameter, read_parameter
from sanctrack.definitions.paths import read_yaml
from sanctrack.definitions.shapes import Either, Key, Kind, MapOf, Shape, Text, known_keys
from sanctrack.errors import DefinitionError, UsageError, did_you_mean

RUN = Shape(
    {
        "report": Key("The report that is run.", needed=True),
        "params": Key("Its parameters; $name is a parameter of the briefing.", MapOf(Kind())),
        "where": Key("Which of its rows are meant: column: value.", MapOf(Kind())),
    }
)
TERM = Shape({"source": Key("Id of the source that the term is from.", needed=True)})
HEADER = Shape(
    {
        "title": Key("Title; may hold values of runs.", needed=True),
        "question": Key("The question that the document answers.", needed=True),
        "audience": Key("Whom it is written for.", needed=True),
        "parameters": Key("What -p takes, as in a report.", MapOf(PARAMETER)),
        "as_of": Key("The day that as_of has where none is given; else that of the data."),
        "runs": Key("Runs of reports, by the names that the text gives them.", MapOf(RUN)),
        "terms": Key(
            "Names with a figure in them, each with the id of its source.",
            MapOf(Either(Text(), TERM)),
        ),
    }
)
MARKS = ("method", "opinion")
CONDITIONS = ("when", "unless")
HASHES = re.compile(r"#+(?:\s|$)")
ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+(.*)")
MOST_LETTERS = 500_000  # of a briefing; the longest of ours has 10,000
MOST_OF_BLOCK = 10_000  # of a paragraph or block


@dataclass(frozen=True)
class Run:
    """One call of a report: its parameters (`$name` is a parameter of the briefing) and which rows
    of it are meant.
    """

    report: str
    params: dict[str, Any]
    where: dict[str, Any]
    line: int


@dataclass(frozen=True)
class Block:
    """A piece of the text. `kind`: heading, paragraph, item, quote, or a kind of report block.

    `level` is that of a heading, and 1 for an item of a numbered list; `mark` is 'method' or
    'opinion' inside a section that the author marked so; `when` holds the conditions (word,
    expression, line) that must hold for the block to be printed.
    """

    kind: str
    line: int
    text: str = ""
    level: int = 0
    mark: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    run: Run | None = None
    when: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Briefing:
    """A briefing as written. `text` is the whole file; `terms` maps a term with digits to the
    source that it is from.
    """

    name: str
    where: str
    text: str
    title: str
    question: str
    audience: str
    as_of: str
    parameters: tuple[Parameter, ...]
    runs: dict[str, Run]
    terms: dict[str, str]
    blocks: tuple[Block, ...]

    def reports(self) -> list[str]:
        """Names of the reports that the briefing calls."""
        called = [*self.runs.values(), *(block.run for block in self.blocks if block.run)]
        return sorted({run.report for run in called if run.report})


def load_briefing(path: Path) -> Briefing:
    """Read a briefing file. Raises DefinitionError naming file, line, what is wrong and what would
    work.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DefinitionError(f"{path}: not UTF-8 text; save it as UTF-8") from error
    return read_briefing(text, path.stem, str(path))


def read_briefing(text: str, name: str, where: str) -> Briefing:
    """Read the text of a briefing; `where` names the file in errors. Raises DefinitionError with
    the line.
    """
    if len(text) > MOST_LETTERS:
        raise DefinitionError(
            f"{where}: it has {len(text):,} letters, and a briefing has at most {MOST_LETTERS:,}; "
            f"make two of it"
        )
    lines = text.replace("\r\n", "\n").split("\n")
    if not lines or lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        raise DefinitionError(
            f"{where} line 1: a briefing begins with a YAML header between two lines '---'"
        )
    end = 1 + [line.strip() for line in lines[1:]].index("---")
    # a blank line in place of '---' keeps the line numbers of YAML errors those of the file
    header = read_options("\n" + "\n".join(lines[1:end]) + "\n", where)
    path = Path(where)
    unknown = (
        next((str(key) for key in header if key not in HEADER.keys), "")
        if isinstance(header, dict)
        else ""
    )
    place = Path(f"{where} line {line_of(lines, unknown)}") if unknown else path
    HEADER.check(header, place, "header")
    runs = {
        str(key): read_run(value, where, line_of(lines, str(key), "runs"))
        for key, value in (header.get("runs") or {}).items()
    }
    return Briefing(
        name=name,
        where=where,
        text=text,
        title=one_line(header["title"]),
        question=one_line(header["question"]),
        audience=one_line(header["audience"]),
        as_of=str(header.get("as_of") or "as_of"),
        parameters=tuple(
            read_parameter(path, key, value)
            for key, value in (header.get("parameters") or {}).items()
        ),
        runs=runs,
        terms=read_terms(header.get("terms") or {}, where),
        blocks=tuple(Reader(lines, end + 1, where).blocks()),
    )


def read_options(text: str, where: str) -> Any:
    """Parse the YAML of a header or block, in which words of the author are no comment by accident.

    YAML drops what follows ` #` on a line (`caption: Cargo # 5`); a comment that is meant stands on
    a line of its own, behind two blanks, or after a value in quotes or brackets. Raises
    DefinitionError with the line.
    """
    import yaml

    options = read_yaml(text, where)
    ends = {
        token.end_mark.line: token
        for token in yaml.scan(text, Loader=yaml.SafeLoader)
        if isinstance(token, yaml.ScalarToken)
    }
    lines = text.split("\n")
    for number, token in ends.items():
        rest = lines[number][token.end_mark.column :]
        if token.plain and rest.startswith(" #"):
            way = (
                "put the value in quotes if the sign belongs to it; a comment stands behind two "
                "blanks or on a line of its own"
            )
            raise DefinitionError(
                f"{where} line {number + 1}: YAML drops '{rest.strip()[:60]}' as a comment; {way}"
            )
    return options


def read_terms(raw: dict[Any, Any], where: str) -> dict[str, str]:
    """Terms with digits and the id of the source of each."""
    source_by_term = {}
    for term, value in raw.items():
        if isinstance(value, dict):
            TERM.check(value, Path(where), f"term '{term}'")
        source = value.get("source") if isinstance(value, dict) else value
        if not source:
            raise DefinitionError(
                f"{where}: term '{term}' has no source; write '{term}': source-id"
            )
        source_by_term[str(term)] = str(source)
    return source_by_term


def dict_of(raw: Any, what: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise DefinitionError(f"{what} must be a mapping (key: value), not {type(raw).__name__}")
    return raw


def one_line(text: Any) -> str:
    return " ".join(str(text).split())


def line_of(lines: list[str], key: str, section: str = "") -> int:
    """The line on which a key of the header stands (below the key `section`), for messages."""
    start = line_of(lines, section) if section else 0
    keys = (f"{key}:", f"'{key}':", f'"{key}":')
    return next(
        (
            number
            for number, line in enumerate(lines, 1)
            if number > start and line.strip().startswith(keys)
        ),
        max(start, 1),
    )


def read_run(raw: dict[str, Any], where: str, line: int) -> Run:
    RUN.check(raw, Path(f"{where} line {line}"), "run")
    return Run(str(raw["report"]), raw.get("params") or {}, raw.get("where") or {}, line)


def fault_of(kind: str, options: dict[str, Any]) -> str:
    """What is wrong with the options of a block, and what would work; blank where nothing is."""
    if "run" in options and "params" in options:
        return (
            "a block of a run takes its params from the header; name the report: here, or set "
            "them in the run"
        )
    if ("report" in options) == ("run" in options):
        return "a block names either report: NAME or run: NAME of the header"
    for key, way_out in BLOCKS[kind].NEEDED.items():
        if not options.get(key):
            return way_out
    if options.get("caveat", "below") not in ("below", "text"):
        return (
            "caveat takes 'below' (printed under the block) or 'text' (then {{ caveats }} must "
            "stand in the text)"
        )
    for key, fault, fits in SHAPES:
        if options.get(key) is not None and not fits(options[key]):
            return fault
    return ""


class Reader:
    """Cuts the lines below the header into blocks."""

    def __init__(self, lines: list[str], start: int, where: str) -> None:
        self.lines = list(lines)
        self.at = start
        self.where = where
        self.found: list[Block] = []
        self.when: list[tuple[str, str, int]] = []
        self.marks: list[tuple[int, str]] = []

    def blocks(self) -> list[Block]:
        while self.at < len(self.lines):
            line = self.lines[self.at].strip()
            if not line:
                self.at += 1
            elif line.startswith("<!--"):
                self.skip_comment()
            elif line.startswith("```"):
                self.read_fence()
            elif line.startswith(":::"):
                self.read_division(line)
            elif HASHES.match(line):
                self.read_heading(line)
            else:
                self.read_prose()
        if self.when:
            raise self.wrong(
                self.when[-1][2],
                f"'::: {self.when[-1][0]}' is never closed; end it with a line ':::'",
            )
        return self.found

    def wrong(self, line: int, text: str) -> DefinitionError:
        return DefinitionError(f"{self.where} line {line}: {text}")

    def add(self, kind: str, line: int, text: str = "", **more: Any) -> None:
        if len(text) > MOST_OF_BLOCK:
            raise self.wrong(
                line,
                f"this {kind} has {len(text):,} letters, and it may have {MOST_OF_BLOCK:,}; part "
                f"it",
            )
        mark = self.marks[-1][1] if self.marks else ""
        self.found.append(Block(kind, line, text, mark=mark, when=tuple(self.when), **more))

    def skip_comment(self) -> None:
        """Skip a comment; what stands after its end on the same line is read as a
        line of its own.
        """
        start = self.at + 1
        rest = self.lines[self.at].strip().removeprefix("<!--")
        if rest.startswith((">", "->")):
            raise self.wrong(
                start, "'<!-->' begins no comment that could end; write <!-- the words -->"
            )
        while True:
            inside, end, after = rest.partition("-->")
            if "<!--" in inside or "--!>" in inside:
                fault = f"the comment of line {start} is not closed before another begins"
                raise self.wrong(
                    self.at + 1,
                    f"{fault}; end each with '-->', for words in between would be lost or printed",
                )
            if end:
                break
            self.at += 1
            if self.at == len(self.lines):
                raise self.wrong(start, "a comment '<!--' is never closed; end it with '-->'")
            rest = self.lines[self.at]
        if after.strip():
            self.lines[self.at] = after
        else:
            self.at += 1

    def read_division(self, line: str) -> None:
        word, _, condition = line.removeprefix(":::").strip().partition(" ")
        if word in CONDITIONS and condition.strip() and not line.startswith("::::"):
            self.when.append((word, condition.strip(), self.at + 1))
        elif line == ":::" and self.when:
            self.when.pop()
        elif line == ":::":
            raise self.wrong(
                self.at + 1, "':::' closes nothing; open with '::: when run[column=value]'"
            )
        else:
            raise self.wrong(
                self.at + 1, f"'{line[:80]}': write '::: when run[column=value]' or '::: unless …'"
            )
        self.at += 1

    def read_heading(self, line: str) -> None:
        hashes, _, words = line.expandtabs(1).partition(" ")
        if len(hashes) > 4 or not words.strip():
            raise self.wrong(
                self.at + 1,
                f"'{line[:40]}' is no heading; write one to four # and the words: ## What is known",
            )
        level, title, mark = len(hashes), words.strip(), ""
        before, _, inner = title.rpartition("{")
        if inner.endswith("}") and before.endswith(" "):
            title, mark = before.strip(), inner[:-1].strip().removeprefix(".")
        if mark and mark not in MARKS:
            raise self.wrong(
                self.at + 1,
                f"section mark '{mark}'{did_you_mean(mark, MARKS)} a section is marked {{.method}} "
                f"or {{.opinion}}",
            )
        self.marks = [item for item in self.marks if item[0] < level]
        inherited = self.marks[-1][1] if self.marks else ""
        self.marks.append((level, mark or inherited))
        self.add("heading", self.at + 1, title, level=level)
        self.at += 1

    def read_fence(self) -> None:
        opening = self.at + 1
        kind = self.lines[self.at].strip().removeprefix("```").strip()
        if kind not in BLOCKS:
            raise self.wrong(
                opening,
                f"block '{kind[:60]}'{did_you_mean(kind, BLOCKS.names)} blocks are "
                f"{', '.join(BLOCKS)}",
            )
        end = next(
            (at for at in range(self.at + 1, len(self.lines)) if self.lines[at].strip() == "```"),
            None,
        )
        if end is None:
            raise self.wrong(opening, f"the block '{kind}' is never closed; end it with a line ```")
        text = "\n" * opening + "\n".join(self.lines[self.at + 1 : end]) + "\n"
        where = f"{self.where} line {opening}"
        options = dict_of(read_options(text, self.where) or {}, f"{where}: block")
        known_keys(options, (*RUN.keys, "run", *BLOCKS[kind].KEYS), Path(where), f"block '{kind}'")
        fault = fault_of(kind, options)
        if fault:
            raise self.wrong(opening, fault)
        run = None
        if "report" in options:
            run_options = {key: options[key] for key in RUN.keys if key in options}
            run = read_run(run_options, self.where, opening)
        self.add(kind, opening, options=options, run=run)
        self.at = end + 1

    def read_prose(self) -> None:
        """A paragraph, list item or quotation: up to a blank line or the start of
        something else.
        """
        start = self.at
        first = self.lines[start].strip()
        gathered: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at].strip()
            fresh = not gathered
            if (
                not line
                or line.startswith(("```", ":::", "<!--"))
                or (not fresh and (HASHES.match(line) or ITEM.match(line)))
            ):
                break
            gathered.append(line)
            self.at += 1
        text = "\n".join(gathered)
        item = ITEM.match(first)
        if first.startswith("|"):
            raise self.wrong(start + 1, "tables come from reports; use a ```table block")
        if re.fullmatch(r"(?:[-*_=]\s*){3,}", first):
            raise self.wrong(
                start + 1, "a rule across the page is not taken; part the text by a heading"
            )
        if re.match(r"<[a-zA-Z/]", first):
            raise self.wrong(start + 1, "HTML is not taken; write Markdown")
        if item:
            self.add(
                "item",
                start + 1,
                "\n".join([item[1], *gathered[1:]]),
                level=int(first[0].isdigit()),
            )
        elif first.startswith(">"):
            self.add("quote", start + 1, "\n".join(line.lstrip("> ") for line in gathered))
        else:
            self.add("paragraph", start + 1, text)
