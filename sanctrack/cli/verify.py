"""The command verify: a bundle (folder) or a document (file) read back against what it says of
itself.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sanctrack.cli.app import Format, Internal, Output, app, emit, state, the_workspace
from sanctrack.errors import DataError, UsageError
from sanctrack.foreign import reading
from sanctrack.registries import TARGETS

if TYPE_CHECKING:
    from sanctrack.warehouse.result import Result

DOCUMENT_SECONDS = 120
DOCUMENT_MEMORY = 4_000_000_000  # bytes


@app.command(epilog="Example: sanctrack verify sanctrack-bundle")
def verify(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|DIR",
            help="Folder of a bundle, a document that `sanctrack brief` wrote, or the receipt of a "
            "screening.",
        ),
    ],
    query_file: Annotated[
        Path | None,
        typer.Option("--input", metavar="FILE", help="Of a receipt: the file that was screened."),
    ] = None,
    form: Format = None,
    output: Output = None,
    internal: Internal = False,
    timeout: Annotated[
        float | None,
        typer.Option(
            min=1,
            max=86_400,
            help="Seconds for all of it; by default two minutes for a document, and for a bundle "
            "by its size.",
        ),
    ] = None,
) -> None:
    """Read a bundle or a document back and compare it with its stamp, or run a screening again and
    compare it with its receipt; exit code 4 when something differs.
    """
    if timeout is not None and timeout != timeout:  # it passes every comparison with a limit
        raise UsageError("--timeout is nan; it takes seconds, such as 60")
    if not path.exists():
        raise UsageError(f"{path} is not there; name the folder of a bundle or a document")
    if path.suffix.lower() == ".json" and path.is_file():
        from sanctrack.cli.screen import verify_receipt

        verify_receipt(path, query_file, internal)
        return
    if query_file is not None:
        raise UsageError("--input belongs to the receipt of a screening, a .json file")
    if path.is_dir():
        from sanctrack.exports import verify_bundle

        with reading(path, "a bundle"):
            result = verify_bundle(path, timeout)
    elif path.suffix.lower()[1:] in TARGETS:
        raise UsageError(
            f"{path}: a single file of an export carries no stamp; verify reads the folder of a "
            f"bundle (`sanctrack export bundle -o DIR`; `sanctrack export sqlite -o DIR` writes "
            f"one of a single target too) or a document that `sanctrack brief` wrote"
        )
    else:
        with reading(path, "a document that `sanctrack brief` wrote"):
            result = verified_document(path, internal, timeout or DOCUMENT_SECONDS)
        if internal:
            result = stamped(result)
    differ = differing(result)
    if form or output:
        emit(result, form, output)
    else:
        differences = only(result, ("differs", "noted"))
        if differences.rows:
            emit(differences, None, None)
    if differ:
        raise DataError(f"{path}: {differ} of {len(result)} checks differ from its stamp")
    print(f"sanctrack: {path} is as its stamp says ({len(result)} checks)", file=sys.stderr)


def verified_document(path: Path, internal: bool, seconds: float) -> "Result":
    """What a document differs in. Its words, its briefing and its reports are others', so a process
    of its own bounds the whole.
    """
    from sanctrack import bounded
    from sanctrack.briefings import verify_file

    try:
        return bounded.run(
            verify_file,
            path,
            state.home,
            the_workspace(),
            internal,
            seconds=seconds,
            memory=DOCUMENT_MEMORY,
        )
    except bounded.TimeLimitError as error:
        fault = (
            f"it is not read, built again and compared within {seconds:g} seconds; "
            f"--timeout gives it longer"
        )
        raise DataError(f"{path}: {fault}") from error
    except (bounded.MemoryLimitError, bounded.AnswerLimitError, bounded.CrashError) as error:
        raise DataError(
            f"{path}: it cannot be read and compared ({error}); no document of ours needs so much"
        ) from error


def stamped(result: "Result") -> "Result":
    """The rows of an internal document, marked as such: what differs in it names what is held back
    elsewhere.
    """
    from dataclasses import replace

    from sanctrack.publication import INTERNAL, INTERNAL_WORDS

    print(f"sanctrack: {INTERNAL_WORDS}", file=sys.stderr)
    return replace(result, title=f"{INTERNAL}: {result.title}", publication=INTERNAL_WORDS)


def differing(result: "Result") -> int:
    return sum(value == "differs" for value in result.column("verdict"))


def only(result: "Result", verdicts: tuple[str, ...]) -> "Result":
    from dataclasses import replace

    rows = [
        row
        for row, verdict in zip(result.rows, result.column("verdict"), strict=True)
        if verdict in verdicts
    ]
    return replace(result, rows=rows)
