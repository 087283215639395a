"""A PostgreSQL of our own: keys, comments, one transaction, run again, locked, gone."""

import os
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from exports.conftest import BURMESE

from sanctrack.definitions.paths import Home
from sanctrack.errors import SanctrackError, UsageError
from sanctrack.exports import export_postgres
from sanctrack.exports.databases import postgres

pytestmark = pytest.mark.system
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


class Server:
    """A server on a port of its own, with its data and socket in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.uri = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(folder, "postgres")
        self.run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "postgres")
        self.start()

    def run(self, program: str, *words: str) -> None:
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        with (self.folder / "tool.log").open("a") as log:
            subprocess.run(
                [*user, str(BINARIES[0] / program), *words],
                check=True,
                stdout=log,
                stderr=log,
                cwd="/",
                timeout=120,
            )

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self.run(
            "pg_ctl",
            "-D",
            str(self.folder / "data"),
            "-o",
            options,
            "-l",
            str(self.folder / "data" / "log"),
            "-w",
            "start",
        )

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def ask(self, statement: str) -> list[list[str]]:
        program = [
            str(BINARIES[0] / "psql"),
            self.uri,
            "-X",
            "-A",
            "-t",
            "-q",
            "-F",
            "\t",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            statement,
        ]
        out = subprocess.run(program, capture_output=True, text=True, check=True, timeout=60).stdout
        return [row.split("\t") for row in out.splitlines()]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    pytest.importorskip("adbc_driver_postgresql", reason="the extra [bi] is not installed")
    if not BINARIES:
        pytest.skip("no PostgreSQL server under /usr/lib/postgresql")
    if os.geteuid() == 0 and not shutil.which("runuser"):
        pytest.skip("PostgreSQL does not run as root, and runuser is missing")
    # a socket's path must be short, and every folder above readable
    folder = Path("/tmp") / f"sanctrack-pg-{os.getpid()}"
    folder.mkdir()
    running = Server(folder)
    try:
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def filled(server: Server, tricky: Home, own: Path) -> Server:
    export_postgres(tricky, own, server.uri)
    return server


def test_rows_sums_burmese_blanks_and_days(filled: Server, made: Path) -> None:
    import json

    tables = json.loads((made / "stamp.json").read_text())["tables"]
    for name, about in tables.items():
        if name.startswith("bundle_"):
            continue
        parts = ["count(*)"]
        for column, seen in about["columns"].items():
            parts.append(f'count("{column}")')
            if "characters" in seen:
                parts.append(f'coalesce(sum(char_length("{column}")), 0)')
            elif seen["type"] == "integer":
                parts.append(f'sum("{column}")')
        expected = [str(about["rows"])]
        for seen in about["columns"].values():
            expected.append(str(seen["filled"]))
            if "characters" in seen:
                expected.append(str(seen["characters"]))
            elif seen["type"] == "integer":
                expected.append("" if seen["sum"] is None else str(seen["sum"]))
        assert filled.ask(f'select {", ".join(parts)} from sanctrack."{name}"') == [expected], name
    row = filled.ask(
        "select place, earliest_on, killed_min, killed_max from sanctrack.airstrikes where "
        "airstrike_id = 'own-1'"
    )
    assert row == [[BURMESE, "2024-05-01", "0", "3"]]
    assert filled.ask(
        "select count(*) from sanctrack.airstrikes where airstrike_id = 'own-3' and earliest_on is "
        "null"
    ) == [["1"]]


def test_keys_types_and_comments(filled: Server) -> None:
    types = filled.ask(
        "select distinct data_type from information_schema.columns where table_schema = "
        "'sanctrack' order by 1"
    )
    assert {row[0] for row in types} <= {
        "text",
        "bigint",
        "double precision",
        "date",
        "boolean",
        "timestamp without time zone",
    }
    foreign = filled.ask(
        "select count(*) from pg_constraint where contype = 'f' and conrelid = "
        "'sanctrack.fact_strikes'::regclass"
    )
    assert foreign == [["6"]]
    bare = "select count(*) from information_schema.columns where table_schema = 'sanctrack' and "
    assert filled.ask(
        bare
        + "col_description((table_schema || '.' || table_name)::regclass, ordinal_position) is null"
    ) == [["0"]]
    assert (
        "A sample of reported strikes"
        in filled.ask("select obj_description('sanctrack.fact_strikes'::regclass)")[0][0]
    )


def test_run_again_keeps_views_and_a_changed_table_is_made_anew(
    filled: Server, tricky: Home, own: Path
) -> None:
    filled.ask("create view public.mine as select * from sanctrack.fact_strikes")
    filled.ask("alter table sanctrack.dim_date drop column month")
    before = filled.ask("select count(*) from public.mine")
    export_postgres(tricky, own, filled.uri)
    assert filled.ask("select count(*) from public.mine") == before
    assert filled.ask("select count(month) > 0 from sanctrack.dim_date") == [["t"]]
    filled.ask("drop view public.mine")


def test_what_stands_on_a_changed_table_is_named_and_nothing_changes(
    filled: Server, tricky: Home, own: Path
) -> None:
    filled.ask("alter table sanctrack.dim_admin1 add column extra int")
    filled.ask("create view public.theirs as select * from sanctrack.dim_admin1")
    before = filled.ask("select count(*) from sanctrack.fact_strikes")
    with pytest.raises(
        SanctrackError,
        match=r"something stands on a table.*public\.theirs|something stands on a table.*view "
        r"theirs",
    ):
        export_postgres(tricky, own, filled.uri)
    assert filled.ask("select count(*) from sanctrack.fact_strikes") == before
    filled.ask("drop view public.theirs; alter table sanctrack.dim_admin1 drop column extra")


def test_tables_and_views_that_no_export_made_stop_it(
    filled: Server, tricky: Home, own: Path
) -> None:
    filled.ask(
        "create schema mine; create table mine.sources as select * from generate_series(1, 1000) "
        "as id; create view mine.fact_strikes as select 1 as one; create table mine.other (id int)"
    )
    with pytest.raises(
        UsageError,
        match=r"did not make: fact_strikes, sources; nothing was changed.*another --schema",
    ):
        export_postgres(tricky, own, filled.uri, schema="mine")
    assert filled.ask("select count(*), count(id) from mine.sources") == [["1000", "1000"]]
    assert filled.ask(
        "select count(*) from pg_class where relnamespace = 'mine'::regnamespace"
    ) == [["3"]]
    filled.ask(
        "drop table mine.sources; drop view mine.fact_strikes; comment on schema mine is 'all that "
        "is mine'"
    )
    export_postgres(tricky, own, filled.uri, schema="mine")
    assert filled.ask("select obj_description('mine'::regnamespace), count(*) from mine.other") == [
        ["all that is mine", "0"]
    ]
    marked = (
        "select count(*) from pg_class where relnamespace = 'mine'::regnamespace and relkind = 'r' "
        "and relname <> 'other' and "
    )
    assert filled.ask(
        marked
        + "obj_description(oid) not like '% Written by sanctrack export, which replaces its rows.'"
    ) == [["0"]]


def test_tables_of_older_exports_are_known_by_their_comments(
    filled: Server, tricky: Home, own: Path
) -> None:
    words = filled.ask("select obj_description('sanctrack.dim_source'::regclass)")[0][0]
    older = words.removesuffix(" Written by sanctrack export, which replaces its rows.")
    assert older != words
    filled.ask(f"comment on table sanctrack.dim_source is $${older}$$")
    export_postgres(tricky, own, filled.uri)
    assert filled.ask("select obj_description('sanctrack.dim_source'::regclass)")[0][0] == words
    filled.ask("comment on table sanctrack.dim_source is 'my own words'")
    with pytest.raises(UsageError, match="did not make: dim_source;"):
        export_postgres(tricky, own, filled.uri)
    filled.ask(f"comment on table sanctrack.dim_source is $${words}$$")


def test_a_lock_of_another_session(
    filled: Server, tricky: Home, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "LOCK_SECONDS", 1)
    program = [
        str(BINARIES[0] / "psql"),
        filled.uri,
        "-X",
        "-q",
        "-c",
        "begin; lock table sanctrack.claims; select pg_sleep(60)",
    ]
    holder = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while filled.ask("select count(*) from pg_locks where mode = 'AccessExclusiveLock'") == [
            ["0"]
        ]:
            time.sleep(0.1)
        with pytest.raises(SanctrackError, match="another session holds a lock"):
            export_postgres(tricky, own, filled.uri)
    finally:
        filled.ask(
            "select pg_terminate_backend(pid) from pg_stat_activity where query like "
            "'%pg_sleep(60)%' and pid <> pg_backend_pid()"
        )
        holder.wait(30)


def test_a_server_that_goes_away_leaves_the_old_rows(
    filled: Server, tricky: Home, own: Path
) -> None:
    before = filled.ask("select count(*), sum(killed_min) from sanctrack.fact_strikes")
    reached = threading.Event()

    def progress(what: str, done: int, total: int) -> None:
        if what == "postgres fact_strikes" and not reached.is_set():
            reached.set()
            filled.stop()

    with pytest.raises(SanctrackError, match="nothing was changed there") as caught:
        export_postgres(tricky, own, filled.uri, progress=progress)
    assert reached.is_set()
    assert len(str(caught.value)) < 700
    filled.start()
    assert filled.ask("select count(*), sum(killed_min) from sanctrack.fact_strikes") == before
    with pytest.raises(SanctrackError, match="nothing was changed there") as gone:
        export_postgres(tricky, own, "postgresql://user:secret@127.0.0.1:1/x")
    assert "secret" not in str(gone.value)


def test_internal_says_so(filled: Server, tricky: Home, own: Path) -> None:
    export_postgres(tricky, own, filled.uri, schema="inside", internal=True)
    assert re.search("INTERNAL", filled.ask("select obj_description('inside'::regnamespace)")[0][0])
    tables = (
        "select count(*) from pg_class where relnamespace = 'inside'::regnamespace and relkind = "
        "'r' and obj_description(oid) "
    )
    assert filled.ask(tables + "not like 'INTERNAL%'") == [["0"]]
