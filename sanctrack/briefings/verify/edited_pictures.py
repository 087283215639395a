"""Pictures and pages held against what the compiler would make today: their words stand in no text
that could be compared.
"""

import hashlib
from base64 import b64decode
from collections import Counter
from pathlib import Path
from typing import Any

from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.compile.pictures import drawn_once
from sanctrack.briefings.output.stamp import Stamp
from sanctrack.briefings.provenance import program
from sanctrack.briefings.verify.edited_text import pdf_text, squeezed
from sanctrack.briefings.verify.hidden_content import LETTERS
from sanctrack.briefings.verify.untrusted import Archive, read_text, tags
from sanctrack.files import work_folder

IMAGES = ("word/media/", "Pictures/", "media/")


def redrawn(
    path: Path, stamp: dict[str, Any], document: Document, differs: bool
) -> list[tuple[Any, ...]]:
    """Pictures that are others than those of the document, and words on the pages of a PDF that it
    did not have.

    Both can be told only by the program that built the file; words of pages only while nothing else
    `differs`.
    """
    if stamp.get("program") != program():
        return []
    if path.suffix.lower() == ".pdf":
        return [] if differs else page_words(path, stamp, document)
    return [] if path.suffix.lower() == ".md" else picture_edits(path, stamp, document)


def picture_edits(path: Path, stamp: dict[str, Any], document: Document) -> list[tuple[Any, ...]]:
    """Pictures whose bytes, or whose words for those who do not see them, are not in the file."""
    units = [unit for unit in stamp["units"] if unit[1] == "picture"]
    page = path.suffix.lower() in (".html", ".htm")
    digests, alt_texts = held_pictures(path, page)
    rows = []
    for unit, picture in zip(units, document.pictures, strict=False):
        if picture.alt != unit[3]:  # the facts changed, and that is told
            continue
        if hashlib.sha256(drawn_once(picture, "svg" if page else "png")).digest() not in digests:
            rows.append(
                (
                    "hand",
                    "picture",
                    unit[2],
                    unit[3],
                    "another picture stands in the file, or none",
                    "",
                )
            )
        if page and squeezed(unit[3]) not in alt_texts:
            rows.append(
                (
                    "hand",
                    "picture",
                    unit[2],
                    unit[3],
                    "its words for those who do not see it are others, or gone",
                    "",
                )
            )
    return rows


def held_pictures(path: Path, page: bool) -> tuple[set[bytes], set[str]]:
    """Digests of the pictures in a file, and (pages) their words."""
    if not page:
        with Archive(path) as archive:
            return {
                hashlib.sha256(archive.read(name)).digest()
                for name in archive.names
                if name.startswith(IMAGES)
            }, set()
    pictures, alt_texts = set(), set()
    for tag in tags(read_text(path)):
        if tag.name == "img":
            data = (tag.get("src") or "").removeprefix("data:image/svg+xml;base64,")
            alt_texts.add(squeezed(tag.get("alt") or ""))
            try:
                pictures.add(hashlib.sha256(b64decode(data)).digest())
            except ValueError:
                continue
    return pictures, alt_texts


def page_words(path: Path, stamp: dict[str, Any], document: Document) -> list[tuple[Any, ...]]:
    """Words that the pages of a PDF have more often than those of the document."""
    from sanctrack.briefings.output.render import render

    file = render(
        document,
        Stamp([(name, text) for name, text in stamp["lines"]], b"", document.values["as_of"]),
        "pdf",
    )
    with work_folder() as folder:
        built = folder / "built.pdf"
        built.write_bytes(file)
        more = counted(path) - counted(built)
    added = [word for word in more.elements() if LETTERS.search(word)]
    return [("hand", "added words", "on its pages", "", " ".join(added[:40]), "")] if added else []


def counted(path: Path) -> Counter[str]:
    return Counter(word for text, _ in pdf_text(path) for word in text.split())
