"""Running what a briefing asks: reports once each, rows chosen by their cells, with the records and
sources they rest on.
"""

from dataclasses import dataclass, field
from typing import Any

from sanctrack.briefings.compile.display import joined, shown
from sanctrack.briefings.source.filters import (
    FilterError,
    Held,
    cell_text,
    in_own_names,
    no_column,
    typed_in,
)
from sanctrack.briefings.source.inline import Expression
from sanctrack.briefings.source.parameters import check_published, read_parameters
from sanctrack.briefings.source.source import Briefing, Run
from sanctrack.definitions.queries import load_query
from sanctrack.errors import SanctrackError, UsageError, did_you_mean
from sanctrack.publication import MARK, Guard, guard_of
from sanctrack.warehouse.labels import Labels, labels_of
from sanctrack.warehouse.result import SOURCE_COLUMN, Result
from sanctrack.warehouse.warehouse import Warehouse

TABLES = (
    "sources",
    "evidence",
    "renamed_ids",
    "list_checks",
    "list_versions",
    "airstrikes",
    "places",
    "claims",
    "actors",
)


class BrokenRun(SanctrackError):  # noqa: N818 - what is wrong was told where the run is named
    """A run that cannot be asked: the compiler refuses the line of the header, once, and not each
    use of it.
    """


@dataclass
class Answer:
    """A report's rows as the briefing uses them. `hidden` marks rows that are counted but not
    printed.
    """

    name: str
    result: Result
    hidden: list[bool]
    held: Held
    held_back: int = 0
    asked: tuple[str, ...] = ()
    guard: Guard = field(default_factory=Guard)

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.result.columns]

    def numbers(
        self, filters: tuple[tuple[str, str, tuple[str, ...]], ...] = (), pick: str = ""
    ) -> list[int]:
        """Numbers of the rows whose cells pass the filters, in the report's order."""
        matches = list(range(len(self.result.rows)))
        for column, sign, values in filters:
            at = self.names.index(column)
            matches = [
                number
                for number in matches
                if (cell_text(self.result.rows[number][at]) in values) == (sign == "=")
            ]
        if pick == "first":
            return matches[:1]
        return matches[-1:] if pick == "last" else matches

    def cell(self, number: int, column: str) -> Any:
        return self.result.rows[number][self.names.index(column)]

    def ids(self, number: int) -> list[str]:
        """Ids of the records that a row names, its sources left out, and those that stand in no
        file.
        """
        row = self.result.rows[number]
        cells = [
            row[at]
            for at, name in enumerate(self.names)
            if name.endswith(("_id", "_ids")) and name != SOURCE_COLUMN
        ]
        ids = dict.fromkeys(
            part for cell in cells if isinstance(cell, str) for part in cell.split("; ") if part
        )
        return [part for part in ids if part != MARK]

    def sources(self, number: int) -> list[str]:
        if SOURCE_COLUMN not in self.names:
            return []
        return [part for part in (self.cell(number, SOURCE_COLUMN) or "").split("; ") if part]

    def row_key(self, number: int) -> str:
        """What tells a row from the others, whatever its place: its ids, else its cells that are
        words or days.
        """
        ids = self.ids(number)
        row = self.result.rows[number]
        texts = [
            cell_text(row[at])
            for at, column in enumerate(self.result.columns)
            if column.type in ("VARCHAR", "DATE") and row[at] is not None
        ]
        texts = [text for text in texts if text != MARK]
        return "|".join(ids) if ids else "|".join(texts[:2]) or cell_text(row[0])


@dataclass
class Value:
    """An inline value in words, with the rows that it rests on.

    `wrong` says why there is none, `broken` that this was said of its run, `misnamed` that no such
    run, column or value is there; `said` marks words of the report itself, which rest on no row.
    """

    text: str = ""
    wrong: str = ""
    missing: bool = False
    broken: bool = False
    misnamed: bool = False
    said: bool = False
    run: str = ""
    about: str = ""
    rows: int = 0
    ids: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


