"""Mappings: how the columns of somebody's table become columns of ours, as data that people share.

A mapping is a YAML file. It names the table, says for each column of ours which column of the file
it is read from and how (fixed value, form of days, unit and density, words), how ids are made, what
the rows rest on, and how exactly they may be published. Nothing is guessed while it is applied: a
value that the mapping does not foresee is refused with its row.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sanctrack.definitions.contracts import PRECISION, Contract, Field, load_contract
from sanctrack.definitions.countries import country_code
from sanctrack.definitions.paths import Home
from sanctrack.definitions.shapes import (
    ONE_OR_MORE,
    Either,
    Flag,
    Key,
    ListOf,
    MapOf,
    Shape,
    Text,
)
from sanctrack.errors import DefinitionError, did_you_mean
from sanctrack.names.check_digits import imo_ship_holds

# Kilograms in a unit of mass, cubic metres in a unit of volume, metres in a unit of length.
MASSES = {
    "tonnes": 1000.0,
    "thousand_tonnes": 1_000_000.0,
    "kilograms": 1.0,
    "hundred_kilograms": 100.0,
    "pounds": 0.45359237,
    "long_tons": 1016.0469088,
    "short_tons": 907.18474,
}
VOLUMES = {
    "cubic_metres": 1.0,
    "kilolitres": 1.0,
    "litres": 0.001,
    "barrels": 0.158987294928,
    "thousand_barrels": 158.987294928,
    "us_gallons": 0.003785411784,
    "imperial_gallons": 0.00454609,
}
LENGTHS = {"metres": 1.0, "decimetres": 0.1, "feet": 0.3048}
UNITS = (*MASSES, *VOLUMES, *LENGTHS)
# The limits of ASTM D1655 and DEF STAN 91-091 for jet fuel at 15 °C.
JET_FUEL_DENSITY = (775, 840)
UNDECIDED = "AMBIGUOUS"
"""Stands for a form of days that a proposal could not tell."""
WHOLE_ROW = "whole_row"
PLAIN_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID = 80
WITHHELD_AT_FIRST = ("airstrikes", "reported_events")
"""Tables whose rows can be the incidents of volunteers: withheld until a mapping says otherwise."""

UNIT_COLUMN = Shape(
    {
        "from": Key("The column of the file that names the unit of each row.", needed=True),
        "words": Key("Their word for a unit: ours.", MapOf(Text(*UNITS)), needed=True),
    }
)
COLUMN = Shape(
    {
        "from": Key("The column of the file, or several.", ONE_OR_MORE),
        "value": Key("The same value for every row.", Either(Text(), Flag())),
        "id": Key("Columns that an id is made of, or whole_row for one made of all.", ONE_OR_MORE),
        "known_by": Key(
            "An id of ours is taken where this number of a ship is known.", Text("imo")
        ),
        "blank": Key("Values that mean: not given.", ONE_OR_MORE),
        "days": Key(
            "Forms of a day as strptime has them (%d/%m/%Y, %Y-%m), or iso; one without a day is "
            "an interval.",
            ONE_OR_MORE,
        ),
        "words": Key("Their word: our code or value, without regard to case.", MapOf()),
        "else": Key("What every other word becomes; without it such a row is refused."),
        "find": Key("Phrases (regular expressions) that are looked for in the text.", ONE_OR_MORE),
        "then": Key("What a text with such a phrase becomes; without it the phrase itself."),
        "thousands": Key("The sign between groups of three figures.", Text(",", ".", "'", " ")),
        "decimal": Key("The sign before decimals.", Text(".", ",")),
        "strip": Key("Words cut off the value, such as MT.", ONE_OR_MORE),
        "unit": Key("Unit of the file's figure.", Either(Text(*UNITS), UNIT_COLUMN)),
        "density_kg_per_m3": Key(
            "Lowest and highest density by which a volume becomes tonnes.", ListOf(Text())
        ),
        "number": Key("The kind of number that is kept.", Text("imo", "mmsi")),
        "wrong": Key("What a number that is none becomes.", Text("refuse", "blank")),
        "country": Key("Whether it is the name or code of a country.", Flag()),
        "join": Key("What stands between the values of several columns."),
        "why": Key("Why this column: for those who read the mapping."),
    },
    one_of=("from", "value", "id"),
)
ROWS = Shape(
    {
        "table": Key("Another table of ours that each row gives a row of.", needed=True),
        "needs": Key("Columns of the file of which one must have a value.", ONE_OR_MORE),
        "columns": Key("Its columns.", MapOf(COLUMN), needed=True),
    }
)
SOURCE = Shape(
    {
        "publisher": Key("Whose data they are.", needed=True),
        "title": Key("Title of the data."),
        "url": Key("Address, where there is one."),
        "source_type": Key("Kind of source, as in sources."),
        "reliability": Key("Grade from A to F, as in sources; F where not said."),
        "licence": Key("Licence or terms."),
        "attribution": Key("What has to be said wherever the rows, or counts of them, are used."),
        "redistribution": Key("'no' where the rows may not be passed on.", Text("yes", "no")),
        "accessed_on": Key("Day on which the file was fetched."),
        "note": Key("What else has to be known."),
    }
)
RECOGNISED = Shape(
    {
        "columns": Key("Columns that every file of this layout has.", ListOf(Text()), needed=True),
        "says": Key("What a value of a column must be: column: values.", MapOf(ONE_OR_MORE)),
    }
)
MAPPING = Shape(
    {
        "mapping": Key("Id of the source of the rows; importing again replaces its rows."),
        "title": Key("The layout or the sheet in words.", needed=True),
        "table": Key("The table of ours.", needed=True),
        "recognised_by": Key("What tells a file of this layout from others.", RECOGNISED),
        "sheet": Key("Sheet of a workbook; the first without it."),
        "head": Key("Line of the headings, or of the two lines of them.", Either(Text(), ListOf())),
        "time_zone": Key("Zone of instants that name none, such as Asia/Yangon."),
        PRECISION: Key("How exactly the rows may be published."),
        "source": Key("What the rows rest on.", SOURCE, needed=True),
        "only": Key("Rows that are taken: column: values.", MapOf(ONE_OR_MORE)),
        "newest": Key("Column by which the newest of several rows with one id is taken."),
        "columns": Key("Our column: how it is read.", MapOf(COLUMN), needed=True),
        "rows": Key("Rows of other tables that each row gives.", ListOf(ROWS)),
        "left_out": Key("Columns of the file that are not read: why.", MapOf()),
    }
)


@dataclass(frozen=True)
class TableMapping:
    """The columns of one table of ours, by the specification of each."""

    contract: Contract
    columns: dict[str, dict[str, Any]]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetMapping:
    """A mapping, read: `raw` is what the YAML says, `tables` begins with the table that it is of.

    `source_id` is the id under which its rows stand; blank for a layout, which takes one of the
    file's name.
    """

    path: Path
    raw: dict[str, Any]
    tables: tuple[TableMapping, ...]
    text: str = field(default="", repr=False)

    @property
    def source_id(self) -> str:
        return str(self.raw.get("mapping") or "")

    @property
    def table(self) -> str:
        return self.tables[0].contract.name

    @property
    def level(self) -> str:
        """How exactly its rows may be published; incidents are withheld until it is said."""
        level = self.raw.get(PRECISION)
        if level is None and self.table in WITHHELD_AT_FIRST:
            return "withhold"
        return str(level or "exact")

    @property
    def columns_read(self) -> set[str]:
        """Every column of the file that something is read from."""
        names: set[str] = {*(self.raw.get("only") or {})}
        if self.raw.get("newest"):
            names.add(str(self.raw["newest"]))
        for table in self.tables:
            names |= set(table.needs)
            for spec in table.columns.values():
                names |= set(inputs_of(spec))
        return names


@dataclass(frozen=True)
class Refusal:
    """Why a row is not imported: `row` counts from 0, `column` is that of the file."""

    row: int
    column: str | None
    value: str | None
    rule: str
    problem: str
    mend: str


@dataclass
class MappedRows:
    """Rows of one table of ours as text, each with the row of the file that it was made of."""

    mapping: TableMapping
    columns: dict[str, list[str | None]]
    rows: list[int]


class UnreadValue(Exception):  # noqa: N818 - becomes a Refusal, never leaves the module
    """A value that the mapping does not foresee: rule, what is wrong, how to mend it."""

    def __init__(self, rule: str, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.rule, self.problem, self.mend = rule, problem, mend


# -- reading a mapping


def read_mapping(home: Home, path: Path) -> SheetMapping:
    """Read a mapping from a YAML file. Raises DefinitionError: which file, key and mend."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise DefinitionError(f"{path}: cannot be read as a mapping: {reason}") from error
    return mapping_of(home, home.parse_yaml(text, str(path)), path, text)


