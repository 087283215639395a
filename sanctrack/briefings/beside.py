"""What a document carries beside its running text: code, hidden words, heads and feet of pages. The compiler writes none of it."""

import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sanctrack.errors import DataError

LARGEST = 100_000_000  # bytes of a file when unpacked: ours have less than one hundredth of it
LETTERS = re.compile(r"[^\W\d_]{2}")
TAGS = (
    (r"<\s*(script|iframe|object|embed|applet|form|link|base|frame|video|audio|source)\b", "added code"),
    (r"<[a-z][^<>]*\s(on[a-z]+)\s*=", "added code"),
    (r"<[a-z][^<>]*(javascript:|http-equiv\s*=\s*[\"']?refresh)", "added code"),
    (r"<(img|image)\b[^<>]*\s(?:src|href)\s*=\s*[\"']?(?!data:)[^\s\"'<>]", "added code"),
    (r"<style[^>]*>(?:(?!</style>).)*?(content\s*:)", "added words"),
    (r"<[a-z][^<>]*style\s*=[^<>]*(display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0)", "hidden words"),
    (r"<[a-z][^<>]*\s(hidden)(?=[\s>=/])", "hidden words"),
)
PARTS = (
    (r"vbaProject|vbaData|activeX/|embeddings/|^Basic/|^Scripts/|^Object ", "added code"),
    (r"^word/(?:header|footer|comments)[^/]*\.xml$", "words"),
)
WORD = (
    (r"<w:vanish(?:\s+w:val=\"(?:1|true|on)\")?\s*/>", "hidden words"),
    (r"<w:instrText[^>]*>\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE)\b", "added code"),
    (r"<w:txbxContent>(.*?)</w:txbxContent>", "words"),
)
ODT = (
    (r"<script:event-listener", "added code"),
    (r"text:display=\"none\"", "hidden words"),
    (r"<draw:text-box[^>]*>(.*?)</draw:text-box>", "words"),
)
RUNNING = r"<style:(?:header|footer)(?:-first|-left)?>(.*?)</style:(?:header|footer)"


def carried(path: Path, known: Callable[[str], bool] = lambda words: False) -> list[tuple[str, str]]:
    """Kind ('added code', 'added words', 'hidden words') and what was found; comments that are `known` for ours are none.

    Raises DataError for a file that cannot be unpacked.
    """
    ending = path.suffix.lower()
    if ending in (".docx", ".odt"):
        return in_archive(path, known)
    if ending == ".pdf":
        return in_pdf(path)
    text = path.read_text(encoding="utf-8", errors="replace")
    return [(kind, f"{match[1]}: {match[0][:80]}") for shape, kind in TAGS for match in re.finditer(shape, text, re.I | re.S)]


def in_archive(path: Path, known: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Macros, objects, text boxes, hidden text, and words in heads and feet of pages."""
    found: list[tuple[str, str]] = []
    try:
        with zipfile.ZipFile(path) as archive:
            bounded(archive)
            for name in archive.namelist():
                kind = next((kind for shape, kind in PARTS if re.search(shape, name)), "")
                if kind == "words":
                    text = archive.read(name).decode("utf-8", "replace")
                    ours = [match[0] for match in re.finditer(r"<w:comment\b.*?</w:comment>", text, re.S) if known(plain(match[0]))]
                    found += added(plain(without(text, ours)), name)
                elif kind:
                    found.append((kind, name))
                elif name.endswith(".rels"):
                    found += outside(archive.read(name).decode("utf-8", "replace"))
            for name, shapes in (("word/document.xml", WORD), ("content.xml", ODT), ("styles.xml", ((RUNNING, "words"),))):
                if name in archive.namelist():
                    found += in_text(archive.read(name).decode("utf-8", "replace"), shapes)
    except (zipfile.BadZipFile, ValueError, RuntimeError, EOFError, zlib.error) as error:
        raise DataError(f"{path}: the words of the file cannot be read ({error})") from error
    return found


def without(text: str, parts: list[str]) -> str:
    for part in parts:
        text = text.replace(part, "", 1)
    return text


def in_text(text: str, shapes: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    found = []
    for shape, kind in shapes:
        for match in re.finditer(shape, text, re.S):
            found += added(plain(match[1]), "text box, head or foot of the pages") if kind == "words" else [(kind, match[0][:80])]
    return found


def outside(relations: str) -> list[tuple[str, str]]:
    """Parts that a Word file would fetch from elsewhere; links that a reader follows are none."""
    targets = re.findall(r'<Relationship [^>]*TargetMode="External"[^>]*>', relations)
    return [("added code", f"fetched from elsewhere: {target[:120]}") for target in targets if "/hyperlink" not in target]


def added(words: str, place: str) -> list[tuple[str, str]]:
    return [("added words", f"{words[:200]} ({place})")] if LETTERS.search(words) else []


def plain(markup: str) -> str:
    """The words of a piece of XML, without fields' instructions."""
    from html import unescape

    text = re.sub(r"<w:instrText.*?</w:instrText>", "", markup, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def bounded(archive: zipfile.ZipFile) -> None:
    """Raise ValueError for an archive that would unpack to more than any of ours."""
    total = sum(item.file_size for item in archive.infolist())
    if total > LARGEST:
        raise ValueError(f"unpacked it has {total:,} bytes; no document of ours has more than {LARGEST:,}")


def in_pdf(path: Path) -> list[tuple[str, str]]:
    """Code, notes and other things that somebody laid over the pages."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(path)
        root: Any = reader.trailer["/Root"]
        names = root.get("/Names", {})
        found = [("added code", key[1:]) for key in ("/OpenAction", "/AA", "/AcroForm") if key in root]
        found += [("added code", "JavaScript")] if "/JavaScript" in names else []
        for number, page in enumerate(reader.pages, 1):
            for note in page.get("/Annots") or []:
                item = note.get_object()
                if item.get("/Subtype") != "/Link":
                    words = " ".join(str(item.get("/Contents") or "").split())
                    found.append(("added words", f"{item.get('/Subtype')} on page {number}: {words[:160]}"))
    except Exception as error:  # a broken PDF makes its reader fail in many ways
        raise DataError(f"{path}: the words of the file cannot be read ({error})") from error
    return found
