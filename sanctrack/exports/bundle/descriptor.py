"""What a bundle says about itself in files: datapackage.json (Data Package v2), README,
attribution, metadata for Datasette.
"""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.definitions.contracts import Contract, Field
from sanctrack.definitions.quoting import quoted
from sanctrack.exports.about import INTERNAL, statements
from sanctrack.exports.bundle.questions import load_questions
from sanctrack.exports.content import nullable_key
from sanctrack.exports.stamp import FileStamp, digest
from sanctrack.exports.writing import TARGETS, words_of

if TYPE_CHECKING:
    from sanctrack.exports.content import Content

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCES = {
    "CC-BY-4.0": {
        "name": "CC-BY-4.0",
        "title": "Creative Commons Attribution 4.0 International",
        "path": "https://creativecommons.org/licenses/by/4.0/",
    }
}
CLOSED = (
    "Rows with the reason terms are imported lists whose publishers do not let them be passed on; "
    "they stay with whoever imported them."
)


def write_descriptor(
    content: "Content", folder: Path, files: dict[str, FileStamp], measures: dict[str, Any]
) -> None:
    """Write `datapackage.json`, `README.md`, `ATTRIBUTION.md` and, beside a SQLite file,
    `datasette.json`.
    """
    said = dict(statements(content.warehouse, content.internal, content.held_back))
    package = {
        **head(content, said),
        "resources": [
            resource(content, folder, name, files[name], measures) for name in sorted(files)
        ],
    }
    dump(folder / "datapackage.json", package)
    (folder / "README.md").write_text(readme(content, said, files), encoding="utf-8")
    (folder / "ATTRIBUTION.md").write_text(attribution(content, said), encoding="utf-8")
    if any(item.target == "sqlite" for item in files.values()):
        dump(folder / "datasette.json", datasette(content, said, files))


def dump(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


# -- datapackage.json
# -----------------------------------------------------------------------------------------


def head(content: "Content", said: dict[str, str]) -> dict[str, Any]:
    facts = content.home.facts
    licence = str(facts.get("licence", ""))
    return {
        "$schema": PROFILE,
        "name": "sanctrack",
        "title": said["title"],
        "description": f"{said['description']}\n\n{said['caveat']}",
        "version": said["version"],
        "keywords": ["Myanmar", "air strikes", "jet fuel", "sanctions"],
        "licenses": [LICENCES.get(licence, {"name": licence})],
        "contributors": [{"title": "The sanctrack developers", "roles": ["author", "publisher"]}],
        "sources": sources(content),
        "publication": said["publication"],
        "as_of": said["as_of"],
        "datasets": said["datasets"],
    }


def sources(content: "Content") -> list[dict[str, str]]:
    found = [
        {
            "title": item["source_family"],
            "licence": str(item.get("licence", "")),
            "description": " ".join(str(item.get("text", "")).split()),
        }
        for item in content.home.facts.get("attribution") or []
    ]
    return found + [
        {
            "title": title,
            "licence": terms,
            "description": f"imported list, copy of {day or 'a day not known'}",
        }
        for title, terms, day in lists(content)
    ]


def lists(content: "Content") -> list[tuple[str, str, Any]]:
    """Publisher and list, terms and day of each imported copy that the bundle holds."""
    if "list_versions" not in content.tables:
        return []
    rows = (
        content.cursor()
        .execute(
            "select publisher || ', ' || list, licence, list_version_on from list_versions order "
            "by all"
        )
        .fetchall()
    )
    return [(str(title), str(terms), day) for title, terms, day in rows]


def list_licences(content: "Content") -> list[dict[str, str]]:
    """The terms of the publishers of the imported lists, each once; a name of the schema holds no
    blanks.
    """
    terms = dict.fromkeys(words for _, words, _ in lists(content))
    return [
        {
            "name": re.sub(r"[^A-Za-z0-9._-]+", "-", words).strip("-") or "see-ATTRIBUTION.md",
            "title": words,
        }
        for words in terms
    ]


def resource(
    content: "Content", folder: Path, name: str, about: FileStamp, measures: dict[str, Any]
) -> dict[str, Any]:
    path = folder / name
    common = {
        "path": name,
        "format": about.target,
        "mediatype": TARGETS[about.target].MEDIA_TYPE,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest(path)}",
    }
    if not about.table:
        return {
            "name": f"{about.target}-database",
            "title": f"All tables, as {about.target}",
            **common,
        }
    contract = content.tables[about.table]
    described = {
        "title": contract.title,
        "description": contract.description,
        "grain": contract.grain,
        **common,
    }
    # the licence of the package does not reach what others published
    if contract.kept_in == "workspace":
        described["licenses"] = list_licences(content)
    if about.target != "csv":
        return {"name": f"{about.table}-{about.target}", **described}
    schema = table_schema(contract, measures[about.table])
    return {
        "name": about.table,
        "type": "table",
        **described,
        "encoding": "utf-8",
        "dialect": {"delimiter": ","},
        "schema": schema,
    }