def mapping_of(home: Home, raw: Any, path: Path, text: str = "") -> SheetMapping:
    """Judge what the YAML of a mapping says. Raises DefinitionError."""
    MAPPING.check(raw, path, "mapping")
    SOURCE.check(raw["source"], path, "source")
    if raw.get("recognised_by"):
        RECOGNISED.check(raw["recognised_by"], path, "recognised_by")
    source_id = raw.get("mapping")
    if source_id is not None and not PLAIN_ID.fullmatch(str(source_id)):
        raise DefinitionError(
            f"{path}: mapping is '{source_id}'; it takes small letters, figures and hyphens, such "
            f"as our-incidents"
        )
    check_zone(raw.get("time_zone"), path)
    tables = [table_mapping(home, raw, path, "mapping")]
    for number, rows in enumerate(raw.get("rows") or (), 1):
        ROWS.check(rows, path, f"rows {number}")
        tables.append(table_mapping(home, rows, path, f"rows {number}"))
    level, levels = raw.get(PRECISION), ("exact", *tables[0].contract.levels)
    if level is not None and level not in levels:
        raise DefinitionError(
            f"{path}: {PRECISION} is '{level}'{did_you_mean(str(level), levels) or ';'} "
            f"{tables[0].contract.name} takes {', '.join(levels)}"
        )
    return SheetMapping(path, dict(raw), tuple(tables), text)


