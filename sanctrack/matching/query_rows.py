"""What a user wants screened: rows of a sheet as parties, by columns that are recognised."""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sanctrack.definitions.countries import country_code
from sanctrack.errors import DataError, UsageError, did_you_mean
from sanctrack.facts.sheet_reader import read_sheet
from sanctrack.foreign import reading
from sanctrack.matching.parties import Party
from sanctrack.names.check_digits import digits_of_imo, imo_ship_holds

LONGEST_NAME = 1_000
MOST_REMARKS = 20
# headings as people write them, without blanks, points and case, to what the column holds
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("id", "rowid", "recordid", "ref", "reference", "customerid", "no", "number", "key"),
    "name": (
        "name", "fullname", "names",  "partyname", "party", "entity", "entityname", "person",
        "company", "companyname", "legalname", "customer", "customername", "counterparty",
        "consignee", "shipper", "importer", "exporter", "buyer", "seller", "supplier",
        "notifyparty", "beneficiary", "owner", "charterer", "vessel", "vesselname", "ship",
        "shipname", "registeredowner", "subject",
    ),
    "first_name": ("firstname", "givenname", "givennames", "forename"),
    "last_name": ("lastname", "familyname", "surname"),
    
    
    "other_name": (
        "alias", "aliases", "othername", "othernames", "aka", "formername", "exname",
        "formernames",
    ),
    "kind": ("type", "kind", "schema", "entitytype", "partytype"),
    "imo": ("imo", "imonumber", "imono", "vesselimo", "shipimo"), "mmsi": ("mmsi",),
    "lei": ("lei",),
    "registration": ("registration", "registrationnumber", "companynumber", "regno"),
    "passport": ("passport", "passportno", "passportnumber"),
    "birth": ("birthdate", "dateofbirth", "dob", "born", "birthday", "yearofbirth"),
    "country": (
        "country", "nationality", "citizenship", "flag", "countryofresidence", "jurisdiction",
    ),
}  # fmt: skip
VESSEL_HEADINGS = frozenset(("vessel", "vesselname", "ship", "shipname"))
KINDS = {
    "person": "person", "individual": "person", "natural person": "person", "people": "person",
    "company": "entity", "entity": "entity", "organization": "entity", "organisation": "entity",
    "legalentity": "entity", "legal entity": "entity", "business": "entity", "corporate": "entity",
    "vessel": "vessel", "ship": "vessel",
}  # fmt: skip
YEAR = re.compile(r"(?:19|20)\d{2}")
DAY = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?$")
NUMBER_SCHEMES = {"imo": "imo_ship", "mmsi": "mmsi", "lei": "lei"}


@dataclass(slots=True)
class QueryRows:
    """Rows to screen, with where they came from.

    Attributes:
        parties: one a row, in the order of the file; `party_id` is the row's own id, else its
            number from 1.
        columns: what each recognised column was taken for.
        unread: columns that were not recognised, in order.
        sha256: digest of the bytes of the file; blank for rows that came from no file.
        remarks: what had to be said about single rows, at most twenty.
    """

    parties: list[Party]
    columns: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    sha256: str = ""
    remarks: list[str] = field(default_factory=list)


