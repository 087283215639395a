"""Queries: plain SQL files with a YAML header; views, links, checks, reports and marts are found by
their folder.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from sanctrack.definitions.contracts import REFERENCE, load_contract
from sanctrack.definitions.parameters import PARAMETER, Parameter, convert, read_parameter
from sanctrack.definitions.paths import Home
from sanctrack.definitions.quoting import quoted_text
from sanctrack.definitions.shapes import (
    Either,
    Key,
    Kind,
    ListOf,
    MapOf,
    Shape,
    Text,
)
from sanctrack.definitions.union_views import (
    column_fields,
    completed_mart,
    joined_sql,
    tables_with_sources,
)
from sanctrack.errors import DefinitionError, UsageError, did_you_mean
from sanctrack.foreign import reading

SOURCE_COLUMN = "source_ids"

KINDS = {
    "view": ("views/facts", "views/links"),
    "check": ("checks",),
    "report": ("reports",),
    "mart": ("marts",),
}
Columns = tuple[tuple[str, str, str | None], ...]


AS_IN = Shape({"as_in": Key("The report that says what the parameter is.", needed=True)})
COLUMN = Shape(
    {
        "description": Key("What the column means.", needed=True),
        "unit": Key("Unit of the values, such as tonnes."),
    }
)
FOREIGN_MART_KEY = Shape(
    {
        "fields": Key("Columns of this mart.", ListOf(), needed=True),
        "reference": Key("Whose key they hold.", REFERENCE, needed=True),
    }
)
MART_KEYS = Shape(
    {
        "primary": Key("Columns that name a row, in order.", ListOf()),
        "foreign": Key("Keys of other marts.", ListOf(FOREIGN_MART_KEY)),
    }
)
WIDE = Shape(
    {
        "of": Key("The report that is printed wide.", needed=True),
        "row": Key("Columns that make a row.", ListOf(), needed=True),
        "columns": Key("The column whose values become columns.", needed=True),
        "value": Key("The column that a cell holds.", needed=True),
    }
)
KEYS = {
    "title": Key("Title in a few words.", needed=True),
    "question": Key("The question that it answers.", needed=True),
    "grain": Key("What one row is: one row per …", needed=True),
    "caveat": Key("What a reader must know to read it rightly.", needed=True),
    "params": Key(
        "Parameters, by the name that the SQL gives them.", MapOf(Either(PARAMETER, AS_IN))
    ),
    "columns": Key("What each column means, in order.", MapOf(Either(Text(), COLUMN))),
    "table": Key("Columns that the printed table and pages show.", ListOf()),
    "below": Key("Columns that the printed table sets under each row.", ListOf()),
    "picture": Key("How the rows are drawn.", MapOf(Kind())),
    "wide": Key("Prints another report wide, with a column for each value.", WIDE),
    "severity": Key("How grave a row is.", Text("error", "warning", "information"), needed=True),
    "help": Key("How to mend it.", needed=True),
    "words": Key(
        "Words that its SQL looks for as this_words; a star stands for endings.", ListOf()
    ),
    "keys": Key("The key of the mart, and the keys of others in it.", MART_KEYS),
    "of": Key("The table whose further columns the mart takes by its contract."),
    "left_out": Key("Columns of that table that it does not take, each with the reason.", MapOf()),
}


def header_shape(*names: str, one_of: tuple[str, ...] = ()) -> Shape:
    """Some of the keys; one that ends in ? need not be there."""
    keys = {}
    for name in names:
        key = KEYS[name.rstrip("?")]
        keys[name.rstrip("?")] = Key(key.about, key.kind, key.needed and not name.endswith("?"))
    return Shape(keys, one_of)


# the header of each kind of query
HEADERS = {
    "report": header_shape(
        *("title", "question", "grain", "caveat", "params", "columns", "table", "below"),
        *("picture", "wide"),
        one_of=("columns", "wide"),
    ),
    "view": header_shape("title", "question?", "grain", "caveat?", "columns", one_of=("columns",)),
    "check": header_shape(
        *("title", "question?", "grain?", "caveat?", "columns", "severity", "help", "words")
    ),
    "mart": header_shape(
        *("title", "question?", "grain", "caveat?", "columns", "keys", "of", "left_out"),
        one_of=("columns",),
    ),
}


@dataclass(frozen=True)
class Wide:
    """A report printed wide: one row for each value of the columns `row` of the report `of`, one
    column for each of `columns`.

    A cell holds `value`. The columns are made from the rows, so that a new value needs no change.
    """

    of: str
    row: tuple[str, ...]
    columns: str
    value: str


@dataclass(frozen=True)
class Query:
    """One SQL file: `kind` (a key of KINDS), its header and its select. `columns` maps each column
    to (words, unit).

    `table` names the columns that a page shows, `below` those that the printed table sets under
    each row: long, or mostly blank.
    """

    name: str
    kind: str
    path: Path
    title: str
    grain: str
    sql: str
    question: str = ""
    caveat: str = ""
    params: tuple[Parameter, ...] = ()
    columns: tuple[tuple[str, str, str | None], ...] = ()
    table: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    severity: str = ""
    help: str = ""
    picture: dict[str, Any] | None = None
    keys: dict[str, Any] | None = None
    wide: Wide | None = None

    @property
    def described(self) -> tuple[tuple[str, str, str | None], ...]:
        """The columns that people are told of: those of `columns`, and of a wide report what its
        columns are made from.
        """
        if self.wide is None:
            return self.columns
        known = {item[0]: item for item in self.columns}
        _, words, unit = known[self.wide.value]
        made = (f"one for each {self.wide.columns}", words, unit)
        return (*(known[name] for name in self.wide.row), made, known[SOURCE_COLUMN])

    def parameter(self, name: str) -> Parameter:
        for parameter in self.params:
            if parameter.name == name:
                return parameter
        names = [parameter.name for parameter in self.params]
        known = (
            f"{did_you_mean(name, names) or ';'} it takes {', '.join(names)}"
            if names
            else "; it takes none"
        )
        raise UsageError(f"report {self.name} has no parameter '{name}'{known}")


@cache
def query_paths(home: Home) -> dict[str, tuple[str, Path]]:
    """Map the name of every query to its kind and path. Raises DefinitionError when a name stands
    twice.
    """
    found: dict[str, tuple[str, Path]] = {}
    for kind, folders in KINDS.items():
        for folder in folders:
            for path in sorted((home.queries / folder).glob("*.sql")):
                if path.stem in found:
                    raise DefinitionError(f"{path} and {found[path.stem][1]} have the same name")
                found[path.stem] = (kind, path)
    return found


def view_paths(home: Home) -> dict[str, Path]:
    """Map the name of every view to its path: what SQL may read besides tables."""
    return {name: path for name, (kind, path) in query_paths(home).items() if kind == "view"}


def names(home: Home, kind: str) -> list[str]:
    """Return the names of the queries of one kind, sorted."""
    return sorted(name for name, (of_kind, _) in query_paths(home).items() if of_kind == kind)


def split(path: Path) -> tuple[str, str]:
    """Return header text and SQL of a file. Raises DefinitionError when the file has no header."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path}: cannot be read: {error}") from error
    if not text.startswith("/*---\n") or "\n---*/" not in text:
        raise DefinitionError(f"{path}: must begin with a header between /*--- and ---*/")
    header, sql = text[len("/*---\n") :].split("\n---*/", 1)
    return header, sql.strip().rstrip(";")


