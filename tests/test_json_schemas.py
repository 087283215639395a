"""The JSON Schemas by which editors complete YAML say what the loaders say."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from sanctrack.briefings.source.source import HEADER
from sanctrack.briefings.source.style_rules import WORDING
from sanctrack.definitions.contracts import CONTRACT, read_contract
from sanctrack.definitions.paths import FACTS, Home, read_yaml
from sanctrack.definitions.queries import HEADERS, query_paths, read_header, split
from sanctrack.definitions.shapes import Either, Flag, Key, ListOf, MapOf, Shape, Text
from sanctrack.errors import DefinitionError
from sanctrack.facts.mapping import MAPPING

ROOT = Path(__file__).resolve().parent.parent
SHAPES = {
    "contract": CONTRACT, "facts": FACTS, "briefing": HEADER, "wording": WORDING,
    "mapping": MAPPING, **HEADERS,
}  # fmt: skip


def validator(name: str) -> Draft7Validator:
    path = ROOT / "schemas" / "json" / f"{name}.json"
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


def front_matter(path: Path) -> Any:
    return read_yaml(path.read_text(encoding="utf-8").split("---\n")[1], str(path))


def shipped(home: Home) -> Iterator[tuple[str, Path, Any]]:
    """Every YAML text of the home that has a schema: its name, its file and what it says."""
    for path in sorted(home.schemas.glob("*.yaml")):
        yield "contract", path, read_yaml(path.read_text(encoding="utf-8"), str(path))
    for name, path in (
        ("facts", home.datasets / "facts.yaml"),
        ("wording", home.queries / "briefings" / "wording.yaml"),
    ):
        yield name, path, read_yaml(path.read_text(encoding="utf-8"), str(path))
    for path in sorted((home.root / "mappings").glob("*.yaml")):
        yield "mapping", path, read_yaml(path.read_text(encoding="utf-8"), str(path))
    for path in sorted((home.queries / "briefings").glob("*.md")):
        yield "briefing", path, front_matter(path)
    for kind, path in query_paths(home).values():
        yield kind, path, read_yaml(split(path)[0], str(path))


def test_every_shipped_file_is_valid(home: Home) -> None:
    validators = {name: validator(name) for name in SHAPES}
    kinds = set()
    for name, path, raw in shipped(home):
        kinds.add(name)
        faults = [f"{path}: {fault.message}" for fault in validators[name].iter_errors(raw)]
        assert faults == []
    assert kinds == set(SHAPES)


def test_every_schema_is_one_and_says_what_each_key_is() -> None:
    for name in SHAPES:
        schema = validator(name).schema
        Draft7Validator.check_schema(schema)
        assert all(item["description"] for item in schema["properties"].values())


def loaders(home: Home) -> dict[str, tuple[Any, Callable[[Any], object]]]:
    """A right text of each kind, and how it is read."""
    right = {name: (path, raw) for name, path, raw in shipped(home)}

    def contract(raw: Any) -> object:
        path = right["contract"][0]
        return read_contract(raw, path.stem, path)

    readers: dict[str, Callable[[Any], object]] = {
        "contract": contract,
        **{
            kind: lambda raw, kind=kind: read_header(
                Home(home.root), right[kind][0], json.dumps(raw), kind
            )
            for kind in HEADERS
        },
        **{
            name: lambda raw, name=name: SHAPES[name].check(raw, right[name][0], name)
            for name in ("facts", "mapping", "briefing", "wording")
        },
    }
    return {name: (right[name][1], reader) for name, reader in readers.items()}


@pytest.mark.parametrize("name", SHAPES)
def test_a_wrong_key_is_refused_by_loader_and_schema(home: Home, name: str) -> None:
    right, read = loaders(home)[name]
    read(right)
    key = next(iter(SHAPES[name].keys))
    wrong = {(f"{key}s" if item == key else item): value for item, value in right.items()}
    assert not validator(name).is_valid(wrong)
    with pytest.raises(DefinitionError, match=f"unknown key '{key}s' .*did you mean '{key}'"):
        read(wrong)


@pytest.mark.parametrize("name", SHAPES)
def test_a_needed_key_that_is_missing_is_refused_by_both(home: Home, name: str) -> None:
    right, read = loaders(home)[name]
    for key in SHAPES[name].needed:
        wrong = {item: value for item, value in right.items() if item != key}
        assert not validator(name).is_valid(wrong), key
        with pytest.raises(DefinitionError, match=f"lacks .*{key}"):
            read(wrong)


@pytest.mark.parametrize("name", SHAPES)
def test_a_value_of_another_kind_is_refused_by_both(home: Home, name: str) -> None:
    right, read = loaders(home)[name]
    for key in set(SHAPES[name].keys) & set(right):
        wrong = copy.deepcopy(right)
        wrong[key] = ["a"] if isinstance(right[key], (str, dict, bool)) else "a"
        assert not validator(name).is_valid(wrong), key
        with pytest.raises(DefinitionError):
            read(wrong)


def test_a_wrong_key_inside_is_refused_by_both(home: Home) -> None:
    right, read = loaders(home)["contract"]
    wrong = copy.deepcopy(right)
    wrong["fields"][0]["descripton"] = wrong["fields"][0].pop("description")
    assert not validator("contract").is_valid(wrong)
    with pytest.raises(DefinitionError, match="did you mean 'description'"):
        read(wrong)


SHAPE = Shape(
    {
        "name": Key("A name.", needed=True),
        "size": Key("One of two.", Text("small", "large")),
        "parts": Key("Several.", ListOf()),
        "by_day": Key("Texts by day.", MapOf()),
        "is_new": Key("Yes or no.", Flag()),
        "place": Key("A text or more.", Either(Text(), ListOf())),
    },
    one_of=("size", "parts"),
)
RIGHT = {"name": "a", "size": "small"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"size": "smal"}, "box: size is 'smal'; did you mean 'small'? it takes small, large"),
        ({"parts": "a"}, "box: parts must be a list, not a text"),
        ({"parts": [["a"]]}, "box: parts has an item that must be a text, not a list"),
        ({"by_day": ["a"]}, "box: by_day must be a mapping (key: value), not a list"),
        ({"by_day": {"mon": [1]}}, "box: by_day has 'mon', which must be a text, not a list"),
        ({"is_new": "yes"}, "box: is_new must be true or false, not a text"),
        ({"name": True}, "box: name must be a text, not yes or no"),
        ({"place": {}}, "box: place must be a text, not a mapping or must be a list, not a"),
        ({"size": None}, "box lacks size or parts"),
        ({"name": ""}, "box lacks name"),
    ],
)
def test_a_fault_says_file_key_and_what_would_work(change: dict[str, Any], message: str) -> None:
    SHAPE.check(RIGHT, Path("box.yaml"), "box")
    with pytest.raises(DefinitionError) as error:
        SHAPE.check({**RIGHT, **change}, Path("box.yaml"), "box")
    assert str(error.value).startswith(f"box.yaml: {message}")
