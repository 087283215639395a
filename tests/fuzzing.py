"""Bytes gone wrong: samples mutated by a seed, put before a command in this process, and the law
that its answer must keep.
"""

import contextlib
import faulthandler
import hashlib
import io
import re
import signal
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from whole import WHOLE

import sanctrack
from sanctrack.cli.app import state
from sanctrack.cli.entry import main
from sanctrack.errors import SanctrackError

CORPUS = Path(__file__).parent / "corpus"
PACKAGE = str(Path(sanctrack.__file__).parent)
HANG = 60  # seconds that no answer may take, on a machine that has other things to do
TIMES = 40  # how many more examples a whole run makes
CODES = (0, 2, 3, 4, 5)
# classes that a slip of ours raises in code of ours; from a library they are its way of refusing
# bytes
SLIPS = (AttributeError, NameError, AssertionError, TypeError, IndexError, KeyError)
# what code of ours raises by design where it walks through YAML or JSON of another shape
SHAPE = (TypeError, IndexError, KeyError)
ZIPPED = (".xlsx", ".docx", ".odt")
WORDS = (
    *(
        b"",
        b"\0",
        b"\xff",
        b"\xc3\x28",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x1b[31m",
        b"\r",
        b"\n",
        b"\r\n",
        b"\t",
    ),
    *(
        b'"',
        b"'",
        b'""',
        b",",
        b";",
        b"|",
        b"<",
        b">",
        b"</",
        b"/>",
        b"&",
        b"&#0;",
        b"&x;",
        b"]]>",
        b"<![CDATA[",
        b"<!DOCTYPE a>",
    ),
    *(
        b"[",
        b"]",
        b"{",
        b"}",
        b"[" * 3000,
        b'{"a":' * 2000,
        b"<a>" * 2000,
        b"- " * 2000,
        b"((" * 500,
        b"null",
        b"true",
        b"[]",
        b"{}",
    ),
    *(
        b"-1",
        b"0",
        b"9" * 30,
        b"9" * 5000,
        b"1e999",
        b"-0",
        b"NaN",
        b"inf",
        b"0x10",
        b"1_000",
        b"1.5",
        b"9999-99-99",
        b"0000-00-00",
    ),
    *(
        b"0001-01-01",
        b"9999-12-31",
        b"01/02/0000",
        b"2023-02-30",
        b"99999",
        b"31.12.9999",
        b"../../x",
        b"/etc/passwd",
        b"=1+1",
    ),
    *(
        "\u202e".encode(),
        "\u200b".encode(),
        "\u2028".encode(),
        "\U000e0041".encode(),
        "ကိ".encode(),
        b"%s%n",
        b"$x",
        b"{{ x }}",
        b"x" * 400,
    ),
    *(
        b"-->",
        b"<!--",
        b"---",
        b"```",
        b"&a *a",
        b"!!int x",
        b"!!python/object:x",
        b"*",
        b"? x",
        b": ",
        b"\\",
        b"\x1a",
        b"--",
        b"/*",
    ),
)


@dataclass
class Answer:
    """What a command answered, and the chain of errors behind it, the outermost first."""

    code: int
    out: str
    err: str
    causes: list[BaseException] = field(default_factory=list)


class Stuck(BaseException):
    """No answer within HANG seconds."""


class Kept(io.BytesIO):
    """Bytes that stay when the stream over them goes."""

    def close(self) -> None:
        pass


@contextlib.contextmanager
def not_for_ever() -> Iterator[None]:
    """Raise Stuck after HANG seconds; where even that is not heard, print where it hangs and end
    the process.
    """

    def late(*_: object) -> None:
        raise Stuck

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(HANG)
    faulthandler.dump_traceback_later(2 * HANG, exit=True, file=sys.__stderr__)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def ask(arguments: Sequence[str], stdin: bytes | None = None) -> Answer:
    """Run a command in this process."""
    state.home = state.workspace = None
    state.debug = False
    kept = sys.stdin, sys.stdout, sys.stderr
    out, err = Kept(), Kept()
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(
        err, encoding="utf-8", errors="backslashreplace", write_through=True
    )
    if stdin is not None:
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    causes: list[BaseException] = []
    code = 0
    try:
        with not_for_ever():
            main(list(arguments))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
        error = end.__context__
        while error is not None and error not in causes:
            causes.append(error)
            error = error.__cause__ or error.__context__
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
    return Answer(code, out.getvalue().decode("utf-8", "replace"), err.getvalue().decode(), causes)


def slips(answer: Answer, walks: bool = False) -> list[str]:
    """Errors behind an answer that code of ours raised by a slip: a reader's wrapper must not hide
    them from the tests.
    """
    found = []
    for error in answer.causes:
        steps = traceback.extract_tb(error.__traceback__)
        own = bool(steps) and steps[-1].filename.startswith(PACKAGE)
        if walks and isinstance(error, SHAPE):
            continue
        if isinstance(error, SLIPS) and not isinstance(error, SanctrackError) and own:
            found.append(
                f"{type(error).__name__}: {error} at "
                f"{steps[-1].filename.removeprefix(PACKAGE)}:{steps[-1].lineno}"
            )
    return found


def broken_laws(answer: Answer, allowed: tuple[int, ...] = CODES, walks: bool = False) -> list[str]:
    """What an answer breaks: the exit code, one line of error in words, nothing that a terminal
    obeys.
    """
    wrong = [] if answer.code in allowed else [f"exit code {answer.code}"]
    lines = answer.err.splitlines()
    errors = [line for line in lines if line.startswith("sanctrack: error: ")]
    if answer.code and (len(errors) != 1 or lines[-1] != errors[0]):
        wrong.append("not one line of error, at the end")
    if not answer.code and errors:
        wrong.append("an error, and exit code 0")
    if any(not line.startswith("sanctrack: ") for line in lines):
        wrong.append("a line on stderr that is not ours")
    if "Traceback" in answer.err or re.search(r"unexpected (?!extra argument)", answer.err):
        wrong.append("not in words")
    if re.search(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", answer.out + answer.err
    ):
        wrong.append("prints what a terminal obeys")
    return wrong + slips(answer, walks)


# -- mutation
# -------------------------------------------------------------------------------------------------


def mutated(raw: bytes, random: Random) -> bytes:
    """Bytes with pieces flipped, cut, doubled, swapped, replaced by hostile words, or numbers made
    huge.
    """
    data = bytearray(raw)
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        start = random.randint(0, len(data))
        end = min(len(data), start + random.choice((1, 1, 4, 16, 60, 400)))
        match random.randrange(8):
            case 0:
                for at in range(start, min(end, start + 3)):
                    data[at] ^= 1 << random.randrange(8)
            case 1:
                del data[start:end]
            case 2:
                del data[random.choice((start, end)) :]
            case 3:
                data[start:end] = data[start:end] * random.randint(2, 30)
            case 4:
                other = random.randint(0, len(data))
                data[start:start] = data[other : other + random.choice((4, 40, 400))]
            case 5:
                data[start:end] = random.choice(WORDS)
            case 6:
                data[start:start] = random.choice(WORDS)
            case _:
                data = bytearray(retold(bytes(data), random))
    return bytes(data)


def retold(data: bytes, random: Random) -> bytes:
    """The bytes with one number, word or tag of theirs told otherwise: huge, hostile or doubled."""
    pattern = random.choice(
        (
            rb"\d+(?:\.\d+)?",
            rb"[A-Za-z_]{2,}",
            rb"<[^<>]{1,80}>",
            rb"\"[^\"\n]{0,80}\"",
            rb"[^,;\t\n]+",
        )
    )
    places = list(re.finditer(pattern, data[:200_000]))
    if not places:
        return data[::-1]
    place = random.choice(places)
    new = random.choice(
        (random.choice(WORDS), place[0] * 2, place[0] * 1000, random.choice(places)[0])
    )
    return data[: place.start()] + new + data[place.end() :]


def mutated_file(name: str, raw: bytes, random: Random) -> bytes:
    """A file gone wrong; of a zipped one often a member, zipped again."""
    if not name.endswith(ZIPPED) or random.random() < 0.3:
        return mutated(raw, random)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = old.namelist()
        victim = random.choice(names)
        for item in names:
            data = old.read(item)
            if item == victim and random.random() < 0.1:
                continue
            new.writestr(item, mutated(data, random) if item == victim else data)
    return out.getvalue()


# -- readers
# --------------------------------------------------------------------------------------------------


@dataclass
class Reader:
    """A command that reads bytes of others: `files` are those that go wrong, one at a time; `argv`
    asks about one of them.

    `kept` is the folder that a failure leaves as it was, `count` the number of examples in an
    ordinary run; `walks` says that the reader walks through YAML or JSON, where a wrong shape shows
    as a TypeError or KeyError of its own.
    """

    name: str
    count: int
    files: list[Path]
    argv: Callable[[Path], list[str]]
    kept: Path | None = None
    allowed: tuple[int, ...] = CODES
    stdin: bool = False
    walks: bool = False


def contents(folder: Path | None) -> dict[str, str]:
    """The files of a folder by their hashes; the lock of the lists is none of its contents."""
    if folder is None:
        return {}
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def tried(reader: Reader, victim: Path, content: bytes, temporary: Path) -> list[str]:
    """Put content in the place of a file, ask, put the file back; return the laws
    that were broken.
    """
    whole = victim.read_bytes()
    victim.write_bytes(content)
    arguments = reader.argv(victim)
    before = contents(reader.kept)
    tempfile.tempdir = str(temporary)
    try:
        answer = ask(arguments, content if reader.stdin else None)
    except Stuck:
        return ["no answer in time"]
    finally:
        tempfile.tempdir = None
    wrong = broken_laws(answer, reader.allowed, reader.walks)
    left = [path.name for path in temporary.iterdir()]
    wrong += [f"left in the temporary folder: {left}"] if left else []
    if answer.code and contents(reader.kept) != before:
        wrong.append("changed what it was to leave")
    victim.write_bytes(whole)
    return [f"{item} | {answer.err[-300:]}" for item in wrong]


def examples(reader: Reader, seed: int = 0) -> Iterator[tuple[Path, bytes]]:
    """The corpus of a reader, then its files gone wrong by number: the same in every run, more of
    them in a whole one.
    """
    by_name = {path.name: path for path in reader.files}
    for path in sorted((CORPUS / reader.name).glob("*")):
        victim = by_name.get(path.name.partition("--")[0])
        if victim is not None:
            yield victim, path.read_bytes()
    whole = {path: path.read_bytes() for path in reader.files}
    for number in range(reader.count * (TIMES if WHOLE else 1)):
        random = Random(f"{reader.name} {seed} {number}")
        victim = reader.files[number % len(reader.files)]
        yield victim, mutated_file(victim.name, whole[victim], random)


def faults(reader: Reader, temporary: Path, seed: int = 0) -> list[str]:
    """Every broken law of a reader's examples, with the example that broke it kept in the corpus of
    a whole run.
    """
    found = []
    for number, (victim, content) in enumerate(examples(reader, seed)):
        wrong = tried(reader, victim, content, temporary)
        if wrong:
            mark = hashlib.sha256(content).hexdigest()[:8]
            found.append(f"{reader.name} {victim.name} {number} {mark}: {'; '.join(wrong)}")
            if WHOLE:
                (CORPUS / reader.name).mkdir(parents=True, exist_ok=True)
                (CORPUS / reader.name / f"{victim.name}--{mark}").write_bytes(content)
    return found
