"""A workspace with rows that break careless exports (Burmese, formulas, nulls), and bundles made of
it once.
"""

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from sanctrack.definitions.paths import Home
from sanctrack.exports import export

BURMESE = "ကုလားထိုင်ရွာ၊ မြန်မာ"
STRIKE = {
    "earliest_on": "2024-05-01",
    "latest_on": "2024-05-01",
    "date_precision": "day",
    "admin1": "Sagaing",
    "township": "Kanbalu",
    "geo_precision": "place",
    "aircraft": "jet",
    "target_type": "village",
    "verification": "reported",
    "source_id": "own-source",
}


def write_rows(workspace: Path, table: str, rows: list[dict[str, Any]], home: Home) -> None:
    """Write rows as a CSV of the user's own, with every column of the contract."""
    from sanctrack.definitions.contracts import load_contract

    path = workspace / "datasets" / f"{table}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, load_contract(home, table).columns)
        writer.writeheader()
        writer.writerows(rows)


def source(name: str = "own-source", **more: str) -> dict[str, str]:
    fixed = {
        "publisher": "Own notes",
        "published_basis": "unknown",
        "source_type": "news",
        "reliability": "F",
    }
    return {"source_id": name, **fixed, **more}


@pytest.fixture(scope="session")
def own(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace named `own` with difficult rows."""
    workspace = tmp_path_factory.mktemp("ws") / "own"
    write_rows(
        workspace,
        "sources",
        [source(title="@SUM(1+1)*cmd|' /C calc'!A0"), source("own-wide", title="＝cmd()")],
        home,
    )
    strikes = [
        {
            **STRIKE,
            "airstrike_id": "own-1",
            "place": BURMESE,
            "summary": '+HYPERLINK("http://x","y")',
            "killed_min": 0,
            "killed_max": 3,
        },
        {
            **STRIKE,
            "airstrike_id": "own-2",
            "place": '@a "quoted", text\nin two lines',
            "latitude": 22.5,
            "longitude": 95.25,
        },
        {
            **STRIKE,
            "airstrike_id": "own-3",
            "earliest_on": "",
            "latest_on": "2024-06-30",
            "date_precision": "approx",
            "summary": "-5",
        },
    ]
    write_rows(workspace, "airstrikes", strikes, home)
    actor = {
        "actor_id": "own-actor",
        "name": "Own Actor",
        "actor_type": "company",
        "source_id": "own-source",
    }
    write_rows(workspace, "actors", [actor], home)
    names = [
        {"actor_id": "own-actor", "name": BURMESE, "name_type": "native", "source_id": "own-source"}
    ]
    write_rows(workspace, "actor_names", names, home)
    return workspace


@pytest.fixture(scope="session")
def tricky(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The shipped facts and an actor named =cmd(), which no check lets in: an export must be safe
    without the check.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("facts")
    for path in home.datasets.glob("*.parquet"):
        shutil.copy(path, folder)
    for table, row in (
        (
            "actors",
            {
                "actor_id": "tricky-actor",
                "name": "=cmd()",
                "actor_type": "company",
                "source_id": "ai-2022-11-at",
            },
        ),
        (
            "actor_names",
            {
                "actor_id": "tricky-actor",
                "name": "=cmd()",
                "name_type": "primary",
                "source_id": "ai-2022-11-at",
            },
        ),
    ):
        rows = pq.read_table(folder / f"{table}.parquet")
        pq.write_table(
            pa.concat_tables([rows, pa.Table.from_pylist([row], rows.schema)]),
            folder / f"{table}.parquet",
        )
    return Home(home.root, folder)


@pytest.fixture(scope="session")
def made(tricky: Home, own: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the shipped facts and the difficult rows. Read only: shared by the tests of a
    process.
    """
    path = tmp_path_factory.mktemp("bundle") / "made"
    export(tricky, own, "bundle", path)
    return path


@pytest.fixture
def bundle(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may break."""
    return Path(shutil.copytree(made, tmp_path / "bundle"))