def sql_of(home: Home, path: Path) -> str:
    """The SQL of a file, joined from its parts where it has some. Raises DefinitionError when the
    file has no header.
    """
    header, sql = split(path)
    return joined_sql(home, path, with_words(home, path, header, sql))


def with_words(home: Home, path: Path, header: str, sql: str) -> str:
    """The SQL with the word list of its header, as a pattern, in place of `this_words`. A star at
    the end of a word stands for its endings. Raises DefinitionError where the list is missing.
    """
    if "this_words" not in sql:
        return sql
    words = (home.parse_yaml(header, str(path)) or {}).get("words")
    if not isinstance(words, list) or not words:
        raise DefinitionError(f"{path}: this_words needs words in the header, a list of words")
    patterns = (re.escape(str(word)).replace(r"\*", r"\w*") for word in words)
    return sql.replace("this_words", quoted_text(rf"\b(?:{'|'.join(patterns)})\b"))


def load_query(home: Home, name: str, kind: str) -> Query:
    """Read one query with its header.

    Raises UsageError when no query of that kind has the name (with a suggestion), DefinitionError
    when the file is wrong.
    """
    found = query_paths(home).get(name)
    if found is None or found[0] != kind:
        raise UsageError(
            f"no {kind} named '{name}'{did_you_mean(name, names(home, kind)) or ';'} `sanctrack "
            f"reports` lists them"
        )
    path = found[1]
    with reading(
        path, f"a {kind}", DefinitionError, "compare its header with those that are shipped"
    ):
        return read_query(home, name, kind, path)


