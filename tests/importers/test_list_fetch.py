"""Refresh against a server on this machine: what a publisher's server may do, and
what then stays.
"""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest_lists import SAMPLES

from sanctrack.errors import UsageError
from sanctrack.lists import current, versions
from sanctrack.lists.addresses import addresses, default_urls
from sanctrack.lists.fetch import Limits, Refreshed, refresh
from sanctrack.lists.publishers import importer

Answer = Callable[[BaseHTTPRequestHandler], None]
BODY = (SAMPLES / "uk" / "UK-Sanctions-List.xml").read_bytes()
QUICK = Limits(
    attempts=4, first_wait_s=0.01, longest_wait_s=0.05, silence_s=0.6, total_s=6.0, megabytes=5.0
)


class Server:
    """Answers the requests to each path by a list of answers; the last one goes on."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.requests.append(
                    (self.path, {key.lower(): value for key, value in self.headers.items()})
                )
                queue = outer.answers[self.path]
                answer = queue.pop(0) if len(queue) > 1 else queue[0]
                try:
                    answer(self)
                except (BrokenPipeError, ConnectionResetError):
                    return

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def send(body: bytes = BODY, status: int = 200, kind: str = "text/xml", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def run(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Refreshed]:
    """Refresh the UK list from the server, with the given answers."""
    monkeypatch.setenv("SANCTRACK_URL_UK_UKSL", f"{server.url}/list.xml")

    def refreshed(*answers: Answer, limits: Limits = QUICK, accept: bool = False) -> Refreshed:
        server.answers["/list.xml"] = list(answers)
        found = refresh(tmp_path, ["uk_uksl"], limits=limits, accept=accept)
        assert len(found) == 1
        return found[0]

    return refreshed


def test_a_download_keeps_where_it_came_from(run: Callable[..., Refreshed], server: Server) -> None:
    found = run(send(ETag='"one"', Last_Modified="Thu, 08 Oct 2026 10:00:00 GMT"))
    assert found.status == "new"
    assert found.outcome
    info = found.outcome.version.info
    assert (info["url"], info["http_status"], info["byte_count"]) == (
        f"{server.url}/list.xml",
        200,
        len(BODY),
    )
    assert info["fetched_at"]
    assert server.requests[0][1]["user-agent"].startswith("sanctrack")


def test_the_next_request_is_conditional_and_304_changes_nothing(
    run: Callable[..., Refreshed], server: Server, tmp_path: Path
) -> None:
    run(send(ETag='"one"', Last_Modified="Thu, 08 Oct 2026 10:00:00 GMT"))
    found = run(send(b"", 304))
    assert found.status == "not_modified"
    assert "not changed at the publisher's since the version of 2026-10-08" in found.sentence
    headers = server.requests[-1][1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == (
        '"one"',
        "Thu, 08 Oct 2026 10:00:00 GMT",
    )
    assert len(versions(tmp_path)) == 1


def test_a_newer_importer_asks_for_the_whole_list(
    run: Callable[..., Refreshed], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(send(ETag='"one"'))
    monkeypatch.setattr(importer("uk_uksl"), "IMPORTER_VERSION", 2)
    assert run(send(ETag='"one"')).status == "reread"
    assert "if-none-match" not in server.requests[-1][1]


def test_the_same_bytes_again_are_no_version(run: Callable[..., Refreshed], tmp_path: Path) -> None:
    run(send())
    assert run(send()).status == "unchanged"
    assert len(versions(tmp_path)) == 1


def test_a_burst_of_500_is_waited_out(run: Callable[..., Refreshed], server: Server) -> None:
    assert run(send(b"", 500), send(b"busy", 503), send(b"", 429), send()).status == "new"
    assert len(server.requests) == 4


def test_a_server_that_stays_broken_is_told_and_the_last_copy_stays(
    run: Callable[..., Refreshed], tmp_path: Path
) -> None:
    run(send())
    found = run(send(b"", 500))
    assert found.status == "failed"
    assert "the server answered 500, after 4 attempts" in found.sentence
    assert "the version of 2026-10-08 stays current" in found.sentence
    assert len(versions(tmp_path)) == 1


def cut(share: float, length: bool) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/xml")
        if length:
            handler.send_header("Content-Length", str(len(BODY)))
        handler.end_headers()
        handler.wfile.write(BODY[: int(len(BODY) * share)])
        handler.close_connection = True

    return answer


def test_a_truncated_download_is_tried_again_then_refused(
    run: Callable[..., Refreshed], server: Server, tmp_path: Path
) -> None:
    assert run(cut(0.5, True), send()).status == "new"
    found = run(cut(0.5, True))
    assert "broke off" in found.sentence
    silent = run(cut(0.5, False))
    assert "not well-formed XML, perhaps cut off" in silent.sentence
    assert "stays current" in silent.sentence
    assert len(versions(tmp_path)) == 1


def test_a_login_page_is_told(run: Callable[..., Refreshed], tmp_path: Path) -> None:
    page = b"\n <!DOCTYPE html><html><title>EU Login</title><body>Sign in</body></html>"
    for answer in (send(page, kind="text/html"), send(page, kind="text/xml")):
        found = run(answer)
        assert found.status == "failed"
        assert "web page (a login or error page)" in found.sentence
    assert versions(tmp_path) == []


def test_other_content_is_told(run: Callable[..., Refreshed]) -> None:
    assert "image/png, which is no list" in run(send(b"\x89PNG", kind="image/png")).sentence
    assert "is a PDF" in run(send(b"%PDF-1.7", kind="application/octet-stream")).sentence
    assert (
        "no column unique id"
        in run(send(b"Report Date: 08-Oct-2026\na,b\n1,2\n", kind="text/plain")).sentence
    )
    assert run(send(kind="")).status == "new", "the UK server names no content type"


def test_statuses_say_what_would_work(run: Callable[..., Refreshed], server: Server) -> None:
    assert "wants a login or refuses programs" in run(send(b"", 403)).sentence
    assert (
        "the list has moved; set its new address in settings.toml" in run(send(b"", 404)).sentence
    )
    assert len(server.requests) == 2, "no second attempt where it cannot help"


def test_redirects_are_followed_on_safe_ground_alone(
    run: Callable[..., Refreshed], server: Server
) -> None:
    server.answers["/moved.xml"] = [send()]
    assert run(send(b"", 302, Location="/moved.xml")).status == "new"
    for target in ("http://example.org/list.xml", "file:///etc/passwd", "ftp://127.0.0.1/x"):
        found = run(send(b"", 302, Location=target))
        assert found.status == "failed"
        assert "https alone" in found.sentence
    server.answers["/loop"] = [send(b"", 302, Location="/loop")]
    assert "more than 5 redirects" in run(send(b"", 302, Location="/loop")).sentence


def slow(pause: float, pieces: int) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(BODY)))
        handler.end_headers()
        size = len(BODY) // pieces + 1
        for number in range(pieces):
            time.sleep(pause)
            handler.wfile.write(BODY[number * size : (number + 1) * size])
            handler.wfile.flush()

    return answer


def test_a_slow_server_is_borne_a_silent_one_is_not(run: Callable[..., Refreshed]) -> None:
    assert run(slow(0.1, 5)).status == "new"
    started = time.monotonic()
    found = run(
        slow(1.5, 2),
        limits=Limits(
            attempts=2, first_wait_s=0.01, longest_wait_s=0.02, silence_s=0.3, total_s=5.0
        ),
    )
    assert found.status == "failed"
    assert "ReadTimeout" in found.sentence
    assert time.monotonic() - started < 4


def test_a_drip_ends_at_the_time_limit(run: Callable[..., Refreshed]) -> None:
    started = time.monotonic()
    found = run(
        slow(0.2, 40), limits=Limits(attempts=2, first_wait_s=0.01, silence_s=1.0, total_s=1.0)
    )
    assert "not done after 1 seconds" in found.sentence
    assert time.monotonic() - started < 4


def test_too_large_a_download_is_broken_off(run: Callable[..., Refreshed]) -> None:
    assert (
        "more than 1 MB"
        in run(send(b"x" * 3_000_000), limits=Limits(attempts=1, megabytes=1.0)).sentence
    )
    packed = gzip.compress(b"<Designations>" + b" " * 20_000_000)
    assert (
        "more than 1 MB"
        in run(
            send(packed, Content_Encoding="gzip"), limits=Limits(attempts=1, megabytes=1.0)
        ).sentence
    )


def test_a_changed_schema_is_refused_until_accepted(
    run: Callable[..., Refreshed], tmp_path: Path
) -> None:
    run(send())
    renamed = BODY.replace(b"Name6>", b"FamilyName>").replace(b"08/10/2026", b"09/10/2026") * 1
    assert (
        "expected <Designations>" in run(send(renamed.replace(b"Designations>", b"List>"))).sentence
    )
    one = BODY.replace(b"08/10/2026", b"09/10/2026")
    start = one.index(b"  <Designation>\n    <LastUpdated>31/07/2024")
    shrunk = one[:start] + b"</Designations>"
    found = run(send(shrunk))
    assert "67% fewer" in found.sentence
    assert current(tmp_path)["uk_uksl"].info["entry_count"] == 3
    assert run(send(shrunk), accept=True).status == "new"


def test_lists_are_fetched_in_parallel_and_one_failure_stops_no_other(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = {
        "uk_uksl": "uk/UK-Sanctions-List.xml",
        "un_sc": "un/consolidated.xml",
        "ca_sema": "ca/sema-lmes.xml",
        "ch_seco": "ch/seco.xml",
    }
    for code, file in samples.items():
        monkeypatch.setenv(f"SANCTRACK_URL_{code.upper()}", f"{server.url}/{code}.xml")

        def late(handler: BaseHTTPRequestHandler, file: str = file) -> None:
            time.sleep(0.5)
            send((SAMPLES / file).read_bytes())(handler)

        server.answers[f"/{code}.xml"] = [late]
    server.answers["/un_sc.xml"] = [send(b"", 404)]
    started = time.monotonic()
    found = refresh(tmp_path, list(samples), limits=QUICK, accept=True)
    assert [(item.list, item.status) for item in found] == [
        ("uk_uksl", "new"),
        ("un_sc", "failed"),
        ("ca_sema", "new"),
        ("ch_seco", "new"),
    ]
    assert time.monotonic() - started < 10
    canada = current(tmp_path)["ca_sema"].info
    assert canada["list_version_basis"] == "download", (
        "a list without a day has the day of its download"
    )


def test_several_parts_make_one_version(server: Server, tmp_path: Path) -> None:
    parts = {
        "names": "sdn.csv",
        "addresses": "add.csv",
        "aliases": "alt.csv",
        "comments": "sdn_comments.csv",
    }
    for name in parts.values():
        server.answers[f"/{name}"] = [send((SAMPLES / "ofac" / name).read_bytes(), kind="text/csv")]
    lines = "\n".join(f'{part} = "{server.url}/{name}"' for part, name in parts.items())
    (tmp_path / "settings.toml").write_text(
        f"user_agent = 'a test'\n[lists.us_ofac_sdn]\n{lines}\n", encoding="utf-8"
    )
    found = refresh(tmp_path, ["us_ofac_sdn"], limits=QUICK, accept=True)
    assert found[0].status == "new"
    assert current(tmp_path)["us_ofac_sdn"].info["file_count"] == 4
    assert server.requests[0][1]["user-agent"] == "a test"


def test_addresses_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(default_urls()) == {
        "au_dfat",
        "ca_sema",
        "ch_seco",
        "eu_fsf",
        "uk_uksl",
        "un_sc",
        "us_ofac_sdn",
        "us_ofac_cons",
    }
    assert all(
        url.startswith("https://") for urls in default_urls().values() for url in urls.values()
    )
    with pytest.raises(UsageError, match="did you mean 'uk_uksl'"):
        refresh(tmp_path, ["uk_uks"])
    monkeypatch.setenv("SANCTRACK_URL_UK_UKSL", "http://example.org/list.xml")
    with pytest.raises(UsageError, match="https alone"):
        refresh(tmp_path, ["uk_uksl"])
    monkeypatch.delenv("SANCTRACK_URL_UK_UKSL")
    for text, words in (
        ("[lists.nowhere]\nurl='https://x.org'", "no list 'nowhere'"),
        ("[lists.un_sc]\nurl=3", "takes url"),
        ("lists = [", "settings.toml"),
        ("lists = 3", "must be a table"),
    ):
        (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match=words):
            addresses(tmp_path)


def test_progress_is_told(run: Callable[..., Refreshed], server: Server, tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []
    server.answers["/list.xml"] = [send(b"", 500), send()]
    refresh(
        tmp_path, ["uk_uksl"], limits=QUICK, progress=lambda code, words: told.append((code, words))
    )
    assert told == [
        ("uk_uksl", "fetching"),
        ("uk_uksl", "fetching, attempt 2"),
        ("uk_uksl", "reading"),
    ]


def test_304_without_a_copy_is_asked_again(run: Callable[..., Refreshed], server: Server) -> None:
    assert run(send(b"", 304), send()).status == "new"
    assert [request[1].get("cache-control") for request in server.requests] == [
        "no-cache",
        "no-cache",
    ]


def test_304_to_everything_is_a_failure(run: Callable[..., Refreshed], tmp_path: Path) -> None:
    found = run(send(b"", 304))
    assert found.status == "failed"
    assert (
        "answered 304, not modified, to a request that was not conditional, after 4 attempts"
        in found.sentence
    )
    assert "nothing was imported" in found.sentence
    assert not versions(tmp_path)
