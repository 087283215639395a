"""A bundle of 1,000,000 strikes: time and memory of each target beside the plainest program that
writes the same tables.

    python benchmarks/bundle.py [--strikes 1000000] [--targets parquet duckdb csv sqlite hyper xlsx]
    [--postgres URI]

Each run is a process of its own, and tells its own peak memory (VmHWM: what the system says of a
child counts the parent too). The peer is bare DuckDB in one script: it reads the same Parquet
files, runs the SQL of the same views and marts, and writes every table with `copy` (Parquet, CSV),
`create table` (DuckDB file), Python's sqlite3, xlsxwriter with constant_memory, pantab (Tableau) or
ADBC's COPY (PostgreSQL). It checks nothing, describes nothing, sets no keys and stamps nothing;
ours does, and its time includes the start of the command line.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]

PEER = """
import sys
from pathlib import Path
import duckdb
root, out, target = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
con = duckdb.connect()
def sql(path):
    return path.read_text().split("---*/", 1)[1].strip().rstrip(";")
tables = sorted(path.stem for path in (root / "datasets").glob("*.parquet"))
for name in tables:
    con.execute(f"create view {name} as select *, 'sanctrack' as dataset from read_parquet('{root}/datasets/{name}.parquet')")
for name, columns in eval(sys.argv[4]).items():
    con.execute(f"create table {name} ({columns})")
waiting = [text for path in (root / "queries" / "macros").glob("*.sql") for text in con.extract_statements(path.read_text())]
waiting += [f"create view {path.stem} as {sql(path)}" for path in (root / "queries" / "views").rglob("*.sql")]
# macros and views may stand on each other: those that do not run yet run later
while waiting:
    later, failed = [], None
    for statement in waiting:
        try:
            con.execute(statement)
        except duckdb.CatalogException as error:
            later.append(statement)
            failed = error
    if len(later) == len(waiting):
        raise failed
    waiting = later
selects = {name: f"from {name}" for name in tables}
selects |= {path.stem: sql(path) for path in sorted((root / "queries" / "marts").glob("*.sql"))}
out.mkdir()
WRITERS = {}
def writes(function):
    WRITERS[function.__name__] = function
def rows_of(select, size=20_000):
    cursor = con.cursor()
    cursor.execute(select)
    while rows := cursor.fetchmany(size):
        yield rows
def columns_of(select):
    return [row[0] for row in con.execute(f"describe {select}").fetchall()]
@writes
def parquet():
    for name, select in selects.items():
        con.execute(f"copy ({select}) to '{out}/{name}.parquet' (format parquet, compression zstd)")
@writes
def csv():
    for name, select in selects.items():
        con.execute(f"copy ({select}) to '{out}/{name}.csv' (format csv, header true)")
@writes
def duckdb_file():
    con.execute(f"attach '{out}/x.duckdb' as out (storage_version 'v1.0.0')")
    for name, select in selects.items():
        con.execute(f"create table out.main.{name} as {select}")
    con.execute("detach out")
@writes
def sqlite():
    import sqlite3
    database = sqlite3.connect(out / "x.sqlite", isolation_level=None)
    database.execute("pragma journal_mode = off")
    database.execute("pragma synchronous = off")
    database.execute("begin")
    for name, select in selects.items():
        columns = columns_of(select)
        database.execute(f"create table {name} ({', '.join(columns)})")
        texts = {row[0] for row in con.execute(f"describe {select}").fetchall() if row[1].startswith(("DATE", "TIME"))}
        values = ", ".join(f"cast({item} as varchar)" if item in texts else item for item in columns)
        for rows in rows_of(f"select {values} from ({select})"):
            database.executemany(f"insert into {name} values ({', '.join('?' * len(columns))})", rows)
    database.execute("commit")
@writes
def xlsx():
    import xlsxwriter
    kept = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_urls": False, "strings_to_formulas": False}
    book = xlsxwriter.Workbook(str(out / "x.xlsx"), kept)
    for name, select in selects.items():
        if con.execute(f"select count(*) from ({select})").fetchone()[0] > 1_048_575:
            continue
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, columns_of(select))
        number = 0
        for rows in rows_of(select):
            for row in rows:
                number += 1
                sheet.write_row(number, 0, row)
    book.close()
@writes
def hyper():
    import pantab
    readers = {name: con.cursor().sql(select).to_arrow_reader() for name, select in selects.items()}
    pantab.frames_to_hyper(readers, out / "x.hyper", process_params={"log_dir": str(out)})
@writes
def postgres():
    import adbc_driver_postgresql.dbapi as dbapi
    with dbapi.connect(sys.argv[5]) as connection, connection.cursor() as cursor:
        cursor.execute("drop schema if exists peer cascade")
        cursor.execute("create schema peer")
        for name, select in selects.items():
            cursor.adbc_ingest(name, con.cursor().sql(select).to_arrow_reader(50_000), mode="create", db_schema_name="peer")
        connection.commit()
