"""OFAC's CSV family: sdn or cons_prim (names and remarks), add (addresses), alt (other names),
comments (overflow).
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from sanctrack.errors import SourceError
from sanctrack.lists.publishers.us_ofac import labels
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.lists.reading.files import csv_rows, head, unescaped_bytes
from sanctrack.lists.reading.issues import Issues
from sanctrack.lists.reading.memo import Kept
from sanctrack.lists.reading.truncation import END_MARK

WIDTHS = {12: "names", 6: "addresses", 5: "aliases", 2: "comments"}
TYPES = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", "": "entity"}
ALIASES = {"aka": "alias", "fka": "former", "nka": "current"}
COLUMNS = (
    "ent_num",
    "SDN_Name",
    "SDN_Type",
    "Program",
    "Title",
    "Call_Sign",
    "Vess_type",
    "Tonnage",
    "GRT",
    "Vess_flag",
    "Vess_owner",
    "Remarks",
)
CUT_AT = 1000
WEAK = re.compile(r"(?:alt\. )?([afn])\.k\.a\. '(.*)'\.?", re.DOTALL)
WEAK_TYPES = {"a": "alias", "f": "former", "n": "current"}
# Remarks of which nearly all were met before; keeping what the others say would cost more than
# reading them.
REPEATED = (
    "nationality "
    "", "citizen "
        "", "Gender "
            "", "Additional "
                "Sanctions", "Secondary sanctions", "Linked To", "Member of", "Transactions ",
)  # fmt: skip
NUMBER_LIKE = re.compile(
    r"(?:alt\. )?([A-Z][A-Za-z.&'/() "
    r"-]{1,45}?(?:No\.|Number|#|ID|Code|Registry|License|Licence|Certificate))[ :]+\S*\d"
)


def part_of(path: Path) -> str:
    """Tell by its width which file of the family it is. Raises SourceError when it is none."""
    first = head(path, 65_536).decode("utf-8", "replace").split("\n", 1)[0]
    try:
        width = len(next(csv.reader([first]), []))
    except csv.Error:
        width = 0
    if width not in WIDTHS or not first.split(",", 1)[0].strip().lstrip("\ufeff").isdigit():
        raise SourceError(
            f"{path.name} line 1: not a file of OFAC's CSV family (sdn 12, add 6, alt 5, comments "
            f"2 columns, no header, a number first)"
        )
    return WIDTHS[width]


def absent(cell: str) -> str:
    """Return a cell, empty when it is OFAC's null, `-0-`, blank after it or not."""
    cell = cell.strip()
    return "" if cell == "-0-" else cell


def rows(path: Path, width: int, issues: Issues) -> Iterator[list[str]]:
    """Yield the records of one file; the closing Ctrl-Z is no record, other widths are issues.

    Most files are ASCII; where accents stand, they are in Windows-1252, which no mark in the file
    says.
    """
    ended = False
    for line, row in csv_rows(path, errors="surrogateescape"):
        if not "".join(row).isascii():
            row = in_windows_1252(row, path, line, issues)
        if len(row) == width:
            yield row
        elif len(row) == 1 and row[0].strip() in (END_MARK, ""):
            ended = ended or row[0].strip() == END_MARK
        elif row:
            issues.add(
                "error",
                "structure",
                row[0].strip() or f"line {line}",
                None,
                ",".join(row),
                f"{path.name} line {line} has {len(row)} cells, expected {width}; it was not read",
            )
    if not ended:
        words = (
            f"{path.name} does not end with the mark that OFAC's files end with; it is cut off "
            f"between two records, or was written anew"
        )
        issues.add("warning", "structure", None, path.name, None, words)


def in_windows_1252(row: list[str], path: Path, line: int, issues: Issues) -> list[str]:
    """Return a record with its bytes that are no UTF-8 read as Windows-1252."""
    read = list(map(unescaped_bytes, row))
    if read != row:
        words = (
            f"{path.name} holds bytes that are no UTF-8, first in line {line}; read as Windows-1252"
        )
        issues.count(
            "information", "unreadable", row[0].strip() or f"line {line}", path.name, None, words
        )
    for cell in read:
        if "\ufffd" in cell:
            words = f"{path.name} line {line}: holds bytes of no known encoding"
            issues.add("warning", "unreadable", row[0].strip() or f"line {line}", None, cell, words)
    return read


def by_entry(reading: Reading, part: str, width: int) -> dict[str, list[list[str]]]:
    """Return the records of a joined file, by entry number."""
    found: dict[str, list[list[str]]] = {}
    if part in reading.files:
        for row in rows(reading.files[part], width, reading.issues):
            found.setdefault(row[0].strip(), []).append(row)
    return found


