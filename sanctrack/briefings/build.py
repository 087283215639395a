"""Building briefings: finding them, compiling one, writing it in every format that is asked for."""

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sanctrack.briefings.compile.compose import compile_briefing
from sanctrack.briefings.compile.display import shown
from sanctrack.briefings.compile.document import Document, Refused
from sanctrack.briefings.compile.runs import TABLES
from sanctrack.briefings.output.bibliography import write_bibliography
from sanctrack.briefings.output.render import form_of, render
from sanctrack.briefings.output.stamp import make_stamp
from sanctrack.briefings.source.inline import OPTIONAL, VALUE
from sanctrack.briefings.source.source import Briefing, load_briefing
from sanctrack.definitions.paths import Home, find_home, find_workspace
from sanctrack.errors import UsageError, did_you_mean
from sanctrack.files import replacing
from sanctrack.publication import PublicWarehouse
from sanctrack.warehouse.result import Result, described_columns


def folders(home: Home, workspace: Path) -> list[Path]:
    """Where briefings are looked for: the user's own first."""
    return [workspace / "briefings", home.queries / "briefings"]


def briefing_paths(home: Home, workspace: Path) -> dict[str, Path]:
    """Name → file of every briefing; a user's own file hides a shipped one of the same name."""
    path_by_name: dict[str, Path] = {}
    for folder in folders(home, workspace):
        for path in sorted(folder.glob("*.md")) if folder.is_dir() else []:
            path_by_name.setdefault(path.stem, path)
    return dict(sorted(path_by_name.items()))


def find_briefing(name: str, home: Home, workspace: Path) -> Path:
    """The file of a briefing: a path to one's own, or the name of one that is listed. Raises
    UsageError with a suggestion.
    """
    path = Path(name)
    if path.suffix == ".md" or path.parent != Path():
        if path.is_file():
            return path
        raise UsageError(f"{path}: no such file; `sanctrack briefings new {path.stem}` starts one")
    path_by_name = briefing_paths(home, workspace)
    if name in path_by_name:
        return path_by_name[name]
    if path.with_suffix(".md").is_file():
        return path.with_suffix(".md")
    hint = did_you_mean(name, list(path_by_name))
    raise UsageError(f"no briefing named '{name}'{hint} `sanctrack briefings` lists them")


def briefings(home: Home, workspace: Path) -> Result:
    """List the briefings: name, question, parameters with defaults, audience, title, file."""
    descriptions = {
        "name": "Name of the briefing.",
        "question": "What it answers.",
        "parameters": "What -p takes, with the default.",
        "title": "Its title.",
        "audience": "Whom it is written for.",
        "file": "Where it stands.",
    }
    rows: list[tuple[Any, ...]] = []
    for name, path in briefing_paths(home, workspace).items():
        briefing = load_briefing(path)
        params = [
            f"{item.name} ({item.default if item.has_default else 'needed'})"
            for item in briefing.parameters
        ]
        rows.append(
            (
                name,
                plain_line(briefing.question, briefing),
                ", ".join([*params, "as_of"]),
                plain_line(briefing.title, briefing),
                briefing.audience,
                str(path),
            )
        )
    columns = described_columns(descriptions)
    return Result(columns, rows, title="Briefings", table=("name", "question", "parameters"))


def plain_line(text: str, briefing: Briefing) -> str:
    """A title or question with its parameters' defaults as sentences say them; what only a query
    gives is left out.
    """
    defaults = {
        item.name: shown(item.default, form="words")
        for item in briefing.parameters
        if item.has_default
    }
    text = VALUE.sub(
        lambda match: defaults.get(match[1].strip()[1:].split(" ")[0], ""), OPTIONAL.sub("", text)
    )
    return re.sub(r"[\s:,–-]+$", "", " ".join(text.split())) or briefing.name


def opened(
    briefing: Briefing, home: Home, workspace: Path, internal: bool = False
) -> PublicWarehouse:
    """A warehouse with what the briefing's reports read, and what footnotes and stamp need, as it
    may be published.
    """
    places = [
        place
        for parameter in briefing.parameters
        for place in (parameter.id_of, parameter.value_of)
        if place
    ]
    tables = [place.partition(".")[0] for place in places]
    return PublicWarehouse(
        home, workspace, only=[*briefing.reports(), *TABLES, *tables], internal=internal
    )


