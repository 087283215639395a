"""Australia: the consolidated list of DFAT (Excel), in its old and its new layout."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from sanctrack.definitions.countries import country_code
from sanctrack.errors import SourceError
from sanctrack.lists.reading import dates
from sanctrack.lists.reading.dates import Interval
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.lists.reading.files import (
    MARKS,
    check_file,
    check_workbook,
    expect,
    head,
    sheet_rows,
)
from sanctrack.lists.reading.issues import Issues
from sanctrack.lists.reading.text import squash

NAME = "au_dfat"
TITLE = "Australian sanctions consolidated list"
LISTS = {"au_dfat": TITLE}
OTHER_LISTS = False
PUBLISHER = "Australian Department of Foreign Affairs and Trade"
URLS = {
    "au_dfat": {
        "list": "https://www.dfat.gov.au/sites/default/files/Australian_Sanctions_Consolidated_List.xlsx"
    }
}
LICENCE = "CC BY (Department of Foreign Affairs and Trade)"
REDISTRIBUTION = "yes"
IMPORTER_VERSION = 3

OLD = (
    "reference", "name of individual or "
        "entity", "type", "name type", "date of birth", "place of birth", "citizenship", "address",
    "additional information", "listing information", "committees", "control date",
)  # fmt: skip
NEW = (
    "alias strength",
    "instrument of designation",
    "imo number",
    "travel ban",
    "arms embargo",
    "maritime restriction",
    "targeted financial sanction",
)
NEEDED = ("reference", "name of individual or entity", "type", "name type", "committees")
# What else the list lives by, and what of an entry it gives; the other columns are optional.
LIVES_BY = {"date of birth": "dates", "listing information": "dates", "control date": "dates"}
SINCE_NEW = {"imo number": "identifiers"}
TYPES = {"individual": "person", "entity": "entity", "vessel": "vessel"}
NAME_TYPES = {
    "primary "
    "name": "primary", "aka": "alias", "a.k.a.": "alias", "alias": "alias", "original "
        "script": "original_script",
    "formerly known as": "former", "fka": "former", "f.k.a.": "former",
}  # fmt: skip
STRENGTHS = {"strong": "good", "weak": "low", "good": "good", "low": "low"}
# Rows that may stand above the header.
HEADER_WITHIN = 15
MEASURES = ("travel ban", "arms embargo", "maritime restriction", "targeted financial sanction")
# The workbook writes 1 and 0, its guide TRUE and FALSE.
YES, NO = ("1", "true", "yes", "y"), ("0", "false", "no", "n")
# Several births in one cell: commas, semicolons, line breaks, or a blank between two years.
BETWEEN_BIRTHS = re.compile(r"\s*[,;\n]\s*(?:and\s+)?|\s+and\s+|(?<=\d)\s+(?=\d)")
MONTH = re.compile(r"(\d{1,2})/(\d{4})")
ABSENT = ("", "na", "n/a", "-", "nil", "none", "unknown", "no", "false")
REFERENCE = re.compile(r"\s*(\d+)(?:\.0)?\s*([A-Za-z]*)\s*")
LISTED = re.compile(
    r"^\s*(?:first )?listed(?: by [^;.]{0,80}?)? on:?\s*((?:\d{1,2}\s+)?[A-Za-z]{3,9}\.?\s+\d{4})",
    re.IGNORECASE,
)
IMO = re.compile(r"\bIMO(?: number)?:?\s*(\d{7})\b", re.IGNORECASE)
MARKED = re.compile(r"(?:^|(?<=[\s;,:]))\(?([a-z]{1,5})\)\s+")
ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")
LABELLED = re.compile(r"([A-Za-z][\w .'&/-]{0,40}):\s*(.*)", re.DOTALL)
# Citizens, where the list writes them instead of their country.
CITIZENS = {
    "iranian": "Iran", "russian": "Russia", "ukrainian": "Ukraine", "belarusian": "Belarus",
    "syrian": "Syria", "iraqi": "Iraq", "afghan": "Afghanistan", "burmese": "Myanmar",
    "chinese": "China", "north korean": "North Korea", "pakistani": "Pakistan",
    "turkish": "Turkey", "yemeni": "Yemen", "lebanese": "Lebanon", "libyan": "Libya",
    "somali": "Somalia", "saudi": "Saudi Arabia", "indonesian": "Indonesia",
    "filipino": "Philippines", "british": "United Kingdom", "australian": "Australia",
    "serbian": "Serbia", "tunisian": "Tunisia", "egyptian": "Egypt", "moroccan": "Morocco",
}  # fmt: skip
Cells = dict[str, object]


def recognise(files: list[Path], name: str | None = None) -> Reading:
    """Accept one Excel workbook."""
    if len(files) != 1:
        raise SourceError(f"{TITLE}: one Excel file; got {len(files)}")
    path = files[0]
    check_file(path)
    if MARKS.get(head(path, 4)) != "zip":
        expect(path, "xlsx")
    check_workbook(path)
    return Reading("au_dfat", "xlsx", {"list": path})


def read(reading: Reading) -> Iterator[Entry]:
    """Yield the parties. A row is a name; a party is a block of rows whose references differ in
    their letters.
    """
    block: list[Cells] = []
    current = None
    for number, cells in table(reading.files["list"], reading):
        word = str(cells.get("reference") or "")
        found = REFERENCE.fullmatch(word)
        if not found and not any(text_of(value) for value in cells.values()):
            continue
        if not found:
            told = (
                f"row {number}: not a number with letters after it; the row is kept as an entry of "
                f"its own"
            )
            reading.issues.add("error", "missing", f"row {number}", "Reference", word or None, told)
        reference = found[1] if found else squash(word) or f"row {number}"
        if reference != current and block:
            yield party(str(current), block, reading)
            block = []
        current = reference
        block.append(cells)
    if block:
        yield party(str(current), block, reading)


def table(path: Path, reading: Reading) -> Iterator[tuple[int, Cells]]:
    """Yield the rows below the header of each sheet that has one, by column. Raises SourceError
    when none has.
    """
    found = False
    missing: tuple[str, ...] = NEEDED
    for title, rows in groupby(sheet_rows(path), key=itemgetter(0)):
        names: list[str] = []
        for _, number, row in rows:
            if names:
                yield number, by_column(names, row, number, reading.issues)
                continue
            words = [squash(str(cell)).lower() if cell is not None else "" for cell in row]
            lacking = tuple(name for name in NEEDED if name not in words)
            missing = min(missing, lacking, key=len)
            if not lacking:
                names, found = words, True
                new = any(name in names for name in NEW)
                reading.layout = "xlsx_new" if new else "xlsx_old"
                for name, field in (LIVES_BY | SINCE_NEW if new else LIVES_BY).items():
                    if name not in names:
                        reading.issues.missing_column(name, field)
            elif number >= HEADER_WITHIN:
                break
        if not names:
            reading.issues.add(
                "warning",
                "structure",
                None,
                f"sheet {title}",
                None,
                "sheet without the columns of the list; it was not read",
            )
    if not found:
        raise SourceError(
            f"{path.name} row 1: no column {', '.join(missing)}; is it DFAT's consolidated list?"
        )


def by_column(names: list[str], row: list[object], number: int, issues: Issues) -> Cells:
    """Return the cells of a row that hold something, by column."""
    cells: Cells = {}
    for name, value in zip(names, row, strict=False):
        if value is None:
            continue
        if not name or name not in (*OLD, *NEW):
            issues.unknown_field(f"row {number}", name or "(column without a name)", value)
        else:
            cells[name] = plain(value, number, name, issues)
    return cells


def plain(value: object, number: int, name: str, issues: Issues) -> object:
    """Return a cell as date or text; a formula stays the text that it is."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = value if isinstance(value, date) else str(value)
    if isinstance(text, str) and text.startswith("="):
        issues.add(
            "warning",
            "formula",
            f"row {number}",
            name,
            text,
            "spreadsheet formula in a cell; kept as text, not computed",
        )
    return text


