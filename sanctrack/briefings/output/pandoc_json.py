"""The body of a document as pandoc's own tree (JSON), for the formats that pandoc writes.

What a format needs beside words (classes, named styles, places of the PDF template, headings of
tables for those who hear them) is put into the tree here; nothing is changed in what pandoc gives.
"""

import base64
import json
from collections.abc import Callable, Iterable
from html import escape
from itertools import groupby
from typing import Any

from sanctrack.briefings.ast import (
    Anchor,
    Block,
    Code,
    Comment,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    Item,
    Link,
    Missing,
    NoteMark,
    Paragraph,
    Quote,
    Table,
    Text,
    Together,
    as_text,
)

API = [1, 23, 1]  # of pandoc 3.x
NOTHING: list[Any] = ["", [], []]
Node = dict[str, Any]


class Tree:
    """Turns blocks into pandoc's nodes. A format changes what is its own; `notes` are the texts of
    the footnotes.
    """

    def __init__(self, notes: list[Inlines]) -> None:
        self.notes = notes

    def document(self, blocks: Iterable[Block], meta: dict[str, str] | None = None) -> bytes:
        """The whole tree with the document's properties, as pandoc reads it."""
        properties = {key: {"t": "MetaString", "c": value} for key, value in (meta or {}).items()}
        return json.dumps(
            {"pandoc-api-version": API, "meta": properties, "blocks": self.blocks(blocks)},
            ensure_ascii=False,
        ).encode()

    # -- blocks
    # ---------------------------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[Block]) -> list[Node]:
        nodes: list[Node] = []
        for numbered, group in groupby(
            blocks, key=lambda block: block.numbered if isinstance(block, Item) else None
        ):
            members = list(group)
            if numbered is None:
                nodes += [node for block in members for node in self.block(block)]
            else:
                nodes.append(self.list_of(members, numbered))
        return nodes

    def list_of(self, items: list[Any], numbered: bool) -> Node:
        content = [[{"t": "Plain", "c": self.inlines(item.inlines)}] for item in items]
        if numbered:
            return {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], content]}
        return {"t": "BulletList", "c": content}

    def block(self, block: Block) -> list[Node]:
        match block:
            case Paragraph(inlines, style):
                node = {"t": "Para", "c": self.inlines(inlines)}
                return self.styled([node], style) if style else [node]
            case Heading(inlines, level):
                return [{"t": "Header", "c": [level, NOTHING, self.inlines(inlines)]}]
            case Quote(inlines):
                return [{"t": "BlockQuote", "c": [{"t": "Para", "c": self.inlines(inlines)}]}]
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Together(blocks):
                return self.together(self.blocks(blocks))
            case Item():
                return [self.list_of([block], block.numbered)]

    def styled(self, nodes: list[Node], style: str) -> list[Node]:
        """Paragraphs of one of our styles."""
        return [{"t": "Div", "c": [["", [style.lower().replace(" ", "-")], []], nodes]}]

    def together(self, nodes: list[Node]) -> list[Node]:
        return nodes

    def figure(self, figure: Figure) -> list[Node]:
        raise NotImplementedError

    def table(self, table: Table) -> list[Node]:
        share = sum(table.widths)
        columns = [
            [
                {"t": "AlignRight" if right else "AlignDefault"},
                {"t": "ColWidth", "c": width / share},
            ]
            for width, right in zip(table.widths, table.right, strict=True)
        ]
        head = [NOTHING, [self.row(table.headings, heading=True)]]
        body = [NOTHING, 0, [], [self.row(row) for row in table.rows]]
        return [
            {
                "t": "Table",
                "c": [self.table_attributes(), [None, []], columns, head, [body], [NOTHING, []]],
            }
        ]

    def table_attributes(self) -> list[Any]:
        return NOTHING

    def row(self, cells: tuple[Inlines, ...], heading: bool = False) -> list[Any]:
        return [
            NOTHING,
            [
                [
                    self.cell_attributes(heading),
                    {"t": "AlignDefault"},
                    1,
                    1,
                    self.cell(self.inlines(cell)),
                ]
                for cell in cells
            ],
        ]

    def cell_attributes(self, heading: bool) -> list[Any]:
        return NOTHING

    def cell(self, inlines: list[Node]) -> list[Node]:
        return [{"t": "Plain", "c": inlines}]

    # -- inlines
    # --------------------------------------------------------------------------------------------

    def inlines(self, inlines: Inlines) -> list[Node]:
        return [node for inline in inlines for node in self.inline(as_text(inline))]

    def inline(self, inline: Inline) -> list[Node]:
        match inline:
            case Text(words):
                return text_nodes(words)
            case Code(words):
                return [{"t": "Code", "c": [NOTHING, words]}]
            case Emphasis(inside, strong):
                return [{"t": "Strong" if strong else "Emph", "c": self.inlines(inside)}]
            case Link(words, address):
                classes = ["uri"] if words == address else []
                return [{"t": "Link", "c": [["", classes, []], text_nodes(words), [address, ""]]}]
            case Anchor(name, inside):
                return [{"t": "Span", "c": [[name, [], []], self.inlines(inside)]}]
            case NoteMark(number):
                return [
                    {"t": "Note", "c": [{"t": "Para", "c": self.inlines(self.notes[number - 1])}]}
                ]
            case Missing():
                return text_nodes("⟨?⟩")
            case Comment():
                return self.comment(inline)
            case _:
                raise TypeError(f"{inline} is not known at this stage")

    def comment(self, comment: Comment) -> list[Node]:
        return []


