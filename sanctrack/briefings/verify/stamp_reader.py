"""Reading the stamp back out of a file that somebody has edited, saved with another program, cut
off or forged.
"""

import base64
import json
import logging
import re
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sanctrack import bounded
from sanctrack.briefings.output.stamp import FORMATS, MARK, seal
from sanctrack.briefings.verify.untrusted import (
    LARGEST,
    Archive,
    check_size,
    elements,
    need_pypdf,
    read_text,
    tags,
)
from sanctrack.errors import DataError

# what pypdf mumbles about a broken file would stand on stderr beside the one error that says it in
# words
logging.getLogger("pypdf").addHandler(logging.NullHandler())
SHAPE = {
    "lines": list,
    "name": str,
    "text": str,
    "params": dict,
    "order": list,
    "annex": dict,
    "units": list,
    "ids": list,
    "records": dict,
}
PDF_SECONDS = 20  # for the reader of a PDF, which a hostile one can keep busy without end
STAMP = "sanctrack-stamp"


def read_stamp(path: Path) -> dict[str, Any]:
    """Read the stamp of a .docx, .odt, .html, .md or .pdf. Raises DataError when there is none or
    it is broken.
    """
    readers = {
        ".docx": from_word,
        ".odt": from_odt,
        ".html": from_html,
        ".htm": from_html,
        ".md": from_markdown,
        ".pdf": from_pdf,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise DataError(f"{path}: verify reads {', '.join(readers)}")
    try:
        check_size(path)
        machine = reader(path)
    except OSError as error:
        raise DataError(f"{path}: {error.strerror or error}") from error
    except (ValueError, zlib.error) as error:
        reason = " ".join(str(error).strip("'").rstrip(".").split())[:300]
        raise DataError(
            f"{path}: no stamp can be read ({reason}); verify takes a file that `sanctrack brief` "
            f"wrote, or one saved from it"
        ) from error
    try:
        stamp: Any = json.loads(machine)
    except (ValueError, RecursionError) as error:
        raise DataError(
            f"{path}: the stamp is damaged; only a file with its whole stamp can be verified"
        ) from error
    check_stamp(stamp, path)
    return dict(stamp)


def check_stamp(stamp: Any, path: Path) -> None:
    """Raise DataError for a stamp of a later version, of another shape, or one that was changed
    since it was made.
    """
    form = stamp.get("format") if isinstance(stamp, dict) else None
    if isinstance(form, int) and form > FORMATS[-1]:
        versions = f"format {form}, this program reads up to {FORMATS[-1]}"
        raise DataError(
            f"{path}: the stamp is of a later version of sanctrack ({versions}); verify with that "
            f"version or a newer one"
        )
    if form not in FORMATS or not isinstance(stamp, dict):
        raise DataError(
            f"{path}: the stamp has format {form}; this version reads "
            f"{' and '.join(map(str, FORMATS))}"
        )
    if form > 1 and stamp.get("seal") != seal(stamp):
        raise DataError(
            f"{path}: the stamp was changed after the file was built; nothing in it can be relied "
            f"on"
        )
    unreadable = [key for key, kind in SHAPE.items() if not isinstance(stamp.get(key), kind)]
    unreadable += [] if unreadable else [key for key, well in parts_of(stamp) if not well]
    if unreadable:
        raise DataError(
            f"{path}: the stamp has no readable '{unreadable[0]}'; only a file with its whole "
            f"stamp can be verified"
        )


def parts_of(stamp: dict[str, Any]) -> list[tuple[str, bool]]:
    """Whether the lists of a stamp hold what they should: a forged one must not bring the reader
    down.
    """
    most = len(stamp["ids"])
    return [
        ("units", all(is_unit(unit, most) for unit in stamp["units"])),
        ("ids", all(isinstance(ids, list) and texts(ids) for ids in stamp["ids"])),
        (
            "lines",
            all(
                isinstance(pair, list) and len(pair) == 2 and texts(pair) for pair in stamp["lines"]
            ),
        ),
        ("order", texts(stamp["order"]) and set(stamp["annex"]) <= set(stamp["order"])),
        ("annex", texts(stamp["annex"].values())),
        (
            "params",
            all(value is None or isinstance(value, str) for value in stamp["params"].values()),
        ),
        (
            "records",
            all(
                isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9+/=]*", text)
                for text in stamp["records"].values()
            ),
        ),
        ("fixed", isinstance(stamp.get("fixed", []), list) and texts(stamp.get("fixed", []))),
        ("program", isinstance(stamp.get("program", {}), dict)),
        ("queries", isinstance(stamp.get("queries", {}), dict)),
        (
            "uses",
            isinstance(stamp.get("uses", {}), dict)
            and all(isinstance(names, list) for names in stamp.get("uses", {}).values()),
        ),
    ]