def text_of(value: object) -> str:
    """Return the words of a cell, empty when they mean none."""
    if value is None:
        return ""
    words = value.isoformat() if isinstance(value, date) else squash(str(value))
    return "" if words.lower() in ABSENT else words


def party(reference: str, block: list[Cells], reading: Reading) -> Entry:
    """Put the rows of one party together."""
    entry = reading.entry(reference, "au_reference", f"row block {reading.number + 1}")
    types = dict.fromkeys(text_of(cells.get("type")).lower() for cells in block)
    entry.entry_type = next((TYPES[word] for word in types if word in TYPES), None)
    for word in types:
        if word not in TYPES:
            reading.issues.unknown_word(entry.reference, "Type", word)
    if len({TYPES[word] for word in types if word in TYPES}) > 1:
        entry.issue(
            "warning",
            "structure",
            "Type",
            "; ".join(types),
            "rows of one reference have different types; the first is used",
        )
    # The primary name may stand below its aliases.
    for cells in sorted(
        block, key=lambda cells: text_of(cells.get("name type")).lower() != "primary name"
    ):
        add_name(entry, cells)
    told: set[str] = set()
    for cells in block:
        add_particulars(entry, cells, told)
    return entry.finish()


def add_name(entry: Entry, cells: Cells) -> None:
    """Add the name of a row."""
    word, strength = (
        text_of(cells.get("name type")).lower(),
        text_of(cells.get("alias strength")).lower(),
    )
    if word not in NAME_TYPES:
        entry.reading.issues.unknown_word(
            entry.reference, "Name Type", cells.get("name type"), "name kept without type"
        )
    if strength and strength not in STRENGTHS:
        entry.reading.issues.unknown_word(
            entry.reference, "Alias Strength", strength, "name kept without strength"
        )
    name = cells.get("name of individual or entity")
    entry.name(None if name is None else str(name), NAME_TYPES.get(word), STRENGTHS.get(strength))


