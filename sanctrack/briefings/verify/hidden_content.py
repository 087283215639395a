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
    path: Path, is_ours: Callable[[str], bool] = lambda words: False
) -> list[tuple[str, str]]:
    """Kind ('added code', 'added words', 'hidden words') and what was found; comments that are
    `is_ours` for ours are none.

    Raises DataError for a file that cannot be unpacked, or is none of ours by its size or depth.
    """
    ending = path.suffix.lower()
    if ending == ".pdf":
        return in_pdf(path)
    try:
        if ending in (".docx", ".odt"):
            with Archive(path) as archive:
                return in_archive(archive, is_ours)
        return [finding for tag in tags(read_text(path)) for finding in in_tag(tag)]
    except ValueError as error:
        raise DataError(f"{path}: the words of the file cannot be read ({error})") from error


# -- pages
# --------------------------------------------------------------------------------------------------


def in_tag(tag: Tag) -> list[tuple[str, str]]:
    """What an opening tag of a page does that none of ours does."""
    findings = []
    if tag.name in CODE_TAGS:
        findings.append((CODE, f"{tag.name}: {tag.text[:80]}"))
    if tag.name == "style" and re.search(r"content\s*:", tag.raw):
        findings.append((WORDS, f"content: {tag.text[:80]}"))
    if tag.name == "meta" and "refresh" in (tag.get("http-equiv") or "").lower():
        findings.append((CODE, f"refresh: {tag.text[:80]}"))
    for name, value in tag.attributes:
        if runs_code(tag.name, name, value):
            findings.append((CODE, f"{name}: {tag.text[:80]}"))
        if hides(name, value):
            findings.append((HIDDEN, f"{name}: {tag.text[:80]}"))
    return findings


def runs_code(tag: str, name: str, value: str) -> bool:
    """Whether an attribute is an event, an address that is code, or one that is fetched."""
    # a browser drops white space and control signs in an address
    address = "".join(sign for sign in "".join(value.split()).lower() if sign > " ")
    is_event = name.startswith("on") and len(name) > 2
    is_fetched = tag in ("img", "image") and name in SOURCES and not address.startswith("data:")
    return is_event or is_fetched or address.startswith(CODE_SCHEMES)


def hides(name: str, value: str) -> bool:
    """Whether an attribute hides the words of its element."""
    style = "".join(value.split()).lower()
    return name == "hidden" or (name == "style" and any(way in style for way in HIDING))


# -- archives
# -------------------------------------------------------------------------------------------------


def in_archive(archive: Archive, is_ours: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Macros, objects, text boxes, hidden text, and words in heads and feet of pages."""
    findings: list[tuple[str, str]] = []
    for name in archive.names:
        if any(part in name.lower() for part in CODE_PARTS) or name.startswith(CODE_FOLDERS):
            findings.append((CODE, name))
        elif (
            name.startswith(WORD_PARTS)
            and name.endswith(".xml")
            and "/" not in name.removeprefix("word/")
        ):
            findings += in_word_part(archive.text(name), name, is_ours)
        elif name.endswith(".rels"):
            findings += outside(archive.text(name))
    if "word/document.xml" in archive.names:
        findings += in_word(archive.text("word/document.xml"))
    if "content.xml" in archive.names:
        findings += in_odt(archive.text("content.xml"))
    if "styles.xml" in archive.names:
        running = elements(
            archive.text("styles.xml"),
            ("header", "footer", "header-first", "footer-first", "header-left", "footer-left"),
        )
        findings += [
            finding
            for item in running
            for finding in added(item.words, "head or foot of the pages")
        ]
    return findings


def in_word_part(text: str, name: str, is_ours: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Words in heads, feet and comments, those of our own comments left out; what a field would do
    is no word.
    """
    if name.startswith("word/comments"):
        texts = [item.words for item in elements(text, ("comment",)) if not is_ours(item.words)]
    else:
        texts = [item.words for item in elements(text, ("hdr", "ftr"), left_out=("instrText",))]
    return added(" ".join(texts), name)


def in_word(text: str) -> list[tuple[str, str]]:
    findings = []
    for item in elements(text, ("vanish", "instrText", "txbxContent", "fldSimple")):
        instruction = (
            item.attributes.get("instr", "") if item.name == "fldSimple" else item.words
        ).split()
        if item.name == "vanish" and item.attributes.get("val", "1") not in OFF:
            findings.append((HIDDEN, "a run of letters that is not shown"))
        elif (
            item.name in ("instrText", "fldSimple")
            and instruction
            and instruction[0].upper() in FIELDS
        ):
            findings.append((CODE, f"field: {item.words.strip()[:80]}"))
        elif item.name == "txbxContent":
            findings += added(item.words, "text box")
    return findings


def in_odt(text: str) -> list[tuple[str, str]]:
    findings = []
    for item in elements(text, ("event-listener", "text-properties", "text-box")):
        if item.name == "event-listener":
            findings.append((CODE, "an event of the document"))
        elif item.name == "text-properties" and item.attributes.get("display") == "none":
            findings.append((HIDDEN, "a style whose letters are not shown"))
        elif item.name == "text-box":
            findings += added(item.words, "text box")
    return findings


def outside(relations: str) -> list[tuple[str, str]]:
    """Parts that a Word file would fetch from elsewhere; links that a reader follows are none."""
    findings = []
    for item in elements(relations, ("Relationship",)):
        if item.attributes.get(
            "TargetMode"
        ) == "External" and "/hyperlink" not in item.attributes.get("Type", ""):
            findings.append(
                (CODE, f"fetched from elsewhere: {item.attributes.get('Target', '')[:120]}")
            )
    return findings


def added(text: str, place: str) -> list[tuple[str, str]]:
    text = " ".join(text.split())
    return [(WORDS, f"{text[:200]} ({place})")] if LETTERS.search(text) else []


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
    findings = [(CODE, key[1:]) for key in ("/OpenAction", "/AA", "/AcroForm") if key in root]
    findings += [(CODE, "JavaScript")] if "/JavaScript" in names else []
    for number, page in enumerate(reader.pages, 1):
        for note in page.get("/Annots") or []:
            item = note.get_object()
            if item.get("/Subtype") != "/Link":
                text = " ".join(str(item.get("/Contents") or "").split())
                findings.append((WORDS, f"{item.get('/Subtype')} on page {number}: {text[:160]}"))
    return findings
