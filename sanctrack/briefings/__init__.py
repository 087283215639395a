"""Briefings: documents whose every number comes from a query, refused where one does not, and
checked again later.

    from sanctrack.briefings import build, verify_file

    build("fuel-deliveries", [Path("fuel.docx"), Path("fuel.pdf")])
    verify_file(Path("fuel.docx"))

Public names: `briefings`, `build`, `dossier`, `new_briefing`, `verify_file`, `Refused`.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.briefings.build import briefings, build, find_briefing, new_briefing
from sanctrack.briefings.compile.document import Refused

if TYPE_CHECKING:
    from sanctrack.warehouse.result import Result

__all__ = [
    "Refused",
    "briefings",
    "build",
    "dossier",
    "find_briefing",
    "new_briefing",
    "verify_file",
]


def verify_file(
    path: Path,
    home: str | Path | None = None,
    workspace: str | Path | None = None,
    internal: bool = False,
) -> "Result":
    """Run every query of a document again on today's facts; see
    `sanctrack.briefings.verify.verify.verify_file`.
    """
    from sanctrack.briefings.verify.verify import verify_file as verify

    return verify(path, home, workspace, internal)


def dossier(
    identifier: str,
    outputs: list[Path],
    home: str | Path | None = None,
    workspace: str | Path | None = None,
    internal: bool = False,
) -> Any:
    """Write what is held about one record as a document; see
    `sanctrack.briefings.dossiers.dossier`.
    """
    from sanctrack.briefings.dossiers import dossier as write

    return write(identifier, outputs, home, workspace, internal)
