"""Results made of a few rows, and the elements of a picture."""

import re
import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

from sanctrack.charts import draw
from sanctrack.warehouse.result import Column, Result

SVG = "{http://www.w3.org/2000/svg}"


def result(picture: dict[str, Any], rows: list[dict[str, Any]], **more: Any) -> Result:
    """A result whose columns are the keys of the first row; texts that look like
    days become days.
    """
    names = list(rows[0]) if rows else ["x"]
    return Result(
        tuple(Column(name, "VARCHAR") for name in names),
        [tuple(day(row[name]) for name in names) for row in rows],
        name="made",
        title="A made title",
        question="A made question?",
        caveat="A made caveat.",
        picture=picture,
        datasets=("sanctrack",),
        as_of=date(2026, 8, 22),
        **more,
    )


def day(value: Any) -> Any:
    return (
        date.fromisoformat(value)
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)
        else value
    )


def elements(made: Result, *classes: str, width: float | None = None) -> list[ET.Element]:
    """The elements of the picture that have all these classes."""
    root = ET.fromstring(draw(made, "svg", width))
    return [item for item in root.iter() if set(classes) <= set((item.get("class") or "").split())]


def texts(made: Result, width: float | None = None) -> list[str]:
    """All texts of the picture, in order, halos left out."""
    root = ET.fromstring(draw(made, "svg", width))
    return [item.text or "" for item in root.iter(f"{SVG}text") if item.get("class") != "halo"]
