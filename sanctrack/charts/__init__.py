"""Pictures of results: driven by the `picture` key of a
report's header.

`draw` gives SVG, PNG or PDF, `alt_text` says in words what is drawn; `prepared` makes a result fit
to leave the machine.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from sanctrack.charts.canvas import BODY, EDGE, GREY, HEAD, INK, SMALL, Canvas, clean, measure
from sanctrack.charts.header import ADDED, CHARTS, Chart, read_picture
from sanctrack.charts.view import Drawn, View, listed, view_of
from sanctrack.definitions.days import days_in
from sanctrack.errors import UsageError, did_you_mean
from sanctrack.formats.cell_text import plain
from sanctrack.publication import Shown, guard_of
from sanctrack.warehouse.labels import labels_of
from sanctrack.warehouse.result import Result
from sanctrack.warehouse.warehouse import Warehouse

FORMS = ("svg", "png", "pdf")
WIDTH, LEAST, MOST = 16.0, 8.0, 60.0
PUBLISHERS = 5
POINTS = 72 / 2.54


def draw(result: Result, form: str, width: float | None = None) -> bytes:
    """Draw the picture of a result as 'svg', 'png' or 'pdf', `width` centimetres wide (16 by
    default, the text of an A4 page).

    The same rows give the same bytes. Raises UsageError when there is nothing to draw, the report
    has no picture or form or width are none; SanctrackError when png or pdf is asked for without
    the `documents` extra.
    """
    if form not in FORMS:
        raise UsageError(
            f"no picture format '{form}'{did_you_mean(form, FORMS) or ';'} it takes "
            f"{', '.join(FORMS)}"
        )
    centimetres = WIDTH if width is None else float(width)
    if not LEAST <= centimetres <= MOST:
        raise UsageError(f"a picture is {LEAST:g} to {MOST:g} cm wide, not {width}")
    view = drawable(result)
    canvas = Canvas(round(centimetres * POINTS - 2 * EDGE, 1))
    compose(canvas, view)
    alt = alt_text(result)
    if form == "svg":
        return canvas.svg(result.title, alt)
    from sanctrack.charts.render import rendered

    return rendered(canvas, result.title, alt, form)


def alt_text(result: Result) -> str:
    """What the picture shows, in words made from the rows, with its caveat. Raises UsageError as
    `draw` does.
    """
    view = drawable(result)
    sentences = [f"{clean(result.title)}.", *module_of(view).sentences_of(view)]
    if view.spec.get("held_back"):
        sentences.append(str(view.spec["held_back"]))
    if result.caveat:
        sentences.append(f"Caveat: {clean(result.caveat).replace('`', '')}")
    return " ".join(sentences)


def prepared(result: Result, warehouse: Warehouse) -> Result:
    """Return the result as its picture may show it: `publish_precision` obeyed and said, publishers
    of the rows named.

    Raises UsageError for a plain warehouse over rows that are held back: open it with
    `sanctrack.publication.open_public`.
    """
    if not result.picture:
        return result
    shown = guard_of(warehouse).show(result)
    picture = {**result.picture, "publishers": publishers(result, warehouse)}
    if shown.words:
        picture["held_back"] = held_back_words(shown)
    return replace(shown.printed, picture=picture)


def held_back_words(shown: Shown) -> str:
    """What was held back of a picture, in a sentence."""
    if shown.internal:
        return f"{shown.words}."
    withheld = sum(shown.hidden)
    coarser = sum(shown.touched) - withheld
    parts = [f"{coarser} shown less exactly than they are recorded"] if coarser else []
    parts += [f"{withheld} not drawn"] if withheld else []
    if not parts:
        return f"{shown.words[:1].upper()}{shown.words[1:]}."
    return f"By the wish of those who recorded them, rows: {' and '.join(parts)}."


def publishers(result: Result, warehouse: Warehouse) -> list[str]:
    """Publishers of the sources of the rows, those of most sources first."""
    if "sources" not in warehouse.loaded or not result.source_ids:
        return []
    publisher_by_source = dict(warehouse.sql("select source_id, publisher from sources").rows)
    counts = Counter(
        publisher_by_source.get(source) or "publisher not known" for source in result.source_ids
    )
    return [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def drawable(result: Result) -> View:
    if not result.picture:
        raise UsageError(
            f"report {result.name} has no picture; draw another, or write it as csv, md, html or "
            f"xlsx"
        )
    names = [column.name for column in result.columns]
    header = {key: value for key, value in result.picture.items() if key not in ADDED}
    read_picture(Path(f"report {result.name}"), header, names)
    view = view_of(result)
    if not view.records:
        raise UsageError(
            f"nothing to draw: report {result.name} gave no rows with these parameters"
        )
    return view


def module_of(view: View) -> Chart:
    return CHARTS[view.spec["kind"]]


def compose(canvas: Canvas, view: View) -> None:
    """Title, question, the drawing, legend, notes, caveat and sources, from top to bottom."""
    result = view.result
    y = canvas.paragraph(0, 0, result.title, canvas.width, HEAD, True, INK)
    y = canvas.paragraph(0, y - 1, result.question, canvas.width, BODY, fill=GREY)
    parameter_line = parameters(result)
    y = canvas.paragraph(0, y - 2, parameter_line, canvas.width, SMALL) if parameter_line else y
    drawing = module_of(view).draw(canvas, view, y + 4)
    y = legend(canvas, drawing, drawing.bottom + 3)
    canvas.line(0, y + 2, canvas.width, y + 2)
    y += 1
    notes = [
        *drawing.notes,
        *([str(view.spec["note"])] if view.spec.get("note") else []),
        *([view.spec["held_back"]] if view.spec.get("held_back") else []),
    ]
    if notes:
        y = canvas.paragraph(0, y, " ".join(notes), canvas.width, SMALL, fill=INK)
    if result.caveat:
        y = canvas.paragraph(
            0, y, f"Caveat: {result.caveat.replace('`', '')}", canvas.width, SMALL, fill=INK
        )
    canvas.height = round(canvas.paragraph(0, y, source_line(view), canvas.width, SMALL) + 3, 1)


def legend(canvas: Canvas, drawing: Drawn, y: float) -> float:
    """Samples with their words, as many a line as fit."""
    if not drawing.legend:
        return y
    x, y = 0.0, y + 10
    for sample, label in drawing.legend:
        width = 23 + measure(label, SMALL)
        if x and x + width > canvas.width:
            x, y = 0.0, y + 11
        sample(canvas, x, y)
        canvas.text(x + 21, y, label, SMALL, kind="legend")
        x += width + 10
    return y + 3


def parameters(result: Result) -> str:
    """The parameters that narrow the picture, in words."""
    values = {
        name: value
        for name, value in result.params.items()
        if value not in (None, False, 0, "none", "all")
    }
    day = values.pop("as_of", None)
    labels = labels_of(result.home, result.workspace)
    settings = [
        f"{name.removesuffix('_id').replace('_', ' ')}: "
        f"{plain(value) if name.endswith('_id') else labels.named(plain(value), name)}"
        for name, value in values.items()
    ]
    lead = f"As of {days_in(plain(day))}. " if day else ""
    question = f"Asked for {'; '.join(settings)}." if settings else ""
    return f"{lead}{question}".strip()


def source_line(view: View) -> str:
    """Publishers, where they are known, documents, data set and its day."""
    result = view.result
    publisher_names: list[Any] = view.spec.get("publishers") or []
    documents = f"{len(result.source_ids)} document{'s' if len(result.source_ids) != 1 else ''}"
    if publisher_names:
        publishers_listed = listed([clean(name) for name in publisher_names], PUBLISHERS)
        more = " publishers" if len(publisher_names) > PUBLISHERS + 1 else ""
        sources = f"Sources: {publishers_listed}{more} ({documents})."
    else:
        sources = (
            f"Sources: {documents}, by id in the report's source_ids." if result.source_ids else ""
        )
    data = f"Data: {', '.join(result.datasets)}" if result.datasets else ""
    day = f", as of {days_in(str(result.as_of))}" if result.as_of and data else ""
    return " ".join(
        part
        for part in (
            sources,
            f"{data}{day}." if data else "",
            f"Report: {result.name}." if result.name else "",
        )
        if part
    )


__all__ = ["CHARTS", "FORMS", "alt_text", "draw", "prepared", "read_picture"]
