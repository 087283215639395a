"""What can go wrong, by whose doing: each class carries the exit code of the command line."""


class SanctrackError(Exception):
    """Anything else: disk, permission, a limit of the machine. Exit code 1."""

    exit_code = 1


class UsageError(SanctrackError):
    """What the user typed: unknown report, parameter, value, column, refused or wrong SQL."""

    exit_code = 2


class DefinitionError(SanctrackError):
    """Our own files: a contract, a query or a briefing that does not hold together."""

    exit_code = 3


class DataError(SanctrackError):
    """Data: a row against its contract, a broken, missing or truncated file."""

    exit_code = 4


class SourceError(SanctrackError):
    """A published list or a download that cannot be read or trusted."""

    exit_code = 5


def did_you_mean(word: str, known: list[str] | tuple[str, ...]) -> str:
    """Return `; did you mean 'x'?` for the nearest of `known`, or an empty text."""
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""
