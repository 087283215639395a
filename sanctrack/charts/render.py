"""From SVG to PNG and PDF by typst, with the fonts of the `documents` extra alone: the same bytes
on every machine.
"""

import json
from pathlib import Path
from typing import Any

from sanctrack.charts.canvas import EDGE, Canvas, number
from sanctrack.errors import SanctrackError
from sanctrack.files import work_folder

PPI = 220
MISSING = (
    "png and pdf pictures need typst and its fonts; `pip install 'sanctrack[documents]'` brings "
    "them (svg needs nothing more)"
)


def rendered(canvas: Canvas, title: str, alt: str, form: str) -> bytes:
    """Return the picture as png or pdf. Raises SanctrackError when the extra is missing or typst
    refuses.
    """
    try:
        import typst
    except ImportError as error:
        raise SanctrackError(MISSING) from error
    with work_folder() as folder:
        (folder / "picture.svg").write_bytes(canvas.svg(title, alt, without_over=True))
        (folder / "page.typ").write_text(page(canvas, title, alt), encoding="utf-8")
        fonts: dict[str, Any] = {
            "font_paths": [str(path) for path in font_folders()],
            "ignore_system_fonts": True,
        }
        try:
            if form == "png":
                picture = typst.compile(str(folder / "page.typ"), format="png", ppi=PPI, **fonts)
            else:
                picture = typst.compile(
                    str(folder / "page.typ"),
                    format="pdf",
                    pdf_standards=["ua-1"],
                    timestamp=0,
                    **fonts,
                )
        except Exception as error:  # typst raises a class of its own, which is not in its interface
            raise SanctrackError(f"typst: {str(error).strip()[:500]}") from error
    return bytes(picture)


def page(canvas: Canvas, title: str, alt: str) -> str:
    """One page of the picture's size; texts in scripts that need shaping are set by typst itself,
    over the picture.
    """
    lines = [
        f"#set document(title: {quoted(title)})",
        '#set text(font: ("Noto Sans", "Noto Sans Myanmar"), lang: "en")',
        f"#set page(width: {number(canvas.width + 2 * EDGE)}pt, height: "
        f"{number(canvas.height + 2 * EDGE)}pt, margin: 0pt)",
        f'#place(top + left, image("picture.svg", width: {number(canvas.width + 2 * EDGE)}pt, alt: '
        f"{quoted(alt)}))",
    ]
    for item in canvas.over:
        side = {"start": "left", "middle": "center", "end": "right"}[item.anchor]
        left = EDGE + item.x - {"start": 0.0, "middle": 200.0, "end": 400.0}[item.anchor]
        text = (
            f'text(size: {number(item.size)}pt, fill: rgb("{item.fill}"), top-edge: "baseline", '
            f"{quoted(item.text)})"
        )
        lines.append(
            f"#place(top + left, dx: {number(left)}pt, dy: {number(EDGE + item.y)}pt, box(width: "
            f"400pt, align({side}, {text})))"
        )
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A typst string, which is written as a JSON one."""
    return json.dumps(text, ensure_ascii=False)


def font_folders() -> list[Path]:
    """Folders of the fonts that come as wheels. Raises SanctrackError when they are missing."""
    from importlib.util import find_spec

    folders = []
    for package in ("fontpkg_noto_sans", "justmytype_intl_sea"):
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise SanctrackError(MISSING)
        folders.append(Path(spec.origin).parent)
    return folders