def read_query(home: Home, name: str, kind: str, path: Path) -> Query:
    """Read header and select of a file. Raises DefinitionError."""
    header, sql = split(path)[0], sql_of(home, path)
    raw = read_header(home, path, header, kind)
    if raw.get("wide") is not None:
        return load_wide(home, name, path, raw)
    columns = tuple(
        read_column(path, key, value) for key, value in (raw.get("columns") or {}).items()
    )
    shown, below = tuple(raw.get("table") or ()), tuple(raw.get("below") or ())
    for column in (*shown, *below):
        if column not in [key for key, _, _ in columns] or (shown + below).count(column) > 1:
            wrong = (
                "stands twice" if column in [key for key, _, _ in columns] else "is not a column"
            )
            raise DefinitionError(
                f"{path}: {'table' if column in shown else 'below'} names '{column}', which {wrong}"
            )
    params = tuple(
        with_tables(home, read_parameter(path, key, as_in(home, path, key, value)))
        for key, value in (raw.get("params") or {}).items()
    )
    if raw.get("of") is not None:
        further = further_columns(home, path, raw, columns)
        sql = completed_mart(
            sql, raw["of"], raw["keys"]["primary"], [name for name, _, _ in further]
        )
        columns = (*columns, *further)
    return Query(
        name=name,
        kind=kind,
        path=path,
        title=raw["title"],
        grain=raw.get("grain", ""),
        sql=sql,
        question=raw.get("question", ""),
        caveat=" ".join(str(raw.get("caveat", "")).split()),
        params=params,
        columns=columns,
        table=shown,
        below=below,
        severity=raw.get("severity", ""),
        help=raw.get("help", ""),
        picture=raw.get("picture"),
        keys=raw.get("keys"),
    )


def as_in(home: Home, path: Path, name: str, raw: Any) -> Any:
    """What a header says of a parameter; `as_in: <report>` stands for what that report says of the
    parameter of that name. Raises DefinitionError.
    """
    if not isinstance(raw, dict) or "as_in" not in raw:
        return raw
    where = f"{path}: parameter '{name}'"
    if len(raw) > 1:
        raise DefinitionError(f"{where} is as in {raw['as_in']}; leave out what else it says")
    reports = names(home, "report")
    if raw["as_in"] not in reports:
        raise DefinitionError(
            f"{where}: as_in is '{raw['as_in']}', which is no "
            f"report{did_you_mean(str(raw['as_in']), reports)}"
        )
    other = query_paths(home)[raw["as_in"]][1]
    params = (home.parse_yaml(split(other)[0], str(other)) or {}).get("params") or {}
    if name not in params or "as_in" in (params[name] or {}):
        raise DefinitionError(f"{where}: {raw['as_in']} says nothing of a parameter of that name")
    return params[name]


def with_tables(home: Home, parameter: Parameter) -> Parameter:
    """The parameter with the tables that it takes, where its choices are a group of tables."""
    if parameter.tables is None:
        return parameter
    return replace(parameter, choices=tables_with_sources(home))


