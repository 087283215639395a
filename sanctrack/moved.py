"""Names that modules had in the version before: for one version more they lead to the new ones,
with a warning.
"""

import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType

# new names by old ones, without the package's own; docs/upgrading.md says the same to readers
MOVED = {
    "arrows": "facts.arrow_values",
    "asked": "warehouse.arguments",
    "catalogue": "warehouse.data_dictionary",
    "cells": "facts.sheet",
    "contracts": "definitions.contracts",
    "delimited": "facts.csv_sheet",
    "fetch": "lists.fetch",
    "filling": "warehouse.loading",
    "formats.markup": "formats.kinds.html",
    "formats.values": "formats.cell_text",
    "home": "definitions.paths",
    "importers": "lists.publishers",
    "macros": "definitions.macros",
    "parameters": "definitions.parameters",
    "problems": "facts.problems",
    "queries": "definitions.queries",
    "readings": "facts.casting",
    "result": "warehouse.result",
    "rules": "facts.constraints",
    "sheets": "facts.sheet_reader",
    "statements": "warehouse.statements",
    "tables": "facts.tables",
    "workbooks": "facts.xlsx_sheet",
    "workspace": "facts.workspace",
}
# new names by old ones of what stands in those modules
RENAMED = {
    "asked": "rows_of",
    "Filling": "Loader",
    "told_apart": "unique_names",
    "unended": "without_last_semicolon",
}


class OldNames:
    """Finds a module by its old name and hands out what stands under the new one: a finder and a
    loader in one, without the base classes of `importlib.abc`, which cost a start more than this
    does.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.removeprefix("sanctrack.") not in MOVED or not fullname.startswith(
            "sanctrack."
        ):
            return None
        return ModuleSpec(fullname, self)  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        new_name = f"sanctrack.{MOVED[module.__name__.removeprefix('sanctrack.')]}"
        warnings.warn(
            f"{module.__name__} is {new_name} now; the old name goes with the next version",
            DeprecationWarning,
            stacklevel=2,
        )
        new_module = import_module(new_name)

        def named(name: str) -> object:
            return getattr(new_module, RENAMED.get(name, name))

        module.__getattr__ = named  # type: ignore[method-assign]


def lead_old_names() -> None:
    """Let old names be imported; asked last, so that it costs nothing where a name is found."""
    if not any(isinstance(finder, OldNames) for finder in sys.meta_path):
        sys.meta_path.append(OldNames())
