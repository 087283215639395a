"""Cold start: `sanctrack report NAME --format csv` beside bare DuckDB, a new process each, in turn.

The floor is one Python process that imports duckdb, defines the same macros and views, lets the
tables be views of the same Parquet files, runs the same SQL with the same values, and fetches the
rows. It has no command line, no check of parameters, no lock, no text written: what it saves on
that is what the ratio shows.

    python benchmarks/cold.py [--runs 25] [--reports deliveries_after_measures,gap_matrix] [--format
    csv]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sanctrack.definitions.macros import WORD, Macros
from sanctrack.definitions.paths import find_home
from sanctrack.definitions.queries import load_query, split
from sanctrack.warehouse.warehouse import Warehouse

ROOT = Path(__file__).resolve().parent.parent
REPORTS = "deliveries_after_measures,gap_matrix,strikes,calls_and_measures"
FLOOR = """
import json, sys
import duckdb
told = json.load(open(sys.argv[1]))
connection = duckdb.connect()
for statement in told["statements"]:
    connection.execute(statement)
rows = connection.execute(told["sql"], told["values"]).fetchall()
print(len(rows))
"""


def floor_of(name: str, folder: Path) -> tuple[Path, int]:
    """Write down what bare DuckDB has to run for a report; return the file and the number of rows
    that must come out.
    """
    home = find_home(os.environ.get("SANCTRACK_HOME") or ROOT)
    query = load_query(home, name, "report")
    with Warehouse(home, folder / "no-workspace", only=[name]) as warehouse:
        result = warehouse.report(name)
        loaded = list(warehouse.loaded)
    # one that gives a table is bound when it is made: after what it reads
    statements = [macro.text for macro in Macros(home).used() if not macro.gives_table]
    for table in loaded:
        shipped = home.datasets / f"{table}.parquet"
        view = next(iter(home.queries.glob(f"views/*/{table}.sql")), None)
        if shipped.is_file():
            statements.append(
                f"create view \"{table}\" as select *, 'sanctrack' as dataset from "
                f"read_parquet('{shipped}')"
            )
        elif view:
            statements.append(f'create view "{table}" as {split(view)[1]}')
        elif (home.schemas / f"{table}.yaml").is_file():
            from sanctrack.definitions.contracts import load_contract

            statements.append(load_contract(home, table).create_table())
    used = Macros(home).used(set(WORD.findall(query.sql)))
    statements += [macro.text for macro in used if macro.gives_table]
    values = {
        key: str(value) if hasattr(value, "isoformat") else value
        for key, value in result.params.items()
    }
    told = folder / f"{name}.json"
    told.write_text(
        json.dumps({"statements": statements, "sql": query.sql, "values": values}), encoding="utf-8"
    )
    return told, len(result)


def seconds(command: list[str]) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=25)
    parser.add_argument("--reports", default=REPORTS)
    parser.add_argument("--format", default="csv")
    given = parser.parse_args()
    program = str(Path(sys.executable).parent / "sanctrack")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = folder  # an empty workspace
        script = Path(folder) / "floor.py"
        script.write_text(FLOOR, encoding="utf-8")
        print(f"{given.runs} runs each in turn, medians, --format {given.format}")
        print("| report | sanctrack, s | bare DuckDB, s | ratio |\n|---|---|---|---|")
        for name in given.reports.split(","):
            told, expected = floor_of(name, Path(folder))
            ours: list[float] = []
            floor: list[float] = []
            for _ in range(given.runs):
                spent, _text = seconds([program, "report", name, "--format", given.format])
                ours.append(spent)
                spent, text = seconds([sys.executable, str(script), str(told)])
                floor.append(spent)
                assert int(text) == expected, (
                    f"{name}: the floor gives {text.strip()} rows, the report {expected}"
                )
            low, high = statistics.median(floor), statistics.median(ours)
            print(f"| {name} | {high:.3f} | {low:.3f} | {high / low:.2f} |", flush=True)


if __name__ == "__main__":
    main()