def table_schema(contract: Contract, measured: dict[str, Any]) -> dict[str, Any]:
    """The Table Schema of a table: fields with words, units, codes and rules, and its keys."""
    full = {
        name: column["filled"] == measured["rows"] for name, column in measured["columns"].items()
    }
    schema: dict[str, Any] = {
        "fields": [field_schema(item, full[item.name]) for item in contract.fields],
        "missingValues": [""],
    }
    schema["uniqueKeys" if nullable_key(contract) else "primaryKey"] = (
        [list(contract.primary_key)] if nullable_key(contract) else list(contract.primary_key)
    )
    keys = [
        {
            "fields": list(key.fields),
            "reference": {
                "resource": key.table if key.table != contract.name else "",
                "fields": list(key.target_fields),
            },
        }
        for key in contract.foreign_keys
        # readers of packages refuse a key with a blank part; its parts have keys of their own
        if len(key.fields) == 1 or all(contract.field(name).required for name in key.fields)
    ]
    return {**schema, "foreignKeys": keys} if keys else schema


def field_schema(item: Field, full: bool) -> dict[str, Any]:
    rules: dict[str, Any] = {}
    # a column that publishing may blank is required only while it is full
    if item.required and full:
        rules["required"] = True
    for name in ("unique", "minimum", "maximum", "pattern"):
        if getattr(item, name) not in (None, False):
            rules[name] = getattr(item, name)
    if item.codes:
        rules["enum"] = list(item.codes)
    field: dict[str, Any] = {"name": item.name, "type": item.type, "description": item.words}
    if item.type == "datetime":
        field["format"] = "%Y-%m-%d %H:%M:%S"
    if item.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if item.unit:
        field["unit"] = item.unit
    if item.codes:
        field["categories"] = [
            {"value": code, "label": meaning} for code, meaning in item.codes.items()
        ]
    return {**field, "constraints": rules} if rules else field


# -- words
# --------------------------------------------------------------------------------------------------


def readme(content: "Content", said: dict[str, str], files: dict[str, FileStamp]) -> str:
    lines = [f"# {said['title']}", ""]
    if content.internal:
        lines += [f"**{said['publication']}.**", ""]
    lines += [said["description"], "", f"**{said['caveat']}**", ""]
    lines += [
        f"Version {said['version']}, data as of {said['as_of']}, data sets: {said['datasets']}. "
        f"Licence: {said['licence']}, see ATTRIBUTION.md."
        + (
            " The `list_` tables are copies of imported lists, under the terms of their publishers "
            "named there."
            if lists(content)
            else ""
        ),
        "",
    ]
    lines += ["## What is here", ""]
    by_target = {item.target: name for name, item in files.items()}
    lines += [
        f"- {TARGETS[target].README}" + (f" (`{name}`)" if "/" not in name else "")
        for target, name in by_target.items()
    ]
    lines += [
        "- `datapackage.json`: every file with its columns, units, keys and checksum",
        "- `stamp.json`: checksums, counts and sums, read by `sanctrack verify DIR`",
        "",
    ]
    for name, item in sorted(files.items()):
        lines += (
            [
                f"Left out of `{name}` because a sheet cannot hold it: {', '.join(item.left_out)}.",
                "",
            ]
            if item.left_out
            else []
        )
    lines += ["## What was held back", "", *held_back(content), ""]
    lines += [
        "## Tables",
        "",
        "Begin with the `fact_` and `dim_` tables (a star: one grain each); the plain tables below "
        "carry everything.",
        "",
    ]
    lines += ["| table | rows | one row is |", "| --- | ---: | --- |"]
    ordered = sorted(
        content.tables,
        key=lambda name: (content.tables[name].kept_in not in ("marts", "about"), name),
    )
    lines += [
        f"| {name} | {content.counts[name]} | {content.tables[name].grain} |" for name in ordered
    ]
    lines += [
        "",
        "Never add up rows of a `bridge_` table: its `count_rule` or key column says how to count. "
        "Columns: table `bundle_columns`.",
        "",
    ]
    return "\n".join(lines)