def read_queries(path: Path) -> QueryRows:
    """Read rows to screen: CSV, xlsx, Parquet, JSON or JSON Lines.

    Raises DataError for a file that is no table, UsageError where no column holds a name or number
    to search for.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file") from error
    except IsADirectoryError as error:
        raise UsageError(f"{path}: is a folder; name a file in it") from error
    digest = hashlib.sha256(content).hexdigest()
    header, rows = table_of(path, content)
    queries = of_rows(header, rows)
    queries.sha256 = digest
    queries.remarks += other_sheets(path, content)
    return queries


def other_sheets(path: Path, content: bytes) -> list[str]:
    """What has to be said of a workbook of several sheets: the first alone is read."""
    if content[:4] != b"PK\x03\x04":
        return []
    import io

    from openpyxl import load_workbook

    with reading(path, "a workbook"):
        names = load_workbook(io.BytesIO(content), read_only=True).sheetnames
    if len(names) < 2:
        return []
    return [f"the sheet '{names[0]}' alone is read, not {', '.join(map(repr, names[1:]))}"]


def table_of(path: Path, content: bytes) -> tuple[list[str], list[tuple[str | None, ...]]]:
    """Header and rows of a file as text."""
    ending = path.suffix.lower()
    if content[:4] == b"PAR1" or ending == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        with reading(path, "a Parquet file"):
            table = pq.read_table(pa.BufferReader(content))
            columns = [[text_of(value) for value in column.to_pylist()] for column in table.columns]
        return table.column_names, list(zip(*columns, strict=True)) if columns else []
    if ending in {".json", ".jsonl", ".ndjson"} or content.lstrip()[:1] in (b"{", b"["):
        with reading(path, "JSON"):
            text = content.decode("utf-8-sig")
            whole = text.lstrip().startswith("[")
            records = (
                json.loads(text)
                if whole
                else [json.loads(line) for line in text.splitlines() if line.strip()]
            )
        if not all(isinstance(record, dict) for record in records):
            raise DataError(f"{path}: holds values that are no objects; write one object a row")
        header = list(dict.fromkeys(str(name) for record in records for name in record))
        return header, [tuple(text_of(record.get(name)) for name in header) for record in records]
    sheet = read_sheet(path)
    for finding in sheet.findings:
        if finding.severity == "error":
            raise DataError(f"{path}: {finding.problem}; {finding.help}")
    columns = [column.to_pylist() for column in sheet.cells.columns]
    return sheet.header, list(zip(*columns, strict=True)) if columns else []


def text_of(value: object) -> str | None:
    """A cell as text; lists are joined by semicolons, blanks are null."""
    if value is None:
        return None
    if isinstance(value, (list, tuple)):
        return "; ".join(str(part) for part in value if part is not None) or None
    return str(value).strip() or None


def of_rows(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> QueryRows:
    """Rows as parties. Raises UsageError where no column is recognised as a name or a number."""
    meaning = {name: meant for name in header if (meant := heading_of(name))}
    found = set(meaning.values())
    if not found & {"name", "last_name", "imo", "mmsi", "lei", "other_name"}:
        near = did_you_mean(header[0].lower() if header else "", ["name", "vessel", "imo"])
        raise UsageError(
            f"no column holds a name or an IMO number: the columns are "
            f"{', '.join(header[:12]) or 'none'}{near or ';'} name one of them 'name' or 'imo'"
        )
    queries = QueryRows([], dict(meaning), [name for name in header if name not in meaning])
    for number, row in enumerate(rows, start=1):
        cells = [
            (meaning[name], name, value)
            for name, value in zip(header, row, strict=True)
            if name in meaning and value
        ]
        queries.parties.append(party_of(number, cells, queries.remarks))
    return queries


def heading_of(name: str) -> str | None:
    """What a column of this heading holds, None where it is not recognised."""
    folded = re.sub(r"[\W_]+", "", name.lower())
    return next((meant for meant, words in HEADINGS.items() if folded in words), None)


def party_of(number: int, cells: list[tuple[str, str, str]], remarks: list[str]) -> Party:
    """One row as a party; what could not be read is added to the remarks."""
    party = Party(str(number))
    first = last = ""
    for meant, heading, value in cells:
        match meant:
            case "id":
                party.party_id = value
            case "name" | "other_name":
                party.names += [part for part in value[:LONGEST_NAME].split(";") if part.strip()]
                if len(value) > LONGEST_NAME and len(remarks) < 20:
                    remarks.append(
                        f"row {number}: {heading} holds {len(value):,} letters; the first "
                        f"{LONGEST_NAME:,} are searched"
                    )
                if re.sub(r"[\W_]+", "", heading.lower()) in VESSEL_HEADINGS:
                    party.kind = party.kind or "vessel"
            case "first_name":
                first = value
            case "last_name":
                last = value
            case "kind":
                if value.lower() not in KINDS:
                    note(remarks, f"row {number}: {heading} '{value[:40]}' is no kind of party")
                party.kind = KINDS.get(value.lower(), party.kind)
            case "imo":
                digits = digits_of_imo(value)
                if digits is None:
                    note(remarks, f"row {number}: {heading} '{value[:40]}' is no IMO number")
                elif not imo_ship_holds(digits):
                    note(
                        remarks,
                        f"row {number}: {heading} {digits} fails its check digit: a slip of the "
                        f"pen?",
                    )
                    digits = None
                party.numbers += [("imo_ship", digits)] if digits else []
                party.kind = party.kind or "vessel"
            case "birth":
                if not days_of(value.split(";")[0].strip()):
                    note(remarks, f"row {number}: {heading} '{value[:40]}' is no day or year")
                party.births += [
                    span for part in value.split(";") if (span := days_of(part.strip()))
                ]
            case "country":
                party.countries += [code for part in value.split(";") if (code := code_of(part))]
            case scheme:
                party.numbers.append((NUMBER_SCHEMES.get(scheme, scheme), value))
    if first or last:
        party.names.append(f"{first} {last}".strip())
        party.kind = party.kind or "person"
    return party


def note(remarks: list[str], problem: str) -> None:
    """Add what is wrong with a cell, which is then not compared; of many, the first twenty."""
    if len(remarks) < MOST_REMARKS:
        remarks.append(f"{problem}; it is not compared")


def code_of(word: str) -> str:
    """The code of a country that is given by code or name; blank where it is not known."""
    word = word.strip()
    return word if re.fullmatch(r"[A-Z]{2}", word) else country_code(word) or ""


def days_of(text: str) -> tuple[date, date] | None:
    """A day, month or year as first and last day; None where it is none of them."""
    match = DAY.match(text[:10])
    try:
        if match:
            year, month = int(match[1]), int(match[2])
            last = calendar.monthrange(year, month)[1]
            days = (int(match[3]), int(match[3])) if match[3] else (1, last)
            return date(year, month, days[0]), date(year, month, days[1])
    except ValueError:
        return None
    years = YEAR.findall(text)
    return (date(int(years[0]), 1, 1), date(int(years[0]), 12, 31)) if len(years) == 1 else None
