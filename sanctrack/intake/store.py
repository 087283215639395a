"""Imports of one's own tables in a workspace: `imports/<source>/`, each whole or absent.

A folder holds the rows as Parquet (a file a table of ours), the mapping, what was refused, and
`previous/`: the folder as the import before it left it. Undoing puts that in its place, byte for
byte; nothing outside the folder of the source is touched.
"""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sanctrack.errors import DataError, UsageError, did_you_mean
from sanctrack.facts.workspace import imports_folder
from sanctrack.files import replacing_folder

INFO = "import.json"
PREVIOUS = "previous"


@dataclass(frozen=True)
class Import:
    """One import: its folder and what import.json says."""

    folder: Path
    info: dict[str, Any] = field(hash=False)

    @property
    def import_id(self) -> str:
        return str(self.info["import_id"])

    @property
    def source_id(self) -> str:
        return str(self.info["source_id"])

    @property
    def previous(self) -> "Import | None":
        """The import of the same source that this one replaced."""
        return import_in(self.folder / PREVIOUS)


def import_in(folder: Path) -> Import | None:
    """The import that a folder holds; None where there is none. Raises DataError where broken."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return None
    try:
        info = json.loads((folder / INFO).read_text(encoding="utf-8"))
        return Import(folder, {**info, "import_id": info["import_id"]})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{folder}: its {INFO} cannot be read; remove the folder and import the file again"
        ) from error


def imports(workspace: Path) -> list[Import]:
    """The imports whose rows are in use, by source."""
    root = imports_folder(workspace)
    folders = sorted(root.iterdir()) if root.is_dir() else []
    found = [import_in(folder) for folder in folders if not folder.name.startswith(".")]
    return [item for item in found if item]


def keep(
    workspace: Path, source_id: str, info: dict[str, Any], write: Callable[[Path], None]
) -> Import:
    """Put an import in the place of the one of the same source. `write` fills the new folder.

    Raises SanctrackError when the disk refuses; the import before it then stays as it was.
    """
    place = imports_folder(workspace) / source_id
    before = import_in(place)
    number = 1 + (int(before.info.get("number", 0)) if before else 0)
    whole = {"import_id": f"{source_id}-{number}", "number": number, **info}
    with replacing_folder(place) as folder:
        write(folder)
        text = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True)
        (folder / INFO).write_text(text + "\n", encoding="utf-8")
        if before:
            copy_linked(place, folder / PREVIOUS)
    return Import(place, whole)


def copy_linked(source: Path, target: Path) -> None:
    """Copy a folder; its files, which nobody changes in place, are linked where the disk can."""

    def link(one: str, other: str) -> None:
        try:
            os.link(one, other)
        except OSError:
            shutil.copy2(one, other)

    shutil.copytree(source, target, copy_function=link)


def undo(workspace: Path, import_id: str, force: bool = False) -> tuple[Import, Import | None]:
    """Take back an import: its source has again what it had before. Returns it and what stands now.

    Raises UsageError for an id that is none, and for one that later imports of the same source have
    replaced, unless `force` takes those back as well.
    """
    chains = [list(chain_of(item)) for item in imports(workspace)]
    ids = [item.import_id for chain in chains for item in chain]
    chain = next((one for one in chains if any(item.import_id == import_id for item in one)), None)
    if chain is None:
        known = f" imports: {', '.join(ids)}" if ids else " nothing was imported"
        raise UsageError(
            f"no import has the id '{import_id}'{did_you_mean(import_id, ids)};{known}"
        )
    at = next(at for at, item in enumerate(chain) if item.import_id == import_id)
    if at and not force:
        later = ", ".join(item.import_id for item in chain[:at])
        raise UsageError(
            f"{import_id} was replaced by {later}; undo that first, or --force takes all back"
        )
    place, before = chain[0].folder, chain[at].previous
    if before is None:
        with replacing_folder(place):
            pass
        place.rmdir()
        if not any(place.parent.iterdir()):
            place.parent.rmdir()
        return chain[at], None
    with replacing_folder(place) as folder:
        folder.rmdir()
        copy_linked(before.folder, folder)
    return chain[at], import_in(place)


def chain_of(newest: Import) -> list[Import]:
    """An import and those before it, newest first."""
    chain = [newest]
    while (before := chain[-1].previous) is not None:
        chain.append(before)
    return chain
