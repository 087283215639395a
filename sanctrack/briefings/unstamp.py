"""Reading the stamp back out of a file that somebody has edited, saved with another program, cut off or forged."""

import base64
import json
import logging
import re
import zipfile
import zlib
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from typing import Any

from sanctrack.briefings.beside import LARGEST, bounded
from sanctrack.briefings.stamp import FORMATS, MARK, seal
from sanctrack.errors import DataError, SanctrackError

# what pypdf mumbles about a broken file would stand on stderr beside the one error that says it in words
logging.getLogger("pypdf").addHandler(logging.NullHandler())
SHAPE = {"lines": list, "name": str, "text": str, "params": dict, "order": list, "annex": dict, "units": list, "ids": list, "records": dict}
# what a truncated, encrypted or foreign file makes of its reader
BROKEN = (zipfile.BadZipFile, LookupError, ValueError, zlib.error, EOFError, RuntimeError, AttributeError, TypeError)


def read_stamp(path: Path) -> dict[str, Any]:
    """Read the stamp of a .docx, .odt, .html, .md or .pdf. Raises DataError when there is none or it is broken."""
    readers = {".docx": from_word, ".odt": from_odt, ".html": from_html, ".htm": from_html, ".md": from_markdown, ".pdf": from_pdf}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise DataError(f"{path}: verify reads {', '.join(readers)}")
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"it has more than {LARGEST:,} bytes")
        machine = reader(path)
    except OSError as error:
        raise DataError(f"{path}: {error.strerror or error}") from error
    except BROKEN as error:
        said = " ".join(str(error).strip("'").rstrip(".").split())
        raise DataError(
            f"{path}: no stamp can be read ({said}); verify takes a file that `sanctrack brief` wrote, or one saved from it"
        ) from error
    try:
        stamp: Any = json.loads(machine)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path}: the stamp is damaged; only a file with its whole stamp can be verified") from error
    check_stamp(stamp, path)
    return dict(stamp)


def check_stamp(stamp: Any, path: Path) -> None:
    """Raise DataError for a stamp of a later version, of another shape, or one that was changed since it was made."""
    form = stamp.get("format") if isinstance(stamp, dict) else None
    if isinstance(form, int) and form > FORMATS[-1]:
        told = f"format {form}, this program reads up to {FORMATS[-1]}"
        raise DataError(f"{path}: the stamp is of a later version of sanctrack ({told}); verify with that version or a newer one")
    if form not in FORMATS or not isinstance(stamp, dict):
        raise DataError(f"{path}: the stamp has format {form}; this version reads {' and '.join(map(str, FORMATS))}")
    if form > 1 and stamp.get("seal") != seal(stamp):
        raise DataError(f"{path}: the stamp was changed after the file was built; nothing in it can be relied on")
    wrong = [key for key, kind in SHAPE.items() if not isinstance(stamp.get(key), kind)]
    wrong += [] if wrong else [key for key, well in parts_of(stamp) if not well]
    if wrong:
        raise DataError(f"{path}: the stamp has no readable '{wrong[0]}'; only a file with its whole stamp can be verified")


