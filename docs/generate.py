"""Write the pages that are made from the contracts, the queries and the command line: `python
docs/generate.py [--check]`.

Makes docs/tables.md, docs/reports.md, docs/commands.md, the tables of kinds in docs/charts.md and
docs/lists/README.md, the outputs shown in README.md (each below a comment `<!-- output of:
sanctrack … -->`) and the JSON Schemas by which editors complete YAML (schemas/json/). With
`--check` nothing is written; what is not
fresh is named and the exit code is 1.
"""

import argparse
import contextlib
import io
import json
import os
import re
import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ |= {
    "COLUMNS": "100",
    "SANCTRACK_WORKSPACE": str(ROOT / "no-such-workspace"),
    "NO_COLOR": "1",
}
os.environ.pop("SANCTRACK_HOME", None)

from sanctrack.briefings.source.source import HEADER  # noqa: E402
from sanctrack.briefings.source.style_rules import WORDING  # noqa: E402
from sanctrack.charts.header import shape_of  # noqa: E402 - after the environment is fixed
from sanctrack.cli.app import app  # noqa: E402 - after the environment is fixed
from sanctrack.cli.entry import main as command_line  # noqa: E402
from sanctrack.definitions.contracts import CONTRACT, Contract, load_contract, table_names  # noqa: E402
from sanctrack.definitions.paths import FACTS, find_home  # noqa: E402
from sanctrack.definitions.queries import HEADERS, Query, load_query, names  # noqa: E402
from sanctrack.definitions.shapes import Shape, json_schema  # noqa: E402
from sanctrack.facts.mapping import MAPPING  # noqa: E402
from sanctrack.files import replacing  # noqa: E402
from sanctrack.registries import (  # noqa: E402 - after the environment is fixed
    CHARTS,
    DATABASES,
    FORMATS,
    PUBLISHERS,
    TARGETS,
)
from sanctrack.warehouse.arguments import closed_values  # noqa: E402 - after the environment is fixed

MADE = (
    "<!-- Made by docs/generate.py (`make docs`); edit the contract, the query or the command "
    "instead. -->\n"
)
SHOWN = re.compile(
    r"(<!-- output of: sanctrack (.*?)(?: \| head -(\d+))? -->\n```text\n).*?(```\n)", re.DOTALL
)
HOME = find_home(ROOT)


def cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|").replace("<", "&lt;")


def rows(headers: list[str], lines: list[list[str | None]]) -> str:
    head = "| " + " | ".join(headers) + " |\n|" + "---|" * len(headers) + "\n"
    return head + "".join("| " + " | ".join(cell(part) for part in line) + " |\n" for line in lines)


def tables() -> str:
    contracts = [load_contract(HOME, name) for name in table_names(HOME)]
    facts = [item for item in contracts if item.kept_in == "datasets"]
    imported = [item for item in contracts if item.kept_in != "datasets"]
    parts = [
        f"# Tables\n\n{MADE}",
        "Blank means not known; 0 means counted and none. Every date column ends in `_on`, every "
        "instant in `_at`.\nA CSV may leave out every column that is not `required`: each row is "
        "then as if its cell were blank.\nIn SQL every table has one more column, `dataset`: "
        "`sanctrack` for shipped rows, the name of the folder for a user's own\n(`workspace` where "
        "the folder is named like the shipped facts or an imported list).\nThe definitions behind "
        "the columns are in [method.md](method.md).\n",
        "## Facts\n",
        *[table_page(item) for item in facts],
        "## Imported lists and tables\n\nEmpty until `sanctrack import` or `sanctrack refresh` "
        "fills them in the workspace.\n",
        *[table_page(item) for item in imported],
        "## Views\n\nEach can be read with `sanctrack sql`.\n",
        *[view_page(load_query(HOME, name, "view")) for name in names(HOME, "view")],
    ]
    return "\n".join(parts)


