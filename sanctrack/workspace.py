"""The workspace: what the user's own rows are marked with, and which files in it are not read."""

import os
from pathlib import Path

from sanctrack.errors import did_you_mean
from sanctrack.home import Home, table_names

SHEETS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".ods", ".json", ".jsonl", ".parquet")
# data sets of others, whose names rows of the user's own must not carry: the shipped facts and the lists of `sanctrack.importers`
OTHERS = ("sanctrack", "au_dfat", "ca_sema", "ch_seco", "eu_fsf", "opensanctions", "uk_uksl", "un_sc", "us_ofac_sdn", "us_ofac_cons")


def workspace_mark(workspace: Path) -> str:
    """What the user's own rows carry in the column `dataset`: the name of their folder.

    It is `workspace` where that name says that somebody else wrote them: the shipped facts or an imported list.
    """
    name = Path(os.path.abspath(workspace)).name.replace("'", "")  # noqa: PTH100 - resolve() would follow links to other names
    taken = name.lower() in OTHERS or name.lower().startswith("opensanctions_") or (workspace / "lists" / name).is_dir()
    return "workspace" if taken or not name else name


def strays(home: Home, workspace: Path) -> list[tuple[Path, str, str]]:
    """Files in the workspace's datasets that look like facts and are not read: path, what is wrong, what would work."""
    folder = workspace / "datasets"
    if not folder.is_dir():
        return []
    tables = [name for name in table_names(home) if any((home.datasets / f"{name}.{end}").is_file() for end in ("parquet", "csv"))]
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~")) or path.suffix.lower() not in SHEETS or (path.suffix == ".csv" and path.stem in tables):
            continue
        stem = path.stem.lower()
        if stem in tables:
            way = "rename it to" if path.suffix.lower() == ".csv" else "save it as CSV under the name"
            found.append((path, "it is not read", f"{way} {stem}.csv"))
        else:
            what = f"it is not read: no table of facts has this name{did_you_mean(stem, tables)}"
            found.append((path, what, "name it after a table, such as airstrikes.csv; `sanctrack tables` lists them"))
    return found
