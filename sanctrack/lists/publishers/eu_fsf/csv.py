"""The CSV of the EU list: 113 columns named after the XML, one row a part of an entity."""

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path

from sanctrack.errors import SourceError
from sanctrack.lists.reading.issues import Issues
from sanctrack.lists.reading.text import squash

REGULATION = (
    "Type",
    "OrganisationType",
    "PublicationDate",
    "EntryIntoForceDate",
    "NumberTitle",
    "Programme",
    "PublicationUrl",
)
PLACE = ("CountryIso2Code", "CountryDescription", "LogicalId", "RegulationLanguage", "Remark")
PARTS = {
    "NameAlias": (
        "LastName", "FirstName", "MiddleName", "WholeName", "NameLanguage", "Gender", "Title",
        "Function", "Strong", "LogicalId", "RegulationLanguage", "Remark",
    ),
    "Address": (
        "City", "Street", "PoBox", "ZipCode", "Region", "Place", "AsAtListingTime", "ContactInfo",
        *PLACE,
    ),
    "BirthDate": (
        "BirthDate", "Day", "Month", "Year", "YearRangeFrom", "YearRangeTo", "Circa",
        "CalendarType", "ZipCode", "Region", "Place", "City", *PLACE,
    ),
    "Identification": (
        "Number", "Diplomatic", "KnownExpired", "KnownFalse", "ReportedLost", "RevokedByIssuer",
        "IssuedBy", "IssuedDate", "ValidFrom", "ValidTo", "LatinNumber", "NameOnDocument",
        "TypeCode", "TypeDescription", "Region", *PLACE,
    ),
    "Citizenship": ("Region", *PLACE),
}  # fmt: skip
ENTITY = (
    "LogicalId",
    "EU_ReferenceNumber",
    "UnitedNationId",
    "DesignationDate",
    "DesignationDetails",
    "Remark",
    "SubjectType",
    "SubjectType_ClassificationCode",
)
KNOWN = {
    "fileGenerationDate",
    *(f"Entity_{name}" for name in ENTITY),
    *(f"{part}_Regulation_{name}" for part in ("Entity", *PARTS) for name in REGULATION),
    *(f"{part}_{name}" for part, names in PARTS.items() for name in names),
}
# Attributes of the XML that have another name as a column.
RENAMED = {
    "Entity_EuReferenceNumber": "Entity_EU_ReferenceNumber",
    "Entity_SubjectType": "Entity_SubjectType",
    "BirthDate_Birthdate": "BirthDate_BirthDate",
    "BirthDate_DayOfMonth": "BirthDate_Day",
    "BirthDate_MonthOfYear": "BirthDate_Month",
    "Identification_IdentificationTypeCode": "Identification_TypeCode",
    "Identification_IdentificationTypeDescription": "Identification_TypeDescription",
    "Identification_IssueDate": "Identification_IssuedDate",
}
XML_NAMES = {column: name for name, column in RENAMED.items()}
NEEDED = ("Entity_LogicalId", "NameAlias_WholeName", "Entity_Regulation_Programme")
# What else the list lives by, and what of an entry it gives; the other columns are optional.
LIVES_BY = {
    **dict.fromkeys(
        (f"NameAlias_{name}" for name in ("LastName", "FirstName", "MiddleName")), "names"
    ),
    **dict.fromkeys(
        (
            "Entity_EU_ReferenceNumber",
            "Entity_UnitedNationId",
            "Identification_Number",
            "Identification_TypeCode",
        ),
        "identifiers",
    ),
    **dict.fromkeys(("Entity_DesignationDate", "Entity_Regulation_PublicationDate"), "dates"),
    **dict.fromkeys(
        (
            f"BirthDate_{name}"
            for name in ("BirthDate", "Day", "Month", "Year", "YearRangeFrom", "YearRangeTo")
        ),
        "dates",
    ),
}
INNER = ("LogicalId", "RegulationLanguage")


def named_as_in_xml(part: str, name: str) -> str:
    """Return the name that a column of a part has as an attribute of the XML."""
    column = f"{part}_{name}"
    name = XML_NAMES.get(column, column).removeprefix(f"{part}_")
    return f"{name[0].lower()}{name[1:]}"


def cells_at(places: list[int]) -> Callable[[list[str]], Sequence[str]]:
    """Return a function that picks these cells of a row."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: [row[place] for place in places]


class Columns:
    """Where each column stands, and the values of a row by their names in the XML."""

    def __init__(self, header: list[str], path: Path, issues: Issues) -> None:
        names = [squash(name) for name in header]
        missing = [name for name in NEEDED if name not in names]
        if missing:
            raise SourceError(
                f"{path.name} line 1: no column {', '.join(missing)}; is it csvFullSanctionsList "
                f"1.1, parted by semicolons?"
            )
        for name, field in LIVES_BY.items():
            if name not in names:
                issues.missing_column(name, field)
        self._places = {name: place for place, name in enumerate(names)}
        self._width = len(names)
        self._issues = issues
        self._unknown = [
            (name, place) for name, place in self._places.items() if name and name not in KNOWN
        ]
        self._entity = self._places["Entity_LogicalId"]
        self._parts = {
            part: [
                (named_as_in_xml(part, name), self._places[f"{part}_{name}"])
                for name in columns
                if f"{part}_{name}" in self._places
            ]
            for part, columns in {
                **PARTS,
                "Entity": ENTITY,
                "Entity_Regulation": REGULATION,
            }.items()
        }
        self._holding = {
            part: cells_at(
                [
                    self._places[f"{part}_{name}"]
                    for name in columns
                    if name not in INNER and f"{part}_{name}" in self._places
                ]
            )
            for part, columns in PARTS.items()
        }

    def fitting(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[str]]:
        """Yield the rows that have as many cells as the header; others are issues."""
        for line, row in rows:
            if len(row) == self._width:
                yield row
            elif any(map(str.strip, row)):
                reference = row[self._entity] if len(row) > self._entity else f"line {line}"
                self._issues.add(
                    "error",
                    "structure",
                    reference,
                    None,
                    None,
                    f"line {line} has {len(row)} cells, expected {self._width}; it was not read",
                )

    def entity(self, row: list[str]) -> str:
        """Return the internal number of the row's entity."""
        return row[self._entity]

    def of(self, row: list[str], column: str) -> str | None:
        """Return a cell by its column, None when it is blank or there is no such column."""
        place = self._places.get(column)
        return (row[place].strip() or None) if place is not None else None

    def holds(self, row: list[str], part: str) -> bool:
        """Whether a row holds the given part."""
        return any(self._holding[part](row))

    def cells(self, row: list[str], part: str) -> dict[str, str]:
        """Return the values of a part by their names in the XML, blank ones left out."""
        return {
            name: text
            for name, place in self._parts[part]
            if (text := row[place]) and (text := text.strip())
        }

    def unknown(self, row: list[str], reference: str) -> None:
        """Note cells of columns that are not known."""
        for name, place in self._unknown:
            if row[place]:
                self._issues.unknown_field(reference, name, row[place])
