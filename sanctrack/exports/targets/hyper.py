"""The Tableau target: one .hyper file, by pantab (extra `bi`)."""

from pathlib import Path
from typing import TYPE_CHECKING

from sanctrack.definitions.quoting import quoted
from sanctrack.errors import SanctrackError
from sanctrack.exports.stamp import FileStamp
from sanctrack.exports.targets.writers import Files, file_name, writes
from sanctrack.files import work_folder

if TYPE_CHECKING:
    from sanctrack.exports.content import Content, Progress


@writes("hyper", ".hyper", "one Tableau extract; needs the extra [bi]")
def write_hyper(content: "Content", folder: Path, progress: "Progress") -> Files:
    try:
        import pantab
    except ImportError as error:
        raise SanctrackError(
            "a .hyper file needs pantab; `pip install 'sanctrack[bi]'` brings it (not on Linux on "
            "ARM)"
        ) from error
    path = folder / file_name(content, "sanctrack.hyper")
    progress("hyper", 0, 1)
    tables = {
        name: content.cursor().sql(f"from {quoted(name)}").to_arrow_reader()
        for name in content.tables
    }
    with work_folder() as logs:  # Tableau's server would leave a log in the working folder
        try:
            pantab.frames_to_hyper(
                tables, path, process_params={"log_dir": str(logs)}, atomic=False
            )
        except RuntimeError as error:  # what Tableau's server says, of the disk as of all else
            raise OSError(f"Tableau's writer says: {' '.join(str(error).split())[:300]}") from error
    return {path.name: FileStamp("hyper")}
