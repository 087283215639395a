"""`sanctrack report NAME -o x.svg`: a whole file, or none and a word on why."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "sanctrack",
        "--home",
        str(ROOT),
        "--workspace",
        "/no-such-workspace",
        "report",
        *arguments,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_ending_chooses_the_form(tmp_path: Path) -> None:
    for ending, start in ((".svg", b"<svg"), (".PNG", b"\x89PNG"), (".pdf", b"%PDF")):
        done = run("listing_overlap", "-o", str(tmp_path / f"x{ending}"))
        assert (done.returncode, done.stdout) == (0, "")
        assert "drew" in done.stderr
        assert (tmp_path / f"x{ending}").read_bytes().startswith(start)


def test_nothing_to_draw_leaves_the_old_file_alone(tmp_path: Path) -> None:
    target = tmp_path / "x.svg"
    target.write_text("old")
    for arguments, words in (
        (("strikes", "-p", "from_on=2040-01-01"), "nothing to draw"),
        (("coverage",), "has no picture"),
    ):
        done = run(*arguments, "-o", str(target))
        assert done.returncode == 2
        assert done.stderr.startswith("sanctrack: error: ")
        assert done.stderr.count("\n") == 1
        assert words in done.stderr
    assert target.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["x.svg"]


def test_an_ending_that_is_none_names_the_pictures_where_there_is_one(tmp_path: Path) -> None:
    for name, drawn in (("gap_matrix", True), ("designations", False)):
        done = run(name, "-o", str(tmp_path / "x.bad"))
        assert done.returncode == 2
        assert (".svg, .png, .pdf" in done.stderr) is drawn
        assert not list(tmp_path.iterdir())
