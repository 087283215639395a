"""Tables of the user's own: `import table FILE`, `import imports`, `import undo ID`."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.cli.app import emit, the_home, the_workspace
from sanctrack.errors import DefinitionError, UsageError

if TYPE_CHECKING:
    from sanctrack.facts.mapping import SheetMapping
    from sanctrack.intake.importing import Outcome
    from sanctrack.intake.table_file import TableFile

WORDS = ("table", "imports", "undo")
KINDS = ("deliveries", "strikes", "events", "port_calls", "positions", "trade")
SHOWN_ROWS = 3
SHOWN_REFUSALS = 5


@dataclass(frozen=True)
class Chosen:
    """What the options of `import` say."""

    kind: str | None
    mapping: Path | None
    dry_run: bool
    force: bool
    form: str | None
    output: Path | None


def run(word: str, names: list[str], chosen: Chosen) -> None:
    """Do what a first word with a meaning of its own asks for."""
    if word == "imports":
        if names:
            raise UsageError("import imports takes no file; it lists what was imported")
        list_imports(chosen)
    elif word == "undo":
        if len(names) != 1:
            raise UsageError("import undo takes one id; `sanctrack import imports` lists them")
        undo_import(names[0], chosen.force)
    else:
        if len(names) != 1:
            raise UsageError("import table takes one file at a time")
        table(Path(names[0]), chosen)


def say(text: str) -> None:
    print(f"sanctrack: {text}", file=sys.stderr)


def table(path: Path, chosen: Chosen) -> None:
    """Import a table by its mapping or layout, or propose a mapping and stop."""
    from sanctrack.facts.mapping import read_mapping
    from sanctrack.intake.importing import import_table
    from sanctrack.intake.proposing import recognise
    from sanctrack.intake.table_file import read_table

    home, workspace = the_home(), the_workspace()
    if chosen.mapping is not None:
        try:
            mapping = read_mapping(home, chosen.mapping)
        except DefinitionError as error:
            raise UsageError(str(error)) from error
        finish(import_table(home, workspace, path, mapping, chosen.dry_run), chosen.dry_run)
        return
    held = read_table(path)
    for remark in held.remarks:
        say(remark)
    hit = recognise(home, workspace, held) if chosen.kind is None else None
    if hit and not hit.lacking:
        say(f"{path.name} has the layout {hit.layout.path.stem}: {hit.layout.raw['title']}")
        show_layout(path, held, hit.layout, chosen)
        return
    if hit:
        say(
            f"{path.name} looks like {hit.layout.raw['title']} and is not: it lacks "
            f"{', '.join(hit.lacking)}"
        )
    propose_mapping(path, held, chosen)


def show_layout(path: Path, held: "TableFile", layout: "SheetMapping", chosen: Chosen) -> None:
    """What a recognised layout would import: the mapping to use, rows before and after."""
    from sanctrack.intake.importing import import_table

    outcome = import_table(the_home(), the_workspace(), path, layout, dry_run=True)
    if chosen.output is not None:
        write(chosen.output, layout.text)
    else:
        print(layout.text, end="")
    show_rows(held, outcome)
    tell(outcome)
    say(f"nothing was imported; to import: sanctrack import table {path} --mapping {layout.path}")


def propose_mapping(path: Path, held: "TableFile", chosen: Chosen) -> None:
    """Print a proposed mapping, what it would do with the first rows, and stop."""
    from sanctrack.facts.mapping import mapping_of
    from sanctrack.intake.importing import judged
    from sanctrack.intake.proposing import propose

    home = the_home()
    source_id = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "own-table"
    proposal = propose(home, held, chosen.kind, f"own-{source_id}"[:60].strip("-"))
    if chosen.output is not None:
        write(chosen.output, proposal.text)
    else:
        print(proposal.text, end="")
    for point in dict.fromkeys(proposal.open_points):
        say(f"decide: {point}")
    try:
        raw = home.parse_yaml(proposal.text, str(path))
        mapping = mapping_of(home, raw, chosen.output or path, proposal.text)
        outcome = judged(home, mapping, held, mapping.source_id)
    except (DefinitionError, UsageError) as error:
        say(f"the mapping is not whole yet: {error}")
    else:
        show_rows(held, outcome)
        tell(outcome)
    target = chosen.output or "MAPPING.yaml"
    keep = "" if chosen.output else f"keep it (-o {target}), "
    say(
        f"nothing was imported; {keep}correct it, then: sanctrack import table {path} --mapping "
        f"{target}"
    )


def write(path: Path, text: str) -> None:
    from sanctrack.files import replacing

    with replacing(path) as place:
        place.write_text(text, encoding="utf-8")
    say(f"the mapping was written to {path}")


def show_rows(held: "TableFile", outcome: "Outcome") -> None:
    """The first rows as they stand and as they would be imported, on stderr."""
    for at in range(min(SHOWN_ROWS, held.count)):
        cells = {name: column[at] for name, column in held.columns.items() if column[at]}
        say(f"line {held.lines[at]}: {worded(cells)}")
    for name, rows in outcome.made.items():
        if name != "sources":
            for row in rows.slice(0, SHOWN_ROWS).to_pylist():
                given = {key: value for key, value in row.items() if value is not None}
                say(f"{name}: {worded(given)}")


def worded(cells: dict[str, Any]) -> str:
    from sanctrack.names.signs import visible

    return visible(", ".join(f"{name} = {str(value)[:60]}" for name, value in cells.items()))[:700]


def tell(outcome: "Outcome") -> None:
    say(outcome.sentence)
    for rule, count in outcome.by_rule().items():
        first = next(item for item in outcome.refusals if item.rule == rule)
        column = f", column {first.column}" if first.column else ""
        say(
            f"{count:,} refused ({rule}), such as line {outcome.lines[first.row]}{column}: "
            f"{first.problem}; {first.mend}"
        )


def finish(outcome: "Outcome", dry_run: bool) -> None:
    for remark in outcome.remarks:
        say(remark)
    tell(outcome)
    if dry_run:
        say("nothing was written (--dry-run)")
    elif outcome.kept and not outcome.unchanged:
        say(f"import {outcome.kept.import_id}; `sanctrack import undo` takes it back")
        if outcome.refused:
            say(f"the refused rows stand in {outcome.kept.folder / 'refused.csv'}")


def list_imports(chosen: Chosen) -> None:
    from sanctrack.intake.store import chain_of, imports
    from sanctrack.warehouse.result import Result, described_columns

    columns = described_columns(
        {
            "import_id": "Id of the import.",
            "source_id": "Source under which its rows stand.",
            "in_use": "yes, or no where a later import of the same source replaced it.",
            "table_name": "Table that it fills.",
            "file": "Name of the file.",
            "rows": "Rows of the file.",
            "imported": "Rows imported.",
            "refused": "Rows refused.",
            "publish_precision": "How exactly the rows may be published.",
            "imported_at": "Instant of the import, UTC.",
        }
    )
    rows: list[tuple[Any, ...]] = []
    for newest in imports(the_workspace()):
        for at, item in enumerate(chain_of(newest)):
            info = item.info
            rows.append(
                (
                    item.import_id,
                    item.source_id,
                    "no" if at else "yes",
                    info["table"],
                    info["file"],
                    info["rows"],
                    info["imported"],
                    info["refused"],
                    info["publish_precision"],
                    info["imported_at"],
                )
            )
    if not rows:
        say("no table was imported (sanctrack import table FILE)")
    shown = ("import_id", "in_use", "table_name", "file", "rows", "imported", "refused")
    result = Result(columns, rows, name="imports", title="Imported tables", table=shown)
    emit(result, chosen.form, chosen.output)


def undo_import(import_id: str, force: bool) -> None:
    from sanctrack.intake.store import undo

    taken, now = undo(the_workspace(), import_id, force)
    count = f"{taken.info['imported']:,} rows"
    if now is None:
        say(f"{taken.import_id} is undone: its {count} are gone, and {taken.source_id} has none")
    else:
        say(f"{taken.import_id} is undone: {taken.source_id} has again what {now.import_id} gave")
