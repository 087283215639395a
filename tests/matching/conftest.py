"""What the tests of names share: the command line run in this process."""

from collections.abc import Callable

import pytest

from sanctrack.cli.app import state
from sanctrack.cli.entry import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command in this process; give exit code, stdout and stderr."""

    def ask(*arguments: str) -> tuple[int, str, str]:
        state.home = state.workspace = None
        state.debug = False
        with pytest.raises(SystemExit) as end:
            main(list(arguments))
        out, err = capfdbinary.readouterr()
        return int(end.value.code or 0), out.decode(), err.decode()

    return ask