def build(
    name: str,
    outputs: Iterable[Path],
    params: dict[str, Any] | None = None,
    home: str | Path | None = None,
    workspace: str | Path | None = None,
    draft: bool = False,
    bibliography: Path | None = None,
    internal: bool = False,
) -> Document:
    """Compile a briefing and write it to each of `outputs`, by their endings: .docx, .pdf, .html,
    .md, .odt.

    Nothing is written when it is refused; a draft neither, where its words name a record that is
    held back.
    Raises Refused (a DefinitionError) with every line, sentence and way out;
    UsageError for an unknown briefing, parameter or ending, and for an output that would replace a
    briefing; SanctrackError when the document tools are not installed.
    """
    outputs = list(outputs)
    found_home, found_workspace = find_home(home), find_workspace(workspace)
    source = find_briefing(name, found_home, found_workspace)
    check_outputs([*outputs, *([bibliography] if bibliography else [])], source)
    for path in outputs:
        form_of(path)
    briefing = load_briefing(source)
    return write(
        briefing, outputs, params or {}, found_home, found_workspace, draft, bibliography, internal
    )


def check_outputs(outputs: list[Path], source: Path | None = None) -> None:
    """Raise UsageError for an output in place of `source` or of any other briefing as somebody
    wrote it: what is built would replace it.
    """
    for path in outputs:
        if not path.is_file():
            continue
        is_itself = source is not None and path.samefile(source)
        if is_itself or is_source(path):
            description = (
                "the briefing itself"
                if is_itself
                else "a briefing that somebody wrote, not a document that was built"
            )
            raise UsageError(
                f"{path} is {description}, and would be replaced; write to another file, such as "
                f"{path.stem}-built{path.suffix}"
            )


def is_source(path: Path) -> bool:
    """Whether a file is a briefing as written: it has the header of one, and no stamp."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return False
    header = text.partition("\n---")[0]
    keys = all(
        re.search(rf"^{key}\s*:", header, re.MULTILINE) for key in ("title", "question", "audience")
    )
    return text.startswith("---") and keys and "<!-- sanctrack-stamp" not in text


def write(
    briefing: Briefing,
    outputs: list[Path],
    params: dict[str, Any],
    home: Home,
    workspace: Path,
    draft: bool,
    bibliography: Path | None,
    internal: bool = False,
) -> Document:
    """Compile a briefing that has been read and write its files, all or none of each.

    Raises UsageError, besides what compiling raises, where the name of a file would tell what is
    held back.
    """
    with opened(briefing, home, workspace, internal) as warehouse:
        for path in [*outputs, *([bibliography] if bibliography else [])]:
            warehouse.guard.refuse("the name of the file", path.name)
        warehouse.guard.refuse(
            "the name of the briefing, which stands in the document,", briefing.name
        )
        document = compile_briefing(briefing, warehouse, params, draft)
        leaks = [problem for problem in document.problems if problem.rule == "precision"]
        if leaks:  # a draft is passed around as well
            raise Refused(briefing.where, leaks)
        stamp = make_stamp(document, warehouse)
    with ThreadPoolExecutor(2) as pool:  # pandoc and typst run beside Python: two of them at a time
        try:
            files = list(pool.map(lambda path: render(document, stamp, form_of(path)), outputs))
        except BaseException:
            # asked to end: no further document is begun
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for path, data in zip(outputs, files, strict=True):
        with replacing(path, make_parents=False) as temporary:
            temporary.write_bytes(data)
    if bibliography:
        library = document.library
        write_bibliography(
            [library.sources[source] for source in document.cited() if source in library.sources],
            bibliography,
        )
    return document


def new_briefing(name: str) -> Path:
    """Start a briefing NAME.md in the current folder, with comments. Raises UsageError when it is
    there already or the name is a path.
    """
    if Path(name).name != name or name.startswith("."):
        raise UsageError(
            f"'{name}' is no plain name; the file is written into this folder: give a name such as "
            f"my-briefing"
        )
    path = Path(name) if name.endswith(".md") else Path(f"{name}.md")
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} is there already; choose another name, or edit it")
    text = Path(__file__).with_name("new.md").read_text(encoding="utf-8")
    with replacing(path, make_parents=False) as temporary:
        temporary.write_text(text.replace("NAME", path.stem), encoding="utf-8")
    return path
