"""What comes with sanctrack when it is installed: the bill of materials and the notices of third
parties.

    inventory.py bom RAW         what cyclonedx-py says of an environment with requirements/all.txt
                                 → sbom.cdx.json (run it with the Python of that environment)
    inventory.py notices         sbom.cdx.json and requirements/ → THIRD-PARTY.md
    inventory.py notices --check whether THIRD-PARTY.md is what they give

`make sbom` runs all of it. Both files are committed, so that who only reads the repository has
them; tests hold them against requirements/.
"""

import json
import re
import subprocess
import sys
from importlib.metadata import files
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
BOM = ROOT / "sbom.cdx.json"
NOTICES = ROOT / "THIRD-PARTY.md"
EXTRAS = ("lists", "documents", "bi")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)(?: ; (.*?))?(?: \\)?$")

# Licences that the metadata of a package do not say in a way that can be read, and where they are
# said
UNSAID = {
    "pantab": ("BSD-3-Clause", "LICENSE.txt of the package"),
    "colorama": (
        "BSD-3-Clause",
        "README and classifier of the package, which is needed on Windows alone",
    ),
}
# Programs and files of others that a package carries: its metadata speak of the package alone
CARRIED: dict[str, dict[str, Any]] = {
    "pypandoc-binary": {
        "file": "pypandoc/files/pandoc",
        "type": "application",
        "name": "pandoc",
        "version": ["pypandoc/files/pandoc", "--version"],
        "licenses": [{"license": {"id": "GPL-2.0-or-later", "acknowledgement": "declared"}}],
        "description": "Universal document converter, started as a program of its own.",
    },
    "pantab": {
        "file": "pantab/libtableauhyperapi.so",
        "type": "library",
        "name": "Tableau Hyper API",
        "licenses": [{"license": {"name": "terms of Tableau (Salesforce); not in the package"}}],
        "description": "Library and database program (hyperd) that write and read .hyper files.",
    },
    "justmytype-intl-sea": {
        "file": "justmytype_intl_sea/fonts/ofl/notosansmyanmar/OFL.txt",
        "type": "data",
        "name": "Noto Sans Myanmar, Khmer, Lao and Thai",
        "licenses": [{"license": {"id": "OFL-1.1", "acknowledgement": "declared"}}],
        "description": "Fonts; each folder holds its OFL.txt.",
    },
}
OURS = [
    {
        "bom-ref": "natural-earth",
        "type": "data",
        "name": "Natural Earth outlines",
        "description": "Outlines of countries and of Myanmar's states and regions, simplified; "
        "sanctrack/charts/shapes.",
        "licenses": [{"license": {"name": "public domain"}}],
    }
]


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["bom"] and len(arguments) == 2:
        write_bom(json.loads(Path(arguments[1]).read_text(encoding="utf-8")))
        return 0
    if arguments == ["notices"]:
        NOTICES.write_text(notices(), encoding="utf-8")
        return 0
    if arguments == ["notices", "--check"]:
        fresh = NOTICES.read_text(encoding="utf-8") == notices()
        print(
            "THIRD-PARTY.md is fresh"
            if fresh
            else "THIRD-PARTY.md is not what sbom.cdx.json gives; run `make sbom`"
        )
        return 0 if fresh else 1
    print(__doc__, file=sys.stderr)
    return 2


def normal(name: str) -> str:
    """A package's name as requirements/ writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file: str) -> dict[tuple[str, str], str]:
    """Name and version of each package of a file of requirements/, with the condition under which
    it is needed.
    """
    lines = (REQUIREMENTS / f"{file}.txt").read_text(encoding="utf-8").splitlines()
    return {(match[1], match[2]): match[3] or "" for line in lines if (match := PIN.match(line))}


# -- the bill of materials
# ------------------------------------------------------------------------------------


def write_bom(raw: dict[str, Any]) -> None:
    """Write what the tool said, without addresses, with what it cannot see. Raises ValueError for
    an environment of another lock.
    """
    components = {(normal(item["name"]), item["version"]): item for item in raw["components"]}
    locked = pins("all")
    strange = set(components) - set(locked)
    if strange:
        raise ValueError(
            f"the environment has what requirements/all.txt has not: {sorted(strange)}"
        )
    for pin, condition in locked.items():
        if pin not in components:
            components[pin] = elsewhere(pin, components)
        if condition:
            components[pin]["properties"] = [{"name": "sanctrack:needed-where", "value": condition}]
    for (name, _), item in components.items():
        if name in UNSAID:
            item["licenses"] = [{"license": {"id": UNSAID[name][0], "acknowledgement": "declared"}}]
        if name in CARRIED:
            item["components"] = [carried(name)]
    made_by = raw["metadata"]["tools"]["components"]
    raw["metadata"]["tools"]["components"] = [
        {key: tool[key] for key in ("name", "type", "version")} for tool in made_by
    ]
    raw["components"] = [components[pin] for pin in sorted(components)] + OURS
    for item in raw["components"]:
        item.pop("externalReferences", None)
    refs = {edge["ref"] for edge in raw["dependencies"]}
    raw["dependencies"] += [
        {"ref": item["bom-ref"]} for item in raw["components"] if item["bom-ref"] not in refs
    ]
    raw["dependencies"].sort(key=lambda edge: edge["ref"].lower())
    BOM.write_text(
        json.dumps(raw, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8"
    )


def elsewhere(pin: tuple[str, str], components: dict[tuple[str, str], Any]) -> dict[str, Any]:
    """A package that another system or another Python needs, so that the tool did not meet it."""
    name, version = pin
    same = next((item for (other, _), item in components.items() if other == name), {})
    if not same and name not in UNSAID:
        raise ValueError(
            f"{name} {version} is not in this environment: say its licence under UNSAID"
        )
    return {
        "bom-ref": f"{name}=={version}",
        "type": "library",
        "name": same.get("name", name),
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "scope": "optional",
        "licenses": same.get("licenses", []),
    }


def carried(name: str) -> dict[str, Any]:
    """What a package carries of others, with its version where it tells one. Raises ValueError when
    it is not there any more.
    """
    about = dict(CARRIED[name])
    paths = {str(path): path for path in files(name) or ()}
    if about.pop("file") not in paths:
        raise ValueError(f"{name} does not carry {about['name']} as it did: look at it again")
    command = about.pop("version", None)
    if command:
        program = str(paths[command[0]].locate())
        told = subprocess.run(
            [program, *command[1:]], capture_output=True, text=True, check=True
        ).stdout
        about["version"] = told.split()[1]
    return {"bom-ref": f"{name}/{about['name']}", **about}


# -- the notices
# ----------------------------------------------------------------------------------------------

HEAD = """# Third parties