def table_page(contract: Contract) -> str:
    refers = {field: f"`{key.table}`" for key in contract.foreign_keys for field in key.fields}
    lines: list[list[str | None]] = []
    for field in contract.fields:
        rules = [word for word in ("required", "unique") if getattr(field, word)]
        rules += [
            f"{word} {getattr(field, word)}"
            for word in ("minimum", "maximum")
            if getattr(field, word) is not None
        ]
        codes = "; ".join(f"`{code}` {meaning}" for code, meaning in (field.codes or {}).items())
        meaning = (
            field.words
            + (f" Codes: {codes}." if codes else "")
            + (f" Refers to {refers[field.name]}." if field.name in refers else "")
        )
        lines.append([f"`{field.name}`", field.type, ", ".join(rules), meaning])
    key = ", ".join(f"`{name}`" for name in contract.primary_key)
    head = f"### {contract.name}\n\n{contract.title}: {contract.description}\n\n"
    head += f"{contract.grain[:1].upper()}{contract.grain[1:]}; key {key}.\n\n"
    return head + rows(["column", "type", "rule", "meaning"], lines)


def view_page(query: Query) -> str:
    lines: list[list[str | None]] = [
        [f"`{name}`", words + (f" Unit: {unit}." if unit else "")]
        for name, words, unit in query.columns
    ]
    return f"### {query.name}\n\n{query.title}; {query.grain}.\n\n" + rows(
        ["column", "meaning"], lines
    )


def reports() -> str:
    parts = [
        f"# Reports\n\n{MADE}",
        "`sanctrack report NAME -p parameter=value`; `--about` prints what stands here.\n",
    ]
    chosen = [load_query(HOME, name, "report") for name in names(HOME, "report")]
    parts.append(
        rows(
            ["report", "question"],
            [[f"[{query.name}](#{query.name})", query.question] for query in chosen],
        )
    )
    return "\n".join([*parts, *[report_page(query) for query in chosen]])


def report_page(query: Query) -> str:
    params: list[list[str | None]] = []
    for item in query.params:
        default = (
            "needed"
            if not item.has_default
            else "none"
            if item.default is None
            else f"`{item.default}`"
        )
        values = closed_values(HOME, item)
        choices = f" One of: {', '.join(values)}." if values else ""
        params.append(
            [f"`{item.name}`", item.type, default, f"{item.help}.{choices}".replace("..", ".")]
        )
    lines: list[list[str | None]] = [
        [f"`{name}`", words + (f" Unit: {unit}." if unit else "")]
        for name, words, unit in query.described
    ]
    head = (
        f"## {query.name}\n\n**{query.title}.** "
        f"{query.question}\n\n{query.grain[:1].upper()}{query.grain[1:]}.\n\n> {query.caveat}\n\n"
    )
    taken = (
        rows(["parameter", "type", "default", "meaning"], params) if params else "No parameters.\n"
    )
    return f"{head}{taken}\n{rows(['column', 'meaning'], lines)}"


