"""Words that somebody changed by hand: the file as it stands beside the words as they were built."""

import difflib
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctrack.briefings.citations import numbered
from sanctrack.errors import SanctrackError

if TYPE_CHECKING:
    from sanctrack.briefings.verify import Then

READERS = {".docx": "docx", ".odt": "odt", ".html": "html", ".htm": "html", ".md": "markdown-smart-tex_math_dollars-citations"}
# machine-made parts that are checked by the stamp itself
SKIPPED = ("picture", "data")


def hand_edits(path: Path, then: "list[Then]", order: list[str]) -> list[tuple[Any, ...]]:
    """Units of the stamp that the file no longer holds, each with the nearest words of the file."""
    numbers = {source: number for number, source in enumerate(order, 1)}
    stretches = text_of(path)
    whole = "\u0001".join(squeezed(item) for item in stretches)
    known = [(unit, numbered(unit.text, numbers)) for unit in then if unit.kind not in SKIPPED and unit.text.strip()]
    lost = [(unit, words) for unit, words in known if squeezed(words) not in whole]
    if not lost and path.suffix.lower() == ".pdf":
        return []
    built = "\u0001".join(squeezed(words) for _, words in known)
    fresh = (
        []
        if path.suffix.lower() == ".pdf"
        else [item for item in sentences_of(stretches) if squeezed(item) not in built and not machine_made(item)]
    )
    rows: list[tuple[Any, ...]] = []
    for unit, words in lost:
        near = difflib.get_close_matches(words, fresh, n=1, cutoff=0.45)
        if near:
            fresh.remove(near[0])
        rows.append(("hand", unit.kind, unit.place, words, near[0] if near else "", ""))
    return rows


def squeezed(text: str) -> str:
    """Letters, digits and signs alone: white space, quotation marks and dashes differ from program to program."""
    text = re.sub(r"[\s\u00ad\u200b\ufeff]+", "", text)
    return re.sub(r"[“”\"„«»]", '"', re.sub(r"[’‘']", "'", re.sub(r"[–—‑]", "-", text)))


def sentences_of(stretches: list[str]) -> list[str]:
    from sanctrack.briefings.inline import sentences

    return [sentence.text for item in stretches for sentence in sentences(item, 1)]


def machine_made(text: str) -> bool:
    return not re.search(r"\w\w", text)


def text_of(path: Path) -> list[str]:
    """The text of a file in stretches: paragraphs, cells, footnotes. Footnote marks are left out."""
    if path.suffix.lower() == ".pdf":
        return pdf_text(path)
    from sanctrack.briefings.render import pandoc_path

    command = [pandoc_path(), "-f", READERS[path.suffix.lower()], "-t", "json", str(path)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise SanctrackError(f"{path}: cannot be read: {done.stderr.decode(errors='replace').strip()[:300]}")
    import json

    found: list[str] = []
    document = json.loads(done.stdout)
    title = document["meta"].get("title")
    if title:
        blocks([{"t": "Para", "c": title["c"]}] if title["t"] == "MetaInlines" else [], found)
    blocks(document["blocks"], found)
    return found


def blocks(items: Any, found: list[str]) -> None:
    """Walk pandoc's tree: every paragraph, heading and cell is one stretch."""
    if isinstance(items, dict) and items.get("t") in ("Para", "Plain", "Header", "LineBlock"):
        content = items["c"][2] if items["t"] == "Header" else items["c"]
        notes: list[Any] = []
        found.append(inlines(content, notes))
        for note in notes:
            blocks(note, found)
    elif isinstance(items, dict):
        blocks(items.get("c", []), found)
    elif isinstance(items, list):
        for item in items:
            if isinstance(item, (dict, list)):
                blocks(item, found)


def inlines(items: Any, notes: list[Any]) -> str:
    """The words of inline elements; notes are set aside, back links and empty anchors dropped."""
    words = ""
    for item in items:
        kind, content = item["t"], item.get("c")
        if kind == "Str":
            words += content
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            words += " "
        elif kind == "Note":
            notes.append(content)
        elif kind == "Code":
            words += content[1]
        elif kind == "Quoted":
            words += f"“{inlines(content[1], notes)}”"
        elif kind in ("Link", "Span", "Image"):
            marks = " ".join(content[0][1])
            target = content[2][0] if kind == "Link" else ""
            if "footnote" not in marks and not target.startswith(("#fn", "#fnref")) and kind != "Image":
                words += inlines(content[1], notes)
        elif kind in ("Emph", "Strong", "Superscript", "Subscript", "SmallCaps", "Underline", "Strikeout"):
            words += inlines(content, notes)
    return words


def pdf_text(path: Path) -> list[str]:
    try:
        from pypdf import PdfReader
    except ImportError as error:
        raise SanctrackError("reading PDF needs pypdf; `pip install 'sanctrack[documents]'` brings it") from error
    return ["".join(page.extract_text() for page in PdfReader(path).pages)]
