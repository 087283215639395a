"""Parameters of reports and briefings: their headers, and what was given for them as values of the
right type.
"""

import operator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sanctrack.definitions.shapes import Flag, Key, Kind, ListOf, MapOf, Shape, Text
from sanctrack.errors import UsageError, did_you_mean

# groups of tables of facts that a parameter can name (`tables`), read from the contracts
TABLE_GROUPS = ("with_sources",)
PARAM_TYPES = ("string", "integer", "number", "date", "boolean")
PARAMETER = Shape(
    {
        "type": Key("Type of the value.", Text(*PARAM_TYPES), needed=True),
        "default": Key("The value where none is given; null leaves it out.", Kind()),
        "help": Key("What to give, for whoever asks.", needed=True),
        "choices": Key("The only values, where no contract has them.", ListOf()),
        "minimum": Key("The lowest value, in the type of the parameter.", Kind()),
        "maximum": Key("The highest value, in the type of the parameter.", Kind()),
        "id_of": Key("The table whose key the value is."),
        "value_of": Key("The column, as table.column, whose values or codes it takes."),
        "or_value_of": Key("A second column, as table.column, whose values it takes too."),
        "only": Key("Narrows the rows of id_of and value_of: column: value.", MapOf()),
        "several": Key("Whether it takes values joined by commas.", Flag()),
        "also": Key("Words that it takes besides, such as all or none.", ListOf()),
        "tables": Key("Takes the names of a group of tables.", Text(*TABLE_GROUPS)),
    }
)


@dataclass(frozen=True)
class Parameter:
    """One `$name` of a report: its type, default and limits. `has_default` is false where a value
    must be given.

    `only` narrows the rows that `id_of` and `value_of` speak of, by the value of a column: a ship
    is an actor of type vessel. `tables` names a group of tables (TABLE_GROUPS) whose names are the
    choices.
    """

    name: str
    type: str
    help: str
    has_default: bool
    default: Any = None
    choices: tuple[str, ...] = ()
    minimum: Any = None
    maximum: Any = None
    id_of: str | None = None
    value_of: str | None = None
    or_value_of: str | None = None
    """A second column, whose values will do as well as those of `value_of`."""
    only: dict[str, str] = field(default_factory=dict)
    several: bool = False
    also: tuple[str, ...] = ()
    tables: str | None = None

    def parts(self, value: Any) -> list[str]:
        """The values that `choices` and `value_of` speak of: the parts of a list joined by commas,
        without the words of `also`.
        """
        given = [part.strip() for part in str(value).split(",")] if self.several else [str(value)]
        return [part for part in given if part not in self.also]

    def read(self, value: Any) -> Any:
        """Turn what the user gave into a value of this type. Raises UsageError with the value and
        what would work.
        """
        if self.several and isinstance(value, (list, tuple)):
            value = ",".join(str(part) for part in value)
        if value is None or (isinstance(value, str) and value == ""):
            if self.has_default and self.default is None:
                return None
            raise UsageError(f"parameter {self.name} needs a value: {self.help}")
        try:
            read = convert(value, self.type)
        except (ValueError, OverflowError):
            example = {
                "date": "a date such as 2023-01-31",
                "integer": "a whole number",
                "number": "a number",
                "boolean": "yes or no",
            }
            takes = example.get(
                self.type, "one text" if isinstance(value, (list, tuple, set, dict)) else "text"
            )
            raise UsageError(f"parameter {self.name} is {shown(value)}; it takes {takes}") from None
        for part in self.parts(read) if self.choices else ():
            if part not in self.choices:
                hint = did_you_mean(part, self.choices) or ";"
                takes = ", ".join([*self.also, *self.choices])
                raise UsageError(f"parameter {self.name} is '{part}'{hint} it takes {takes}")
        for limit, wrong in ((self.minimum, operator.lt), (self.maximum, operator.gt)):
            if limit is not None and wrong(read, convert(limit, self.type)):
                raise UsageError(
                    f"parameter {self.name} is {value}; it takes {self.minimum} to "
                    f"{self.maximum}".replace(" to None", " or more")
                )
        return read


def shown(value: Any) -> str:
    """A value in a message: text in quotes, anything else as Python writes it."""
    return f"'{value}'" if isinstance(value, str) else repr(value)


def convert(value: Any, kind: str) -> Any:
    """Turn text (or a value of the right type) into string, integer, number, date or boolean.
    Raises ValueError.
    """
    if isinstance(value, (list, tuple, set, frozenset, dict, bytes)) or (
        isinstance(value, bool) and kind != "boolean"
    ):
        raise ValueError(value)
    if kind == "date":
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if len(str(value)) != 10:
            raise ValueError(value)
        return date.fromisoformat(str(value))
    if kind == "boolean":
        words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
        if str(value).lower() not in words:
            raise ValueError(value)
        return words[str(value).lower()]
    if kind == "integer":
        if isinstance(value, float) and not value.is_integer():
            raise ValueError(value)
        return int(value)
    if kind == "number":
        number = float(value)
        if number != number or number in (float("inf"), float("-inf")):
            raise ValueError(value)
        return number
    return str(value)


def read_parameter(path: Path, name: str, raw: Any) -> Parameter:
    PARAMETER.check(raw, path, f"parameter '{name}'")
    return Parameter(
        name=name,
        type=raw["type"],
        help=raw["help"],
        has_default="default" in raw,
        default=raw.get("default"),
        choices=tuple(str(choice) for choice in raw.get("choices") or ()),
        minimum=raw.get("minimum"),
        maximum=raw.get("maximum"),
        id_of=raw.get("id_of"),
        value_of=raw.get("value_of"),
        or_value_of=raw.get("or_value_of"),
        only={column: str(value) for column, value in (raw.get("only") or {}).items()},
        several=bool(raw.get("several", False)),
        also=tuple(str(word) for word in raw.get("also") or ()),
        tables=raw.get("tables"),
    )
