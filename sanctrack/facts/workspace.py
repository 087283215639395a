"""The workspace: what the user's own rows are marked with, and which files in it are not read."""

import os
from pathlib import Path

from sanctrack.definitions.paths import Home, table_names
from sanctrack.errors import did_you_mean
from sanctrack.registries import PUBLISHERS

SHEETS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".ods", ".json", ".jsonl", ".parquet")


def importer_names() -> list[str]:
    """Names of all importers of official lists: the modules of `sanctrack/lists/publishers`, which
    are not imported for it.
    """
    return list(PUBLISHERS)


def is_of_others(dataset: str) -> bool:
    """Whether a data set of this name is somebody else's: the shipped facts or a list, whose code
    begins with its importer's name.
    """
    importers = importer_names()
    return (
        dataset == "sanctrack"
        or dataset in importers
        or dataset.startswith(tuple(f"{name}_" for name in importers))
    )


def workspace_mark(workspace: Path) -> str:
    """What the user's own rows carry in the column `dataset`: the name of their folder.

    It is `workspace` where that name says that somebody else wrote them: the shipped facts or an
    imported list.
    """
    name = Path(os.path.abspath(workspace)).name.replace("'", "")  # noqa: PTH100 - resolve() would follow links to other names
    taken = is_of_others(name.lower()) or (workspace / "lists" / name).is_dir()
    return "workspace" if taken or not name else name


def strays(home: Home, workspace: Path) -> list[tuple[Path, str, str]]:
    """Files in the workspace's datasets that look like facts and are not read: path, what is wrong,
    what would work.
    """
    folder = workspace / "datasets"
    if not folder.is_dir():
        return []
    tables = [
        name
        for name in table_names(home)
        if any((home.datasets / f"{name}.{end}").is_file() for end in ("parquet", "csv"))
    ]
    found = []
    for path in sorted(folder.iterdir()):
        if (
            path.name.startswith((".", "~"))
            or path.suffix.lower() not in SHEETS
            or (path.suffix == ".csv" and path.stem in tables)
        ):
            continue
        stem = path.stem.lower()
        if stem in tables:
            way = (
                "rename it to" if path.suffix.lower() == ".csv" else "save it as CSV under the name"
            )
            found.append((path, "it is not read", f"{way} {stem}.csv"))
        else:
            what = f"it is not read: no table of facts has this name{did_you_mean(stem, tables)}"
            found.append(
                (
                    path,
                    what,
                    "name it after a table, such as airstrikes.csv; `sanctrack tables` lists them",
                )
            )
    return found


def own_files(home: Home, workspace: Path) -> list[Path]:
    """The CSV files of the user's own facts."""
    folder = workspace / "datasets"
    if not folder.is_dir():
        return []
    return [path for name in table_names(home) if (path := folder / f"{name}.csv").is_file()]


def imports_folder(workspace: Path) -> Path:
    """Where imports of the user's own tables are kept, a folder for each source of rows."""
    return workspace / "imports"


def imported_files(workspace: Path, table: str = "*") -> list[Path]:
    """Parquet files of imported tables, of one table or of all, without what is being written."""
    return sorted(
        path
        for path in imports_folder(workspace).glob(f"*/{table}.parquet")
        if not path.parent.name.startswith(".")
    )