def table_mapping(home: Home, raw: Mapping[str, Any], path: Path, where: str) -> TableMapping:
    contract = load_contract(home, str(raw["table"]))
    for name, spec in raw["columns"].items():
        if name not in contract.columns:
            raise DefinitionError(
                f"{path}: {where}: {contract.name} has no column "
                f"'{name}'{did_you_mean(str(name), contract.columns)}"
            )
        check_column(spec, contract.field(name), path, f"{where}: column {name}")
    needs = raw.get("needs") or ()
    return TableMapping(contract, dict(raw["columns"]), tuple(as_list(needs)))


def check_column(spec: Any, item: Field, path: Path, where: str) -> None:
    """Raise DefinitionError for a column that cannot be read as its specification says."""
    COLUMN.check(spec, path, where)
    if UNDECIDED in as_list(spec.get("days")):
        raise DefinitionError(
            f"{path}: {where}: days is {UNDECIDED}: write the form that is meant, such as "
            f"'%d/%m/%Y' (day first) or '%m/%d/%Y'"
        )
    for phrase in as_list(spec.get("find")):
        try:
            re.compile(phrase)
        except re.error as error:
            raise DefinitionError(f"{path}: {where}: find '{phrase}': {error}") from error
    unit = spec.get("unit")
    if isinstance(unit, dict):
        UNIT_COLUMN.check(unit, path, f"{where}: unit")
    if unit is None:
        return
    units = {unit} if isinstance(unit, str) else set(unit["words"].values())
    # a quantity in the unit that a column beside it names is written in tonnes
    wanted = "tonnes" if item.name.startswith("quantity") else item.unit
    if wanted not in ("tonnes", "metres"):
        raise DefinitionError(f"{path}: {where} has a unit, and {item.name} is in no unit of mass")
    fits = LENGTHS if wanted == "metres" else {**MASSES, **VOLUMES}
    if not units <= fits.keys():
        raise DefinitionError(
            f"{path}: {where}: {', '.join(sorted(units - fits.keys()))} does not become {wanted}"
        )
    densities = [str(value) for value in spec.get("density_kg_per_m3") or ()]
    numbers = [float(value) for value in densities if re.fullmatch(r"\d+(\.\d+)?", value)]
    if units & VOLUMES.keys() and (len(numbers) != 2 or not 600 <= numbers[0] <= numbers[1] < 1100):
        low, high = JET_FUEL_DENSITY
        raise DefinitionError(
            f"{path}: {where}: a volume becomes tonnes by its density; write density_kg_per_m3: "
            f"[lowest, highest], for jet fuel [{low}, {high}]"
        )


