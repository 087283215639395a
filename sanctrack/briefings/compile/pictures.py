"""The door to charts and maps, loaded when the first picture is drawn."""

from typing import Any

from sanctrack.briefings.compile.document import Picture
from sanctrack.errors import SanctrackError
from sanctrack.warehouse.result import Result
from sanctrack.warehouse.warehouse import Warehouse


def alt_text(result: Result) -> str:
    """What the picture of a result shows, in words. Raises SanctrackError when the report has no
    picture.
    """
    if not result.picture:
        raise SanctrackError(f"report {result.name} has no picture")
    from sanctrack import charts

    return charts.alt_text(result)


def prepared(result: Result, warehouse: Warehouse) -> Result:
    """The result as its picture may show it: publish_precision obeyed, publishers named."""
    from sanctrack import charts

    return charts.prepared(result, warehouse)


def draw(result: Result, form: str, options: dict[str, Any]) -> bytes:
    """Draw the picture of a result as 'svg' or 'png'. Raises SanctrackError when it cannot be
    drawn.
    """
    from sanctrack import charts

    return charts.draw(result, form, **options)


def drawn_once(picture: Picture, form: str) -> bytes:
    """The picture as 'svg' or 'png', drawn for the first format that asks and kept for the others.
    Raises as `draw` does.
    """
    with picture.drawing:
        if form not in picture.drawn:
            picture.drawn[form] = draw(picture.result, form, picture.options)
        return picture.drawn[form]
