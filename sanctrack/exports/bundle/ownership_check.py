"""Whether a file that stands where an export would go is an earlier export: what is not ours is
never replaced.
"""

from pathlib import Path

from sanctrack import bounded
from sanctrack.errors import SanctrackError, UsageError
from sanctrack.exports.writing import TARGETS
from sanctrack.names.signs import visible_name

SECONDS = 300.0
MEMORY = 4 * bounded.GIGABYTE


def refuse_foreign_file(path: Path, target: str) -> None:
    """Raise UsageError when `path` is there and no file that `sanctrack export` of this target
    wrote and nobody added to.
    """
    if not path.exists() and not path.is_symlink():
        return
    try:
        added = (
            bounded.run(TARGETS[target].added, path.resolve(), seconds=SECONDS, memory=MEMORY)
            if path.is_file()
            else None
        )
    except (
        bounded.TimeLimitError,
        bounded.MemoryLimitError,
        bounded.AnswerLimitError,
        bounded.CrashError,
    ):
        added = None
    except SanctrackError:
        raise
    # whatever a foreign, broken or locked file makes of its reader: it cannot be read as ours
    except Exception:
        added = None
    if added is None:
        raise UsageError(
            f"{path} is there and cannot be read as a file that `sanctrack export {target}` wrote, "
            f"so it is not replaced; name another"
        )
    if added:
        shown = ", ".join(visible_name(name) for name in added[:5]) + (
            f" and {len(added) - 5} more" if len(added) > 5 else ""
        )
        raise UsageError(
            f"{path} is an export with something of yours in it ({shown}), so it is not replaced; "
            f"name another"
        )
