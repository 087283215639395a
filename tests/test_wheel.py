"""What is installed: a wheel, and one built from the sdist, answer as the checkout does, in an
environment of their own.

No network: build tools and dependencies are those of the environment that runs the tests.
"""

import os
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from sanctrack.warehouse.warehouse import Warehouse

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.wheel


def build(kind: str, source: Path, target: Path) -> Path:
    """Build the project below `source` into `target` with the tools of this environment; return the
    file.
    """
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        f"--{kind}",
        "--outdir",
        str(target),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(target.glob("*.whl" if kind == "wheel" else "*.tar.gz"))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The committed and new files of the checkout, without what is ignored: what a fresh clone
    would hold.
    """
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    target = tmp_path_factory.mktemp("checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes((ROOT / name).read_bytes())
    return target


@pytest.fixture(scope="module", params=["wheel", "sdist"])
def wheel(
    request: pytest.FixtureRequest, clean: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A wheel built from the checkout, and one built from the sdist."""
    folder = tmp_path_factory.mktemp(str(request.param))
    if request.param == "wheel":
        return build("wheel", clean, folder)
    archive = build("sdist", clean, folder)
    subprocess.run(["tar", "xzf", str(archive), "-C", str(folder)], check=True)
    return build("wheel", folder / archive.name.removesuffix(".tar.gz"), folder / "out")


def test_the_wheel_carries_its_home(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "sanctrack/_data/compiled.json",
        "sanctrack/_data/datasets/facts.yaml",
        "sanctrack/py.typed",
    } <= names
    for folder, ending in (("schemas", ".yaml"), ("datasets", ".parquet"), ("queries", ".sql")):
        held = {
            name.removeprefix(f"sanctrack/_data/{folder}/")
            for name in names
            if name.startswith(f"sanctrack/_data/{folder}/")
        }
        ours = {
            path.relative_to(ROOT / folder).as_posix()
            for path in (ROOT / folder).rglob(f"*{ending}")
        }
        assert ours <= held
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/", "docs/"))]


def test_the_installed_program_answers_as_the_checkout_does(
    wheel: Path, shipped: Warehouse, tmp_path: Path
) -> None:
    environment = tmp_path / "env"
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    packages = next(environment.glob("lib/python*/site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # the dependencies are those of this environment, but not its editable sanctrack: that one hangs
    # on a .pth file
    packages.joinpath("dependencies.pth").write_text(
        "\n".join(site.getsitepackages()) + "\n", encoding="utf-8"
    )
    told = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "SANCTRACK"))
    }
    told["XDG_DATA_HOME"] = str(tmp_path / "data")
    python = environment / "bin" / "python"

    def ask(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(python), "-m", "sanctrack", *arguments],
            cwd=tmp_path,
            env=told,
            capture_output=True,
            text=True,
            check=False,
        )

    where = subprocess.run(
        [str(python), "-c", "import sanctrack; print(sanctrack.__file__)"],
        cwd=tmp_path,
        env=told,
        capture_output=True,
        text=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(environment), where
    done = ask("report", "gap_matrix", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(shipped.report("gap_matrix")) + 1
    assert ask("check").returncode == 0
    assert ask("tables", "airstrikes").returncode == 0
