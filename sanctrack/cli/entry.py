"""The way in: runs a command and turns whatever goes wrong into one line on stderr and an exit
code.
"""

import io
import os
import re
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import typer.main
from typer.core import TyperArgument, TyperOption
from typer.exceptions import TyperException

from sanctrack.cli.app import app, state
from sanctrack.errors import SanctrackError, UsageError, did_you_mean
from sanctrack.names.signs import NO_TEXT, Shown, visible

ORDER = (
    "reports",
    "report",
    "show",
    "find",
    "tables",
    "sql",
    "check",
    "build",
    "import",
    "refresh",
    "changes",
    "lists",
    "screen",
    "briefings",
    "brief",
    "export",
    "verify",
)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line (`sys.argv` by default) and leave with its exit code.

    A closed pipe ends it quietly, Ctrl-C with 130, SIGTERM with 143 and a closed terminal with 129,
    each after what was half written is cleared away; nothing but `--debug` shows a traceback.
    """
    words = sys.argv[1:] if arguments is None else arguments
    if os.environ.get("_SANCTRACK_COMPLETE") == "complete_bash":
        complete_in_bash()
    endings = end_in_order()
    lighten()
    app.registered_commands.sort(
        key=lambda item: place(item.name or str(getattr(item.callback, "__name__", "")))
    )
    if sys.stdout is None:  # closed by the caller
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for the rest of the process
    show_signs()
    try:
        command = typer.main.get_command(app)
        code = command.main(words or ["--help"], prog_name="sanctrack", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as error:
        if not isinstance(error.__context__, BrokenPipeError):
            raise
        quiet()  # typer's way with a closed pipe; the reader (`| head`) has what it wanted
        raise SystemExit(0) from None
    except BrokenPipeError:
        quiet()
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        code = 130
    except TyperException as error:
        fail(UsageError(in_words(error)))
    except Exception as error:
        end_with(error, endings)
    if code == 130:
        print("sanctrack: stopped", file=sys.stderr)
    raise SystemExit(code if isinstance(code, int) else 0)


def end_with(error: Exception, endings: list[int]) -> NoReturn:
    """Tell of an error and leave with its exit code; `--debug` lets it through.

    What went on when a signal came tells of it as an error of its own: then the signal counts.
    """
    if endings:
        raise SystemExit(128 + endings[0]) from None
    if state.debug:
        raise error
    if isinstance(error, (SanctrackError, OSError, MemoryError)):
        fail(error)
    # a reader of foreign bytes never comes here (`foreign.reading`): this is a fault of the program
    fail(
        SanctrackError(
            f"unexpected {type(error).__name__}: {error}; --debug (before the command) shows where"
        )
    )


def end_in_order() -> list[int]:
    """Let SIGTERM and a closed terminal end the program as Ctrl-C does, so that nothing
    half-written stays behind.

    Returns the list that will hold the number of the signal. The second one ends the program at
    once. A signal that the caller ignores (nohup) stays ignored.
    """
    received: list[int] = []

    def end(number: int, frame: object) -> None:
        received.append(number)
        signal.signal(number, signal.SIG_DFL)
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            # not the main thread: whoever runs us there looks after signals
            with suppress(ValueError):
                signal.signal(number, end)
    return received


def show_signs() -> None:
    """Let no control sign out of file names, values and cells reach a terminal, whatever prints
    them.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None and not isinstance(stream, Shown):
            setattr(sys, name, Shown(stream))


def place(command: str) -> int:
    """Where a command stands in the help: asking first, then one's own facts, lists, documents."""
    return ORDER.index(command) if command in ORDER else len(ORDER)


def fail(error: Exception) -> NoReturn:
    """Print one line on stderr and leave with the error's exit code."""
    if isinstance(error, OSError):
        error = SanctrackError(f"{error.filename or 'output'}: {error.strerror or error}")
    if isinstance(error, MemoryError):
        error = SanctrackError("out of memory; narrow the question or ask for csv")
    print(f"sanctrack: error: {' '.join(str(error).split())}", file=sys.stderr)
    quiet()
    raise SystemExit(getattr(error, "exit_code", 1))


