"""Files that users hand in: what they are, their hash, and text and spreadsheet
rows read safely.
"""

import hashlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from sanctrack import csv_text
from sanctrack.errors import SourceError, UsageError
from sanctrack.foreign import reading
from sanctrack.lists.reading.truncation import refuse_cut_off
from sanctrack.names.signs import unescaped_cell

CHUNK = 1 << 20
LARGEST_FILE = 2_000_000_000
SHEET_MEMBERS = 2_000
SHEET_BYTES = 400_000_000
SHEET_RATIO = 300
SHEET_COLUMNS = 64
AGAIN = "download the list again"
# What Python makes of a byte that is no UTF-8, when asked not to stop there.
HALF = re.compile("[\udc80-\udcff]")
MARKS = {b"PK\x03\x04": "zip", b"\x1f\x8b": "gzip", b"%PDF": "pdf", b"\xd0\xcf\x11\xe0": "xls"}
REFUSED = {
    "empty": "is empty; download the list again",
    "html": "is a web page (a login or an error page), not the list; open its address in a browser "
    "and save the file itself",
    "gzip": "is compressed; unpack it first",
    "zip": "is a zip archive; unpack it first",
    "pdf": "is a PDF; this list is read from its data file",
    "xls": "is an old Excel file (.xls); save it as .xlsx first",
}


def check_file(path: Path) -> int:
    """Return the size of a file. Raises UsageError when there is none of that name, SourceError
    when it is too large.
    """
    try:
        if not path.is_file():
            raise UsageError(
                f"{path}: {'is a folder' if path.is_dir() else 'no such file'}; name the "
                f"downloaded list file"
            )
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}") from error
    if size > LARGEST_FILE:
        raise SourceError(f"{path.name}: {size / 1e9:.1f} GB; no sanctions list is that large")
    return size


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def head(path: Path, size: int = 4096) -> bytes:
    """Return the first bytes of a file."""
    with path.open("rb") as file:
        return file.read(size)


def kind_of(path: Path) -> str:
    """Tell what a file is by its first bytes: xml, json, text, or one of REFUSED."""
    start = head(path).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return "empty"
    for mark, kind in MARKS.items():
        if start.startswith(mark):
            return kind
    lower = start.lower()
    if lower.startswith((b"<!doctype html", b"<html")) or (
        lower.startswith(b"<") and b"<html" in lower[:1000]
    ):
        return "html"
    if start.startswith(b"<"):
        return "xml"
    return "json" if start.startswith(b"{") else "text"


def expect(path: Path, *kinds: str) -> str:
    """Return the kind of a file when it is one of `kinds`. Raises SourceError in
    words otherwise.
    """
    check_file(path)
    kind = kind_of(path)
    if kind in kinds:
        return kind
    why = REFUSED.get(
        kind,
        f"is {kind.upper() if kind in ('xml', 'json') else kind}, expected "
        f"{' or '.join(item.upper() for item in kinds)}",
    )
    raise SourceError(f"{path.name}: {why}")


def lines(path: Path, errors: str = "strict") -> Iterator[str]:
    """Yield the lines of a UTF-8 text file. Raises SourceError for another encoding and for NUL
    bytes.

    With `errors` "surrogateescape" bytes that are no UTF-8 stand as half characters, for
    `unescaped_bytes`.
    """
    refuse_nul(path)
    number = 0
    try:
        with path.open(encoding="utf-8-sig", errors=errors, newline="") as file:
            for number, line in enumerate(file, 1):  # noqa: B007
                yield line
    except UnicodeDecodeError as error:
        raise no_utf8(path, number, error) from error


def refuse_nul(path: Path) -> None:
    """Raise SourceError when a text file holds NUL bytes. Searching all bytes at once is quicker
    than each line.
    """
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if 0 in chunk:
                break
        else:
            return
        end = file.tell() - len(chunk) + chunk.find(0)
        file.seek(0)
        number = 1 + sum(
            file.read(min(CHUNK, end - start)).count(b"\n") for start in range(0, end, CHUNK)
        )
    raise SourceError(
        f"{path.name} line {number}: holds NUL bytes, so it is no UTF-8 text; download the list "
        f"again"
    )


def no_utf8(path: Path, line: int, error: UnicodeDecodeError) -> SourceError:
    """Return the error of a file in another encoding, which was read up to a line."""
    return SourceError(
        f"{path.name} after line {line}: not UTF-8 text ({error.reason}); save the file as "
        f"downloaded, without opening it in another program"
    )


def unescaped_bytes(text: str) -> str:
    """Return the text with bytes that are no UTF-8 read as Windows-1252; those that are none either
    become U+FFFD.
    """
    return HALF.sub(
        lambda found: bytes([ord(found[0]) - 0xDC00]).decode("windows-1252", "replace"), text
    )


def csv_rows(
    path: Path, delimiter: str = ",", errors: str = "strict"
) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of a CSV file. Raises SourceError when it cannot be read as such,
    or at its end when it is cut off.
    """
    refuse_nul(path)
    line = 0
    with path.open(encoding="utf-8-sig", errors=errors, newline="") as file:
        older: list[str] = []
        before: list[str] = []
        last: list[str] = []
        try:
            for row in csv_text.csv_rows(file, delimiter):
                line = row.ends
                yield line, row.cells
                older, before, last = before, last, row.cells
        except csv_text.CsvError as error:
            raise SourceError(f"{path.name} line {error.line}: {error.problem}; {AGAIN}") from error
        except UnicodeDecodeError as error:
            raise no_utf8(path, line, error) from error
    refuse_cut_off(path, delimiter, (older, before, last))


def sheet_rows(path: Path) -> Iterator[tuple[str, int, list[object]]]:
    """Yield sheet, row number and cells of an Excel file; formulas come as their text.

    Raises SourceError for zip bombs, hostile XML and files that are no workbook.
    """
    check_workbook(path)
    import warnings

    from openpyxl import load_workbook

    with reading(path.name, "an Excel workbook", SourceError, AGAIN), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        try:
            for sheet in book.worksheets:
                for number, row in enumerate(
                    sheet.iter_rows(values_only=True, max_col=SHEET_COLUMNS), 1
                ):
                    yield (
                        str(sheet.title),
                        number,
                        [unescaped_cell(cell) if isinstance(cell, str) else cell for cell in row],
                    )
        finally:
            book.close()


def check_workbook(path: Path) -> None:
    """Refuse what is no workbook, would unpack to too much, or declares entities in its XML.

    The sizes that the archive declares are binding: Python's zipfile never hands out more than
    them.
    """
    with (
        reading(path.name, "an Excel workbook", SourceError, AGAIN),
        zipfile.ZipFile(path) as archive,
    ):
        members = archive.infolist()
        total = sum(member.file_size for member in members)
        packed = max(1, path.stat().st_size)
        if (
            len(members) > SHEET_MEMBERS
            or total > SHEET_BYTES
            or (total > 10_000_000 and total / packed > SHEET_RATIO)
        ):
            raise SourceError(
                f"{path.name}: {len(members):,} parts that unpack to {total / 1e6:,.0f} MB, "
                f"{total / packed:,.0f} times its size; refused as a zip bomb"
            )
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as file:
                    start = file.read(4096).replace(b"\0", b"")
                if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                    raise SourceError(
                        f"{path.name}: {Path(member.filename).name} declares a document type; "
                        f"refused"
                    )
        if "xl/workbook.xml" not in archive.namelist():
            # as openpyxl says it, when it reads further
            raise OSError("File contains no valid workbook part")
