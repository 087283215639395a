"""What a document carries beside its running text: code, hidden words, heads and feet of pages. The
compiler writes none of it.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sanctrack import bounded
from sanctrack.briefings.verify.untrusted import Archive, Tag, elements, read_text, tags
from sanctrack.errors import DataError

LETTERS = re.compile(r"[^\W\d_]{2}")
CODE_TAGS = (
    *("script", "iframe", "frame", "frameset", "object", "embed", "applet"),
    *("form", "link", "base", "video", "audio", "source"),
)
CODE_SCHEMES = ("javascript:", "vbscript:", "data:text", "data:application")
SOURCES = ("src", "srcset", "href", "xlink:href")
HIDING = ("display:none", "visibility:hidden", "font-size:0")
HIDDEN, CODE, WORDS = "hidden words", "added code", "added words"
CODE_PARTS = ("vbaproject", "vbadata", "activex/", "embeddings/")
CODE_FOLDERS = ("Basic/", "Scripts/", "Object ")
WORD_PARTS = ("word/header", "word/footer", "word/comments")
FIELDS = ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE")
PDF_SECONDS = 20
OFF = ("0", "false", "off")


def carried(
    path: Path, known: Callable[[str], bool] = lambda words: False
) -> list[tuple[str, str]]:
    """Kind ('added code', 'added words', 'hidden words') and what was found; comments that are
    `known` for ours are none.

    Raises DataError for a file that cannot be unpacked, or is none of ours by its size or depth.
    """
    ending = path.suffix.lower()
    if ending == ".pdf":
        return in_pdf(path)
    try:
        if ending in (".docx", ".odt"):
            with Archive(path) as archive:
                return in_archive(archive, known)
        return [finding for tag in tags(read_text(path)) for finding in in_tag(tag)]
    except ValueError as error:
        raise DataError(f"{path}: the words of the file cannot be read ({error})") from error


# -- pages
# --------------------------------------------------------------------------------------------------


def in_tag(tag: Tag) -> list[tuple[str, str]]:
    """What an opening tag of a page does that none of ours does."""
    found = []
    if tag.name in CODE_TAGS:
        found.append((CODE, f"{tag.name}: {tag.text[:80]}"))
    if tag.name == "style" and re.search(r"content\s*:", tag.raw):
        found.append((WORDS, f"content: {tag.text[:80]}"))
    if tag.name == "meta" and "refresh" in (tag.get("http-equiv") or "").lower():
        found.append((CODE, f"refresh: {tag.text[:80]}"))
    for name, value in tag.attributes:
        squeezed = "".join(value.split()).lower()
        address = "".join(sign for sign in squeezed if sign > " ")
        event = name.startswith("on") and len(name) > 2
        fetched = (
            tag.name in ("img", "image") and name in SOURCES and not address.startswith("data:")
        )
        if event or fetched or address.startswith(CODE_SCHEMES):
            found.append((CODE, f"{name}: {tag.text[:80]}"))
        if name == "hidden" or (name == "style" and any(way in squeezed for way in HIDING)):
            found.append((HIDDEN, f"{name}: {tag.text[:80]}"))
    return found


# -- archives
# -------------------------------------------------------------------------------------------------


def in_archive(archive: Archive, known: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Macros, objects, text boxes, hidden text, and words in heads and feet of pages."""
    found: list[tuple[str, str]] = []
    for name in archive.names:
        if any(part in name.lower() for part in CODE_PARTS) or name.startswith(CODE_FOLDERS):
            found.append((CODE, name))
        elif (
            name.startswith(WORD_PARTS)
            and name.endswith(".xml")
            and "/" not in name.removeprefix("word/")
        ):
            found += in_word_part(archive.text(name), name, known)
        elif name.endswith(".rels"):
            found += outside(archive.text(name))
    if "word/document.xml" in archive.names:
        found += in_word(archive.text("word/document.xml"))
    if "content.xml" in archive.names:
        found += in_odt(archive.text("content.xml"))
    if "styles.xml" in archive.names:
        running = elements(
            archive.text("styles.xml"),
            ("header", "footer", "header-first", "footer-first", "header-left", "footer-left"),
        )
        found += [
            finding
            for item in running
            for finding in added(item.words, "head or foot of the pages")
        ]
    return found


def in_word_part(text: str, name: str, known: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Words in heads, feet and comments, those of our own comments left out; what a field would do
    is no word.
    """
    if name.startswith("word/comments"):
        words = [item.words for item in elements(text, ("comment",)) if not known(item.words)]
    else:
        words = [item.words for item in elements(text, ("hdr", "ftr"), left_out=("instrText",))]
    return added(" ".join(words), name)


def in_word(text: str) -> list[tuple[str, str]]:
    found = []
    for item in elements(text, ("vanish", "instrText", "txbxContent", "fldSimple")):
        instruction = (
            item.attributes.get("instr", "") if item.name == "fldSimple" else item.words
        ).split()
        if item.name == "vanish" and item.attributes.get("val", "1") not in OFF:
            found.append((HIDDEN, "a run of letters that is not shown"))
        elif (
            item.name in ("instrText", "fldSimple")
            and instruction
            and instruction[0].upper() in FIELDS
        ):
            found.append((CODE, f"field: {item.words.strip()[:80]}"))
        elif item.name == "txbxContent":
            found += added(item.words, "text box")
    return found


def in_odt(text: str) -> list[tuple[str, str]]:
    found = []
    for item in elements(text, ("event-listener", "text-properties", "text-box")):
        if item.name == "event-listener":
            found.append((CODE, "an event of the document"))
        elif item.name == "text-properties" and item.attributes.get("display") == "none":
            found.append((HIDDEN, "a style whose letters are not shown"))
        elif item.name == "text-box":
            found += added(item.words, "text box")
    return found


def outside(relations: str) -> list[tuple[str, str]]:
    """Parts that a Word file would fetch from elsewhere; links that a reader follows are none."""
    found = []
    for item in elements(relations, ("Relationship",)):
        if item.attributes.get(
            "TargetMode"
        ) == "External" and "/hyperlink" not in item.attributes.get("Type", ""):
            found.append(
                (CODE, f"fetched from elsewhere: {item.attributes.get('Target', '')[:120]}")
            )
    return found


def added(words: str, place: str) -> list[tuple[str, str]]:
    words = " ".join(words.split())
    return [(WORDS, f"{words[:200]} ({place})")] if LETTERS.search(words) else []


def in_pdf(path: Path) -> list[tuple[str, str]]:
    """Code, notes and other things that somebody laid over the pages."""
    try:
        return bounded.run(laid_over, path, seconds=PDF_SECONDS, memory=bounded.GIGABYTE)
    except Exception as error:  # a broken PDF makes its reader fail in many ways
        raise DataError(f"{path}: the words of the file cannot be read ({error})") from error


def laid_over(path: Path) -> list[tuple[str, str]]:
    from pypdf import PdfReader

    reader = PdfReader(path)
    root: Any = reader.trailer["/Root"]
    names = root.get("/Names", {})
    found = [(CODE, key[1:]) for key in ("/OpenAction", "/AA", "/AcroForm") if key in root]
    found += [(CODE, "JavaScript")] if "/JavaScript" in names else []
    for number, page in enumerate(reader.pages, 1):
        for note in page.get("/Annots") or []:
            item = note.get_object()
            if item.get("/Subtype") != "/Link":
                words = " ".join(str(item.get("/Contents") or "").split())
                found.append((WORDS, f"{item.get('/Subtype')} on page {number}: {words[:160]}"))
    return found
