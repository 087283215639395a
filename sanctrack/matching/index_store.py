"""Indexes kept in the workspace, by what they are made of: a copy that changes gets its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sanctrack.errors import SanctrackError
from sanctrack.files import replacing
from sanctrack.matching.index import FORMAT, NameIndex
from sanctrack.matching.judging import RULES_VERSION
from sanctrack.matching.parties import Party
from sanctrack.matching.receipts import parties_digest
from sanctrack.matching.screening import Screener

FOLDER = "index"
# indexes of copies that are no longer current; the oldest go
MOST_KEPT = 4
# building takes less than reading a file for as few names
WORTH_KEEPING = 5_000


def stored_screener(workspace: Path, parties: Sequence[Party]) -> Screener:
    """A screener over the parties, with its index from the workspace, where it is kept.

    A file there that is damaged, or of another program, is made anew. Where the workspace cannot be
    written the index serves this run alone.
    """
    if sum(len(party.names) for party in parties) < WORTH_KEEPING:
        return Screener(parties)
    path = workspace / FOLDER / f"{parties_digest(parties)[:40]}-{FORMAT}-{RULES_VERSION}.npz"
    with suppress(OSError, ValueError, SanctrackError):
        screener = Screener(parties, NameIndex.opened(path))
        os.utime(path)
        return screener
    screener = Screener(parties)
    with suppress(OSError, SanctrackError):
        with replacing(path) as temporary:
            screener.index.save(temporary)
        sweep(path.parent)
    return screener


def sweep(folder: Path) -> None:
    """Remove all but the indexes that were used last."""
    kept = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[MOST_KEPT:]:
        path.unlink(missing_ok=True)
