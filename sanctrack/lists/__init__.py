"""Official sanctions lists in a workspace: imported, kept by version, compared.

This is the door of the room: what stands here may be used by others, and is loaded when it is asked
for, because a completion that needs the names of publishers alone should not wait for Arrow.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sanctrack.lists.differences import Change, Changes, Wanted, changes
    from sanctrack.lists.importing import (
        Download,
        ImportOutcome,
        current,
        import_files,
        issues,
        versions,
    )
    from sanctrack.lists.publishers import ListImporter, importer, importer_names, list_codes
    from sanctrack.lists.store.versions import Version, damaged
    from sanctrack.lists.touches import FactIndex

HOLDERS = {
    "Change": "differences",
    "Changes": "differences",
    "Download": "importing",
    "FactIndex": "touches",
    "ImportOutcome": "importing",
    "ListImporter": "publishers",
    "Version": "store.versions",
    "Wanted": "differences",
    "changes": "differences",
    "current": "importing",
    "damaged": "store.versions",
    "import_files": "importing",
    "importer": "publishers",
    "importer_names": "publishers",
    "issues": "importing",
    "list_codes": "publishers",
    "versions": "importing",
}

__all__ = [
    "Change",
    "Changes",
    "Download",
    "FactIndex",
    "ImportOutcome",
    "ListImporter",
    "Version",
    "Wanted",
    "changes",
    "current",
    "damaged",
    "import_files",
    "importer",
    "importer_names",
    "issues",
    "list_codes",
    "versions",
]


def __getattr__(name: str) -> Any:
    if name not in HOLDERS:
        raise AttributeError(f"module 'sanctrack.lists' has no attribute '{name}'")
    return getattr(import_module(f"sanctrack.lists.{HOLDERS[name]}"), name)
