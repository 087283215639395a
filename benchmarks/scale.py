"""Every canned report on larger facts, on an open warehouse; printing apart.

    python benchmarks/scale.py [--twice] [--reports a,b] [--json FILE]

Makes facts of 200,000 strikes, 5,000 deliveries and 50,000 designations with a seeded generator
(`facts.py`), opens the warehouse in a process of its own and asks every report with its defaults.
Told are the seconds until all rows are there as Python values (the best of the runs, since other
work may share the machine), the processor seconds of that run over both cores, which other work
hardly moves, the rows, and the peak memory of the process so far. `--twice` does the same at twice
the size and gives the growth in processor seconds.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
IDS = {"airstrikes": "2023-04-11-pazi-gyi", "actors": "mt-reef", "fuel_shipments": "2024-10-reef"}


def measure(folder: Path, chosen: list[str], runs: int) -> dict[str, Any]:
    """Ask the reports on the facts below `folder`; runs in a process of its own, so that its memory
    is that of the answers.
    """
    from sanctrack.definitions.paths import Home, find_home
    from sanctrack.definitions.queries import load_query, names
    from sanctrack.warehouse.warehouse import Warehouse

    home = Home(find_home(HERE.parent).root, folder)
    start = time.perf_counter()
    told: dict[str, Any] = {"reports": {}}
    with Warehouse(home, folder / "no-workspace") as warehouse:
        told["opened"] = time.perf_counter() - start
        told["opened_mb"] = peak()
        for name in chosen or names(home, "report"):
            query = load_query(home, name, "report")
            params = {
                item.name: IDS.get(item.id_of or "", "mt-reef")
                for item in query.params
                if not item.has_default
            }
            spent: list[tuple[float, float]] = []
            for _ in range(runs):
                start, cpu = time.perf_counter(), time.process_time()
                rows = len(warehouse.report(name, **params))
                spent.append((time.perf_counter() - start, time.process_time() - cpu))
            seconds, cpu = min(spent)
            told["reports"][name] = {"seconds": seconds, "cpu": cpu, "rows": rows, "mb": peak()}
            print(
                f"  {name:34} {seconds:7.3f} s {cpu:7.3f} s of processors {rows:9,} rows "
                f"{peak():6.0f} MB",
                file=sys.stderr,
            )
        told["peak_mb"] = peak()
    return told


def peak() -> float:
    """Peak memory of this process in MB; `ru_maxrss` of a child would begin with its parent's, so
    the kernel's VmHWM where there is one.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        return (
            next(
                int(line.split()[1])
                for line in status.read_text().splitlines()
                if line.startswith("VmHWM")
            )
            / 1024
        )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def at_size(factor: int, chosen: str, runs: int, folder: Path) -> dict[str, Any]:
    from facts import bigger

    bigger(folder, 200_000 * factor, 5_000 * factor, 50_000 * factor)
    command = [
        sys.executable,
        __file__,
        "--measure",
        str(folder),
        "--runs",
        str(runs),
        "--reports",
        chosen,
    ]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--reports", default="", help="only these, joined by comma")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--twice", action="store_true", help="also at twice the size")
    given = parser.parse_args()
    if given.measure:
        print(
            json.dumps(
                measure(
                    Path(given.measure),
                    [name for name in given.reports.split(",") if name],
                    given.runs,
                )
            )
        )
        return
    with tempfile.TemporaryDirectory() as folder:
        once = at_size(1, given.reports, given.runs, Path(folder) / "once")
        twice = (
            at_size(2, given.reports, given.runs, Path(folder) / "twice") if given.twice else None
        )
    print(
        f"opened in {once['opened']:.1f} s with {once['opened_mb']:.0f} MB; peak "
        f"{once['peak_mb']:.0f} MB"
    )
    if twice:
        print(
            f"at twice the size: opened in {twice['opened']:.1f} s; peak {twice['peak_mb']:.0f} MB"
        )
    print(
        "| report | rows | seconds | processor seconds | peak so far, MB |"
        + (" at twice the size | growth |" if twice else "")
    )
    print("|---|---|---|---|---|" + ("---|---|" if twice else ""))
    for name, one in sorted(once["reports"].items(), key=lambda item: -item[1]["cpu"]):
        more = ""
        if twice:
            other = twice["reports"][name]
            more = f" {other['cpu']:.2f} | {other['cpu'] / one['cpu']:.1f} |"
        print(
            f"| {name} | {one['rows']:,} | {one['seconds']:.2f} | {one['cpu']:.2f} | "
            f"{one['mb']:.0f} |{more}"
        )


if __name__ == "__main__":
    main()
