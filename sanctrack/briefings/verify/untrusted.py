"""Reading files of others in time that grows with their size alone: archives, XML and HTML, each
with its limits.

No regular expression here has a lazy or open end that a text without that end would make quadratic,
and no tree is built. Everything that is wrong with a file is a ValueError in words.
"""

import re
import struct
import xml.parsers.expat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from importlib.util import find_spec
from pathlib import Path

from sanctrack.errors import SanctrackError

# bytes of a file, and of an archive when unpacked: ours have less than one tenth of it
LARGEST = 50_000_000
LARGEST_PART = 20_000_000  # bytes of one XML file in an archive
MOST_ENTRIES = 5_000  # files in an archive; ours have some twenty and their pictures
MOST_DEPTH = 500  # elements inside one another
MOST_ATTRIBUTES = 1_000  # of a tag
END_OF_ZIP, ZIP64 = b"PK\x05\x06", b"PK\x06\x07"
TAG_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
SPACE = re.compile(r"[\s/]*")
ATTRIBUTE = re.compile(r"(=?[^\s/>=]*)\s*+(=?)\s*+")
VALUE = re.compile(r"[^\s>]*")
# elements whose content is no markup
RAW = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "plaintext")


def read_text(path: Path) -> str:
    """A page or Markdown file. Raises ValueError for one that is too large, OSError for one that
    cannot be read.
    """
    check_size(path)
    return path.read_text(encoding="utf-8", errors="replace")


def check_size(path: Path) -> None:
    """Raise ValueError for a file that is larger than any of ours."""
    size = path.stat().st_size
    if size > LARGEST:
        raise ValueError(f"it has {size:,} bytes; no document of ours has more than {LARGEST:,}")


def need_pypdf() -> None:
    """Raise SanctrackError where the reader of PDF is not installed, before another process is
    begun that would ask for it.
    """
    if find_spec("pypdf") is None:
        raise SanctrackError(
            "reading PDF needs pypdf; `pip install 'sanctrack[documents]'` brings it"
        )


# -- archives
# -------------------------------------------------------------------------------------------------


class Archive:
    """A .docx or .odt: names of its files, and each of them, never more than it says of itself.

    Raises ValueError for an archive that is broken, encrypted, or would unpack to more than any of
    ours.
    """

    def __init__(self, path: Path) -> None:
        check_size(path)
        check_entries(path)
        try:
            self.zip = zipfile.ZipFile(path)
        except zipfile.BadZipFile as error:
            raise ValueError(str(error)) from error
        items = self.zip.infolist()
        total = sum(item.file_size for item in items)
        if total > LARGEST:
            raise ValueError(
                f"unpacked it has {total:,} bytes; no document of ours has more than {LARGEST:,}"
            )
        if any(
            item.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for item in items
        ):
            raise ValueError("it is packed in a way that office programs do not use")
        self.names = list(dict.fromkeys(item.filename for item in items))

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *error: object) -> None:
        self.zip.close()

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises ValueError when it is not there, broken or encrypted."""
        try:
            item = self.zip.getinfo(name)
            with self.zip.open(item) as part:
                return part.read(item.file_size + 1)
        except KeyError as error:
            raise ValueError(f"there is no {name} in it") from error
        except (zipfile.BadZipFile, RuntimeError, EOFError, NotImplementedError, OSError) as error:
            raise ValueError(f"{name}: {error}") from error
        # zlib.error, struct.error: whatever unpacking makes of bytes that are no archive
        except Exception as error:
            raise ValueError(f"{name} cannot be unpacked ({error})") from error

    def text(self, name: str) -> str:
        """The text of a file of words. Raises ValueError for one that is too large."""
        data = self.read(name)
        if len(data) > LARGEST_PART:
            raise ValueError(f"{name} has {len(data):,} bytes; ours have at most {LARGEST_PART:,}")
        return data.decode("utf-8", "replace")


def check_entries(path: Path) -> None:
    """Raise ValueError for an archive with more files than any of ours, before the list of them is
    read.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_600))
        tail = file.read()
    at = tail.rfind(END_OF_ZIP)
    if at < 0 or len(tail) - at < 22:
        raise ValueError("it is no archive, or its end is missing")
    count, size = struct.unpack("<HI", tail[at + 10 : at + 16])
    if (
        count > MOST_ENTRIES
        or size > MOST_ENTRIES * 300
        or tail[max(0, at - 20) : at].startswith(ZIP64)
    ):
        raise ValueError(f"it has more than {MOST_ENTRIES:,} files in it")


