"""What each YAML text of the home says, parsed once: `compiled.json`, which lets a cold start parse
none.

A build hook puts it into the wheel; `python hatch_build.py` (or `make`) writes it beside this file
for a checkout.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compile(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # a checkout finds its own folders
        target = Path(self.directory) / "compiled.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(compiled(Path(self.root)), encoding="utf-8")
        build_data["force_include"][str(target)] = "sanctrack/_data/compiled.json"


def compiled(root: Path, strict: bool = True) -> str:
    """All headers and contracts below `root`, parsed, by the digest of their text; without
    `strict`, those that can be.
    """
    sys.path.insert(0, str(root))
    try:
        from sanctrack.definitions.paths import digest, read_yaml
        from sanctrack.errors import DefinitionError
    finally:
        sys.path.pop(0)
    paths = [*sorted((root / "schemas").glob("*.yaml")), root / "datasets" / "facts.yaml"]
    found = {path: path.read_text(encoding="utf-8") for path in paths}
    for path in sorted((root / "queries").rglob("*.sql")):
        header = re.match(r"/\*---\n(.*?)\n---\*/", path.read_text(encoding="utf-8"), re.DOTALL)
        if header:
            found[path] = header[1]
    parsed = {}
    for path, text in found.items():
        try:
            parsed[digest(text)] = read_yaml(text, str(path))
        except DefinitionError:
            if strict:
                raise  # in a checkout the file's own reader will say it
    return json.dumps(parsed, ensure_ascii=False)


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    text = compiled(here, strict=False)
    from sanctrack.files import replacing

    with replacing(here / "compiled.json") as fresh:
        fresh.write_text(text, encoding="utf-8")