def parts_of(stamp: dict[str, Any]) -> list[tuple[str, bool]]:
    """Whether the lists of a stamp hold what they should: a forged one must not bring the reader down."""
    most = len(stamp["ids"])
    return [
        ("units", all(is_unit(unit, most) for unit in stamp["units"])),
        ("ids", all(isinstance(ids, list) and texts(ids) for ids in stamp["ids"])),
        ("lines", all(isinstance(pair, list) and len(pair) == 2 and texts(pair) for pair in stamp["lines"])),
        ("order", texts(stamp["order"]) and set(stamp["annex"]) <= set(stamp["order"])),
        ("annex", texts(stamp["annex"].values())),
        ("params", all(value is None or isinstance(value, str) for value in stamp["params"].values())),
        ("records", all(isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9+/=]*", text) for text in stamp["records"].values())),
        ("fixed", isinstance(stamp.get("fixed", []), list) and texts(stamp.get("fixed", []))),
        ("program", isinstance(stamp.get("program", {}), dict)),
        ("queries", isinstance(stamp.get("queries", {}), dict)),
        ("uses", isinstance(stamp.get("uses", {}), dict) and all(isinstance(names, list) for names in stamp.get("uses", {}).values())),
    ]


def texts(items: Iterable[Any]) -> bool:
    return all(isinstance(item, str) for item in items)


def is_unit(unit: Any, most: int) -> bool:
    """Whether a part of a stamp is key, kind, place, text, number of its ids and reports."""
    if not (isinstance(unit, list) and len(unit) == 6 and all(isinstance(text, str) for text in unit[:4])):
        return False
    return isinstance(unit[4], int) and 0 <= unit[4] < most and isinstance(unit[5], list) and all(isinstance(name, str) for name in unit[5])


def unpacked(text: str) -> bytes:
    """Raises ValueError for a stamp that is cut off or larger than any of ours."""
    opened = zlib.decompressobj()
    data = opened.decompress(base64.b64decode("".join(text.split()), validate=True), LARGEST)
    if not opened.eof:
        raise ValueError("the stamp is cut off or too large")
    return data


def gathered(pairs: list[tuple[str, str]]) -> bytes:
    """Put the chunks of a stamp together. Raises ValueError when one is missing."""
    chunks = sorted((name, value) for name, value in pairs if name.startswith(MARK))
    if not chunks:
        raise ValueError("no stamp in the properties of the file")
    if len(chunks) != int(chunks[0][0].rsplit(" ", 1)[1]):
        raise ValueError(f"{len(chunks)} parts of the stamp where there were {int(chunks[0][0].rsplit(' ', 1)[1])}")
    return unpacked("".join(value for _, value in chunks))


def from_word(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        bounded(archive)
        text = archive.read("docProps/custom.xml").decode("utf-8")
    return gathered(
        [(unescape(name), unescape(value)) for name, value in re.findall(r'name="([^"]*)"[^>]*>\s*<vt:lpwstr[^>]*>([^<]*)<', text)]
    )


def from_odt(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        bounded(archive)
        text = archive.read("meta.xml").decode("utf-8")
    found = re.findall(r"<meta:user-defined([^>]*)>([^<]*)<", text)
    return gathered(
        [(unescape(re.sub(r'.*meta:name="([^"]*)".*', r"\1", attributes, flags=re.DOTALL)), unescape(value)) for attributes, value in found]
    )


def from_html(path: Path) -> bytes:
    stamps = []
    for tag in re.findall(r"<meta\s[^>]*>", path.read_text(encoding="utf-8", errors="replace"), re.IGNORECASE):
        pairs = re.findall(r"""(name|content)\s*=\s*["']([^"']*)["']""", tag, re.IGNORECASE)
        found = {name.lower(): value for name, value in pairs}
        if found.get("name") == "sanctrack-stamp":
            stamps.append(found.get("content", ""))
    if not stamps:
        raise ValueError('no <meta name="sanctrack-stamp">')
    return unpacked(only_one(stamps))


def from_markdown(path: Path) -> bytes:
    stamps = re.findall(r"<!--\s*sanctrack-stamp\s(.*?)-->", path.read_text(encoding="utf-8", errors="replace"), re.DOTALL)
    if not stamps:
        raise ValueError("no comment sanctrack-stamp at its end")
    return unpacked(only_one(stamps))


def only_one(stamps: list[str]) -> str:
    """The stamp of a file. Raises ValueError where somebody put a second one in."""
    if len(stamps) > 1:
        raise ValueError(f"{len(stamps)} stamps stand in the file; a document has one")
    return stamps[0]


def from_pdf(path: Path) -> bytes:
    try:
        from pypdf import PdfReader
    except ImportError as error:
        raise SanctrackError("reading PDF needs pypdf; `pip install 'sanctrack[documents]'` brings it") from error
    try:
        attached = PdfReader(path).attachments.get("sanctrack-stamp.txt")
        data = bytes(attached[0]) if attached else b""
    except OSError:
        raise
    except Exception as error:  # a broken PDF makes its reader fail in many ways
        raise ValueError(f"the PDF is broken: {error}") from error
    if not data:
        raise ValueError("no attachment sanctrack-stamp.txt: a PDF that was printed again has lost it")
    return unpacked(data.decode("ascii"))
