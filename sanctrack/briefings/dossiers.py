"""The dossier: everything held about one record as a document, through the same compiler as
briefings.
"""

import json
import re
from pathlib import Path

from sanctrack.briefings.build import check_outputs, write
from sanctrack.briefings.compile.display import days_in
from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.output.render import form_of
from sanctrack.briefings.source.source import read_briefing
from sanctrack.definitions.paths import find_home, find_workspace
from sanctrack.errors import UsageError
from sanctrack.publication import MARK, PublicWarehouse
from sanctrack.warehouse.result import Result, renamed_to

HEAD = """---
title: "Dossier: {{ $name }}"
question: What does the evidence base hold about the {{ lines[first].kind }} “{{ $name }}” ({{ $id }}), who says so, and who says otherwise?
audience: people who check one record
parameters:
  id: {type: string, help: Id of the record}
  name: {type: string, help: Name of the record}
runs:
  lines: {report: record, params: {id: $id}}
---

The data hold {{ lines[source_ids!=].rows }} lines about this record, each with its sources. They stand below in the order of
the data, claims and denials side by side.
"""  # noqa: E501
SECTION = """
# {title}

```table
run: lines
where: {{section: {quoted}, source_ids: "!"}}
columns: {{day: Day, words: What is recorded, certainty: {heading}}}
widths: [18, 66, 14, 14]
caption: {quoted_title}
```
"""
# kinds whose own line begins with a name, or has a vessel's
NAMED = ("actor", "strike", "delivery")
HEADINGS = {
    "list checks": "Found",
    "listings": "Standing",
    "claims": "Stance",
    "further sources": "Bearing",
}
TAIL = """
::: when lines[source_ids=]
# Lines without a source of their own {.method}

Lines that count over other records, state a rule of ours, tell an id of before or name a copy of
a list in your own workspace have no source of their own; they are left out here and stand in
`sanctrack show`.
:::
"""


def dossier(
    identifier: str,
    outputs: list[Path],
    home: str | Path | None = None,
    workspace: str | Path | None = None,
    internal: bool = False,
) -> Document:
    """Write what is held about a record to files, by their endings (.html, .docx, .pdf, .odt).

    Raises UsageError when nothing has the id or every line of it lacks a source.
    """
    check_outputs(outputs)
    for path in outputs:
        form_of(path)
    found_home, found_workspace = find_home(home), find_workspace(workspace)
    with PublicWarehouse(
        found_home, found_workspace, only=["record"], internal=internal
    ) as warehouse:
        result = warehouse.report("record", id=identifier)
        renamed = renamed_to(result)
        if renamed:
            identifier = renamed.current
            result = warehouse.report("record", id=identifier)
    name = name_of(result)
    sections = sourced_sections(result)
    if not sections:
        raise UsageError(
            f"nothing with a source has the id '{identifier}'; `sanctrack reports` shows where ids "
            f"are found"
        )
    body = "".join(section_text(section) for section in sections)
    briefing = read_briefing(HEAD + body + TAIL, "dossier", f"dossier of {identifier}")
    return write(
        briefing,
        outputs,
        {"id": identifier, "name": name or identifier},
        found_home,
        found_workspace,
        draft=False,
        bibliography=None,
        internal=internal,
    )


def name_of(result: Result) -> str:
    """What people call the record: the first words of its own line, with its day; blank where
    publish_precision keeps them back.
    """
    line = result.records()[0]
    if line["section"] != line["kind"] or line["kind"] not in NAMED:
        return ""
    name = re.split(r": |; |, | \(|\. ", line["words"] or "", maxsplit=1)[0].strip()
    if line["kind"] == "delivery":
        vessel = next(
            (item["words"] for item in result.records() if item["section"] == "vessel"), None
        )
        name = f"delivery by {vessel}" if vessel else "delivery"
    day = f", {days_in(line['day'])}" if line["day"] else ""
    return "" if not name or MARK in name else f"{name}{day}"


def section_text(section: str) -> str:
    """Heading and table of one section of the record."""
    title = section[:1].upper() + section[1:]
    return SECTION.format(
        title=title,
        quoted=json.dumps(section, ensure_ascii=False),
        quoted_title=json.dumps(title, ensure_ascii=False),
        heading=HEADINGS.get(section, "Certainty"),
    )


def sourced_sections(result: Result) -> list[str]:
    """Sections in the order of the report that have a line with a source."""
    rows = zip(result.column("section"), result.column("source_ids"), strict=True)
    return list(dict.fromkeys(section for section, sources in rows if sources))