def add_particulars(entry: Entry, cells: Cells, told: set[str]) -> None:
    """Add what a row says besides the name; rows of a party mostly repeat each other."""
    births = cells.get("date of birth")
    if str(births) not in told:
        told.add(str(births))
        add_births(entry, births)
    for item, _ in items(text_of(cells.get("place of birth"))):
        entry.detail("birth_place", item)
    for item in citizenships(text_of(cells.get("citizenship"))):
        entry.detail("citizenship", item, country=CITIZENS.get(item.lower(), item))
    for item, note in items(text_of(cells.get("address"))):
        *parts, last = item.rsplit(", ", 1)
        if country_code(last):
            entry.address(parts, last, note)
        else:
            entry.address([item], note=note)
    extra = str(cells.get("additional information") or "")
    more = entry.text(extra, "Additional Information") if text_of(extra) else None
    if more and more not in told:
        told.add(more)
        entry.remarks = "\n".join(filter(None, (entry.remarks, more)))
    imo = (
        text_of(cells.get("imo number")) or (IMO.findall(extra) or [""])[0]
        if entry.entry_type == "vessel"
        else text_of(cells.get("imo number"))
    )
    entry.identifier("imo_ship" if entry.entry_type == "vessel" else "imo_unspecified", imo or None)
    instrument = text_of(cells.get("instrument of designation")) or text_of(
        cells.get("listing information")
    )
    imposed = [measure for measure in MEASURES if applies(entry, cells, measure)]
    committee = text_of(cells.get("committees"))
    entry.programme(committee, instrument or None, "; ".join(imposed), "Myanmar" in committee)
    add_listing(entry, cells)


def applies(entry: Entry, cells: Cells, measure: str) -> bool:
    """Whether a measure is on, by the words and figures of its column; any other word is an issue
    and counts as off.
    """
    word = squash(str(cells.get(measure, ""))).lower()
    if word not in (*YES, *NO, *ABSENT):
        entry.reading.issues.unknown_word(
            entry.reference, measure, word, "the measure is not counted as imposed"
        )
    return word in YES