def output_of(arguments: list[str]) -> str:
    """What a command prints on stdout."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        try:
            command_line(arguments)
        except SystemExit as end:
            if end.code:
                raise SystemExit(f"sanctrack {' '.join(arguments)} fails with {end.code}") from None
    out.seek(0)
    return out.read()


def commands() -> str:
    told = [
        (item.name or getattr(item.callback, "__name__", "")).replace("_", "-")
        for item in app.registered_commands
        if not item.hidden
    ]
    told += [group.name for group in app.registered_groups if group.name]
    parts = [f"# Commands\n\n{MADE}", f"```text\n{output_of(['--help'])}```\n"]
    parts += [f"## {name}\n\n```text\n{output_of([name, '--help'])}```\n" for name in sorted(told)]
    parts.append(
        "## Formats of results\n\n"
        + rows(
            ["format", "ending", "media type", "what it is"],
            [
                [f"`{name}`", f"`{kind.ENDING}`", f"`{kind.MEDIA_TYPE}`", kind.WORDS]
                for name, kind in FORMATS.items().items()
            ],
        )
    )
    parts.append(
        "## Targets of an export\n\n"
        + rows(
            ["target", "in the bundle", "what it is"],
            [
                *(
                    [f"`{name}`", "yes" if kind.IN_BUNDLE else "", kind.WORDS]
                    for name, kind in TARGETS.items().items()
                ),
                *([f"`{name}`", "", kind.WORDS] for name, kind in DATABASES.items().items()),
            ],
        )
    )
    parts.append(
        "## Exit codes\n\n"
        + rows(
            ["code", "meaning"],
            [
                ["0", "done"],
                ["1", "disk, permission, a limit of the machine"],
                [
                    "2",
                    "what was typed: unknown report, parameter, value or option; refused or wrong "
                    "SQL",
                ],
                ["3", "our own files: a contract, a query or a briefing does not hold together"],
                ["4", "data: a row against its contract; a broken, missing or truncated file"],
                ["5", "a published list or a download"],
                ["130", "stopped with Ctrl-C"],
            ],
        )
    )
    return "\n".join(parts)


def readme() -> str:
    """README.md with the outputs that it shows made anew."""

    def fresh(match: re.Match[str]) -> str:
        lines = output_of(match[2].split()).splitlines()
        most = int(match[3]) if match[3] else len(lines)
        return (
            match[1]
            + "\n".join([*lines[:most], *(["…"] if len(lines) > most else [])])
            + "\n"
            + match[4]
        )

    return SHOWN.sub(fresh, (ROOT / "README.md").read_text(encoding="utf-8"))


# the shapes by which the loaders judge our YAML: file name → shape, title
SCHEMAS: dict[str, tuple[Shape, str]] = {
    "contract": (CONTRACT, "Contract of a table (schemas/*.yaml)"),
    "facts": (FACTS, "What is said of the facts as a whole (datasets/facts.yaml)"),
    "mapping": (MAPPING, "How somebody's table becomes one of ours (mappings/*.yaml)"),
    "briefing": (HEADER, "Header of a briefing (queries/briefings/*.md)"),
    "wording": (WORDING, "Words that briefings may not use (queries/briefings/wording.yaml)"),
    **{kind: (shape, f"Header of a {kind} (SQL)") for kind, shape in HEADERS.items()},
}


def schema_page(name: str) -> str:
    """The JSON Schema of one kind of file."""
    schema = json_schema(*SCHEMAS[name])
    if "picture" in schema["properties"]:
        pictures = [shape_of(kind).schema() for kind in CHARTS]
        schema["properties"]["picture"] |= {"anyOf": pictures, "additionalProperties": True}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def charts() -> str:
    """The hand-written page with the table of the kinds of pictures made from their files."""
    lines: list[list[str | None]] = [
        list(line) for kind in CHARTS.items().values() for line in kind.KEYS_IN_WORDS
    ]
    table = rows(["kind", "needs", "may have"], lines)
    text = (ROOT / "docs" / "charts.md").read_text(encoding="utf-8")
    return re.sub(r"\| kind \| needs \| may have \|\n(\|.*\n)+", lambda _: table, text, count=1)


def list_pages() -> str:
    """The hand-written page with the table of the official lists made from their importers."""
    lines: list[list[str | None]] = []
    for name, module in PUBLISHERS.items().items():
        codes = ", ".join(module.LISTS) + ("…" if module.OTHER_LISTS else "")
        has_page = (ROOT / "docs" / "lists" / f"{name}.md").is_file()
        terms = module.LICENCE + ("" if module.REDISTRIBUTION == "yes" else "; no redistribution")
        layouts = " ".join((module.__doc__ or "").split("\n\n")[0].split())
        first = f"[{codes}]({name}.md)" if has_page else codes
        lines.append([first, f"`{name}`", module.PUBLISHER, layouts, terms])
    table = rows(["list", "importer", "publisher", "what is read", "terms"], lines)
    text = (ROOT / "docs" / "lists" / "README.md").read_text(encoding="utf-8")
    return re.sub(r"\| list \| importer \|.*\n(\|.*\n)+", lambda _: table, text, count=1)


PAGES = {
    "docs/charts.md": charts,
    "docs/lists/README.md": list_pages,
    "docs/tables.md": tables,
    "docs/reports.md": reports,
    "docs/commands.md": commands,
    "README.md": readme,
    **{f"schemas/json/{name}.json": partial(schema_page, name) for name in SCHEMAS},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; name what is not fresh"
    )
    checking = parser.parse_args().check
    stale = []
    for name, make in PAGES.items():
        path, text = ROOT / name, re.sub(r"[ \t]+\n", "\n", make())
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not checking:
                with replacing(path) as temporary:
                    temporary.write_text(text, encoding="utf-8")
    if checking and stale:
        raise SystemExit(f"not fresh: {', '.join(stale)}; `make docs` writes them")
    print(f"written: {', '.join(stale)}" if stale else "all pages are fresh")


if __name__ == "__main__":
    main()
