"""A screening as a whole: what is asked for, whom it is compared with, and the answer as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sanctrack.errors import UsageError, did_you_mean
from sanctrack.matching.decisions import Decisions, read_decisions
from sanctrack.matching.index_store import stored_screener
from sanctrack.matching.judging import DEFAULT, Judgement, Thresholds
from sanctrack.matching.kept import Change, opened, run
from sanctrack.matching.parties import OURS, Party, parties_of
from sanctrack.matching.query_rows import QueryRows, of_rows, text_of
from sanctrack.matching.receipts import receipt_of
from sanctrack.matching.screening import Answer
from sanctrack.warehouse.result import Column, Result
from sanctrack.warehouse.warehouse import Warehouse

if TYPE_CHECKING:
    import pandas as pd

VIEWS = ["screening_names", "screening_traits", "current_list_versions"]
# light enough to print, told apart without red and green
TONES = (("match", "#F6C6A4"), ("review", "#FBE8B3"), ("not searched", "#D9D9D9"))
CAVEAT = (
    "A match is likeness, not identity: two may bear one name. None says only that nothing alike "
    "stands in the copies named here."
)


@dataclass(slots=True)
class Screening:
    """A screening that was run: the rows that were asked for, their answers, and what was read."""

    queries: list[Party]
    answers: list[Answer]
    parties: list[Party]
    copies: list[dict[str, Any]]
    thresholds: Thresholds
    most: int

    def receipt(self, query: dict[str, Any]) -> dict[str, Any]:
        """The receipt; `query` tells of the input (`what`, `sha256`, `columns`)."""
        return receipt_of(
            self.answers, self.parties, self.copies, query, self.thresholds, self.most
        )


def screened(
    warehouse: Warehouse,
    queries: list[Party],
    against: Sequence[str] | None = None,
    thresholds: Thresholds = DEFAULT,
    most: int = 5,
) -> Screening:
    """Compare parties with those of a warehouse that holds the views of `VIEWS`.

    `against` are lists, or `actors` for ours; None is all. Raises UsageError for a list that is not
    there, SanctrackError where the extra `screen` is not installed.
    """
    parties, copies = searched(warehouse, against)
    screener = stored_screener(warehouse.workspace, parties)
    answers = screener.screen(queries, thresholds, most)
    return Screening(queries, answers, parties, copies, thresholds, most)


def screened_set(
    warehouse: Warehouse,
    name: str,
    against: Sequence[str] | None = None,
    thresholds: Thresholds = DEFAULT,
    most: int = 5,
) -> tuple[Screening, list[Change] | None]:
    """Screen a set that is kept in the workspace; after a list changed, only what the change can
    touch. Also what is new, gone or changed since the last run; None for a first run."""
    kept = opened(warehouse.workspace, name)
    parties, copies = searched(warehouse, against)
    answers, changes = run(kept, parties, thresholds, most)
    return Screening(kept.rows, answers, parties, copies, thresholds, most), changes


def screen(
    warehouse: Warehouse,
    frame: pd.DataFrame,
    against: Sequence[str] | None = None,
    match: float = DEFAULT.match,
    review: float = DEFAULT.review,
    most: int = 5,
    two_persons: bool = False,
) -> Result:
    """Screen the rows of a data frame; its columns are recognised by their names, as those of a
    file are.

    One row a candidate, and one for a row that has none (`decision`: none or not searched), in the
    order of the frame. The warehouse must hold everything (`sanctrack.open()`), or `VIEWS`.
    """
    rows = ([text_of(value) for value in row] for row in frame.itertuples(index=False))
    queries: QueryRows = of_rows([str(name) for name in frame.columns], rows)
    screening = screened(warehouse, queries.parties, against, Thresholds(match, review), most)
    return result_of(screening, warehouse, two_persons)


def searched(
    warehouse: Warehouse, against: Sequence[str] | None
) -> tuple[list[Party], list[dict[str, Any]]]:
    """The parties that are searched, and the copies they come from. Raises UsageError."""
    versions = warehouse.rows_of("current_list_versions").rows
    copies: list[dict[str, Any]] = [
        {"list": OURS, "version_sha256": None, "list_version_on": str(warehouse.as_of)}
    ]
    copies += [
        {
            "list": row[0],
            "version_sha256": row[2],
            "list_version_on": str(row[3]) if row[3] else None,
        }
        for row in sorted(versions)
    ]
    known = [copy["list"] for copy in copies]
    for wanted_list in against or []:
        if wanted_list not in known:
            raise UsageError(
                f"--against is '{wanted_list}'{did_you_mean(wanted_list, known) or ';'} here are "
                f"{', '.join(known)}; `sanctrack import` and `sanctrack refresh` bring lists"
            )
    chosen = [copy for copy in copies if not against or copy["list"] in against]
    return parties_of(warehouse, [copy["list"] for copy in chosen]), chosen


def result_of(run: Screening, warehouse: Warehouse, two_persons: bool = False) -> Result:
    """The answers as rows: one a candidate, and one for a row that has none."""
    decisions = Decisions(read_decisions(warehouse.workspace), two_persons)
    days = {copy["list"]: copy["list_version_on"] for copy in run.copies}
    columns = (
        Column("row", "INTEGER", "Number of the row in the input, from 1."),
        Column("query_id", "VARCHAR", "Id of the row, or its number."),
        Column("query_name", "VARCHAR", "Name that was searched for."),
        Column("decision", "VARCHAR", "match, review, none, or not searched.", None, TONES),
        Column("rank", "INTEGER", "Place among the candidates of the row, from 1."),
        Column("score", "DOUBLE", "Likeness, from 0 to 1."),
        Column("list", "VARCHAR", "List of the candidate; actors: the facts of sanctrack."),
        Column("list_version_on", "VARCHAR", "Day of the copy that was read."),
        Column("party_id", "VARCHAR", "Actor, or the entry's reference on the list."),
        Column("candidate", "VARCHAR", "The candidate's name that is most alike."),
        Column("name_type", "VARCHAR", "What that name is to the candidate."),
        Column("why", "VARCHAR", "Which words agree and which do not."),
        Column("agreed", "VARCHAR", "Numbers, days and countries that agree."),
        Column("conflicted", "VARCHAR", "Numbers, days and countries that conflict."),
        Column(
            "verdict", "VARCHAR", "What people decided: confirmed, rejected, proposed, disputed."
        ),
        Column("reason", "VARCHAR", "Who decided, when and why."),
    )
    rows: list[tuple[Any, ...]] = []
    for answer, query in zip(run.answers, run.queries, strict=True):
        written = query.names[0].strip() if query.names else None
        head = (answer.row + 1, query.party_id, written)
        if not answer.hits:
            nothing = [None] * 7
            rows.append((*head, answer.decision, *nothing, answer.problem or None, *[None] * 4))
        for hit in answer.hits:
            judgement, party = hit.judgement, hit.party
            standing = decisions.standing(query, party)
            name_type = dict(zip(party.names, party.name_types, strict=False)).get(
                judgement.candidate_name
            )
            rows.append(
                (
                    *(answer.row + 1, query.party_id, judgement.query_name or written),
                    *(judgement.decision, hit.rank, judgement.score),
                    *(party.of_list, days.get(party.of_list), party.party_id),
                    *(judgement.candidate_name, name_type, why(judgement)),
                    "; ".join(judgement.agreed) or None,
                    "; ".join(judgement.conflicted) or None,
                    standing.verdict or None,
                    standing.words or None,
                )
            )
    shown = ("row", "query_name", "decision", "score", "list", "party_id", "candidate", "why")
    result = Result(
        columns, rows, name="screen", title="Who may be meant", caveat=CAVEAT, table=shown
    )
    result.datasets = warehouse.datasets()
    if any(result.column("verdict")):
        result.table = (*shown, "verdict")
    return result


def why(judgement: Judgement) -> str:
    """Which words of the two names agree, in words."""
    comparison = judgement.comparison
    same = [pair.candidate for pair in comparison.pairs if pair.how == "same"]
    like = [
        f"{pair.query} like {pair.candidate} ({pair.how})"
        for pair in comparison.pairs
        if pair.how != "same"
    ]
    parts = [comparison.how] if comparison.how not in {"words", "same"} else []
    parts += [f"the same: {' '.join(same)}"] if same else []
    parts += like
    if comparison.only_query:
        parts.append(f"only asked for: {' '.join(comparison.only_query)}")
    if comparison.only_candidate:
        parts.append(f"only in the candidate: {' '.join(comparison.only_candidate)}")
    return "; ".join(parts) or "nothing in common"