sanctrack's own code is under Apache-2.0 ([LICENSE](LICENSE)), its facts are under CC BY 4.0 with
credits to give ([LICENSE-DATA.md](LICENSE-DATA.md)). This page names what comes from others when it
is installed. It is made from [sbom.cdx.json](sbom.cdx.json) (CycloneDX), which is made from the
metadata of the packages; `make sbom` makes both anew. It is information, not legal advice.

sanctrack's own package holds none of them: `pip` fetches each from where you fetch packages, with
its licence in its own folder (`….dist-info`). Compiled packages (such as pyarrow, numpy, polars,
duckdb, typst and the drivers) hold libraries of others as well, which their licence files name.

**Who only uses sanctrack** has nothing to do. **Who passes it on with these packages in it**, as in
a container image, an installer or a laptop that is given away, passes them on too, under the terms
of each: keep the licence files where they are, and mind these four.

- **pandoc** (GPL-2.0-or-later) comes with `[documents]` inside `pypandoc-binary`, whose own few
  lines are MIT. sanctrack starts it as a program of its own and gives it text; no code of it is
  linked or copied. So neither sanctrack, nor your facts, nor the documents that it makes come under
  the GPL, and using it asks nothing of you. Who passes the program on, as in an image, passes on
  GPL software: give its licence with it, and the complete source of that version, or a written
  offer of it, to whoever gets the image (a copy of the released source beside the image will do).
  An image without `[documents]` holds no pandoc.
- **Tableau's Hyper API** (a library and the program `hyperd`) comes with `[bi]` inside `pantab`,
  whose own code is BSD-3-Clause. It is no open-source software; its terms are Tableau's and are not
  in the package. Read them before you pass it on, or leave pantab out: only `.hyper` files need it.
- **Fonts** (Noto Sans, and Noto Sans Myanmar, Khmer, Lao and Thai) come with `[documents]` under
  the SIL Open Font License 1.1. Documents may embed them freely. Passed on, they keep their licence
  file, and they are not sold by themselves.
- **certifi** (MPL-2.0), the list of certificate authorities, comes with `[lists]`. Passed on
  unchanged, its licence file is enough.

In the package itself:

- **Natural Earth** outlines of countries and of Myanmar's states and regions, public domain,
  simplified (`sanctrack/charts/shapes/`). No credit is asked for; the pictures give one.
- **Facts** rest on sources with terms of their own: [LICENSE-DATA.md](LICENSE-DATA.md).

## Packages

"Needed by": `always`, or the extras that bring it (`[all]` brings every one).

| package | version | licence | needed by |
| --- | --- | --- | --- |
"""


def notices() -> str:
    """THIRD-PARTY.md as sbom.cdx.json and requirements/ give it."""
    bom = json.loads(BOM.read_text(encoding="utf-8"))
    held = {extra: pins(extra) for extra in ("runtime", *EXTRAS)}
    lines = []
    for item in bom["components"]:
        if item["type"] != "library":
            continue
        pin = normal(item["name"]), item["version"]
        extras = [f"`[{extra}]`" for extra in EXTRAS if pin in held[extra]] or ["`[polars]`"]
        needed = "always" if pin in held["runtime"] else ", ".join(extras)
        where = [
            place["value"]
            for place in item.get("properties", ())
            if place["name"] == "sanctrack:needed-where"
        ]
        needed += f"; only where {where[0]}" if where else ""
        lines.append(f"| {item['name']} | {item['version']} | {licence(item)} | {needed} |")
        for part in item.get("components", ()):
            lines.append(
                f"| ↳ {part['name']} | {part.get('version', '')} | {licence(part)} | inside "
                f"{item['name']} |"
            )
    return HEAD + "\n".join(lines) + "\n"


def licence(item: dict[str, Any]) -> str:
    """The licence in SPDX words where the package says it so. Raises ValueError for a package that
    says none.
    """
    said = [one.get("expression") or one["license"].get("id") for one in item["licenses"]]
    named = [one["license"]["name"] for one in item["licenses"] if "name" in one.get("license", {})]
    words = [text for text in said if text] or named
    if not words:
        raise ValueError(f"{item['name']} says no licence: look for it and add it to UNSAID")
    return ", ".join(dict.fromkeys(words))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
