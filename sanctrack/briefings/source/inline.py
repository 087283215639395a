"""Inline values, citations, quotations and sentences: how a line of prose is taken apart."""

import re
from dataclasses import dataclass, field

# each of these ends before it could begin again, so that a text without its end costs no second
# reading
VALUE = re.compile(r"\{\{((?:(?!\{\{|\}\}).)*)\}\}", re.DOTALL)
CITATION = re.compile(r"(?:(?<!\s)\s+)?\[@([a-z0-9][a-z0-9-]*)(?:,\s*([^\[\]]+))?\]")
QUOTATION = re.compile(r"\[([“\"][^\[\]]*[”\"])\]\{speaker=[“\"]([^”\"}]+)[”\"]\}", re.DOTALL)
NUMBERED = re.compile(r"(?<!\{)\{([^{}|]*)\|([^{}|]*)\}(?!\})")
OPTIONAL = re.compile(r"\[\[((?:(?!\[\[|\]\]).)*)\]\]", re.DOTALL)
EXPRESSION = re.compile(
    r"""^(?:(?P<param>\$[a-z_][a-z0-9_]*)
        |(?P<run>[a-z_][a-z0-9_]*)?(?:\[(?P<filter>[^\]]*)\])?(?:\.(?P<column>[a-z_][a-z0-9_]*))?)
        (?:\s+or\s+[“"](?P<fallback>[^”"]*)[”"])?(?:\s*\|\s*(?P<format>[a-z]+))?$""",
    re.VERBOSE,
)
FORMATS = ("list", "month", "year", "plain", "upper", "words")
# a full stop after these does not end a sentence
SHORT = re.compile(
    r"(?:^|[\s(“\"])(?:Co|Ltd|Pte|Inc|No|Nos|St|Dr|Mr|Ms|Mrs|U|Art|para|paras|approx|cf|vs|e\.g|i\.e|etc|p|pp|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$"
)


@dataclass(frozen=True)
class Expression:
    """What stands between {{ and }}.

    `run` is blank in a list's item (the row itself); `filters` are (column, '=' or '!=', values);
    `pick` is 'first' or 'last'; `column` may be 'rows' or 'caveat'. `text` is the expression as
    written.
    """

    text: str
    run: str = ""
    parameter: str = ""
    filters: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    pick: str = ""
    column: str = ""
    fallback: str | None = None
    format: str = ""


@dataclass
class Sentence:
    """A sentence as written, with the line on which it begins."""

    text: str
    line: int


@dataclass
class Piece:
    """A part of a sentence: words, a value, a citation or a quotation."""

    kind: str
    text: str
    more: str = ""
    pieces: list["Piece"] = field(default_factory=list)


def read_expression(text: str) -> Expression | str:
    """Read what stands between {{ and }}; a text says what is wrong with it and what would work."""
    match = EXPRESSION.match(" ".join(text.split()))
    if not match or not (match["param"] or match["column"] or match["run"]):
        return (
            f"'{{{{ {text} }}}}' is not a value; write {{{{ run.column }}}}, {{{{ "
            f"run[column=value].column }}}} or {{{{ $parameter }}}}"
        )
    if match["format"] and match["format"] not in FORMATS:
        return f"no format '{match['format']}'; formats are {', '.join(FORMATS)}"
    filters, pick = [], ""
    for part in [item.strip() for item in (match["filter"] or "").split(",") if item.strip()]:
        if part in ("first", "last"):
            pick = part
            continue
        test = re.match(r"([a-z_][a-z0-9_]*)\s*(!?=)\s*(.*)$", part)
        if not test:
            return (
                f"'{part}' in '{{{{ {text} }}}}' is no filter; write column=value, column!=value, "
                f"first or last"
            )
        filters.append((test[1], test[2], tuple(value.strip() for value in test[3].split("|"))))
    return Expression(
        text=text,
        run=match["run"] or "",
        parameter=(match["param"] or "")[1:],
        filters=tuple(filters),
        pick=pick,
        column=match["column"] or "",
        fallback=match["fallback"],
        format=match["format"] or "",
    )


def sentences(text: str, line: int) -> list[Sentence]:
    """Cut prose into sentences, each with its line; values, citations and quotations stay whole."""
    spans = [
        match.span()
        for pattern in (VALUE, CITATION, QUOTATION, OPTIONAL)
        for match in pattern.finditer(text)
    ]
    cuts, start = [], 0
    for match in re.finditer(
        r"[.!?][”\"’*)]*((?:\s*\[@[^\[\]]+\])*)(\s+)(?=[A-Z0-9“\"‘*{\[(]|\{\{)", text
    ):
        inside = any(low <= match.start() < high for low, high in spans)
        before = text[start : match.start() + 1]
        if inside or SHORT.search(before[-12:]) or re.search(r"\b[A-Z]\.$", before[-12:]):
            continue
        cuts.append((start, match.start(2)))
        start = match.end()
    cuts.append((start, len(text)))
    return [
        Sentence(" ".join(text[low:high].split()), line + text[:low].count("\n"))
        for low, high in cuts
        if text[low:high].strip()
    ]


def pieces(text: str) -> list[Piece]:
    """Take a sentence apart into words, values, citations, quotations and optional parts."""
    result: list[Piece] = []
    at = 0
    patterns = (
        ("optional", OPTIONAL),
        ("value", VALUE),
        ("citation", CITATION),
        ("quotation", QUOTATION),
    )
    while at < len(text):
        nearest = None
        for kind, pattern in patterns:
            match = pattern.search(text, at)
            if match and (nearest is None or match.start() < nearest[1].start()):
                nearest = (kind, match)
        if nearest is None:
            result.append(Piece("words", text[at:]))
            break
        kind, match = nearest
        if match.start() > at:
            result.append(Piece("words", text[at : match.start()]))
        inner = pieces(match[1]) if kind in ("optional", "quotation") else []
        result.append(
            Piece(
                kind,
                match[1].strip() if kind == "value" else match[1],
                (match[2] or "") if kind in ("citation", "quotation") else "",
                inner,
            )
        )
        at = match.end()
    return result