def quiet() -> None:
    """Let what cannot be written any more go nowhere, or Python would complain about it while it
    ends.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


# -- completion
# -----------------------------------------------------------------------------------------------


def complete_in_bash() -> None:
    """Join `authority`, `=` and `US` again: bash takes them for three words and puts in only the
    last of them.

    What typer prints is then cut to what follows the '='.
    """
    mark = "\n" if "\n" in os.environ.get("COMP_WORDS", "") else " "
    words, place = (
        os.environ.get("COMP_WORDS", "").split(mark),
        int(os.environ.get("COMP_CWORD", "0")),
    )
    before, last = words[:place], (words[place : place + 1] or [""])[0]
    cut = ""
    if last == "=" and len(before) > 1:
        cut, last = f"{before.pop()}=", ""
    elif len(before) > 2 and before[-1] == "=":
        cut = f"{before[-2]}="
        del before[-2:]
    if not cut:
        return
    os.environ |= {"COMP_WORDS": mark.join([*before, cut + last]), "COMP_CWORD": str(len(before))}
    sys.stdout = Cut(sys.stdout.buffer, cut)


class Cut(io.TextIOWrapper):
    """A stream that leaves out what bash has already written."""

    def __init__(self, buffer: BinaryIO, start: str) -> None:
        super().__init__(buffer, encoding="utf-8", write_through=True)
        self.start = start

    def write(self, text: str) -> int:
        return super().write("\n".join(line.removeprefix(self.start) for line in text.split("\n")))


# -- typer's messages
# -----------------------------------------------------------------------------------------


def in_words(error: TyperException) -> str:
    """What typer found wrong, as one sentence with the nearest word that would work and the
    command's example.
    """
    message = error.format_message().strip().rstrip(".")
    context: Any = getattr(error, "ctx", None)
    command = context.command if context else None
    unknown_command = re.match(r"No such command '(.*?)'", message)
    if unknown_command and command:
        hint = did_you_mean(unknown_command[1], list(command.commands)) or ";"
        return f"no command named '{unknown_command[1]}'{hint} `sanctrack --help` lists them"
    option = getattr(error, "option_name", None)
    if option and message.startswith("No such option") and command:
        options = [
            name for parameter in command.params for name in parameter.opts if name.startswith("-")
        ]
        return (
            f"no option {option}{did_you_mean(option, options) or ';'} `{context.command_path} "
            f"--help` lists them"
        )
    example = re.search(r"Example: (.*)", getattr(command, "epilog", None) or "")
    hint = f". Example: {example[1]}" if example else ""
    return f"{message[:1].lower()}{message[1:]}{hint}"


# -- a quick start
# --------------------------------------------------------------------------------------------


class AsGiven:
    """Takes the words of the command line as they are; typer's own reading imports pydantic, which
    doubles a cold start.
    """

    def __init__(self, kind: type) -> None:
        self.kind = kind

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if isinstance(value, (list, tuple)):
            return [self.read(item, param) for item in value]
        return self.read(value, param)

    def read(self, value: Any, param: Any) -> Any:
        """A word as text or path. Raises UsageError for what no text and no path can hold."""
        if isinstance(value, str):
            name = next(
                (word for word in param.opts if word.startswith("-")),
                str(param.name).rstrip("_").upper(),
            )
            if "\0" in value:
                raise UsageError(
                    f"{name} holds a NUL byte, which no text and no file name has; type it anew"
                )
            # a file that is read may have such a name; what is written goes into stamps and pages
            # with its name `sql` tells the place of such a sign in its query itself
            needs_text = name == "--output" or (self.kind is str and param.name != "query")
            if NO_TEXT.search(value) and (
                needs_text or (self.kind is not str and not is_file_name(value))
            ):
                raise UsageError(
                    f"{name} is no UTF-8 text: '{visible(value)}'; type it anew, in UTF-8"
                )
        return self.kind(value)


def is_file_name(text: str) -> bool:
    """Whether the system can be asked for a file of this name."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return True


PLAIN: dict[Any, AsGiven] = {
    str: AsGiven(str),
    Path: AsGiven(Path),
    bool: AsGiven(bool),
    list[str]: AsGiven(str),
    list[Path]: AsGiven(Path),
}


def lighten() -> None:
    """Let parameters that are text, a path, a flag or a list of them do without pydantic; numbers
    with limits keep it.

    `get_runtime_param` is a method of typer 0.29; where another version has none, this changes
    nothing.
    """
    for kind in (TyperOption, TyperArgument):
        reading = getattr(kind, "get_runtime_param", None)
        if reading and reading.__module__ != __name__:
            kind.get_runtime_param = quick(reading)  # type: ignore[assignment]


def quick(reading: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Typer's choice of how to read a parameter, with ours before it."""

    def chosen(parameter: Any) -> Any:
        descriptor: Any = getattr(parameter, "type_descriptor", None)
        info: Any = getattr(descriptor, "parameter_info", None)
        if info is None or info.parser or info.exists or info.resolve_path or info.allow_dash:
            return reading(parameter)
        return PLAIN.get(descriptor.annotation) or reading(parameter)

    return chosen
