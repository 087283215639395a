"""Labels: codes as readers know them, in documents and pictures where the data hold codes such as
`VN` or `icc_referral`.

The data keep codes, so that questions can be joined and repeated. Labels stand once: those of
authorities in their table, those of countries in `countries.csv`, all others in the contracts.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb

from sanctrack.definitions.contracts import load_contract, table_names
from sanctrack.definitions.countries import countries
from sanctrack.definitions.days import days_in
from sanctrack.definitions.paths import Home, find_home
from sanctrack.errors import DataError
from sanctrack.warehouse.locked import locked_connection
from sanctrack.warehouse.statements import first_line

CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+$")
# a country in the words of a route, a stop or a ship's flag
PLACED = re.compile(r" \(([A-Z]{2})\)|\bflag ([A-Z]{2})\b|\bloaded at ([A-Z]{2})\b")
PLACING = ("route", "loaded_at", "discharged_at", "via", "stops", "words")
STATES = (
    "authority",
    "country",
    "jurisdiction",
    "jurisdictions",
    "addressee",
    "addressees",
    "body",
    "flag",
    "first_jurisdictions",
)
# brackets that are part of a law's name: Regulation (EU) 2023/378
IN_TITLES = ("EU", "GB", "UK", "UN", "US")
COLUMNS = "authority, name, short_name, sentence_name, jurisdiction, importer"


@dataclass(frozen=True)
class Authority:
    """One row of `authorities`: its code, its names (whole, in tables, in sentences), jurisdiction
    and importer.
    """

    code: str
    name: str
    short_name: str
    sentence_name: str
    jurisdiction: str
    importer: str | None


def authorities(home: Home, workspace: Path) -> dict[str, Authority]:
    """The authorities by code, in printed order: the shipped ones and those of the user's own.

    Raises DataError when the table is missing or broken.
    """
    files = [home.datasets / "authorities.parquet"]
    own_file = workspace / "datasets" / "authorities.csv"
    if own_file.is_file():
        from sanctrack.facts.tables import own_facts

        files.append(own_facts(home, workspace, own_file))
    paths = [str(file) for file in files]
    statement = (
        f"select {COLUMNS} from read_parquet($files, union_by_name = true) order by position, "
        f"authority"
    )
    try:
        with locked_connection(paths) as reader:
            rows = reader.execute(statement, {"files": paths}).fetchall()
    except duckdb.Error as error:
        raise DataError(
            f"the table of authorities cannot be read: {first_line(error)}; `sanctrack build` "
            f"makes it anew"
        ) from error
    return {row[0]: Authority(*row) for row in rows}


def authority_of_importer(home: Home, workspace: Path, importer: str) -> str | None:
    """Code of the authority whose list an importer reads; None for lists of several authorities."""
    return next(
        (item.code for item in authorities(home, workspace).values() if item.importer == importer),
        None,
    )


class Labels:
    """The labels of a home and of the authorities in a workspace; each table is read when a code
    needs it.
    """

    def __init__(self, home: Home, workspace: Path) -> None:
        self.home = home
        self.workspace = workspace

    @cached_property
    def authorities(self) -> dict[str, Authority]:
        """The authorities by code."""
        return authorities(self.home, self.workspace)

    @cached_property
    def by_column(self) -> dict[str, dict[str, str]]:
        """The labels that contracts give, by column and code: one column name means the same
        everywhere.
        """
        labels: dict[str, dict[str, str]] = {}
        for table in table_names(self.home):
            for field in load_contract(self.home, table).fields:
                if field.labels:
                    labels.setdefault(field.name, {}).update(field.labels)
        return labels

    @cached_property
    def by_code(self) -> dict[str, str]:
        """Labels of codes that can be no plain word, because they have an underscore: they hold in
        any column.
        """
        return {
            code: label
            for labels in self.by_column.values()
            for code, label in labels.items()
            if CODE.match(code)
        }

    @cached_property
    def authority_codes(self) -> re.Pattern[str]:
        """Codes of authorities inside a text; one without a hyphen could be a plain word (NO) and
        is left alone there.
        """
        codes = sorted(
            (re.escape(code) for code in self.authorities if "-" in code), key=len, reverse=True
        )
        return re.compile(rf"(?<![\w-])({'|'.join(codes) or '(?!)'})(?![\w-])")

    def named(self, text: str, column: str = "", short: bool = False) -> str:
        """A cell's text for readers: codes of its column as names, days as days; what is no code
        stays as it stands.

        `short` writes Jan for January, as tables and pictures do.
        """
        if column != "addressee" and text in self.by_column.get(column, {}):
            return self.by_column[column][text]
        if column in STATES:
            text = "; ".join(self.state(part, column) for part in text.split("; "))
        text = self.by_code.get(text, text)
        if CODE.match(text):
            return text.replace("_", " ")
        text = PLACED.sub(self.placed, text) if column in PLACING else text
        text = self.authority_codes.sub(lambda match: self.authorities[match[1]].short_name, text)
        return days_in(text, short)

    def state(self, code: str, column: str) -> str:
        """An addressee, country or authority as tables print it; any other text as it stands."""
        if column == "authority" and code in self.authorities:
            return self.authorities[code].short_name
        label = self.by_column.get("addressee", {}).get(code)
        country = countries().get(code)
        return label or (country.name if country else code)

    def placed(self, match: re.Match[str]) -> str:
        """A country's name for its code: `Cai Mep (VN)`, `flag GN`, `loaded at IR`; nothing where
        the place has just named it.
        """
        code = match[1] or match[2] or match[3]
        country = countries().get(code)
        if country is None or (match[1] and code in IN_TITLES):
            return match[0]
        if match[1]:
            return (
                "" if match.string[: match.start()].endswith(country.name) else f" ({country.name})"
            )
        return f"flag {country.name}" if match[2] else f"loaded in {self.sentence(code)}"

    def sentence(self, code: str) -> str:
        """The name of an authority or country as a sentence says it: the United Kingdom, the
        Council of the EU; others as they stand.
        """
        country = countries().get(code)
        if country is not None:
            return f"{country.article} {country.name}".strip()
        if code in self.authorities:
            return self.authorities[code].sentence_name
        return self.named(code)


def labels_of(home: Home | None, workspace: Path | None) -> Labels:
    """The labels of a home and workspace; of the shipped home alone where a result
    comes from none.
    """
    return Labels(home or find_home(), workspace or Path("/nonexistent"))
