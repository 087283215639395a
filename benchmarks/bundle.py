"""A bundle of 1,000,000 strikes: time and memory of each target beside plain DuckDB `copy` of the same tables.

    python benchmarks/bundle.py [--strikes 1000000] [--targets parquet duckdb csv sqlite xlsx hyper] [--postgres URI]

Each run is a process of its own. The peer is bare DuckDB in one script: it reads the same Parquet files, runs the SQL of the
same views and marts, and writes every table with `copy` (Parquet, CSV) or `create table` (DuckDB file). It checks nothing,
describes nothing and stamps nothing; ours does, and its time includes the start of the command line.
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
for path in sorted((root / "queries" / "macros").glob("*.sql")):
    con.execute(path.read_text())
waiting = {path.stem: sql(path) for path in (root / "queries" / "views").rglob("*.sql")}
while waiting:
    for name in list(waiting):
        try:
            con.execute(f"create view {name} as {waiting[name]}")
            del waiting[name]
        except duckdb.CatalogException:
            pass
selects = {name: f"from {name}" for name in tables}
selects |= {path.stem: sql(path) for path in sorted((root / "queries" / "marts").glob("*.sql"))}
out.mkdir()
if target == "duckdb":
    con.execute(f"attach '{out}/x.duckdb' as out (storage_version 'v1.0.0')")
for name, select in selects.items():
    if target == "parquet":
        con.execute(f"copy ({select}) to '{out}/{name}.parquet' (format parquet, compression zstd)")
    elif target == "csv":
        con.execute(f"copy ({select}) to '{out}/{name}.csv' (format csv, header true)")
    else:
        con.execute(f"create table out.main.{name} as {select}")
if target == "duckdb":
    con.execute("detach out")
"""


def make_home(folder: Path, strikes: int) -> None:
    """The shipped facts with their strikes repeated under ids of their own, day by day apart."""
    for name in ("schemas", "queries", "datasets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.csv") if name == "datasets" else None)
    shipped = ROOT / "datasets" / "airstrikes.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select airstrike_id || case when n > 0 then '-' || n else '' end as airstrike_id, "
            f"earliest_on - cast(n % 3000 as integer) as earliest_on, latest_on - cast(n % 3000 as integer) as latest_on, "
            f"* exclude (airstrike_id, earliest_on, latest_on, n) from read_parquet('{shipped}') "
            f"cross join range(1 + {strikes} // 326) as r(n) "
            f"order by n, airstrike_id limit {strikes}) to '{folder}/datasets/airstrikes.parquet' (format parquet, compression zstd)"
        )


def empty_tables() -> dict[str, str]:
    """Tables of importers, which hold nothing here but are read by views."""
    from sanctrack.contracts import TYPES, load_contract, table_names
    from sanctrack.home import find_home

    home = find_home(ROOT)
    contracts = [load_contract(home, name) for name in table_names(home)]
    return {
        item.name: ", ".join(f"{field.name} {TYPES[field.type]}" for field in item.fields) + ", dataset varchar"
        for item in contracts
        if item.kept_in == "workspace"
    }


def measured(program: list[str]) -> tuple[float, int, float]:
    """Seconds, peak MiB and seconds of the processor of a process."""
    start = time.perf_counter()
    process = subprocess.Popen(program, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stderr is not None
    told = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(told)
    return time.perf_counter() - start, usage.ru_maxrss // 1024, usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--strikes", type=int, default=1_000_000)
    parser.add_argument("--targets", nargs="*", default=["parquet", "duckdb", "csv", "sqlite", "hyper", "xlsx"])
    parser.add_argument("--postgres", help="address of a database to fill as well")
    parser.add_argument("--repeat", type=int, default=3, help="runs of the quick targets; the median is printed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_home(folder / "home", given.strikes)
        heads = ["target", "seconds", "CPU s", "peak MiB", "peer seconds", "peer CPU s", "peer MiB", "ratio", "ratio CPU"]
        print(f"{given.strikes:,} strikes\n\n| {' | '.join(heads)} |\n| --- |{' ---: |' * 8}", flush=True)
        for target in [*given.targets, *(["postgres"] if given.postgres else [])]:
            line(folder, target, given)


def line(folder: Path, target: str, given: argparse.Namespace) -> None:
    """Run ours and the peer in turn, so that a busy machine slows both."""
    base = target if target in ("parquet", "csv", "duckdb") else "parquet"
    where = ["--uri", given.postgres] if target == "postgres" else ["-o", str(folder / "ours")]
    start = [sys.executable, "-c", "from sanctrack.cli import main; main()", "--home", str(folder / "home")]
    ours, peers = [], []
    for _ in range(given.repeat if target == base else 1):
        ours.append(measured([*start, "export", target, *where]))
        shutil.rmtree(folder / "ours", ignore_errors=True)
        peers.append(measured([sys.executable, "-c", PEER, str(folder / "home"), str(folder / "peer"), base, repr(empty_tables())]))
        shutil.rmtree(folder / "peer")
    seconds, peer = (statistics.median(item[0] for item in runs) for runs in (ours, peers))
    busy, peer_busy = (statistics.median(item[2] for item in runs) for runs in (ours, peers))
    memory, peer_memory = (max(item[1] for item in runs) for runs in (ours, peers))
    cells = [target, f"{seconds:.1f}", f"{busy:.1f}", memory, f"{peer:.1f} ({base})", f"{peer_busy:.1f}", peer_memory]
    print("| " + " | ".join(str(cell) for cell in cells) + f" | {seconds / peer:.2f} | {busy / peer_busy:.2f} |", flush=True)


if __name__ == "__main__":
    main()
