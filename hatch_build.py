"""Build hook: puts into the wheel what each YAML text says (`_data/compiled.json`), so that a cold start parses none."""

import json
import re
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compile(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return  # a checkout finds its own folders; YAML is parsed as it is edited
        target = Path(self.directory) / "compiled.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(compiled(Path(self.root)), encoding="utf-8")
        build_data["force_include"][str(target)] = "sanctrack/_data/compiled.json"


def compiled(root: Path) -> str:
    """All headers and contracts below `root`, parsed, by the digest of their text."""
    sys.path.insert(0, str(root))
    try:
        from sanctrack.home import digest, read_yaml
    finally:
        sys.path.pop(0)
    texts = [path.read_text(encoding="utf-8") for path in [*sorted((root / "schemas").glob("*.yaml")), root / "datasets" / "facts.yaml"]]
    for path in sorted((root / "queries").rglob("*.sql")):
        header = re.match(r"/\*---\n(.*?)\n---\*/", path.read_text(encoding="utf-8"), re.DOTALL)
        if header:
            texts.append(header[1])
    return json.dumps({digest(text): read_yaml(text, "") for text in texts}, ensure_ascii=False)
