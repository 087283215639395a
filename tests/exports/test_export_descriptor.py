"""datapackage.json against the official schema of Data Package v2, and every CSV against it by
frictionless.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest


@pytest.fixture(scope="module")
def package(made: Path) -> dict[str, Any]:
    return json.loads((made / "datapackage.json").read_text(encoding="utf-8"))


def test_official_schema_of_data_package_v2(package: dict[str, Any]) -> None:
    dplib = pytest.importorskip("dplib", reason="dplib-py carries the official profiles")
    profiles = Path(dplib.__file__).parent / "profiles" / "2.0"
    profile = json.loads((profiles / "datapackage.json").read_text())
    schema = json.loads((profiles / "tableschema.json").read_text())
    resource = json.loads((profiles / "dataresource.json").read_text())
    jsonschema.validate(package, local(profile, profiles))
    for item in package["resources"]:
        jsonschema.validate(item, local(resource, profiles))
        if "schema" in item:
            jsonschema.validate(item["schema"], local(schema, profiles))


def local(profile: Any, folder: Path) -> Any:
    """The profile with references to its sister files put in place: nothing is fetched."""
    if isinstance(profile, dict):
        reference = str(profile.get("$ref", ""))
        name = reference.rsplit("/", 1)[-1]
        if reference and not reference.startswith("#") and (folder / name).is_file():
            return local(json.loads((folder / name).read_text()), folder)
        return {key: local(value, folder) for key, value in profile.items()}
    return [local(value, folder) for value in profile] if isinstance(profile, list) else profile


def test_every_csv_fits_its_schema_keys_and_checksum(made: Path) -> None:
    from frictionless import Package, system

    with system.use_context(trusted=True):
        package = Package(str(made / "datapackage.json"))
        for name in [item.name for item in package.resources if str(item.path).endswith(".csv")]:
            report = package.get_resource(name).validate()
            assert report.valid, (
                name,
                report.flatten(["type", "rowNumber", "fieldName", "note"])[:5],
            )


def test_every_file_is_named_with_its_checksum(made: Path, package: dict[str, Any]) -> None:
    listed = {item["path"]: item for item in package["resources"]}
    words = {"README.md", "ATTRIBUTION.md", "datapackage.json", "stamp.json", "datasette.json"}
    there = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    assert set(listed) == there - words
    for name, item in listed.items():
        raw = (made / name).read_bytes()
        assert item["bytes"] == len(raw)
        assert item["hash"] == "sha256:" + hashlib.sha256(raw).hexdigest()


def test_fields_carry_words_units_codes_and_keys(package: dict[str, Any]) -> None:
    tables = {item["name"]: item for item in package["resources"] if "schema" in item}
    strikes = {field["name"]: field for field in tables["airstrikes"]["schema"]["fields"]}
    assert strikes["killed_min"]["unit"] == "persons"
    assert strikes["verification"]["constraints"]["enum"] == ["confirmed", "reported", "disputed"]
    assert tables["airstrikes"]["schema"]["primaryKey"] == ["airstrike_id"]
    assert tables["trade_flows"]["schema"]["uniqueKeys"]
    references = {
        key["reference"]["resource"] for key in tables["fact_strikes"]["schema"]["foreignKeys"]
    }
    assert references == {"dim_actor", "dim_admin1", "dim_date", "dim_source"}
    assert all(
        field["description"] for item in tables.values() for field in item["schema"]["fields"]
    )
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert {item["title"] for item in package["sources"]} >= {"airportsdata", "UK Sanctions List"}
    assert package["contributors"]


def test_attribution_names_every_source_family_and_the_data_of_others(made: Path) -> None:
    text = (made / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert "Uppsala Conflict Data Program" in text
    assert "Rows of the data sets own are not part" in text
    readme = (made / "README.md").read_text(encoding="utf-8")
    assert "a sample, not a census" in readme