class Runner:
    """Runs the reports of one briefing on one warehouse, each question once."""

    def __init__(self, briefing: Briefing, warehouse: Warehouse, arguments: dict[str, Any]) -> None:
        self.briefing = briefing
        self.warehouse = warehouse
        self.guard: Guard = guard_of(warehouse)
        self.values = read_parameters(briefing, warehouse, arguments)
        check_published(briefing, self.values, arguments, self.guard)
        self.answers: dict[str, Answer] = {}
        self.broken: dict[str, str] = {}  # run of the header → why it cannot be asked
        self._asked: dict[str, Answer] = {}
        self.check_typed(arguments)

    def check_typed(self, arguments: dict[str, Any]) -> None:
        """Raise UsageError where a report refuses what was typed and takes the default instead: no
        fault of the briefing.
        """
        defaults = {parameter.name: parameter.default for parameter in self.briefing.parameters}
        blocks = [(f"b{block.line}", block.run) for block in self.briefing.blocks if block.run]
        for name, run in [*self.briefing.runs.items(), *blocks]:
            typed = {
                item[1:]
                for item in run.params.values()
                if isinstance(item, str) and item.startswith("$")
            } & {*arguments}
            if not typed:
                continue
            try:
                self.ask(run, name)
            except FilterError:
                continue
            except UsageError as error:
                usual = {
                    **self.values,
                    **{item: defaults.get(item, self.values[item]) for item in typed},
                }
                if self.takes(run, usual):
                    raise in_own_names(error, run) from error

    def takes(self, run: Run, values: dict[str, Any]) -> bool:
        """Whether a report runs with these values of the briefing's parameters."""
        params = {
            key: values.get(item[1:]) if isinstance(item, str) and item.startswith("$") else item
            for key, item in run.params.items()
        }
        try:
            self.warehouse.report(run.report, **params)
        except SanctrackError:
            return False
        return True

    def ask(self, run: Run, name: str) -> Answer:
        """Run a report. Raises SanctrackError in its own words when the report refuses."""
        query = load_query(self.warehouse.home, run.report, "report")
        params = {key: self.bound(value) for key, value in run.params.items()}
        if "as_of" in [item.name for item in query.params] and "as_of" not in params:
            params["as_of"] = self.values["as_of"]
        key = repr(
            (run.report, sorted(params.items(), key=str), sorted(run.where.items(), key=str))
        )
        if key not in self._asked:
            result = self.warehouse.report(run.report, **params)
            answer = Answer(
                run.report,
                result,
                [],
                guard=self.guard,
                held=Held(self.warehouse, result, self.guard),
            )
            for column, value in run.where.items():
                answer.held.check(
                    column, typed_in([value] if not isinstance(value, list) else value)
                )
            self.narrow(answer, run)
            answer.asked = self.asked(run, params)
            self._asked[key] = answer
        self.answers[name] = self._asked[key]
        return self._asked[key]

    def narrow(self, answer: Answer, run: Run) -> None:
        """Keep the rows that `where` means, by their cells as they may be published."""
        tests = tuple((column, *self.test(value)) for column, value in run.where.items())
        numbers = answer.numbers(tests)
        answer.result.rows = [answer.result.rows[number] for number in numbers]
        view = self.guard.show(answer.result)
        answer.hidden = view.hidden
        answer.held_back = sum(view.touched)

    def asked(self, run: Run, params: dict[str, Any]) -> tuple[str, ...]:
        """What was asked of the report, in words for footnotes: parameters that were set, and rows
        that were chosen.
        """
        settings = [
            f"{titled(key)} {shown(value, key, labels=self.warehouse.labels)}"
            for key, value in params.items()
            if value is not None and key != "as_of"
        ]
        for column, value in run.where.items():
            sign, values = self.test(value)
            settings.append(chosen_by(column, sign, values, self.warehouse.labels))
        return tuple(settings)

    def test(self, value: Any) -> tuple[str, tuple[str, ...]]:
        """A `where` value as sign and texts: 'x', '!x', [x, y]; null is written ~ or null."""
        items = value if isinstance(value, list) else [value]
        texts = tuple(cell_text(self.bound(item)) for item in items)
        if len(texts) == 1 and texts[0].startswith("!"):
            return "!=", (texts[0][1:].strip(),)
        return "=", texts

    def bound(self, value: Any) -> Any:
        """A parameter's value with `$name` replaced by the briefing's own parameter."""
        if isinstance(value, str) and value.startswith("$"):
            if value[1:] not in self.values:
                raise UsageError(
                    f"'{value}' is no parameter of the "
                    f"briefing{did_you_mean(value[1:], list(self.values))}"
                )
            return self.values[value[1:]]
        return value

    def answer(self, name: str) -> Answer:
        """The answer of a named run. Raises UsageError when the header has no such run, BrokenRun
        when it cannot be asked.
        """
        if name in self.broken:
            raise BrokenRun(name)
        if name in self.answers:
            return self.answers[name]
        if name not in self.briefing.runs:
            raise UsageError(
                f"no run '{name}' in the header{did_you_mean(name, list(self.briefing.runs))} "
                f"runs are {', '.join(self.briefing.runs) or 'none'}"
            )
        try:
            return self.ask(self.briefing.runs[name], name)
        except SanctrackError as error:
            self.broken[name] = str(error)
            raise BrokenRun(name) from error

    def chosen(
        self, expression: Expression, row: tuple[Answer, int] | None
    ) -> tuple[Answer, list[int]]:
        """The answer and the rows that an expression means. Raises UsageError when a name is not
        known.
        """
        if not expression.run:
            if row is None:
                raise UsageError(
                    f"'{{{{ {expression.text} }}}}' stands outside a list; name its run: {{{{ "
                    f"run.{expression.column or 'column'} }}}}"
                )
            return row[0], [row[1]]
        answer = self.answer(expression.run)
        for column, _, values in expression.filters:
            answer.held.check(column, typed_in(values))
        filters = tuple(
            (column, sign, tuple(cell_text(self.bound(item)) for item in values))
            for column, sign, values in expression.filters
        )
        return answer, answer.numbers(filters, expression.pick)

    def value(self, expression: Expression, row: tuple[Answer, int] | None = None) -> Value:
        """Evaluate an inline expression; what is wrong is told in the value, so that every problem
        is listed at once.
        """
        try:
            if expression.parameter:
                if expression.parameter not in self.values:
                    names = list(self.values)
                    return Value(
                        misnamed=True,
                        wrong=f"no parameter "
                        f"'${expression.parameter}'{did_you_mean(expression.parameter, names)} "
                        f"it takes {', '.join(names)}",
                    )
                return Value(
                    text=shown(
                        self.values[expression.parameter],
                        form=expression.format,
                        labels=self.warehouse.labels,
                    ),
                    missing=self.values[expression.parameter] is None,
                )
            answer, numbers = self.chosen(expression, row)
        except BrokenRun:
            return Value(text="⟨?⟩", broken=True)
        except SanctrackError as error:
            return Value(wrong=str(error), misnamed=True, run=expression.run)
        value = Value(
            run=expression.run or answer.name, about=about(answer, expression), rows=len(numbers)
        )
        for number in numbers:
            value.ids = list(dict.fromkeys([*value.ids, *answer.ids(number)]))
            value.sources = list(dict.fromkeys([*value.sources, *answer.sources(number)]))
        if expression.column == "caveat":
            return Value(
                text=answer.result.caveat,
                run=value.run,
                about=f"caveat of report {answer.name}",
                said=True,
            )
        if expression.column == "rows" or not expression.column:
            value.text = shown(len(numbers))
            return value
        return self.cell_value(value, answer, numbers, expression)

    def cell_value(
        self, value: Value, answer: Answer, numbers: list[int], expression: Expression
    ) -> Value:
        """Fill in the cell (or the list of cells) that an expression names."""
        column, as_written = expression.column, f"{{{{ {expression.text} }}}}"
        if column not in answer.names:
            value.wrong = no_column(answer.name, column, [*answer.names, "rows", "caveat"])
            value.misnamed = True
            return value
        if any(answer.hidden[number] for number in numbers):
            value.wrong = (
                f"'{as_written}' would print a record that publish_precision or redistribution "
                f"holds back; count rows instead"
            )
            return value
        if len(numbers) > 1 and expression.format != "list":
            value.wrong = (
                f"'{as_written}' fits {len(numbers)} rows; add a filter such as "
                f"[column=value], or '| list'"
            )
            return value
        value.text = self.cells_text(
            [answer.cell(number, column) for number in numbers], expression
        )
        if not value.text:
            value.missing = True
            value.text = expression.fallback or ""
            if not numbers and expression.fallback is None:
                value.wrong = (
                    f"'{as_written}': the report returned no such row, and the sentence assumes one"
                )
        # words of an open record that name another one read [withheld]; a place of a coarsened one
        # is asked for in vain
        if MARK in value.text and any(
            self.guard.is_held(record) for number in numbers for record in answer.ids(number)
        ):
            value.wrong = (
                f"'{as_written}' names a record more exactly than its publish_precision allows; "
                f"name a coarser column"
            )
        return value

    def cells_text(self, cells: list[Any], expression: Expression) -> str:
        """Cells in words: of a list each value once, else the only cell."""
        column, labels = expression.column, self.warehouse.labels
        if expression.format == "list":
            values = [cell for cell in dict.fromkeys(cells) if cell is not None]
            return joined([shown(cell, column, labels=labels) for cell in values])
        return shown(cells[0], column, expression.format, labels=labels) if cells else ""


def titled(column: str) -> str:
    """A column or parameter as footnotes name it."""
    return column.removesuffix("_id").replace("_", " ")


def chosen_by(column: str, sign: str, values: tuple[str, ...], labels: Labels) -> str:
    """A filter in words: status not on copy or not on earlier copy."""
    listed = " or ".join(shown(item, column, labels=labels) or "blank" for item in values)
    return f"{titled(column)} {'' if sign == '=' else 'not '}{listed}"


def about(answer: Answer, expression: Expression) -> str:
    """The question behind a value, for its footnote: report, parameters that were set, filters."""
    labels = labels_of(answer.result.home, answer.result.workspace)
    tests = [chosen_by(*test, labels) for test in expression.filters]
    settings = "; ".join([*answer.asked, *tests])
    return f"report {answer.name}" + (f" ({settings})" if settings else "")