WRITERS[target]()
"""  # noqa: E501
# the last line on stderr is the peak of the process, in KiB
PEAK = """
import atexit, pathlib, re, sys
def told():
    seen = pathlib.Path("/proc/self/status").read_text()
    print("\\npeak", re.search(r"VmHWM:\\s+(\\d+)", seen)[1], file=sys.stderr)
atexit.register(told)
"""
OURS = "from sanctrack.cli import main; main()"


def make_home(folder: Path, strikes: int) -> None:
    """The shipped facts with their strikes repeated under ids of their own, day by day apart."""
    for name in ("schemas", "queries", "datasets"):
        shutil.copytree(
            ROOT / name,
            folder / name,
            ignore=shutil.ignore_patterns("*.csv") if name == "datasets" else None,
        )
    shipped = ROOT / "datasets" / "airstrikes.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select airstrike_id || case when n > 0 then '-' || n else '' end as "
            f"airstrike_id, earliest_on - cast(n % 3000 as integer) as earliest_on, latest_on - "
            f"cast(n % 3000 as integer) as latest_on, * exclude (airstrike_id, earliest_on, "
            f"latest_on, n) from read_parquet('{shipped}') cross join range(1 + {strikes} // 326) "
            f"as r(n) order by n, airstrike_id limit {strikes}) to "
            f"'{folder}/datasets/airstrikes.parquet' (format parquet, compression zstd)"
        )


def empty_tables() -> dict[str, str]:
    """Tables of importers, which hold nothing here but are read by views."""
    from sanctrack.definitions.contracts import TYPES, load_contract, table_names
    from sanctrack.definitions.paths import find_home

    home = find_home(ROOT)
    contracts = [load_contract(home, name) for name in table_names(home)]
    return {
        item.name: ", ".join(f"{field.name} {TYPES[field.type]}" for field in item.fields)
        + ", dataset varchar"
        for item in contracts
        if item.kept_in == "workspace"
    }


def measured(program: str, *words: str) -> tuple[float, int, float]:
    """Seconds, peak MiB and seconds of the processor of a Python program in a
    process of its own.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", PEAK + program, *words],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert process.stderr is not None
    told = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(told)
    return seconds, int(told.split()[-1]) // 1024, usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--strikes", type=int, default=1_000_000)
    parser.add_argument(
        "--targets", nargs="*", default=["parquet", "duckdb", "csv", "sqlite", "hyper", "xlsx"]
    )
    parser.add_argument(
        "--postgres", help="address of a database whose schemas sanctrack and peer may be filled"
    )
    parser.add_argument(
        "--repeat", type=int, default=3, help="runs of the quick targets; the median is printed"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_home(folder / "home", given.strikes)
        heads = [
            "target",
            "seconds",
            "CPU s",
            "peak MiB",
            "peer seconds",
            "peer CPU s",
            "peer MiB",
            "ratio",
            "ratio CPU",
        ]
        print(
            f"{given.strikes:,} strikes\n\n| {' | '.join(heads)} |\n| --- |{' ---: |' * 8}",
            flush=True,
        )
        for target in [*given.targets, *(["postgres"] if given.postgres else [])]:
            line(folder, target, given)


def line(folder: Path, target: str, given: argparse.Namespace) -> None:
    """Run ours and the peer in turn, so that a busy machine slows both."""
    where = ["--uri", given.postgres] if target == "postgres" else ["-o", str(folder / "ours")]
    home, workspace = str(folder / "home"), str(folder / "empty")
    peer_name = "duckdb_file" if target == "duckdb" else target
    ours, peers = [], []
    for _ in range(given.repeat if target in ("parquet", "csv", "duckdb") else 1):
        ours.append(
            measured(OURS, "--home", home, "--workspace", workspace, "export", target, *where)
        )
        shutil.rmtree(folder / "ours", ignore_errors=True)
        peers.append(
            measured(
                PEER,
                home,
                str(folder / "peer"),
                peer_name,
                repr(empty_tables()),
                given.postgres or "",
            )
        )
        shutil.rmtree(folder / "peer")
    seconds, peer = (statistics.median(item[0] for item in runs) for runs in (ours, peers))
    busy, peer_busy = (statistics.median(item[2] for item in runs) for runs in (ours, peers))
    memory, peer_memory = (max(item[1] for item in runs) for runs in (ours, peers))
    cells = [
        target,
        f"{seconds:.1f}",
        f"{busy:.1f}",
        memory,
        f"{peer:.1f}",
        f"{peer_busy:.1f}",
        peer_memory,
    ]
    print(
        "| "
        + " | ".join(str(cell) for cell in cells)
        + f" | {seconds / peer:.2f} | {busy / peer_busy:.2f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
