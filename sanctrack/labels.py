"""Labels: what readers are shown for a code of an authority, read from the table `authorities` and nowhere else."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from sanctrack.errors import DataError
from sanctrack.home import Home
from sanctrack.locked import locked_connection
from sanctrack.statements import first_line
from sanctrack.tables import own_facts

COLUMNS = "authority, name, short_name, sentence_name, jurisdiction, importer"


@dataclass(frozen=True)
class Authority:
    """One row of `authorities`: its code, its names (whole, in tables, in sentences), jurisdiction and importer."""

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
    own = workspace / "datasets" / "authorities.csv"
    if own.is_file():
        files.append(own_facts(home, workspace, own))
    paths = [str(file) for file in files]
    statement = f"select {COLUMNS} from read_parquet($files, union_by_name = true) order by position, authority"
    try:
        with locked_connection(paths) as reader:
            rows = reader.execute(statement, {"files": paths}).fetchall()
    except duckdb.Error as error:
        raise DataError(f"the table of authorities cannot be read: {first_line(error)}; `sanctrack build` makes it anew") from error
    return {row[0]: Authority(*row) for row in rows}


def authority_of_importer(home: Home, workspace: Path, importer: str) -> str | None:
    """Code of the authority whose list an importer reads; None for lists of several authorities."""
    return next((item.code for item in authorities(home, workspace).values() if item.importer == importer), None)
