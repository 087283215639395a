"""The command line. Only this package prints: stdout is data, stderr is talk; errors end in one line and their exit code."""

import os
import sys
from typing import NoReturn

from sanctrack.cli import data, reports
from sanctrack.cli.app import app, state
from sanctrack.errors import SanctrackError

__all__ = ["app", "data", "main", "reports"]


def fail(error: SanctrackError | OSError) -> NoReturn:
    """Print one line on stderr and leave with the error's exit code."""
    message = " ".join(str(error).split())
    print(f"sanctrack: error: {message}", file=sys.stderr)
    raise SystemExit(getattr(error, "exit_code", 1))


def main() -> None:
    """Run the command line; a closed pipe ends it quietly, Ctrl-C with 130."""
    try:
        app(prog_name="sanctrack")
    except BrokenPipeError:
        # the reader (`| head`) has what it wanted; nothing is left to flush into
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        print("sanctrack: stopped", file=sys.stderr)
        raise SystemExit(130) from None
    except SanctrackError as error:
        if state.debug:
            raise
        fail(error)
    except OSError as error:
        if state.debug:
            raise
        fail(SanctrackError(f"{error.filename or 'output'}: {error.strerror or error}"))
