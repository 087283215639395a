"""The shapes of our YAML: which keys a mapping may have, what each holds, and which are needed.

The loaders judge by them, and the JSON Schemas by which an editor completes them (`schemas/json/`)
are written from them, so that the two cannot differ. Plain classes, because every start of the
program makes them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sanctrack.errors import DefinitionError, did_you_mean

JSON_SCHEMA = "http://json-schema.org/draft-07/schema#"  # the one that YAML editors know


def known_keys(raw: Any, known: tuple[str, ...], path: Path, what: str) -> None:
    """Raise DefinitionError when `raw` is no mapping or has a key that is not in `known`."""
    if not isinstance(raw, dict):
        raise DefinitionError(f"{path}: {what} must be a mapping, not {type(raw).__name__}")
    for key in raw:
        if key not in known:
            raise DefinitionError(
                f"{path}: unknown key '{key}' in {what}{did_you_mean(str(key), known) or ';'} "
                f"known keys: {', '.join(known)}"
            )


def needed(raw: dict[str, Any], keys: tuple[str, ...], path: Path, what: str) -> None:
    """Raise DefinitionError when a key of `keys` is missing or blank."""
    missing = [key for key in keys if raw.get(key) in (None, "", [])]
    if missing:
        raise DefinitionError(f"{path}: {what} lacks {', '.join(missing)}")


class Kind:
    """What the value of a key may be: anything, unless a kind below says more."""

    def fault(self, value: Any) -> str:
        """What is wrong with a value, as the end of a sentence that begins with its key; blank
        where nothing is. The inside of a shape is judged by the loader of that shape.
        """
        return ""

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema."""
        return {}


class Text(Kind):
    """One text; a number that YAML reads as such is one too. With `codes`, one of these."""

    def __init__(self, *codes: str) -> None:
        self.codes = codes

    def fault(self, value: Any) -> str:
        if isinstance(value, (dict, list, bool)):
            return f"must be a text, not {kind_of(value)}"
        if self.codes and value not in self.codes:
            hint = did_you_mean(str(value), self.codes) or ";"
            return f"is '{value}'{hint} it takes {', '.join(self.codes)}"
        return ""

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.codes)} if self.codes else {"type": ["string", "number"]}


class Flag(Kind):
    """true or false."""

    def fault(self, value: Any) -> str:
        return "" if isinstance(value, bool) else f"must be true or false, not {kind_of(value)}"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class ListOf(Kind):
    """A list of values of one kind."""

    def __init__(self, item: Kind | None = None) -> None:
        self.item = item or Text()

    def fault(self, value: Any) -> str:
        if not isinstance(value, list):
            return f"must be a list, not {kind_of(value)}"
        faults = [self.item.fault(item) for item in value]
        return next((f"has an item that {fault}" for fault in faults if fault), "")

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema()}


class MapOf(Kind):
    """A mapping whose keys are the file's own: names of columns or parameters, codes."""

    def __init__(self, value: Kind | None = None) -> None:
        self.value = value or Text()

    def fault(self, value: Any) -> str:
        if not isinstance(value, dict):
            return f"must be a mapping (key: value), not {kind_of(value)}"
        faults = {key: self.value.fault(item) for key, item in value.items()}
        return next((f"has '{key}', which {fault}" for key, fault in faults.items() if fault), "")

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.value.schema()}


class Either(Kind):
    """A value of one of several kinds."""

    def __init__(self, *kinds: Kind) -> None:
        self.kinds = kinds

    def fault(self, value: Any) -> str:
        faults = dict.fromkeys(kind.fault(value) for kind in self.kinds)
        return "" if "" in faults else " or ".join(faults)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [kind.schema() for kind in self.kinds]}


ONE_OR_MORE = Either(Text(), ListOf())


class Key:
    """One key of a shape: what an editor says of it, what it holds, whether it must be there."""

    def __init__(self, about: str, kind: Kind | None = None, needed: bool = False) -> None:
        self.about = about
        self.kind = kind or Text()
        self.needed = needed


class Shape(Kind):
    """A mapping with keys of its own; of the keys `one_of` at least one must be there."""

    def __init__(self, keys: Mapping[str, Key], one_of: tuple[str, ...] = ()) -> None:
        self.keys = keys
        self.one_of = one_of

    @property
    def needed(self) -> tuple[str, ...]:
        return tuple(name for name, key in self.keys.items() if key.needed)

    def check(self, raw: Any, path: Path, what: str) -> None:
        """Raise DefinitionError for an unknown key, a needed one that is missing or blank, and a
        value of another kind. `what` names the mapping in the message.
        """
        known_keys(raw, tuple(self.keys), path, what)
        needed(raw, self.needed, path, what)
        if self.one_of and all(raw.get(key) in (None, "", [], {}) for key in self.one_of):
            raise DefinitionError(f"{path}: {what} lacks {' or '.join(self.one_of)}")
        for key, value in raw.items():
            # a key without a value is as one that is left out
            fault = "" if value is None else self.keys[key].kind.fault(value)
            if fault:
                raise DefinitionError(f"{path}: {what}: {key} {fault}")

    def fault(self, value: Any) -> str:
        return "" if isinstance(value, dict) else f"must be a mapping, not {kind_of(value)}"

    def schema(self) -> dict[str, Any]:
        properties = {
            name: {"description": key.about, **key.kind.schema()} for name, key in self.keys.items()
        }
        schema: dict[str, Any] = {
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
        }
        if self.needed:
            schema["required"] = list(self.needed)
        if self.one_of:
            schema["anyOf"] = [{"required": [key]} for key in self.one_of]
        return schema


def kind_of(value: Any) -> str:
    """What YAML read, in words."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes or no"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case int() | float():
            return "a number"
        case _:
            return "a text"


def json_schema(shape: Shape, title: str) -> dict[str, Any]:
    """The JSON Schema of a whole file, or of the header of one."""
    return {"$schema": JSON_SCHEMA, "title": title, **shape.schema()}
