"""Older DuckDBs open the file and the Parquet: wheels in folders of their own,
kept between runs.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from exports.conftest import BURMESE

pytestmark = [pytest.mark.system, pytest.mark.slow]
READ = """
import json, sys, duckdb
folder = sys.argv[1]
con = duckdb.connect(folder + "/sanctrack.duckdb", read_only=True)
tables = {row[0]: None for row in con.execute("select table_name from duckdb_tables()").fetchall()}
for name in tables:
    file = con.execute(f'select count(*) from "{name}"').fetchone()[0]
    rows = f"select count(*) from read_parquet('{folder}/parquet/{name}.parquet')"
    parquet = con.execute(rows).fetchone()[0]
    assert file == parquet, name
    tables[name] = file
wanted = "select place, cast(earliest_on as varchar), killed_min, killed_max from airstrikes"
wanted += " where airstrike_id = 'own-1'"
row = con.execute(wanted).fetchone()
comments = "select comment from duckdb_columns() where table_name = 'airstrikes'"
words = con.execute(comments + " and column_name = 'latitude'").fetchone()[0]
total = con.execute("select sum(killed_min) from fact_strikes").fetchone()[0]
answer = {"version": duckdb.__version__, "tables": tables, "row": row, "words": words}
print(json.dumps(answer | {"killed_min": int(total)}))
"""


@pytest.mark.parametrize("version", ["1.0.0", "1.1.3", "1.4.4"])
def test_older_duckdb_reads_every_table(made: Path, version: str) -> None:
    python = f"{sys.version_info.major}{sys.version_info.minor}"
    folder = Path(tempfile.gettempdir()) / f"sanctrack-duckdb-{version}-{python}-{os.getuid()}"
    if not (folder / "ready").is_file():
        install = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--only-binary=:all:",
            "--no-deps",
            "--target",
            str(folder),
            f"duckdb=={version}",
        ]
        try:
            done = subprocess.run(install, capture_output=True, text=True, timeout=180, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip("the package registry did not answer within three minutes")
        if done.returncode:
            pytest.skip(
                f"duckdb {version} is not to be had: {done.stderr.strip().splitlines()[-1][:200]}"
            )
        (folder / "ready").touch()
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    out = subprocess.run(
        [sys.executable, "-c", READ, str(made)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    ).stdout
    seen = json.loads(out)
    tables = json.loads((made / "stamp.json").read_text())["tables"]
    assert seen["version"] == version
    assert seen["tables"] == {name: about["rows"] for name, about in tables.items()}
    assert seen["row"] == [BURMESE, "2024-05-01", 0, 3]
    assert seen["killed_min"] == tables["fact_strikes"]["columns"]["killed_min"]["sum"]
    assert "WGS 84" in seen["words"]


def test_libreoffice_opens_the_workbook(made: Path, tmp_path: Path) -> None:
    import shutil

    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    # the second sheet of the file, the third argument from the end, is the dictionary
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(tmp_path),
        str(made / "sanctrack.xlsx"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    found = list(tmp_path.glob("*.csv"))
    if not found and "could not be loaded" in done.stderr:
        pytest.skip("LibreOffice is there without Calc")
    assert found, done.stderr
    lines = found[0].read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("table_name,column_name")
    assert any("fact_strikes" in line for line in lines)
