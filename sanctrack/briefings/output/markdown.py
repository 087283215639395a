"""The body of a document as Markdown that every reader of it prints as it stands: CommonMark with
tables and footnotes.
"""

import re
from collections.abc import Iterable

from sanctrack.briefings.ast import (
    Anchor,
    Block,
    Code,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    Item,
    Link,
    Mark,
    Missing,
    NoteMark,
    Paragraph,
    Quote,
    Sources,
    Table,
    Text,
    Together,
)

# signs that Markdown reads, and those by which some readers of it make a link of a bare address
SPECIAL = re.compile(r"([\\`*_\[\]<>|~^$@#{}&]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
# dashes of a table's rule; where they are more than 72, pandoc takes their shares for the widths of
# the columns
LINE = 112


def escaped(text: str) -> str:
    """Text that Markdown prints as it stands."""
    text = SPECIAL.sub(r"\\\1", text)
    text = re.sub(r"^([-+])(\s)", r"\\\1\2", text)
    return re.sub(r"^(\d+)([.)])(\s)", r"\1\\\2\3", text)


def led(text: str) -> str:
    """Prose whose first sign would begin a list or a definition in Markdown, as prose."""
    text = re.sub(r"^(\(?(?:[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+|#|\d+))([.)])(?=\s)", r"\1\\\2", text)
    return re.sub(r"^([-+*:~=])(?=[\s:~=-]|$)", r"\\\1", text)


def inline_text(inline: Inline) -> str:
    match inline:
        case Text(words):
            return escaped(words)
        case Code(words):
            fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
            blank = " " if words.startswith("`") or words.endswith("`") else ""
            return f"{fence}{blank}{words}{blank}{fence}"
        case Emphasis(inside, strong):
            mark = "**" if strong else "*"
            return f"{mark}{inlines_text(inside)}{mark}"
        case Link(words, address):
            return f"<{address}>" if words == address else f"[{escaped(words)}]({address})"
        case Anchor(name, inside):
            return f'<a id="{name}"></a>{inlines_text(inside)}'
        case NoteMark(number):
            return f"[^{number}]"
        case Missing():
            return "⟨?⟩"
        case Sources(ids):
            return f"⟦{' '.join(ids)}⟧"  # in parts of a document whose numbers are not known yet
        case Mark(sign, count):
            return f"\\{sign}" * count
        case _:
            return ""


def inlines_text(inlines: Inlines) -> str:
    return "".join(map(inline_text, inlines))


def table_text(table: Table) -> str:
    dashes = [
        "-" * (width - 1) + ":" if right else "-" * width
        for width, right in zip(table.widths, table.right, strict=True)
    ]
    rows = [[inlines_text(cell) for cell in row] for row in (table.headings, *table.rows)]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "|".join(dashes) + "|", *lines[1:]])


def block_text(block: Block) -> str:
    match block:
        case Paragraph(inlines):
            return led(inlines_text(inlines))
        case Heading(inlines, level):
            return f"{'#' * level} {inlines_text(inlines)}"
        case Item(inlines, numbered):
            return ("1. " if numbered else "- ") + led(inlines_text(inlines))
        case Quote(inlines):
            return f"> {led(inlines_text(inlines))}"
        case Table():
            return table_text(block)
        case Figure(_, alt):
            return f"*Picture, in words:* {escaped(alt)}"
        case Together(blocks):
            return blocks_text(blocks)


def blocks_text(blocks: Iterable[Block]) -> str:
    """Blocks with a blank line between them; items that follow one another are one list."""
    result = ""
    before: Block | None = None
    for block in blocks:
        same_list = (
            isinstance(before, Item)
            and isinstance(block, Item)
            and before.numbered == block.numbered
        )
        if result:
            result += "\n" if same_list else "\n\n"
        result += block_text(block)
        before = block
    return result
