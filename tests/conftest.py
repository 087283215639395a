"""Shared by all tests: the home of the checkout, an empty workspace, and a warehouse over the
shipped facts.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from sanctrack.definitions.paths import Home, find_home
from sanctrack.registries import Registry
from sanctrack.warehouse.warehouse import Warehouse

ROOT = Path(__file__).resolve().parent.parent
os.environ.pop("SANCTRACK_HOME", None)
os.environ["SANCTRACK_WORKSPACE"] = str(ROOT / "no-such-workspace")
os.environ["COLUMNS"] = "120"
# a shell that starts a run in the background has it ignore Ctrl-C, and programs that tests start
# would inherit that
if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    and threading.current_thread() is threading.main_thread()
):
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def home() -> Home:
    return find_home(ROOT)


@pytest.fixture(scope="session")
def shipped(home: Home) -> Iterator[Warehouse]:
    """The shipped facts, without a workspace. Read only: shared by all tests of a process."""
    with Warehouse(home, ROOT / "no-such-workspace") as warehouse:
        yield warehouse


@pytest.fixture(scope="session")
def lists() -> Path:
    """Real published files, which are never committed; tests that need them skip where they are not
    beside the checkout.
    """
    folder = ROOT.parent / "shared" / "lists"
    if not folder.is_dir():
        pytest.skip("the real published lists are not beside this checkout")
    return folder


@pytest.fixture
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Put a file into a registry's folder, for the time of the test."""
    dropped = []

    def put(registry: Registry[Any], name: str, text: str) -> None:
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
        package = import_module(registry.package)
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
        dropped.append((package, name))

    yield put
    for package, name in dropped:
        sys.modules.pop(f"{package.__name__}.{name}", None)
        vars(package).pop(name, None)