def check_zone(zone: Any, path: Path) -> None:
    if zone is None:
        return
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(str(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise DefinitionError(
            f"{path}: time_zone is '{zone}', which is no zone; write one such as Asia/Yangon or UTC"
        ) from error


def as_list(value: Any) -> list[str]:
    """One or more texts as a list."""
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        return [str(item) for item in value]
    return [str(value)]


def inputs_of(spec: Mapping[str, Any]) -> list[str]:
    """The columns of the file that a column of ours is read from."""
    names = as_list(spec.get("from"))
    names += [name for name in as_list(spec.get("id")) if name != WHOLE_ROW]
    if isinstance(spec.get("unit"), dict):
        names.append(str(spec["unit"]["from"]))
    return names


# -- applying it


def apply_mapping(
    mapping: SheetMapping,
    columns: Mapping[str, Sequence[str | None]],
    count: int,
    blocked: Iterable[int] = (),
    known_ships: Mapping[str, str] | None = None,
) -> tuple[list[MappedRows], list[Refusal]]:
    """Rows of our tables as text, made of the columns of a file, and the rows that are refused.

    `columns` maps each heading to its cells; every column that the mapping reads must be there.
    Rows in `blocked` take no part. `known_ships` maps IMO numbers to our ids of ships.
    """
    refusals = left_out_rows(mapping, columns, count)
    out = {*blocked, *(item.row for item in refusals)}
    made = []
    for table in mapping.tables:
        rows = [
            at
            for at in range(count)
            if at not in out
            and (not table.needs or any(columns[name][at] is not None for name in table.needs))
        ]
        values = {
            name: read_column(
                mapping, table.contract.field(name), spec, columns, rows, refusals, known_ships
            )
            for name, spec in table.columns.items()
        }
        known = table.contract.columns
        if "source_id" in known and "source_id" not in values:
            values["source_id"] = [mapping.source_id] * len(rows)
        if PRECISION in known and PRECISION not in values:
            level = mapping.level if mapping.level in table.contract.levels else "exact"
            if mapping.level not in ("exact", *table.contract.levels):
                level = "withhold"  # a level of places, in a table without places: not at all
            values[PRECISION] = [level] * len(rows)
        made.append(MappedRows(table, values, rows))
    return made, refusals


def left_out_rows(
    mapping: SheetMapping, columns: Mapping[str, Sequence[str | None]], count: int
) -> list[Refusal]:
    """Rows that the mapping does not take, and earlier states of a row where the newest counts."""
    refusals = []
    for name, values in (mapping.raw.get("only") or {}).items():
        wanted = as_list(values)
        for at in range(count):
            cell = columns[name][at]
            if (cell or "") not in wanted:
                problem = f"{name} is '{cell or ''}'; the mapping takes {', '.join(wanted)} alone"
                refusals.append(
                    Refusal(at, name, cell, "only", problem, "widen `only` to take such rows")
                )
    newest = mapping.raw.get("newest")
    if newest:
        refusals += superseded(mapping, columns, count, str(newest))
    return refusals


def superseded(
    mapping: SheetMapping, columns: Mapping[str, Sequence[str | None]], count: int, newest: str
) -> list[Refusal]:
    """Rows of which a newer state stands in the same file, by the figure in `newest`."""
    key = mapping.tables[0].contract.primary_key[0]
    parts = as_list(mapping.tables[0].columns.get(key, {}).get("id"))

    def stamp(at: int) -> float:
        try:
            return float(columns[newest][at] or "")
        except ValueError:
            return -1.0

    best: dict[tuple[str | None, ...], float] = {}
    for at in range(count):
        row = tuple(columns[part][at] for part in parts)
        best[row] = max(best.get(row, -1.0), stamp(at))
    return [
        Refusal(
            at,
            newest,
            columns[newest][at],
            "newest",
            "a newer state of the same row stands in the file",
            "nothing has to be done",
        )
        for at in range(count)
        if stamp(at) < best[tuple(columns[part][at] for part in parts)]
    ]


def read_column(
    mapping: SheetMapping,
    item: Field,
    spec: Mapping[str, Any],
    columns: Mapping[str, Sequence[str | None]],
    rows: list[int],
    refusals: list[Refusal],
    known_ships: Mapping[str, str] | None = None,
) -> list[str | None]:
    """The values of one column as text for `facts.casting`; each distinct one is read once."""
    if spec.get("value") is not None and not spec.get("from"):
        return [str(spec["value"])] * len(rows)
    names = inputs_of(spec)
    if spec.get("id") is not None:
        names = sorted(columns) if spec["id"] == WHOLE_ROW else as_list(spec["id"])
    read = reader_of(mapping, item, spec)
    if spec.get("known_by") == "imo":
        read = known_or_made(read, known_ships or {})
    memo: dict[tuple[str | None, ...], str | UnreadValue | None] = {}
    values: list[str | None] = []
    inputs = [columns[name] for name in names]
    for at in rows:
        cells = tuple(column[at] for column in inputs)
        if cells not in memo:
            try:
                memo[cells] = read(cells)
            except UnreadValue as failure:
                memo[cells] = failure
        value = memo[cells]
        if isinstance(value, UnreadValue):
            first = next((cell for cell in cells if cell is not None), None)
            refusals.append(
                Refusal(at, ", ".join(names[:3]), first, value.rule, value.problem, value.mend)
            )
            value = None
        values.append(value)
    return values


Reader = Callable[[tuple[str | None, ...]], str | None]


def reader_of(mapping: SheetMapping, item: Field, spec: Mapping[str, Any]) -> Reader:
    """What makes a value of ours of the cells that it is read from."""
    if spec.get("id") is not None:
        prefix = mapping.source_id
        return lambda cells: made_id(prefix, cells)
    blanks = {blank.casefold() for blank in as_list(spec.get("blank"))}

    def text_of(cells: tuple[str | None, ...]) -> str | None:
        kept = [cell for cell in cells if cell is not None and cell.casefold() not in blanks]
        return str(spec.get("join", " ")).join(kept) if kept else None

    if spec.get("find"):
        return lambda cells: phrase_in(text_of(cells), spec)
    if spec.get("unit") is not None:
        return lambda cells: converted(cells, blanks, item, spec)
    if spec.get("days"):
        zone = mapping.raw.get("time_zone")
        return lambda cells: day_of(text_of(cells), item, as_list(spec["days"]), zone)
    words = {squashed(word): value for word, value in (spec.get("words") or {}).items()}
    if spec.get("country"):
        return lambda cells: country_of(text_of(cells), words)
    if spec.get("words") is not None:
        return lambda cells: coded(text_of(cells), words, spec)
    if spec.get("number"):
        return lambda cells: number_of(text_of(cells), spec)
    return lambda cells: bare(text_of(cells), item, spec)


def known_or_made(read: Reader, known_ships: Mapping[str, str]) -> Reader:
    """Our id of the ship whose IMO number stands in the first cell, else the id that is made."""

    def of(cells: tuple[str | None, ...]) -> str | None:
        if cells[0] is None:
            return None
        number = number_of(cells[0], {"number": "imo"}) or ""
        return known_ships.get(number) or read((number,))

    return of


def squashed(text: str) -> str:
    return " ".join(str(text).split()).casefold()


def made_id(prefix: str, cells: Sequence[str | None]) -> str | None:
    """An id in our form. What our form cannot hold (Burmese letters, case, signs) stays told apart
    by a digest.
    """
    if all(cell is None for cell in cells):
        raise UnreadValue("id", "every column that the id is made of is blank", "fill one of them")
    whole = "|".join("" if cell is None else cell for cell in cells)
    body = re.sub(r"[^a-z0-9]+", "-", whole.casefold()).strip("-")
    if len(body) > LONGEST_ID or not re.fullmatch(r"[A-Za-z0-9]+([ _./|-][A-Za-z0-9]+)*", whole):
        digest = hashlib.sha256(whole.encode()).hexdigest()[:12]
        body = digest if len(body) > LONGEST_ID or not body else f"{body}-{digest}"
    return f"{prefix}-{body}" if prefix else body


def phrase_in(text: str | None, spec: Mapping[str, Any]) -> str | None:
    if text is None:
        return None
    for phrase in as_list(spec["find"]):
        match = re.search(phrase, text, re.IGNORECASE)
        if match:
            return str(spec["then"]) if spec.get("then") else match[0]
    return str(spec["else"]) if spec.get("else") else None


def coded(text: str | None, words: Mapping[str, Any], spec: Mapping[str, Any]) -> str | None:
    if text is None:
        return str(words[""]) if words.get("") else None
    if squashed(text) in words:
        value = words[squashed(text)]
        return None if value in (None, "") else str(value)
    if "else" in spec:
        return None if spec["else"] in (None, "") else str(spec["else"])
    raise UnreadValue(
        "words",
        f"'{text[:80]}' is none of the words that the mapping knows",
        "add it to `words` of this column",
    )


def number_of(text: str | None, spec: Mapping[str, Any]) -> str | None:
    """The digits of an IMO number, tested by its check digit, or of an MMSI."""
    if text is None:
        return None
    digits = re.sub(r"^IMO[\s:#.-]*|\.0$|\s", "", text.strip(), flags=re.IGNORECASE)
    is_imo = spec["number"] == "imo"
    holds = re.fullmatch(r"\d{7}" if is_imo else r"\d{9}", digits)
    if holds and (not is_imo or imo_ship_holds(digits)):
        return digits
    if spec.get("wrong") == "blank":
        return None
    kind = "IMO number" if is_imo else "MMSI of nine digits"
    raise UnreadValue("number", f"'{text[:40]}' is no {kind}", "mend it, or leave it blank")


def country_of(text: str | None, words: Mapping[str, Any]) -> str | None:
    if text is None:
        return None
    if squashed(text) in words:
        return str(words[squashed(text)])
    code = country_code(text)
    if code is None:
        raise UnreadValue(
            "country", f"'{text[:60]}' is no country that we know", "write its ISO code, as MM"
        )
    return code or None


def bare(text: str | None, item: Field, spec: Mapping[str, Any]) -> str | None:
    """A value as it stands; of a number the signs that the mapping names are taken out."""
    if text is None or item.type not in ("integer", "number"):
        return text
    return figure(text, spec)


def figure(text: str, spec: Mapping[str, Any]) -> str:
    """A number as we write it, by the signs that the mapping names."""
    value = text
    for word in as_list(spec.get("strip")):
        value = re.sub(rf"\s*{re.escape(word)}\s*$", "", value, flags=re.IGNORECASE)
    thousands = spec.get("thousands")
    if thousands:
        mark = re.escape(str(thousands)) if thousands != " " else r"[ \u00a0\u202f\u2009]"
        if re.fullmatch(rf"[+-]?\d{{1,3}}({mark}\d{{3}})+([.,]\d+)?", value):
            value = re.sub(mark, "", value)
    if spec.get("decimal") == ",":
        value = value.replace(",", ".")
    return value.strip()


def converted(
    cells: tuple[str | None, ...], blanks: set[str], item: Field, spec: Mapping[str, Any]
) -> str | None:
    """A quantity in the unit of its column; of a volume the lowest or highest mass, by the name."""
    text = cells[0]
    if text is None or text.casefold() in blanks:
        return None
    unit = spec["unit"]
    if isinstance(unit, dict):
        word = cells[1]
        units = {squashed(name): value for name, value in unit["words"].items()}
        if word is None or squashed(word) not in units:
            raise UnreadValue(
                "unit",
                f"the unit is '{word or ''}', which the mapping does not know",
                "add it to `words` of the unit",
            )
        unit = units[squashed(word)]
    plain = figure(text, spec)
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", plain):
        raise UnreadValue(
            "type", f"'{text[:60]}' is not a number", "write digits, with a point for decimals"
        )
    if unit in LENGTHS:
        return f"{float(plain) * LENGTHS[unit]:.6g}"
    if unit in MASSES:
        return f"{float(plain) * MASSES[unit] / 1000:.10g}"
    low, high = (float(value) for value in spec["density_kg_per_m3"])
    if not item.name.endswith(("_min", "_max")) and low != high:
        raise UnreadValue(
            "unit", "a volume is a range of tonnes", "map it to a column in _min and one in _max"
        )
    density = high if item.name.endswith("_max") else low
    return f"{float(plain) * VOLUMES[unit] * density / 1000:.10g}"


# -- days


def day_of(text: str | None, item: Field, forms: list[str], zone: Any) -> str | None:
    """A day, an end of its interval, its precision or an instant, by the name of the column."""
    if text is None:
        return None
    for form in forms:
        instant = parsed(text, form)
        if instant is None:
            continue
        has_time = any(sign in form for sign in ("%H", "%I", "%T", "%X"))
        if has_time or (form == "iso" and len(text) > 10):
            instant = in_utc(instant, zone)
        if item.type == "datetime":
            return instant.isoformat(sep=" ", timespec="seconds")
        precision = precision_of(form)
        if item.name == "date_precision":
            return precision
        if precision != "day" and not item.name.endswith(INTERVAL_ENDS):
            raise UnreadValue(
                "days", f"'{text}' is a {precision}, not a day", "map it to the ends of an interval"
            )
        is_last = item.name.endswith(("latest_on", "_end_on"))
        first, last = span(instant.date(), precision)
        return (last if is_last else first).isoformat()
    raise UnreadValue(
        "days",
        f"'{text[:60]}' is no day in the form {' or '.join(forms)}",
        "mend it, or add its form to `days`",
    )


INTERVAL_ENDS = ("earliest_on", "latest_on", "_start_on", "_end_on")


def parsed(text: str, form: str) -> datetime | None:
    try:
        if form == "iso":
            return datetime.fromisoformat(text)
        return datetime.strptime(text, form)
    except ValueError:
        return None


def in_utc(instant: datetime, zone: Any) -> datetime:
    """An instant in UTC, without a mark of it; one that names no zone stands in the mapping's."""
    if instant.tzinfo is not None:
        return instant.astimezone(UTC).replace(tzinfo=None)
    if zone is None:
        return instant
    from zoneinfo import ZoneInfo

    return instant.replace(tzinfo=ZoneInfo(str(zone))).astimezone(UTC).replace(tzinfo=None)


def precision_of(form: str) -> str:
    if form == "iso" or "%d" in form or "%j" in form or "%x" in form:
        return "day"
    return "month" if any(sign in form for sign in ("%m", "%b", "%B")) else "year"


def span(day: date, precision: str) -> tuple[date, date]:
    """First and last day of a day, month or year."""
    if precision == "day":
        return day, day
    if precision == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    first = day.replace(day=1)
    return first, (first + timedelta(31)).replace(day=1) - timedelta(1)
