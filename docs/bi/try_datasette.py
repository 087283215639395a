"""Try the bundle in Datasette: tables with their words, the ten questions as canned queries, held
against the reports, a picture.

    python -m venv datasette-env && datasette-env/bin/pip install datasette
    python docs/bi/try_datasette.py --environment datasette-env --bundle DIR [--picture
    docs/bi/datasette.png]

It needs sanctrack in the calling Python, and Chromium for the picture. It listens on this machine
only.
"""

import argparse
import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import sanctrack
from sanctrack.definitions.paths import find_home
from sanctrack.exports.bundle.questions import load_questions

PORT = 8898
ADDRESS = f"http://127.0.0.1:{PORT}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--environment", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--picture", type=Path)
    given = parser.parse_args()
    program = [
        given.environment / "bin" / "datasette",
        given.bundle / "sanctrack.sqlite",
        "-m",
        given.bundle / "datasette.json",
        "-p",
        str(PORT),
    ]
    server = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait()
        compare()
        if given.picture:
            size = [
                "--hide-scrollbars",
                "--window-size=1000,700",
                f"--screenshot={given.picture.absolute()}",
            ]
            page = f"{ADDRESS}/sanctrack/deliveries_after_measures"
            program = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", *size, page]
            subprocess.run(program, check=True, stderr=subprocess.DEVNULL)
    finally:
        server.terminate()
        server.wait(30)


def wait() -> None:
    for _ in range(60):
        try:
            urllib.request.urlopen(ADDRESS, timeout=2)
            return
        except OSError:
            time.sleep(0.5)
    sys.exit("Datasette did not start within half a minute")


def get(path: str) -> Any:
    with urllib.request.urlopen(ADDRESS + path, timeout=30) as answer:
        return json.load(answer)


def compare() -> None:
    """Each canned query gives what the report gives; the words of a table are shown."""
    import duckdb

    for item in load_questions(find_home()):
        seen = [tuple(row.values()) for row in get(f"/sanctrack/{item.name}.json?_shape=array")]
        with sanctrack.open() as warehouse:
            rows = warehouse.report(item.report, **item.params).to_arrow()
        with duckdb.connect() as connection:
            connection.register("report", rows)
            said = connection.execute(item.answer).fetchall()
        if plain(seen) != plain(said):
            sys.exit(f"{item.name}: Datasette says {seen[:3]}, the report {said[:3]}")
    with urllib.request.urlopen(f"{ADDRESS}/sanctrack/fact_strikes", timeout=30) as answer:
        if b"not an upper bound" not in answer.read():
            sys.exit("the page of fact_strikes does not show the words of its columns")
    print("Datasette and the reports agree on the ten questions")


def plain(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [
        tuple(value if value is None or isinstance(value, str) else float(value) for value in row)
        for row in rows
    ]


if __name__ == "__main__":
    main()
