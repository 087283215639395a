"""Try the bundle in Apache Superset: a dataset and a chart through its API, the number held against
the report, a picture.

    python -m venv superset-env
    superset-env/bin/pip install "apache-superset==6.1.0" rich flask-caching==2.3.1 cachelib==0.13.0
    cachetools duckdb-engine duckdb==1.4.4 python docs/bi/try_superset.py --environment superset-env
    --bundle DIR [--picture docs/bi/superset.png]

Superset is too heavy for every run of the tests, so this is run by hand. It needs sanctrack in the
calling Python, and Chromium for the picture. It listens on this machine only and ends the server
that it started.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import sanctrack

PORT = 8899
ADDRESS = f"http://127.0.0.1:{PORT}"
# without protection against forged forms: for a trial on this machine, never for a server that
# others reach
CONFIG = """
SECRET_KEY = "only-for-a-trial-on-this-machine"
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db"
PREVENT_UNSAFE_DB_CONNECTIONS = False
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--environment", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--picture", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "superset_config.py"
        config.write_text(CONFIG.format(folder=folder))
        environment = {
            **os.environ,
            "SUPERSET_CONFIG_PATH": str(config),
            "FLASK_APP": "superset",
            "SUPERSET_HOME": folder,
        }
        program = str(given.environment.absolute() / "bin" / "superset")
        admin = (
            "fab create-admin --username admin --firstname a --lastname b --email a@example.org "
            "--password admin"
        )
        for step in ("db upgrade", admin, "init"):
            subprocess.run(
                [program, *step.split()],
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        server = subprocess.Popen(
            [program, "run", "-p", str(PORT), "--with-threads"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait()
            chart = draw(given.bundle.absolute() / "sanctrack.duckdb")
            if given.picture:
                photograph(f"/explore/?slice_id={chart}&standalone=1", Path(folder), given.picture)
        finally:
            server.terminate()
            server.wait(30)


def wait() -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{ADDRESS}/health", timeout=2)
            return
        except OSError:
            time.sleep(1)
    sys.exit("Superset did not start within two minutes")


def ask(path: str, body: dict, token: str | None = None) -> dict:
    headers = {"Content-Type": "application/json"} | (
        {"Authorization": f"Bearer {token}"} if token else {}
    )
    request = urllib.request.Request(f"{ADDRESS}/api/v1/{path}", json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        sys.exit(f"{path}: {error.code} {error.read().decode()[:500]}")


def draw(database: Path) -> int:
    """Make database, dataset and chart; compare what the chart is fed with `sanctrack report
    strikes_by_year`.
    """
    token = ask("security/login", {"username": "admin", "password": "admin", "provider": "db"})[
        "access_token"
    ]
    extra = json.dumps({"engine_params": {"connect_args": {"read_only": True}}})
    made = ask(
        "database/",
        {"database_name": "sanctrack", "sqlalchemy_uri": f"duckdb:///{database}", "extra": extra},
        token,
    )
    dataset = ask(
        "dataset/", {"database": made["id"], "schema": "main", "table_name": "fact_strikes"}, token
    )["id"]
    metric = {
        "expressionType": "SIMPLE",
        "aggregate": "SUM",
        "column": {"column_name": "strikes"},
        "label": "strikes",
    }
    params = {
        "viz_type": "table",
        "query_mode": "aggregate",
        "groupby": ["first_year"],
        "row_limit": 100,
        "order_desc": False,
    }
    killed = {
        "expressionType": "SIMPLE",
        "aggregate": "SUM",
        "column": {"column_name": "killed_min"},
        "label": "killed, at least",
    }
    params |= {"metrics": [metric, killed], "datasource": f"{dataset}__table"}
    chart = ask(
        "chart/",
        {
            "slice_name": "Reported strikes by year (a sample, not a census)",
            "viz_type": "table",
            "datasource_id": dataset,
            "datasource_type": "table",
            "params": json.dumps(params),
        },
        token,
    )["id"]
    query = {
        "columns": ["first_year"],
        "metrics": [metric, killed],
        "orderby": [["first_year", True]],
        "row_limit": 100,
    }
    data = ask(
        "chart/data", {"datasource": {"id": dataset, "type": "table"}, "queries": [query]}, token
    )["result"][0]["data"]
    seen = [(row["first_year"], row["strikes"], row["killed, at least"]) for row in data]
    with sanctrack.open() as warehouse:
        rows = warehouse.report("strikes_by_year").records()
    said = [(row["year"], row["strikes"], row["killed_min"]) for row in rows]
    if seen != said:
        sys.exit(f"Superset says {seen}, the report {said}")
    print(
        f"Superset and `sanctrack report strikes_by_year` agree: {len(seen)} years, "
        f"{sum(row[1] for row in seen)} strikes"
    )
    return int(chart)


LOGIN = """<form method="post" action="{address}/login/?next={next}"><input name="username" value="admin">
<input name="password" value="admin"></form><script>document.forms[0].submit()</script>"""  # noqa: E501


def photograph(path: str, folder: Path, picture: Path) -> None:
    """Log in by a form that sends itself off, then take the picture of the page that follows."""
    page = folder / "login.html"
    page.write_text(LOGIN.format(address=ADDRESS, next=urllib.parse.quote(path)))
    size = [
        "--hide-scrollbars",
        "--window-size=1000,620",
        "--virtual-time-budget=60000",
        f"--screenshot={picture.absolute()}",
    ]
    subprocess.run(
        ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", *size, page.as_uri()],
        check=True,
        stderr=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    main()
