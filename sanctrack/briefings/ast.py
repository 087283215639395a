"""The body of a document: blocks and the inlines in them. The compiler makes them, and each format
writes them.

They are values: nothing in them is markup of any format, so that no text of an author or of the
data can become any.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

# no font and no format has these
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
ADDRESS = re.compile(r"(https?://\S*[^\s,.;)\]])")

# -- inlines
# --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """Letters, printed as they stand."""

    text: str


@dataclass(frozen=True)
class Code:
    """A command or name in the letters of a typewriter."""

    text: str


@dataclass(frozen=True)
class Emphasis:
    """Words that stand out; `strong` is bold."""

    inside: tuple["Inline", ...]
    strong: bool = False


@dataclass(frozen=True)
class Link:
    """An address of a source, or (with #) of a place in the document."""

    text: str
    address: str


@dataclass(frozen=True)
class Sources:
    """The numbers that these sources get in the list of sources; all that a value
    or row rests on.
    """

    ids: tuple[str, ...]


@dataclass(frozen=True)
class NoteMark:
    """The mark of a footnote, counted from 1."""

    number: int


@dataclass(frozen=True)
class Anchor:
    """Words that a link of the document leads to."""

    name: str
    inside: tuple["Inline", ...]


@dataclass(frozen=True)
class Missing:
    """The sign for a value that cannot be had: a draft prints it."""


@dataclass(frozen=True)
class Mark:
    """Signs by which an author began or ended emphasis; what they mean is known when the whole
    paragraph is (`emphasised`).
    """

    sign: str
    count: int


@dataclass(frozen=True)
class Comment:
    """The beginning (with words) or end (without) of a comment of Word on what stands between."""

    number: int
    words: str = ""


Inline = Text | Code | Emphasis | Link | Sources | NoteMark | Anchor | Missing | Mark | Comment
Inlines = tuple[Inline, ...]

# -- blocks
# --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `style` names one of ours: Question, Audience, Caveat, Table Caption, Image
    Caption, Source Entry, Picture …
    """

    inlines: Inlines
    style: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4."""

    inlines: Inlines
    level: int


@dataclass(frozen=True)
class Item:
    """An item of a list; those that follow one another are one list."""

    inlines: Inlines
    numbered: bool = False


@dataclass(frozen=True)
class Quote:
    """A quotation that is a paragraph of its own."""

    inlines: Inlines


@dataclass(frozen=True)
class Table:
    """A table with one row of headings. `widths` are shares of the line; `right` tells which
    columns are set to the right.
    """

    headings: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    widths: tuple[int, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True)
class Figure:
    """A picture of the document, by its name; `alt` is what it shows, in words."""

    name: str
    alt: str


@dataclass(frozen=True)
class Together:
    """Small print that stays on one page."""

    blocks: tuple["Block", ...]


Block = Paragraph | Heading | Item | Quote | Table | Figure | Together
Part = tuple[Block, ...]
WithInlines = (Paragraph, Heading, Item, Quote)

# -- making them
# ----------------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """A text as it may be printed: runs of white space are one blank, signs that no font has are
    left out.
    """
    return UNSEEN.sub("", re.sub(r"\s+", " ", text))


def text(content: str) -> Inlines:
    """Words as inlines: none where nothing is left of them."""
    content = clean(content)
    return (Text(content),) if content else ()


def linked(content: str) -> Inlines:
    """Words of the data in which addresses are links."""
    pieces = ADDRESS.split(content)
    inlines: list[Inline] = []
    for at, piece in enumerate(pieces):
        if at % 2:
            address = piece.replace("<", "%3C").replace(">", "%3E")
            inlines.append(Link(address, address))
        else:
            inlines += text(piece)
    return tuple(inlines)


def with_code(content: str) -> Inlines:
    """A text of ours, in which `…` is code."""
    pieces = content.split("`")
    if len(pieces) % 2 == 0:
        return text(content)
    return tuple(
        inline
        for at, piece in enumerate(pieces)
        for inline in ((Code(piece),) if at % 2 else text(piece))
    )


def stripped(inlines: Iterable[Inline]) -> Inlines:
    """Inlines without white space at their ends, neighbouring texts joined and runs of blanks made
    one.
    """
    result: list[Inline] = []
    for inline in inlines:
        last = result[-1] if result else None
        if isinstance(inline, Text) and isinstance(last, Text):
            result[-1] = Text(re.sub(r"\s+", " ", last.text + inline.text))
        else:
            result.append(inline)
    if result and isinstance(result[0], Text):
        result[0] = Text(result[0].text.lstrip())
    if result and isinstance(result[-1], Text):
        result[-1] = Text(result[-1].text.rstrip())
    return tuple(inline for inline in result if inline != Text(""))


def emphasised(inlines: Iterable[Inline]) -> Inlines:
    """Inlines in which the author's marks of emphasis (*, **, _, __) have become emphasis; those
    without a partner are printed.

    The rules of CommonMark in short: a mark opens before a word and closes behind one, and _ does
    neither inside a word.
    """
    result: list[Inline] = []
    openers: list[int] = []  # places in `result` of marks that may open
    stream = list(inlines)
    for at, inline in enumerate(stream):
        if not isinstance(inline, Mark):
            result.append(inline)
            continue
        opens, closes = sides(stream, at, inline.sign)
        count = closed(result, openers, inline) if closes else inline.count
        if count:
            result.append(Mark(inline.sign, count))
            if opens:
                openers.append(len(result) - 1)
    return tuple(as_text(item) for item in result)


def sides(stream: list[Inline], at: int, sign: str) -> tuple[bool, bool]:
    """Whether the mark at this place may open emphasis, and whether it may close it."""
    before, after = neighbour(stream, at, -1), neighbour(stream, at, 1)
    left, right = flanks(before, after)
    opens = left and (sign == "*" or not right or not is_word(before))
    closes = right and (sign == "*" or not left or not is_word(after))
    return opens, closes


def closed(result: list[Inline], openers: list[int], closer: Mark) -> int:
    """Let a mark close what the nearest marks of its sign opened; returns how many of its signs
    are left over. `result` and `openers` are changed in place.
    """
    count = closer.count
    while count:
        place = opener_of(result, openers, closer.sign)
        if place is None:
            break
        opener = result[place]
        assert isinstance(opener, Mark)
        signs = 2 if min(opener.count, count) >= 2 else 1
        inside = tuple(as_text(item) for item in result[place + 1 :])
        left_over = opener.count - signs
        result[place:] = [
            *([replace(opener, count=left_over)] if left_over else []),
            Emphasis(inside, strong=signs == 2),
        ]
        # marks between the two are inside the emphasis now
        openers[:] = [item for item in openers if item < place or (item == place and left_over)]
        count -= signs
    return count


def opener_of(result: list[Inline], openers: list[int], sign: str) -> int | None:
    """The place of the nearest mark of this sign that may open."""
    for place in reversed(openers):
        mark = result[place]
        if isinstance(mark, Mark) and mark.sign == sign:
            return place
    return None


def flanks(before: str, after: str) -> tuple[bool, bool]:
    """Whether a mark between these signs stands before something (and may open), and behind
    something (and may close).
    """
    left = bool(after.strip()) and (is_word(after) or not before.strip() or not is_word(before))
    right = bool(before.strip()) and (is_word(before) or not after.strip() or not is_word(after))
    return left, right


def neighbour(stream: list[Inline], at: int, step: int) -> str:
    """The sign beside a mark; blank at the end of the text. What is no text counts as a letter."""
    if not 0 <= at + step < len(stream):
        return ""
    beside = stream[at + step]
    if isinstance(beside, Text):
        return beside.text[0 if step > 0 else -1 :][:1]
    if isinstance(beside, Mark):
        return beside.sign
    return "." if isinstance(beside, NoteMark) else "a"


def is_word(sign: str) -> bool:
    return sign.isalnum() or ord(sign) > 0x2E7F


def as_text(inline: Inline) -> Inline:
    return Text(inline.sign * inline.count) if isinstance(inline, Mark) else inline


# -- reading them
# ---------------------------------------------------------------------------------------------


def plain_text(inlines: Iterable[Inline]) -> str:
    """The words of inlines as the stamp keeps them: without emphasis, ⟦ids⟧ in place of numbers of
    sources, no footnote marks.
    """
    return " ".join("".join(map(words_of, inlines)).split())


def words_of(inline: Inline) -> str:
    match inline:
        case Text(words) | Code(words) | Link(words):
            return words
        case Emphasis(inside) | Anchor(_, inside):
            return "".join(map(words_of, inside))
        case Sources(ids):
            return f"⟦{' '.join(ids)}⟧"
        case Missing():
            return "⟨?⟩"
        case Mark("_", count):
            return "_" * count
        case _:
            return ""


def inlines_of(block: Block) -> Iterator[Inline]:
    """All inlines of a block in the order of reading, with those inside others."""
    groups: list[Inlines] = []
    if isinstance(block, WithInlines):
        groups = [block.inlines]
    elif isinstance(block, Table):
        groups = [*block.headings, *(cell for row in block.rows for cell in row)]
    elif isinstance(block, Together):
        for inside in block.blocks:
            yield from inlines_of(inside)
    for group in groups:
        yield from flat(group)


def flat(inlines: Iterable[Inline]) -> Iterator[Inline]:
    for inline in inlines:
        yield inline
        if isinstance(inline, (Emphasis, Anchor)):
            yield from flat(inline.inside)


def each_inlines(block: Block, change: Callable[[Inlines], Inlines]) -> Block:
    """The block with all its runs of inlines changed."""
    if isinstance(block, WithInlines):
        return replace(block, inlines=change(block.inlines))
    if isinstance(block, Table):
        rows = tuple(tuple(change(cell) for cell in row) for row in block.rows)
        return replace(block, headings=tuple(map(change, block.headings)), rows=rows)
    if isinstance(block, Together):
        return Together(tuple(each_inlines(inside, change) for inside in block.blocks))
    return block
