"""What is installed: pins agree with the ranges, are hashed and complete, and the bill of materials
and the notices name them.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sanctrack import __version__

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
LOCKS = sorted(path.stem for path in REQUIREMENTS.glob("*.txt"))
EXTRAS = ["all", "lists", "documents", "bi"]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# every Python and system for which the README says that wheels are there
PLACES = [
    {
        "python_full_version": f"3.{minor}.0",
        "python_version": f"3.{minor}",
        "sys_platform": system,
        "platform_machine": machine,
    }
    for minor in (11, 12, 13, 14)
    for system, machine in (
        ("linux", "x86_64"),
        ("linux", "aarch64"),
        ("darwin", "arm64"),
        ("win32", "AMD64"),
    )
]


def blocks(lock: str) -> list[tuple[Requirement, list[str]]]:
    """The pins of a file, each with its hashes."""
    found: list[tuple[Requirement, list[str]]] = []
    for line in (REQUIREMENTS / f"{lock}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("    --hash="):
            found[-1][1].append(line.strip(" \\").removeprefix("--hash="))
        elif line and not line.lstrip().startswith("#"):
            found.append((Requirement(line.rstrip(" \\")), []))
    return found


def group(name: str) -> list[Requirement]:
    """The ranges of a dependency group, with those of the groups that it includes."""
    ranges: list[Requirement] = []
    for entry in PROJECT["dependency-groups"][name]:
        ranges += group(entry["include-group"]) if isinstance(entry, dict) else [Requirement(entry)]
    return ranges


def ranges(lock: str) -> list[Requirement]:
    """What pyproject.toml asks for and a file of requirements/ has to hold."""
    if lock == "supply":
        return group("supply")
    base = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
    extras = PROJECT["project"]["optional-dependencies"]
    parts = [name for name in extras if name != "all"]
    wanted = {"runtime": [], "dev": parts, "all": parts}.get(lock, [lock])
    base += [Requirement(text) for name in wanted for text in extras[name]]
    return base + {"runtime": group("build"), "dev": group("dev")}.get(lock, [])


def where(place: dict[str, str]) -> dict[str, str]:
    names = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
    return {
        **default_environment(),
        **place,
        "platform_system": names[place["sys_platform"]],
        "extra": "",
    }  # type: ignore[dict-item]


def needed(requirement: Requirement, place: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(where(place))


def test_all_takes_every_extra() -> None:
    (everything,) = [
        Requirement(text) for text in PROJECT["project"]["optional-dependencies"]["all"]
    ]
    assert everything.extras == set(PROJECT["project"]["optional-dependencies"]) - {"all"}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_hashed(lock: str) -> None:
    text = (REQUIREMENTS / f"{lock}.txt").read_text(encoding="utf-8")
    assert not re.search(
        r"://|^\s*(-i|--index-url|--extra-index-url|-f|--find-links)\b", text, re.MULTILINE
    )
    for pin, hashes in blocks(lock):
        assert re.fullmatch(r"==[^*]+", str(pin.specifier)), pin
        assert hashes, pin
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), pin


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize(
    "place",
    PLACES,
    ids=lambda place: (
        f"{place['python_version']}-{place['sys_platform']}-{place['platform_machine']}"
    ),
)
def test_ranges_and_pins_agree(lock: str, place: dict[str, str]) -> None:
    pins = [pin for pin, _ in blocks(lock) if needed(pin, place)]
    versions = {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}
    assert len(versions) == len(pins), "two pins of one package"
    for asked in ranges(lock):
        if needed(asked, place):
            assert asked.specifier.contains(versions[canonicalize_name(asked.name)]), asked


@pytest.mark.parametrize("lock", [name for name in LOCKS if name not in ("dev", "supply")])
def test_one_package_has_one_version_everywhere(lock: str) -> None:
    developers = {
        (pin.name, str(pin.specifier), str(pin.marker)): set(hashes)
        for pin, hashes in blocks("dev")
    }
    names = {name for name, _, _ in developers}
    for pin, hashes in blocks(lock):
        assert pin.name in names
        same = [
            held
            for (name, version, _), held in developers.items()
            if (name, version) == (pin.name, str(pin.specifier))
        ]
        assert same, f"{pin} is another version than in dev.txt"
        assert hashes
        assert set(hashes) == same[0]


@pytest.mark.parametrize("lock", ["runtime", *EXTRAS])
def test_what_a_pin_needs_is_pinned(lock: str) -> None:
    """As far as the packages of this environment tell: `pip install --require-hashes` refuses a
    file that lacks one.
    """
    from importlib.metadata import PackageNotFoundError, requires

    names = {canonicalize_name(pin.name) for pin, _ in blocks(lock)}
    here = {"extra": ""}
    asked_extras = {canonicalize_name(item.name): item.extras for item in ranges(lock)}
    seen = 0
    for name in sorted(names):
        try:
            wanted = requires(name) or []
        except PackageNotFoundError:  # of another system
            continue
        for requirement in map(Requirement, wanted):
            extras = asked_extras.get(name, set())
            applies = requirement.marker is None or any(
                requirement.marker.evaluate({**here, "extra": extra}) for extra in ("", *extras)
            )
            if applies:
                seen += 1
                assert canonicalize_name(requirement.name) in names, f"{name} needs {requirement}"
    assert seen > 10


# -- bill of materials and notices
# ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bom() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "sbom.cdx.json").read_text(encoding="utf-8"))
    return read


def test_the_bill_names_what_is_pinned_and_nothing_else(bom: dict[str, Any]) -> None:
    named = {
        (canonicalize_name(item["name"]), item["version"])
        for item in bom["components"]
        if item["type"] == "library"
    }
    assert named == {
        (canonicalize_name(pin.name), str(pin.specifier)[2:]) for pin, _ in blocks("all")
    }
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    assert (bom["metadata"]["component"]["name"], bom["metadata"]["component"]["version"]) == (
        "sanctrack",
        __version__,
    )


def test_the_bill_is_complete_in_itself(bom: dict[str, Any]) -> None:
    components = [
        *bom["components"],
        *(part for item in bom["components"] for part in item.get("components", ())),
    ]
    assert all(item["licenses"] for item in components)
    refs = [item["bom-ref"] for item in components]
    assert len(set(refs)) == len(refs)
    edges = {edge["ref"]: edge.get("dependsOn", []) for edge in bom["dependencies"]}
    assert {item["bom-ref"] for item in bom["components"]} <= set(edges)
    assert {ref for targets in edges.values() for ref in targets} <= set(refs)
    licences = {item["name"]: json.dumps(item["licenses"]) for item in components}
    assert "GPL-2.0-or-later" in licences["pandoc"]
    assert "OFL-1.1" in licences["fontpkg-noto-sans"]
    assert "OFL-1.1" in licences["Noto Sans Myanmar, Khmer, Lao and Thai"]


def test_the_bill_holds_no_address_time_or_folder(bom: dict[str, Any]) -> None:
    text = json.dumps({key: value for key, value in bom.items() if key != "$schema"})
    assert not re.search(r"://|/home/|/root/|/tmp/|timestamp|serialNumber", text)


def test_notices_are_made_from_the_bill() -> None:
    done = subprocess.run(
        [sys.executable, REQUIREMENTS / "inventory.py", "notices", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_notices_say_what_matters_to_who_passes_it_on() -> None:
    text = " ".join((ROOT / "THIRD-PARTY.md").read_text(encoding="utf-8").split())
    for words in (
        "GPL-2.0-or-later",
        "complete source of that version",
        "SIL Open Font License",
        "Tableau",
        "MPL-2.0",
        "Natural Earth",
    ):
        assert words in text


def test_classifiers_name_the_pythons_that_were_run() -> None:
    named = [
        item.rpartition(" ")[2]
        for item in PROJECT["project"]["classifiers"]
        if "Python :: 3." in item
    ]
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert named == ["3.11", "3.12", "3.13"]
    assert "run whole on Python 3.11; on 3.12 and 3.13 a good part of them was run" in readme


def test_security_names_every_way_to_the_network(tmp_path: Path) -> None:
    """What imports a client of the network is `refresh` and the PostgreSQL target, as SECURITY.md
    says.
    """
    clients = re.compile(
        r"^\s*(?:import|from) "
        r"(httpx|requests|urllib\.request|http\.client|socket|ftplib|smtplib|adbc_driver_postgresql)",
        re.M,
    )
    found = {
        path.relative_to(ROOT / "sanctrack").as_posix()
        for path in (ROOT / "sanctrack").rglob("*.py")
        if clients.search(path.read_text())
    }
    assert found == {"lists/fetch.py", "exports/databases/postgres.py"}
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "`sanctrack refresh`" in text
    assert "`sanctrack export postgres --uri`" in text
