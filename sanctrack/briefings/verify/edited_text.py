"""Words that somebody changed by hand: the file as it stands beside the words as
they were built.
"""

import difflib
import re
import subprocess
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

from sanctrack import bounded
from sanctrack.briefings.compile.citations import numbered
from sanctrack.briefings.verify.hidden_content import carried
from sanctrack.briefings.verify.unit import StampedUnit
from sanctrack.briefings.verify.untrusted import Archive, need_pypdf, read_text
from sanctrack.errors import DataError

READERS = {
    ".docx": "docx",
    ".odt": "odt",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown-smart-tex_math_dollars-citations",
}
# Hebrew and Arabic, the scripts of India, Thai, Lao, Tibetan, Burmese, Khmer
JOINED = re.compile("[\u0590-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f]+")
PANDOC_SECONDS = PDF_SECONDS = 20
MOST_LETTERS, MOST_STRETCHES = 5_000_000, 100_000
# machine-made parts that are checked by the stamp itself
SKIPPED = ("picture", "data")


def hand_edits(path: Path, then: list[StampedUnit], stamp: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Words of the stamp that the file no longer holds, each with the nearest words of the file,
    and words that were added.

    In a PDF only what is gone can be told: its text carries page heads and broken lines; and
    nothing of scripts whose letters join.
    """
    numbers = {source: number for number, source in enumerate(stamp["order"], 1)}
    stretches, pages = text_of(path), path.suffix.lower() == ".pdf"
    squeeze = squeezed_page if pages else squeezed
    squeezed_stretches = [squeeze(text) for text, _ in stretches]
    units = [
        (unit, numbered(unit.text, numbers))
        for unit in then
        if unit.kind not in SKIPPED and unit.text.strip()
    ]
    lost = [
        (unit, wording)
        for unit, wording in units
        if not stands_in(squeeze(wording), squeezed_stretches, pages)
    ]
    added: list[str] = []
    if not pages:
        cells = [(unit, wording) for unit, wording in units if unit.kind == "cell"]
        gone, new_cells = moved_cells(cells, [text for text, is_cell in stretches if is_cell])
        lost = [item for item in lost if item[0].kind != "cell"] + gone
        pictures = picture_words(then) if path.suffix.lower() == ".md" else []
        built = built_text(units, [*fixed_texts(stamp), *pictures])
        added = added_sentences(stretches, squeezed_stretches, built) + new_cells
    rows: list[tuple[Any, ...]] = []
    for unit, wording in lost:
        near = nearest(wording, added, 0.3 if unit.kind == "cell" else 0.45)
        if near:
            added.remove(near)
        rows.append(("hand", unit.kind, unit.place, wording, near, ""))
    rows += [("hand", "added words", "", "", sentence, "") for sentence in added]
    fixed = {squeezed(text) for text in fixed_texts(stamp)}
    hidden = carried(path, lambda wording: squeezed(wording) in fixed)
    return rows + [("hand", kind, "beside the text", "", words, "") for kind, words in hidden]


def picture_words(then: list[StampedUnit]) -> list[str]:
    """What a Markdown file prints in place of its pictures."""
    return [
        f"Picture, in words: {unit.text.replace('`', '')}"
        for unit in then
        if unit.kind == "picture"
    ]


def built_text(units: list[tuple[StampedUnit, str]], others: list[str]) -> str:
    """All that the document held when it was built, squeezed.

    Prose is one text: a full stop after “Ltd” does not end a sentence of the file, though it may
    end one of ours.
    """
    prose = "".join(squeezed(wording) for unit, wording in units if unit.kind == "sentence")
    apart = [wording for unit, wording in units if unit.kind != "sentence"]
    return "\n".join([prose, *map(squeezed, [*apart, *others])])


def nearest(wording: str, candidates: list[str], cutoff: float) -> str:
    """The candidate that is most like the words; blank where none is like them."""
    matches = difflib.get_close_matches(wording, candidates, n=1, cutoff=cutoff)
    return matches[0] if matches else ""


def added_sentences(
    stretches: list[tuple[str, bool]], squeezed_stretches: list[str], built: str
) -> list[str]:
    """Sentences of the file that the document did not have, or had fewer times: words that stand
    elsewhere in it are no excuse.
    """
    text = "\n".join(squeezed_stretches)
    prose = dict.fromkeys(sentences_of([text for text, cell in stretches if not cell]))
    return [
        item
        for item in prose
        if text.count(squeezed(item)) > built.count(squeezed(item)) and not machine_made(item)
    ]


def stands_in(content: str, stretches: list[str], pages: bool) -> bool:
    """Whether the words stand in a stretch, or (pages of a PDF) begin at the foot of one and end on
    the next.
    """
    if any(content in text for text in stretches):
        return True
    for text, following in pairwise(stretches) if pages else ():
        length = next(
            (length for length in range(len(content) - 1, 7, -1) if content[:length] in text), 0
        )
        if length and content[length:] in following:
            return True
    return False


def moved_cells(
    units: list[tuple[StampedUnit, str]], cells: list[str]
) -> tuple[list[tuple[StampedUnit, str]], list[str]]:
    """Cells that are gone and cells that are new, in the order of the tables: a short cell may
    stand elsewhere as well.
    """
    before, after = [squeezed(wording) for _, wording in units], [squeezed(text) for text in cells]
    gone, new = [], []
    for step, low, high, from_at, to_at in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if step != "equal":
            gone += units[low:high]
            new += cells[from_at:to_at]
    return gone, new


def fixed_texts(stamp: dict[str, Any]) -> list[str]:
    """Words of the machine that are no units: front, list of sources, the page about the document,
    as they were built.
    """
    lines = [f"{name}: {text}" for name, text in stamp["lines"]]
    entries = [
        f"{number} {stamp['annex'].get(source, '')}."
        for number, source in enumerate(stamp["order"], 1)
    ]
    return [*stamp.get("fixed", ()), *lines, *entries]


def squeezed(text: str) -> str:
    """Letters, digits and signs alone: white space, quotation marks, dashes, the minus and the
    points of an omission differ by program.

    Marks of emphasis and code go as well, and letters that are one sign here and two there
    (ligatures, accents) become the same.
    """
    text = re.sub(r"[\s\u00ad\u200b\ufeff`*_\\\x00-\x1f]+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[“”\"„«»]", '"', re.sub(r"[’‘']", "'", re.sub(r"[‐‑–—−]", "-", text)))


def squeezed_page(text: str) -> str:
    """The same of a page of a PDF, without letters that are drawn joined: readers of PDF files give
    their shapes, not the letters.
    """
    return JOINED.sub("", squeezed(text))


def sentences_of(stretches: list[str]) -> list[str]:
    from sanctrack.briefings.source.inline import sentences

    return [sentence.text for item in stretches for sentence in sentences(item, 1)]


def machine_made(text: str) -> bool:
    return not re.search(r"\w\w", text) or bool(
        re.fullmatch(r"(Table|Figure) \d+\.?", text.strip())
    )


def text_of(path: Path) -> list[tuple[str, bool]]:
    """The text of a file in stretches: paragraphs, cells (marked true), footnotes. Footnote marks
    are left out.
    """
    if path.suffix.lower() == ".pdf":
        return pdf_text(path)
    from sanctrack.briefings.output.render import pandoc_path

    command = [
        pandoc_path(),
        "+RTS",
        "-M1500M",
        "-RTS",
        "--sandbox=true",
        "-f",
        READERS[path.suffix.lower()],
        "-t",
        "json",
    ]
    try:
        process = subprocess.run(
            command,
            input=safe_bytes(path),
            capture_output=True,
            check=False,
            timeout=PANDOC_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise DataError(
            f"{path}: the words of the file cannot be read within {PANDOC_SECONDS} seconds"
        ) from error
    if process.returncode:
        message = " ".join(process.stderr.decode(errors="replace").split())[:300]
        raise DataError(f"{path}: the words of the file cannot be read ({message})")
    import json

    stretches: list[tuple[str, bool]] = []
    try:
        document = json.loads(process.stdout)
        blocks(document["blocks"], stretches)
    except RecursionError as error:
        raise DataError(
            f"{path}: the words of the file cannot be read (its parts stand too deep in one "
            f"another)"
        ) from error
    if sum(len(text) for text, _ in stretches) > MOST_LETTERS or len(stretches) > MOST_STRETCHES:
        raise DataError(
            f"{path}: it has more words than any document of ours (at most {MOST_LETTERS:,} "
            f"letters)"
        )
    title = document["meta"].get("title")
    if title and title["t"] == "MetaInlines":
        title_text = inlines(title["c"], [])
        # a page and a Markdown file say their title twice
        stretches = (
            stretches if (title_text, False) in stretches else [(title_text, False), *stretches]
        )
    return stretches


def safe_bytes(path: Path) -> bytes:
    """The file for pandoc; an archive is packed anew, so that nothing unpacks to more than it says.
    Raises DataError for a broken one.
    """
    from sanctrack.briefings.output.office_xml import packed_zip

    try:
        if path.suffix.lower() in (".html", ".htm"):
            # of a page with a <main> pandoc reads nothing else
            text = re.sub(r"(</?)main\b", r"\1div", read_text(path), flags=re.IGNORECASE)
            return re.sub(
                r"\brole(\s{0,9}=\s{0,9}[\"']?main\b)", r"data-role\1", text, flags=re.IGNORECASE
            ).encode()
        if path.suffix.lower() == ".md":
            return read_text(path).encode()
        with Archive(path) as archive:
            return packed_zip({name: archive.read(name) for name in archive.names})
    except ValueError as error:
        raise DataError(f"{path}: the words of the file cannot be read ({error})") from error


def blocks(items: Any, stretches: list[tuple[str, bool]], cell: bool = False) -> None:
    """Walk pandoc's tree: every paragraph, heading and cell is one stretch."""
    if isinstance(items, dict) and items.get("t") in ("Para", "Plain", "Header", "LineBlock"):
        content = items["c"][2] if items["t"] == "Header" else items["c"]
        notes: list[Any] = []
        stretches.append((inlines(content, notes), cell))
        for note in notes:
            blocks(note, stretches)
    elif isinstance(items, dict) and items.get("t") == "Table":
        blocks(items["c"][1], stretches, cell)  # its caption is prose
        blocks(items["c"][2:], stretches, True)
    elif isinstance(items, dict):
        blocks(items.get("c", []), stretches, cell)
    elif isinstance(items, list):
        for item in items:
            if isinstance(item, (dict, list)):
                blocks(item, stretches, cell)


def inlines(items: Any, notes: list[Any]) -> str:
    """The words of inline elements; notes are set aside, back links and empty anchors dropped."""
    text = ""
    for item in items:
        kind, content = item["t"], item.get("c")
        if kind == "Str":
            text += content
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            text += " "
        elif kind == "Note":
            notes.append(content)
        elif kind == "Code":
            text += content[1]
        elif kind == "Quoted":
            text += f"“{inlines(content[1], notes)}”"
        elif kind in ("Link", "Span", "Image"):
            marks = " ".join(content[0][1])
            target = content[2][0] if kind == "Link" else ""
            if (
                "footnote" not in marks
                and not target.startswith(("#fn", "#fnref"))
                and kind != "Image"
            ):
                text += inlines(content[1], notes)
        elif kind in (
            "Emph",
            "Strong",
            "Superscript",
            "Subscript",
            "SmallCaps",
            "Underline",
            "Strikeout",
        ):
            text += inlines(content, notes)
    return text


def pdf_text(path: Path) -> list[tuple[str, bool]]:
    need_pypdf()
    try:
        return [
            (text, False)
            for text in bounded.run(pages_of, path, seconds=PDF_SECONDS, memory=bounded.GIGABYTE)
        ]
    except Exception as error:  # a broken PDF makes its reader fail in many ways
        raise DataError(f"{path}: the words of the file cannot be read ({error})") from error


def pages_of(path: Path) -> list[str]:
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(path).pages]
