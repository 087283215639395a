"""Writes docs/bi/questions.md from queries/marts/questions.yaml; the test compares."""

from pathlib import Path

from sanctrack.definitions.paths import find_home
from sanctrack.exports.bundle.questions import Question, load_questions

ROOT = Path(__file__).resolve().parents[2]


def page(questions: list[Question]) -> str:
    lines = [
        "# The ten questions asked first",
        "",
        "Which table of the bundle answers them, by which measure. The SQL runs on the DuckDB and "
        "the SQLite file alike;",
        "in a BI tool use the table and the measure. A test holds each answer against the canned "
        "report.",
        "",
        "Before any of them: strikes and deliveries are those that the sources report, a sample "
        "and no census. A blank figure is",
        "not known and never 0. Rows of a `bridge_` table are never added up: the description of "
        "its first columns says how to count.",
        "A count of a table leaves out rows that are withheld from publication; `bundle_held_back` "
        "has their number.",
    ]
    for number, item in enumerate(questions, 1):
        params = "".join(f" -p {name}={value}" for name, value in item.params.items())
        lines += [
            "",
            f"## {number}. {item.question}",
            "",
            f"- Tables: {', '.join(f'`{name}`' for name in item.tables)}",
        ]
        lines += [
            f"- Measure: {item.measure}",
            f"- The same as: `sanctrack report {item.report}{params}`",
            "",
            "```sql",
            item.sql,
            "```",
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (ROOT / "docs" / "bi" / "questions.md").write_text(
        page(load_questions(find_home(ROOT))), encoding="utf-8"
    )