def text_nodes(text: str) -> list[Node]:
    """Words and the blanks between them."""
    nodes: list[Node] = []
    for at, word in enumerate(text.split(" ")):
        if at:
            nodes.append({"t": "Space"})
        if word:
            nodes.append({"t": "Str", "c": word})
    return nodes


class HtmlTree(Tree):
    """For a page: pictures inside it, tables that scroll, headings of columns that are told as
    such.
    """

    def __init__(self, notes: list[Inlines], picture: Callable[[str], bytes]) -> None:
        super().__init__(notes)
        self.picture = picture

    def figure(self, figure: Figure) -> list[Node]:
        data = base64.b64encode(self.picture(figure.name)).decode()
        image = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(figure.alt)}">'
        return [
            {"t": "RawBlock", "c": ["html", f'<div class="picture" tabindex="0">{image}</div>']}
        ]

    def table(self, table: Table) -> list[Node]:
        scrolling = ["", ["wide"], [["role", "region"], ["aria-label", "table"], ["tabindex", "0"]]]
        return [{"t": "Div", "c": [scrolling, super().table(table)]}]

    def cell_attributes(self, heading: bool) -> list[Any]:
        return ["", [], [["scope", "col"]]] if heading else NOTHING


class OfficeTree(Tree):
    """For ODT: named styles, pictures as files."""

    def styled(self, nodes: list[Node], style: str) -> list[Node]:
        return [{"t": "Div", "c": [["", [], [["custom-style", style]]], nodes]}]

    def figure(self, figure: Figure) -> list[Node]:
        size = ["", [], [["width", "16.5cm"]]]
        image = {"t": "Image", "c": [size, text_nodes(figure.alt), [f"{figure.name}.png", ""]]}
        return self.styled([{"t": "Para", "c": [image]}], "Picture")


class WordTree(OfficeTree):
    """For Word: small letters in cells, and comments."""

    def cell(self, inlines: list[Node]) -> list[Node]:
        return self.styled([{"t": "Para", "c": inlines}], "Table Text")

    def comment(self, comment: Comment) -> list[Node]:
        number = ["id", str(comment.number)]
        if not comment.words:
            return [{"t": "Span", "c": [["", ["comment-end"], [number]], []]}]
        about = [number, ["author", "sanctrack"], ["date", "2000-01-01T00:00:00Z"]]
        return [{"t": "Span", "c": [["", ["comment-start"], about], text_nodes(comment.words)]}]


class TypstTree(Tree):
    """For the PDF: our template has a function for each style."""

    def raw(self, code: str) -> Node:
        return {"t": "RawBlock", "c": ["typst", code]}

    def styled(self, nodes: list[Node], style: str) -> list[Node]:
        return [self.raw(f"#{style.lower().replace(' ', '-')}["), *nodes, self.raw("]")]

    def together(self, nodes: list[Node]) -> list[Node]:
        return [self.raw("#small-print["), *nodes, self.raw("]")]

    def figure(self, figure: Figure) -> list[Node]:
        return [
            self.raw(
                f'#block(sticky: true, image("{figure.name}.svg", width: 100%, alt: '
                f"{literal(figure.alt)}))"
            )
        ]

    def table_attributes(self) -> list[Any]:
        # inside a figure it would not begin at the foot of a page
        return ["", ["typst:no-figure"], []]


def literal(text: str) -> str:
    """A typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
