"""Rules: a contract compiled to pandera, and the same tests asked of Arrow; both find the same, and
a property test holds them to it.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from sanctrack.definitions.contracts import Contract, Field
from sanctrack.errors import did_you_mean
from sanctrack.facts.arrow_values import number, text, texts

if TYPE_CHECKING:
    import pandera.pandas as pandera

EMPTY, BAR = text(""), text("|")
# A suggestion is looked for among so many ids at the most, and for so many values.
IDS_COMPARED, SUGGESTIONS = 5_000, 100

Test = Callable[[Any], Any]
BrokenRule = tuple[int, str, str]
"""Row, column, rule (as pandera names it)."""


def joined_key(rows: pa.Table, columns: Iterable[str]) -> pa.ChunkedArray | pa.Array:
    """The key of each row as text, parts joined by '|', a blank part empty."""
    parts = [pc.fill_null(pc.cast(rows[column], pa.string()), EMPTY) for column in columns]
    return parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, BAR)


def pandera_schema(contract: Contract) -> "pandera.DataFrameSchema":
    """Compile a contract to a pandera schema for frames with Arrow-backed columns.

    Each check is named by its rule (required, codes, minimum, maximum, pattern, unique, key,
    `order:low:high`), so that `failure_cases` of a lazy validation can be put in words.
    """
    import pandera.pandas as pandera

    columns = {}
    for field in contract.fields:
        checks = [
            pandera.Check(arrow_check(test), name=rule, ignore_na=True)
            for rule, test in field_tests(field)
        ]
        columns[field.name] = pandera.Column(
            checks=checks, nullable=not field.required, unique=field.unique
        )
    wide = [
        pandera.Check(
            lambda frame, low=low, high=high: not_less(frame, low, high),
            name=f"order:{low}:{high}",
            ignore_na=False,
        )
        for low, high in contract.ordered_pairs()
    ]
    wide.append(
        pandera.Check(
            lambda frame: keys_once(frame, contract.primary_key), name="key", ignore_na=False
        )
    )
    return pandera.DataFrameSchema(columns, checks=wide)


def field_tests(field: Field) -> list[tuple[str, Test]]:
    """(rule, test) of a field; a test maps an Arrow array to booleans."""
    tests: list[tuple[str, Test]] = []
    if field.codes:
        known = texts(list(field.codes))
        tests.append(("codes", lambda values: pc.is_in(values, value_set=known)))
    if field.minimum is not None:
        low = limit(field, field.minimum)
        tests.append(("minimum", lambda values: pc.greater_equal(values, low)))
    if field.maximum is not None:
        high = limit(field, field.maximum)
        tests.append(("maximum", lambda values: pc.less_equal(values, high)))
    if field.pattern:
        pattern = f"^(?:{field.pattern.removeprefix('^').removesuffix('$')})$"
        tests.append(("pattern", lambda values: pc.match_substring_regex(values, pattern)))
    return tests


def limit(field: Field, value: Any) -> Any:
    return number(date.fromisoformat(value)) if field.type == "date" else number(value)


def arrow_check(test: Test) -> Test:
    """Wrap a test on Arrow arrays as one on a pandas series with an Arrow-backed type."""

    def check(series: Any) -> Any:
        import pandas as pd

        return pd.Series(
            test(pa.array(series.array)).to_numpy(zero_copy_only=False), index=series.index
        )

    return check


def not_less(frame: Any, low: str, high: str) -> Any:
    import pandas as pd

    fits = pc.fill_null(
        pc.less_equal(pa.array(frame[low].array), pa.array(frame[high].array)), True
    )
    return pd.Series(fits.to_numpy(zero_copy_only=False), index=frame.index)


def keys_once(frame: Any, key: tuple[str, ...]) -> Any:
    import pandas as pd

    joined = joined_key(pa.table({name: pa.array(frame[name].array) for name in key}), key)
    return ~pd.Series(joined.to_pylist(), index=frame.index).duplicated(keep=False)


# -- the same tests on Arrow
# ----------------------------------------------------------------------------------


def broken_rules(rows: pa.Table, contract: Contract) -> list[BrokenRule]:
    """Every rule that a row breaks, in order of the rows.

    The tests are those that pandera gets (`judged_by_pandera`), asked of Arrow: pandas and pandera
    take longer to be imported than a million rows to be judged.
    """
    found = (
        (column, rule, pc.indices_nonzero(mask))
        for column, rule, mask in broken_masks(rows, contract)
    )
    return sorted(
        (row, column, rule) for column, rule, places in found for row in places.to_pylist()
    )


def broken_masks(rows: pa.Table, contract: Contract) -> Iterable[tuple[str, str, pa.ChunkedArray]]:
    """Column, rule and a mask for each rule that some row breaks; where the mask is null the rule
    is not broken.
    """
    yield from broken_values(rows, contract)
    if not ascending(rows, contract.primary_key):
        yield from (
            (contract.primary_key[0], "key", mask)
            for mask in repeated(key_codes(rows, contract.primary_key))
        )


def broken_values(rows: pa.Table, contract: Contract) -> Iterable[tuple[str, str, pa.ChunkedArray]]:
    """Column, rule and mask as in `broken_masks`, of all rules but that a key stands once.

    For rows that come in groups, as an importer writes them: a key can stand in two groups.
    """
    for field in contract.fields:
        values = rows[field.name]
        if field.required and values.null_count:
            yield field.name, "not_nullable", pc.is_null(values)
        for rule, test in field_tests(field):
            given = pc.drop_null(values) if values.null_count else values
            if not pc.all(test(given), min_count=0).as_py():
                yield field.name, rule, pc.and_(pc.invert(test(values)), pc.is_valid(values))
        if field.unique:
            # a blank is no copy of another blank
            yield from (
                (field.name, "field_uniqueness", pc.and_(mask, pc.is_valid(values)))
                for mask in repeated(values)
            )
    for low, high in contract.ordered_pairs():
        broken = pc.greater(rows[low], rows[high])
        if pc.any(broken, min_count=0).as_py():
            yield low, f"order:{low}:{high}", broken


def ascending(rows: pa.Table, key: tuple[str, ...]) -> bool:
    """Whether each key is above the one before it, as in a file kept in order: then none stands
    twice, and nothing has to be counted.
    """
    above = None
    for name in reversed(key):
        column = rows[name]
        if column.null_count:
            return False
        before, after = column.slice(0, max(len(column) - 1, 0)), column.slice(1)
        higher = pc.greater(after, before)
        above = higher if above is None else pc.or_(higher, pc.and_(pc.equal(after, before), above))
    return bool(pc.all(above, min_count=0).as_py())


def repeated(values: pa.ChunkedArray | pa.Array) -> Iterable[pa.ChunkedArray]:
    """The mask of values that stand in several rows, when there are any."""
    if len(pc.unique(values)) < len(values):
        counts = pc.value_counts(values)
        several = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
        yield pc.is_in(values, value_set=several)


def key_codes(rows: pa.Table, key: tuple[str, ...]) -> pa.ChunkedArray | pa.Array:
    """A value for each row that is equal exactly where the keys are; whole numbers where that takes
    less room than text.
    """
    if len(key) == 1:
        return rows[key[0]]
    codes, room = None, 1
    for name in key:
        column = rows[name].combine_chunks()
        part = (
            column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode("encode")
        )
        room *= max(len(part.dictionary), 1)
        if room > 2**62:
            return joined_key(rows, key)
        numbers = pc.cast(part.indices, pa.int64())
        codes = (
            numbers
            if codes is None
            else pc.add(pc.multiply(codes, number(len(part.dictionary))), numbers)
        )
    return codes


def judged_by_pandera(rows: pa.Table, contract: Contract) -> set[BrokenRule]:
    """The rules that rows break by pandera's judgement, lazily over all rows: the second opinion on
    `broken_rules`.
    """
    import pandas as pd
    from pandera.errors import SchemaErrors

    try:
        pandera_schema(contract).validate(rows.to_pandas(types_mapper=pd.ArrowDtype), lazy=True)
    except SchemaErrors as error:
        return failures(error.failure_cases, contract)
    return set()


def failures(cases: Any, contract: Contract) -> set[BrokenRule]:
    """The failure cases of a lazy validation as row, column and rule."""
    found = set()
    for context, column, rule, row in zip(
        cases["schema_context"], cases["column"], cases["check"], cases["index"], strict=True
    ):
        if str(rule).startswith("order:"):
            name = str(rule).split(":")[1]
        else:
            name = column if context == "Column" else contract.primary_key[0]
        if row is not None and row == row:
            found.add((int(row), str(name), str(rule)))
    return found


# -- words
# --------------------------------------------------------------------------------------------------


def in_words(
    contract: Contract, column: str, rule: str, row: dict[str, Any]
) -> tuple[str, str, str]:
    """Rule, what is wrong and how to mend it, for a rule that a row breaks."""
    field = contract.field(column)
    value = row[column]
    if rule == "not_nullable":
        return "required", f"{column} is blank", f"every row needs it: {field.description}"
    if rule == "field_uniqueness":
        return "unique", f"{column} = {value} stands in several rows", "give each row its own"
    if rule == "key":
        key = ", ".join(contract.primary_key)
        return (
            "key",
            f"the key ({key}) stands in several rows",
            "remove the copy or give it another key",
        )
    if rule.startswith("order:"):
        other = rule.split(":")[2]
        return (
            "order",
            f"{column} = {value} is above {other} = {row[other]}",
            "swap the two or mend the wrong one",
        )
    if rule == "codes":
        known = tuple(field.codes or {})
        hint = nearest_code(str(value), known)
        return "codes", f"{column} = {value} is not a code{hint}", f"one of: {', '.join(known)}"
    if rule == "pattern":
        return (
            "pattern",
            f"{column} = {value} does not have the form {field.pattern}",
            pattern_help(column, field),
        )
    bound = field.minimum if rule == "minimum" else field.maximum
    return rule, f"{column} = {value} fails {rule} {bound}", field.description


@cache
def nearest_code(value: str, known: tuple[str, ...]) -> str:
    """The suggestion for a code; the same slip often stands in thousands of rows."""
    return did_you_mean(value, known) or did_you_mean(value.lower(), known)


def pattern_help(column: str, field: Field) -> str:
    if column.endswith("_id"):
        return "ids are small letters, digits and hyphens, such as 2023-04-11-pazi-gyi"
    return field.description


class Nearest:
    """Suggestions among many ids: looked for among those that begin or end alike, and not for every
    one of thousands of values.
    """

    def __init__(self, known: pa.ChunkedArray | pa.Array) -> None:
        self.known = pc.drop_null(pc.unique(known))
        self.hints: dict[str, str] = {}

    def to(self, value: str) -> str:
        """`; did you mean 'x'?`, or nothing."""
        if value not in self.hints:
            self.hints[value] = (
                did_you_mean(value, self._candidates(value))
                if len(self.hints) < SUGGESTIONS
                else ""
            )
        return self.hints[value]

    def _candidates(self, value: str) -> list[str]:
        near = self.known
        if len(near) > IDS_COMPARED:
            alike = pc.or_(pc.starts_with(near, value[:4]), pc.ends_with(near, value[-4:]))
            near = near.filter(alike)
        ids: list[str] = near.slice(0, IDS_COMPARED).to_pylist()
        return ids
