"""The questions that people ask first, each with the table and measure of the bundle that answers
it and the report that says the same.
"""

from dataclasses import dataclass, field
from typing import Any

from sanctrack.definitions.contracts import known_keys, needed
from sanctrack.definitions.paths import Home
from sanctrack.errors import DefinitionError

KEYS = ("name", "question", "tables", "measure", "sql", "report", "params", "answer")


@dataclass(frozen=True)
class Question:
    """`sql` runs on the bundle (DuckDB, SQLite and PostgreSQL alike); `answer` is the same over the
    rows of the report.
    """

    name: str
    question: str
    tables: tuple[str, ...]
    measure: str
    sql: str
    report: str
    answer: str
    params: dict[str, Any] = field(default_factory=dict)


def load_questions(home: Home) -> list[Question]:
    """Read `queries/marts/questions.yaml`. Raises DefinitionError naming the file."""
    path = home.queries / "marts" / "questions.yaml"
    try:
        raw = home.parse_yaml(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise DefinitionError(f"{path}: {error.strerror}") from error
    found = []
    for item in raw:
        known_keys(item, KEYS, path, "question")
        needed(item, tuple(key for key in KEYS if key != "params"), path, "question")
        words = {key: " ".join(str(item[key]).split()) for key in ("question", "measure")}
        found.append(
            Question(
                item["name"],
                words["question"],
                tuple(item["tables"]),
                words["measure"],
                item["sql"].strip(),
                item["report"],
                item["answer"].strip(),
                item.get("params") or {},
            )
        )
    return found