# -- XML
# --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Element:
    """An element of XML: its local name, its attributes by local name, and its words."""

    name: str
    attributes: dict[str, str]
    words: str


def elements(text: str, names: tuple[str, ...], left_out: tuple[str, ...] = ()) -> list[Element]:
    """The outermost elements with these local names, in order; blanks stand between the words of
    what is inside them.

    Raises ValueError for XML that is broken, has a document type (and so entities), or is nested
    deeper than any of ours.
    """
    reader = xml.parsers.expat.ParserCreate("utf-8")
    reader.buffer_text = True
    gathered: list[Element] = []
    depth = inside = silent = 0
    start: tuple[str, dict[str, str]] = ("", {})
    texts: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, inside, silent, start
        depth += 1
        if depth > MOST_DEPTH:
            raise ValueError(f"its elements stand more than {MOST_DEPTH} deep in one another")
        local = name.rpartition(":")[2]
        if inside:
            inside += 1
            silent = silent + 1 if silent or local in left_out else 0
            texts.append(" ")
        elif local in names:
            inside = 1
            start = (local, {key.rpartition(":")[2]: value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth, inside, silent
        depth -= 1
        if not inside:
            return
        inside -= 1
        silent = max(0, silent - 1)
        texts.append(" ")
        if not inside:
            gathered.append(Element(*start, "".join(texts)))
            texts.clear()

    def data(piece: str) -> None:
        if inside and not silent:
            texts.append(piece)

    def doctype(*declared: object) -> None:
        raise ValueError("it declares a document type, which no file of ours does")

    reader.StartElementHandler, reader.EndElementHandler, reader.CharacterDataHandler = (
        begin,
        end,
        data,
    )
    reader.StartDoctypeDeclHandler = doctype
    try:
        reader.Parse(text.encode("utf-8", "replace"), True)
    except xml.parsers.expat.ExpatError as error:
        raise ValueError(f"its XML is broken ({error})") from error
    return gathered


# -- HTML
# --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tag:
    """An opening tag of a page as a browser reads it: name and attributes in small letters; `raw`
    is the text of a style or script.
    """

    name: str
    attributes: tuple[tuple[str, str], ...]
    raw: str
    text: str

    def get(self, name: str) -> str | None:
        """The value of an attribute, the first of its name as in a browser; None
        where it has none.
        """
        return next((value for key, value in self.attributes if key == name), None)


def tags(text: str) -> Iterator[Tag]:
    """Opening tags in order, comments left out. What never ends is no tag, as in a browser. Raises
    ValueError for a monstrous one.
    """
    at = 0
    while (at := text.find("<", at)) >= 0:
        if text.startswith("<!--", at):
            end = text.find("-->", at + 2)
            if end < 0:
                return
            at = end + 3
            continue
        match = TAG_NAME.match(text, at)
        if not match:
            at += 1
            continue
        attributes_and_end = attributes_at(text, match.end())
        if attributes_and_end is None:
            return
        attributes, end = attributes_and_end
        name = match[2].lower()
        raw = ""
        if not match[1]:
            after = end
            if name in RAW:
                closing = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(
                    text, end
                )
                after = closing.start() if closing else len(text)
                raw = text[end:after]
            yield Tag(name, attributes, raw, text[at : min(end, at + 120)])
            end = after
        at = end


def attributes_at(text: str, at: int) -> tuple[tuple[tuple[str, str], ...], int] | None:
    """Attributes of a tag from here on, and where it ends; None where the text ends before."""
    pairs: list[tuple[str, str]] = []
    while True:
        at = end_of(SPACE, text, at)
        if at >= len(text):
            return None
        if text[at] == ">":
            return tuple(pairs), at + 1
        match = ATTRIBUTE.match(text, at)
        if not match or match.end() == at:
            return None
        at, value = match.end(), ""
        if match[2]:
            quote = text[at : at + 1]
            if quote in ("'", '"'):
                closing = text.find(quote, at + 1)
                if closing < 0:
                    return None
                value, at = text[at + 1 : closing], closing + 1
            else:
                end = end_of(VALUE, text, at)
                value, at = text[at:end], end
        pairs.append((match[1].lower(), unescape(value)))
        if len(pairs) > MOST_ATTRIBUTES:
            raise ValueError(f"a tag has more than {MOST_ATTRIBUTES:,} attributes")


def end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