def items(text: str) -> list[tuple[str, str | None]]:
    """Split a cell of the form `a) … b) i) … ii) …`; any other cell is one item. What stands before
    a colon, or before the first inner item, is a note on it.
    """
    if not re.match(r"\(?a\)\s", text):
        return [(text, None)] if text else []
    found: list[tuple[str, str | None]] = []
    letter, inner, start, label = "a", 0, 0, None
    # an end that no marker is, so that the last item is taken as well
    marks = [(mark.start(), mark.end(), mark[1]) for mark in MARKED.finditer(text)]
    for begin, end, sign in [*marks, (len(text), len(text), "")]:
        is_letter = sign == letter
        is_inner = not is_letter and inner < len(ROMANS) and sign == ROMANS[inner]
        if sign and not is_letter and not is_inner:
            continue
        words = text[start:begin].strip(" ;,")
        if is_inner and inner == 0:
            label = words.rstrip(" :") or None
        elif words:
            match = LABELLED.fullmatch(words)
            found.append((match[2], match[1]) if match and match[2] else (words, label))
        if is_letter:
            letter, inner, label = chr(ord(letter) + 1), 0, None
        inner += is_inner
        start = end
    return found


def citizenships(text: str) -> list[str]:
    """Split a cell of citizenships: at semicolons, and at commas where each part is a country."""
    found = []
    for item, _ in items(text):
        for part in filter(None, map(str.strip, item.split(";"))):
            names = [name for name in map(str.strip, part.split(",")) if name]
            known = all(name.lower() in CITIZENS or country_code(name) for name in names)
            found += names if known else [part]
    return found


def add_births(entry: Entry, value: object) -> None:
    """Add dates of birth: a date, a year, or words, several of them marked a) b) c) or parted by
    commas. `Approximately` before the first is of all of them.
    """
    if isinstance(value, date):
        entry.dated("birth_date", value.isoformat(), Interval(value, value))
        return
    for item, _ in items(text_of(value)):
        parts = [item] if birth(item) else [part for part in BETWEEN_BIRTHS.split(item) if part]
        # a part with letters that cannot be read may be a piece of a day in words
        if not any(map(birth, parts)) or any(
            not birth(part) and re.search("[A-Za-z]", part) for part in parts
        ):
            parts = [item]
        first = birth(parts[0])
        for part in parts:
            entry.dated("birth_date", part, birth(part), about=bool(first and first.about))


def birth(text: str) -> Interval | None:
    """Read one date of birth; Australia writes the day first."""
    month = MONTH.fullmatch(text)
    plain = re.sub(
        r"^approximately:\s*", "approximately ", text.replace("- ", "-"), flags=re.IGNORECASE
    )
    return dates.span(int(month[2]), int(month[1]), None) if month else dates.words(plain)


def add_listing(entry: Entry, cells: Cells) -> None:
    """Set the day of listing: in words, else at the latest the control date, the day of the last
    change.
    """
    information, control = cells.get("listing information"), cells.get("control date")
    day = None
    if text_of(control):
        day = (
            Interval(control, control)
            if isinstance(control, date)
            else dates.words(text_of(control))
        )
        entry.updated(text_of(control), day, "Control Date")
    if entry.listed and entry.listed_basis != "derived":
        return
    found = LISTED.match(str(information or ""))
    if isinstance(information, date):
        entry.listing(
            information.isoformat(),
            Interval(information, information),
            "field",
            "Listing Information",
        )
    elif found and dates.words(found[1]):
        entry.listing(str(information), dates.words(found[1]), "text", "Listing Information")
    elif day and (
        entry.listed is None
        or (day.latest and entry.listed.latest and day.latest < entry.listed.latest)
    ):
        entry.listing(text_of(control), day, "derived", "Control Date")