def read(reading: Reading) -> Iterator[Entry]:
    """Yield the entries of the names file with what the other files say about them."""
    addresses = by_entry(reading, "addresses", 6)
    aliases = by_entry(reading, "aliases", 5)
    comments = by_entry(reading, "comments", 2)
    programmes, remarks = Kept(read_programmes), Kept(read_remark)
    for row in rows(reading.files["names"], 12, reading.issues):
        number = row[0].strip()
        entry = reading.entry(
            number if number.isdigit() else None, "ofac_uid", f"record {reading.number + 1}"
        )
        rest = [text[1] for text in comments.pop(number, ())]
        cells = ["" if (cell := text.strip()) == "-0-" else cell for text in row]
        programmes.add(entry, cells[3])
        for item in read_row(entry, cells, rest, "comments" in reading.files):
            if item.startswith(REPEATED):
                remarks.add(entry, item)
            else:
                read_remark(entry, item)
        for alias in aliases.pop(number, ()):
            add_alias(entry, alias)
        for address in addresses.pop(number, ()):
            add_address(entry, address)
        yield entry.finish()
    for part, orphans in (("addresses", addresses), ("aliases", aliases), ("comments", comments)):
        for number, found in orphans.items():
            reading.issues.add(
                "warning",
                "orphan",
                number,
                part,
                found[0][1],
                f"{len(found)} records of {reading.files[part].name} belong to no entry of "
                f"{reading.files['names'].name}",
            )


def read_programmes(entry: Entry, cell: str) -> None:
    """Add the programmes, parted by `] [`."""
    for programme in cell.split("] ["):
        programme = programme.strip(" []")
        entry.programme(programme, myanmar=programme.startswith("BURMA"))


def read_row(entry: Entry, cells: list[str], rest: list[str], whole: bool) -> list[str]:
    """Read a record of the names file; return the remarks, which may begin with a label."""
    _, name, kind, _, title, call_sign, vessel_type, tonnage, gross, flag, owner, remarks = cells
    entry.entry_type = TYPES.get(kind.lower())
    if entry.entry_type is None:
        entry.reading.issues.unknown_word(entry.reference, "SDN_Type", kind)
    entry.name(name, "primary")
    if title:
        entry.detail("position", title)
    if call_sign or vessel_type or tonnage or gross or flag or owner:
        entry.identifier("callsign", call_sign)
        for detail, value in (("vessel_type", vessel_type), ("vessel_owner", owner)):
            entry.detail(detail, value)
        entry.detail("vessel_flag", flag, country=flag)
        for detail, value in (("deadweight_tonnes", tonnage), ("gross_tonnage", gross)):
            entry.detail(detail, value.replace(",", ""), value if "," in value else None)
    if rest:
        # The overflow goes on in the middle of a word.
        remarks += "".join(rest)
    elif len(remarks) >= CUT_AT:
        done = "" if whole else "; give the comments file as well"
        entry.issue(
            "warning",
            "structure",
            "Remarks",
            None,
            f"remarks end at {len(remarks):,} characters and no comments go on{done}",
        )
    if not remarks:
        return []
    entry.remarks = entry.text(remarks, "Remarks")
    return remarks.removesuffix(".").split("; ")


def read_remark(entry: Entry, item: str) -> None:
    """Read a remark when it begins with a known label; the whole text of all of them is kept in any
    case.
    """
    if labels.apply_remark(entry, item):
        return
    weak = WEAK.fullmatch(item)
    if weak:
        entry.name(weak[2], WEAK_TYPES[weak[1]], "low")
        return
    number = NUMBER_LIKE.match(item)
    if number:
        words = "label of a number that is not known; it stands in the remarks alone"
        entry.reading.issues.count(
            "information", "unknown_word", entry.reference, f"Remarks: {number[1]}", item, words
        )


def unread_remarks(remarks: str) -> str:
    """Return the remarks that are not read into a field, in their order."""
    scratch = Entry(Reading("", "csv", {}), "scratch", "ofac_uid", 1)
    items = remarks.removesuffix(".").split("; ")
    return "; ".join(
        item
        for item in items
        if not WEAK.fullmatch(item) and not labels.apply_remark(scratch, item)
    )


def add_alias(entry: Entry, row: list[str]) -> None:
    """Add another name."""
    _, _, kind, name, remark = (absent(cell) for cell in row)
    if kind not in ALIASES:
        entry.reading.issues.unknown_word(
            entry.reference, "alt_type", kind, "name kept without type"
        )
    entry.name(name, ALIASES.get(kind))
    entry.detail("other", remark, f"of the name {name}")


def add_address(entry: Entry, row: list[str]) -> None:
    """Add an address; street and city may hold nulls of their own."""
    _, _, street, city, country, remark = (absent(cell) for cell in row)
    if street or city or country:
        entry.address([street, city], country, remark)
    else:
        entry.detail("address_note", remark)