def held_back(content: "Content") -> list[str]:
    if content.internal:
        return ["Nothing: this bundle is internal and holds every row as it stands."]
    if not content.held_back:
        return ["Nothing: no row asks for it."]
    lines = [
        f"- {row.table}, data set {row.dataset}, {row.precision} ({row.reason}): {row.rows} rows"
        for row in content.held_back
    ]
    if all(row.reason == "terms" for row in content.held_back):
        return [*lines, "", CLOSED]
    closed = ["", CLOSED] if any(row.reason == "terms" for row in content.held_back) else []
    return [
        *lines,
        *closed,
        "",
        "Coarsened rows keep their mark in `publish_precision`, have a neutral id, and lose place, "
        "point and free text. Withheld rows are in no table: add their number to a count of the "
        "table for the full count. Free text of other rows is not searched for their names.",
    ]


def attribution(content: "Content", said: dict[str, str]) -> str:
    lines = [
        "# Attribution",
        "",
        *([f"**{said['publication']}.**", ""] if content.internal else []),
    ]
    lines += [
        f"> sanctrack facts, version {said['version']}, data as of {said['as_of']}, the sanctrack "
        f"developers, {said['licence']}.",
        "",
    ]
    lines += [
        "Give the version, say what you changed, and add the credits below for the source families "
        "that your rows rest on (`source_id` leads there).",
        "",
    ]
    for item in content.home.facts.get("attribution") or []:
        lines += [
            f"- **{item['source_family']}** ({item.get('licence', '')}): "
            f"{' '.join(str(item.get('text', '')).split())}"
        ]
    lines += [
        f"- **{title}** (copy of {day or 'a day not known'}): {terms}"
        for title, terms, day in lists(content)
    ]
    own = datasets_of_users(content)
    if own:
        lines += [
            "",
            f"Rows of the data sets {', '.join(own)} are not part of the facts that sanctrack "
            f"ships: their terms are for their makers to say.",
        ]
    return "\n".join([*lines, ""])


def datasets_of_users(content: "Content") -> list[str]:
    """Data sets other than ours that added facts; imported lists are credited by
    their own terms.
    """
    facts = [name for name, contract in content.tables.items() if contract.kept_in == "datasets"]
    if not facts:
        return []
    rows = (
        content.cursor()
        .execute(
            " union ".join(f"select dataset from {quoted(name)}" for name in facts) + " order by 1"
        )
        .fetchall()
    )
    return [str(name) for (name,) in rows if name != "sanctrack"]


# -- Datasette
# ------------------------------------------------------------------------------------------------


def datasette(
    content: "Content", said: dict[str, str], files: dict[str, FileStamp]
) -> dict[str, Any]:
    """Metadata for `datasette -m datasette.json`: words of tables and columns, and the first
    questions as canned queries.
    """
    database = next(Path(name).stem for name, item in files.items() if item.target == "sqlite")
    tables = {
        name: {
            "title": one.title,
            "description": words_of(content, one),
            "columns": {item.name: item.words for item in one.fields},
        }
        for name, one in content.tables.items()
    }
    queries = {
        item.name: {
            "title": item.question,
            "description": f"{item.measure} As `sanctrack report {item.report}`.",
            "sql": item.sql,
        }
        for item in load_questions(content.home)
        if set(item.tables) <= set(content.tables)
    }
    return {
        "title": said["title"] + (f" ({INTERNAL})" if content.internal else ""),
        "description": f"{said['description']} {said['caveat']}",
        "license": said["licence"],
        "source": f"sanctrack facts, version {said['version']}",
        "databases": {database: {"tables": tables, "queries": queries}},
    }