def texts(items: Iterable[Any]) -> bool:
    return all(isinstance(item, str) for item in items)


def is_unit(unit: Any, most: int) -> bool:
    """Whether a part of a stamp is key, kind, place, text, number of its ids and reports."""
    if not (
        isinstance(unit, list)
        and len(unit) == 6
        and all(isinstance(text, str) for text in unit[:4])
    ):
        return False
    return (
        isinstance(unit[4], int)
        and 0 <= unit[4] < most
        and isinstance(unit[5], list)
        and all(isinstance(name, str) for name in unit[5])
    )


def unpacked(text: str) -> bytes:
    """Raises ValueError for a stamp that is cut off or larger than any of ours."""
    decompressor = zlib.decompressobj()
    data = decompressor.decompress(base64.b64decode("".join(text.split()), validate=True), LARGEST)
    if not decompressor.eof:
        raise ValueError("the stamp is cut off or too large")
    return data


def gathered(pairs: list[tuple[str, str]]) -> bytes:
    """Put the chunks of a stamp together. Raises ValueError when one is missing."""
    chunks = sorted((name, value) for name, value in pairs if name.startswith(MARK))
    if not chunks:
        raise ValueError("no stamp in the properties of the file")
    total = chunks[0][0].rpartition(" ")[2]
    if str(len(chunks)) != total.lstrip("0"):
        raise ValueError(
            f"{len(chunks)} parts of the stamp where there were {total.lstrip('0')[:20]}"
        )
    return unpacked("".join(value for _, value in chunks))


def from_word(path: Path) -> bytes:
    with Archive(path) as archive:
        text = archive.text("docProps/custom.xml")
    return gathered(
        [(item.attributes.get("name", ""), item.words) for item in elements(text, ("property",))]
    )


def from_odt(path: Path) -> bytes:
    with Archive(path) as archive:
        text = archive.text("meta.xml")
    return gathered(
        [
            (item.attributes.get("name", ""), item.words)
            for item in elements(text, ("user-defined",))
        ]
    )


def from_html(path: Path) -> bytes:
    text = read_text(path)
    stamps = []
    if STAMP in text:
        stamps = [
            tag.get("content") or ""
            for tag in tags(text)
            if tag.name == "meta" and tag.get("name") == STAMP
        ]
    if not stamps:
        raise ValueError(f'no <meta name="{STAMP}">')
    return unpacked(only_one(stamps))


def from_markdown(path: Path) -> bytes:
    """The stamp is the comment that begins with its name."""
    text = read_text(path)
    stamps, at = [], 0
    while (at := text.find(STAMP, at)) >= 0:
        begins = text[max(0, at - 20) : at].rstrip().endswith("<!--")
        at += len(STAMP)
        if begins and text[at : at + 1].isspace():
            end = text.find("-->", at)
            if end < 0:
                break
            stamps.append(text[at:end])
            at = end
    if not stamps:
        raise ValueError(f"no comment {STAMP} at its end")
    return unpacked(only_one(stamps))


def only_one(stamps: list[str]) -> str:
    """The stamp of a file. Raises ValueError where somebody put a second one in."""
    if len(stamps) > 1:
        raise ValueError(f"{len(stamps)} stamps stand in the file; a document has one")
    return stamps[0]


def from_pdf(path: Path) -> bytes:
    need_pypdf()
    try:
        data = bounded.run(attachment, path, seconds=PDF_SECONDS, memory=bounded.GIGABYTE)
    except OSError:
        raise
    except bounded.TimeLimitError as error:
        raise ValueError(
            f"the PDF is none of ours: its reader did not end within {PDF_SECONDS} seconds"
        ) from error
    except Exception as error:  # a broken PDF makes its reader fail in many ways
        raise ValueError(f"the PDF is broken: {error}") from error
    if not data:
        raise ValueError(f"no attachment {STAMP}.txt: a PDF that was printed again has lost it")
    return unpacked(data.decode("ascii"))


def attachment(path: Path) -> bytes:
    """The bytes of the stamp that is attached to a PDF; none where it has none."""
    from pypdf import PdfReader

    attached = PdfReader(path).attachments.get(f"{STAMP}.txt")
    return bytes(attached[0]) if attached else b""