def load_wide(home: Home, name: str, path: Path, raw: dict[str, Any]) -> Query:
    """A report that prints another one wide: its SQL, parameters and columns are the other's.
    Raises DefinitionError.
    """
    spec = raw["wide"]
    WIDE.check(spec, path, "wide")
    for key in ("params", "columns", "below", "picture"):
        if raw.get(key):
            raise DefinitionError(
                f"{path}: {key} of a wide report are those of {spec['of']}; leave them out"
            )
    reports = names(home, "report")
    if spec["of"] not in reports or spec["of"] == name:
        raise DefinitionError(
            f"{path}: wide: of is '{spec['of']}', which is no other "
            f"report{did_you_mean(str(spec['of']), reports)}"
        )
    base = load_query(home, spec["of"], "report")
    wide = Wide(str(spec["of"]), tuple(spec["row"]), str(spec["columns"]), str(spec["value"]))
    columns = [key for key, _, _ in base.columns]
    for column in (*wide.row, wide.columns, wide.value, *(raw.get("table") or ()), SOURCE_COLUMN):
        if column not in columns:
            raise DefinitionError(
                f"{path}: wide: {base.name} has no column '{column}'{did_you_mean(column, columns)}"
            )
    return replace(
        base,
        name=name,
        path=path,
        title=raw["title"],
        grain=raw["grain"],
        question=raw["question"],
        caveat=" ".join(str(raw["caveat"]).split()),
        table=tuple(raw.get("table") or wide.row),
        below=(),
        picture=None,
        wide=wide,
    )


def select_path(home: Home, name: str) -> Path:
    """The file that holds the SQL of a query: its own, or, of a wide report, that of the report
    that it prints.
    """
    path = query_paths(home)[name][1]
    header, sql = split(path)
    if sql:
        return path
    wide = (home.parse_yaml(header, str(path)) or {}).get("wide") or {}
    return query_paths(home).get(str(wide.get("of")), ("", path))[1]


def read_header(home: Home, path: Path, text: str, kind: str) -> dict[str, Any]:
    """Parse a header and check that it says what its kind of query needs, and nothing else. Raises
    DefinitionError.
    """
    raw: dict[str, Any] = home.parse_yaml(text, str(path))
    if isinstance(raw, dict):
        for key in raw:
            takers = [name for name, shape in HEADERS.items() if key in shape.keys]
            if takers and kind not in takers:
                raise DefinitionError(
                    f"{path}: a {kind} takes no {key}; that is for a {' or '.join(takers)}"
                )
    HEADERS[kind].check(raw, path, "header")
    return raw


def further_columns(home: Home, path: Path, raw: dict[str, Any], columns: Columns) -> Columns:
    """The columns that a mart has by the contract of its table `of` alone: what it neither selects
    nor leaves out.

    A mart with another grain than its table cannot take a column as it stands. Raises
    DefinitionError when one is neither selected nor left out there, when `left_out` names no
    column, or one that is selected, or gives no reason.
    """
    fields = column_fields(home, path, raw["of"])
    left_out = raw.get("left_out") or {}
    selected = {name for name, _, _ in columns}
    for name, reason in left_out.items():
        if name not in fields or name in selected:
            wrong = (
                "which the mart selects"
                if name in selected
                else f"which is no column of {raw['of']}{did_you_mean(name, list(fields))}"
            )
            raise DefinitionError(f"{path}: left_out names '{name}', {wrong}")
        if not str(reason or "").strip():
            raise DefinitionError(f"{path}: left_out gives no reason for '{name}'")
    missing = [
        item for name, item in fields.items() if name not in selected and name not in left_out
    ]
    key = load_contract(home, raw["of"]).primary_key
    if missing and tuple((raw.get("keys") or {}).get("primary") or ()) != key:
        raise DefinitionError(
            f"{path}: column '{missing[0].name}' of {raw['of']} is not in the mart, whose key is "
            f"not {', '.join(key)}: select it, or name it in left_out with the reason"
        )
    return tuple((item.name, item.description, item.unit) for item in missing)


def read_column(path: Path, name: str, value: Any) -> tuple[str, str, str | None]:
    if isinstance(value, str) and value:
        return name, " ".join(value.split()), None
    COLUMN.check(value, path, f"column '{name}'")
    return name, " ".join(value["description"].split()), value.get("unit")


__all__ = [
    "Parameter",
    "Query",
    "convert",
    "load_query",
    "names",
    "query_paths",
    "read_parameter",
    "select_path",
    "split",
    "sql_of",
    "view_paths",
]
