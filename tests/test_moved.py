"""Old Python names lead to the new ones for one version, and say so."""

import importlib
import subprocess
import sys

import pytest

import sanctrack
from sanctrack.moved import MOVED


@pytest.mark.parametrize("old", MOVED)
def test_an_old_name_leads_to_the_new_one_with_a_warning(old: str) -> None:
    sys.modules.pop(f"sanctrack.{old}", None)
    with pytest.warns(DeprecationWarning, match=f"sanctrack.{MOVED[old]} now"):
        module = importlib.import_module(f"sanctrack.{old}")
    new_module = importlib.import_module(f"sanctrack.{MOVED[old]}")
    public = [name for name in vars(new_module) if not name.startswith("_")]
    assert public
    assert all(getattr(module, name) is getattr(new_module, name) for name in public)


def test_the_warehouse_is_found_where_it_was() -> None:
    with pytest.warns(DeprecationWarning, match="sanctrack.warehouse.warehouse.Warehouse now"):
        from sanctrack.warehouse import Warehouse

    assert Warehouse is sanctrack.Warehouse


def test_a_renamed_class_is_found_by_its_old_name() -> None:
    sys.modules.pop("sanctrack.filling", None)
    with pytest.warns(DeprecationWarning, match="sanctrack.warehouse.loading now"):
        from sanctrack.filling import Filling  # type: ignore[import-not-found]
    from sanctrack.warehouse.loading import Loader

    assert Filling is Loader


def test_a_name_that_never_was_is_still_an_import_error() -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("sanctrack.no_such_room")


def test_an_old_name_works_in_an_import_statement() -> None:
    code = (
        "from sanctrack.home import find_home; from sanctrack.importers.un_sc import read; "
        "print(find_home, read)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
