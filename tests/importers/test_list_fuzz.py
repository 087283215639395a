"""Any bytes whatever: every importer itself, below the door that puts errors into words, raises
SourceError and nothing else.

`tests/test_foreign.py` tries the same samples through the command; here a reader's own words are
held.
"""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from conftest_lists import sample_files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whole import WHOLE

from sanctrack.definitions.paths import find_home
from sanctrack.errors import SourceError
from sanctrack.lists.publishers import importer, importer_names
from sanctrack.lists.reading import dates
from sanctrack.lists.reading.text import paragraphs, script, squash
from sanctrack.lists.store.writer import VersionWriter
from sanctrack.names.check_digits import clean

FILES = sample_files()
SETTINGS = settings(
    max_examples=5000 if WHOLE else 120,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
HOME = find_home()


def take(name: str, content: bytes, file: str) -> None:
    """Read and write bytes as a file; a SourceError is an answer, any other error a failure."""
    with tempfile.TemporaryDirectory() as folder, suppress(SourceError):
        path = Path(folder) / file
        path.write_bytes(content)
        module = importer(name)
        reading = module.recognise([path])
        with VersionWriter(Path(folder), reading.list, "0" * 64, HOME) as writer:
            for entry in module.read(reading):
                writer.add(entry)
            writer.finish(reading.issues)


@st.composite
def mutated(draw: Callable[..., object]) -> tuple[str, str, bytes]:
    """A sample with pieces cut, doubled, replaced or swapped."""
    name, file = draw(st.sampled_from(FILES))
    raw = bytearray(file.read_bytes())
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(0, len(raw) - 1)))
        end = min(len(raw), start + draw(st.integers(0, 60)))
        kind = draw(st.integers(0, 4))
        if kind == 0:
            del raw[start:end]
        elif kind == 1:
            raw[start:end] = raw[start:end] * draw(st.integers(2, 5))
        elif kind == 2:
            raw[start:end] = draw(st.binary(max_size=20))
        elif kind == 3:
            raw[start:start] = draw(
                st.sampled_from(
                    [
                        b"\0",
                        b"\xff",
                        b'"',
                        b"<",
                        b">",
                        b"&",
                        b"]]>",
                        b"<![CDATA[",
                        b"\r",
                        b";",
                        b",",
                        b"\x1a",
                        b"&#0;",
                        b"&x;",
                    ]
                )
            )
        else:
            word = draw(
                st.sampled_from(
                    [
                        b"2021",
                        b"01/",
                        b"IMO",
                        b"true",
                        b"<Name",
                        b"</",
                        b"uid",
                        b"-0- ",
                        b"ID",
                        b"[",
                        b"{",
                        b'":',
                    ]
                )
            )
            raw = bytearray(
                bytes(raw).replace(
                    word,
                    draw(
                        st.sampled_from(
                            [
                                b"",
                                b"9999",
                                b"-1",
                                b"00/00/0000",
                                b"\xe2\x80\x8f",
                                b"x" * 300,
                                b"null",
                                b"1e999",
                            ]
                        )
                    ),
                    3,
                )
            )
    return name, file.name, bytes(raw)


@SETTINGS
@given(mutated())
def test_mutated_samples(case: tuple[str, str, bytes]) -> None:
    name, file, content = case
    take(name, content, file)


@SETTINGS
@given(
    st.sampled_from(importer_names()),
    st.binary(max_size=400),
    st.sampled_from([b"", b"<", b"{", b"PK\x03\x04", b"1,", b'"id",', b"Report Date: "]),
)
def test_any_bytes(name: str, content: bytes, start: bytes) -> None:
    take(name, start + content, "list.bin")


@SETTINGS
@given(st.lists(st.lists(st.text(max_size=30), min_size=12, max_size=12), max_size=4))
def test_any_ofac_cells(rows: list[list[str]]) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    for number, row in enumerate(rows):
        writer.writerow([str(number), *row[1:]])
    take("us_ofac", out.getvalue().encode("utf-8", "surrogatepass"), "sdn.csv")


@SETTINGS
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    squashed = squash(text)
    assert squash(squashed) == squashed or "&" in squashed
    assert paragraphs(text) is not None
    script(squashed)
    for read in (dates.iso, dates.day_first, dates.month_first, dates.words):
        found = read(text)
        assert (
            found is None
            or found.earliest is None
            or found.latest is None
            or found.earliest <= found.latest
        )
    dates.in_file_name(text)
    for scheme in ("imo_ship", "imo_company", "imo_unspecified", "mmsi", "lei", "bic", "passport"):
        assert clean(scheme, text)[2] in ("yes", "no", None)
