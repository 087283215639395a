"""Documents as files: HTML, Word, ODT, PDF and Markdown, from wheels alone; equal documents give
equal bytes.
"""

import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sanctrack.briefings.ast import Block, Inlines, each_inlines, plain_text
from sanctrack.briefings.compile.citations import with_numbers
from sanctrack.briefings.compile.compose import about, annex, front_matter
from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.output.draft import is_draft, mark, with_notes
from sanctrack.briefings.output.markdown import blocks_text, inlines_text, led
from sanctrack.briefings.output.pandoc_json import (
    HtmlTree,
    OfficeTree,
    TypstTree,
    WordTree,
    literal,
)
from sanctrack.briefings.output.stamp import Stamp
from sanctrack.errors import DefinitionError, SanctrackError, UsageError
from sanctrack.files import work_folder

MISSING = "the document tools are not installed; `pip install 'sanctrack[documents]'` brings them"
MYANMAR = re.compile("[\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f]")
Renderer = Callable[[Document, Stamp], bytes]
RENDERERS: dict[str, Renderer] = {}
TEMPLATES = Path(__file__).with_name("templates")


def renders(form: str) -> Callable[[Renderer], Renderer]:
    """Register a function as the maker of a format."""

    def register(renderer: Renderer) -> Renderer:
        RENDERERS[form] = renderer
        return renderer

    return register


def form_of(path: Path) -> str:
    """The format by the ending of a file. Raises UsageError with what would work."""
    form = path.suffix.lower().lstrip(".")
    if form not in RENDERERS:
        raise UsageError(
            f"{path}: a briefing is written as {', '.join('.' + name for name in RENDERERS)}"
        )
    return form


def render(document: Document, stamp: Stamp, form: str) -> bytes:
    """Make the bytes of one format. Raises SanctrackError when its tools are not installed."""
    return RENDERERS[form](document, stamp)


def whole(document: Document, stamp: Stamp, form: str) -> list[Block]:
    """All blocks of a document: front, body with margin notes, sources, about; numbers of sources
    in place.
    """
    body = with_notes(document, form)
    top = [body.pop(0)] if mark(document) else []
    parts = [*top, front_matter(document), *body, annex(document), about(document, stamp.lines)]
    numbers = document.numbers()
    return [
        each_inlines(block, lambda inlines: with_numbers(inlines, numbers))
        for part in parts
        for block in part
    ]


def notes(document: Document) -> list[Inlines]:
    """The texts of the footnotes, with the numbers of sources in place."""
    numbers = document.numbers()
    return [with_numbers(note, numbers) for note in document.notes]


# -- tools
# --------------------------------------------------------------------------------------------------


@cache
def pandoc_path() -> str:
    """The pandoc inside the wheel. Raises SanctrackError when it is not installed."""
    try:
        import pypandoc
    except ImportError as error:
        raise SanctrackError(MISSING) from error
    beside = Path(pypandoc.__file__).parent / "files" / "pandoc"
    if beside.is_file():
        return str(beside)
    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise SanctrackError(MISSING) from error


def pandoc(
    tree: bytes, arguments: list[str], folder: Path | None = None, epoch: int = 946684800
) -> bytes:
    """Run pandoc on a tree of its own; `epoch` is the time that the file tells. Raises
    SanctrackError with its message.
    """
    command = [pandoc_path(), "-f", "json", *arguments]
    environment = {"SOURCE_DATE_EPOCH": str(epoch), "LANG": "C.UTF-8"}
    process = subprocess.run(
        command, input=tree, capture_output=True, cwd=folder, env=environment, check=False
    )
    if process.returncode:
        raise SanctrackError(f"pandoc: {process.stderr.decode(errors='replace').strip()[:500]}")
    return process.stdout


def font_folders() -> list[Path]:
    """Folders of the fonts that come as wheels. Raises SanctrackError when they
    are not installed.
    """
    from importlib.util import find_spec

    folders = []
    for package, below in (("fontpkg_noto_sans", "files"), ("justmytype_intl_sea", "fonts")):
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise SanctrackError(MISSING)
        folders.append(Path(next(iter(spec.submodule_search_locations))) / below)
    return folders


# -- formats
# --------------------------------------------------------------------------------------------------


@renders("html")
def html(document: Document, stamp: Stamp) -> bytes:
    """One self-contained page: styles, pictures and fonts inside, and no address that a browser
    would fetch.
    """
    from html import escape

    from sanctrack.briefings.compile.pictures import drawn_once

    def picture(name: str) -> bytes:
        return drawn_once(next(item for item in document.pictures if item.name == name), "svg")

    tree = HtmlTree(notes(document), picture).document(whole(document, stamp, "html"))
    body = pandoc(tree, ["-t", "html5", "--wrap=none"]).decode()
    page = (TEMPLATES / "page.html").read_text(encoding="utf-8")
    fills = {
        "pagetitle": escape(plain_text(document.title)),
        "stamp": stamp.html(),
        "font-face": myanmar_face(body),
        "body": body,
    }
    return re.sub(r"\$([a-z-]+)\$", lambda match: fills[match[1]], page).encode()


def myanmar_face(body: str) -> str:
    """The Burmese font inside the page, when the page has Burmese letters: not every desktop has
    one.
    """
    if not MYANMAR.search(body):
        return ""
    import base64

    font = next(font_folders()[1].rglob("NotoSansMyanmar*.ttf"))
    data = base64.b64encode(font.read_bytes()).decode()
    letters = "U+1000-109F,U+A9E0-A9FF,U+AA60-AA7F"
    return (
        f'@font-face{{font-family:"Noto Sans '
        f'Myanmar";src:url(data:font/ttf;base64,{data});unicode-range:{letters}}}'
    )


@renders("docx")
def docx(document: Document, stamp: Stamp) -> bytes:
    from sanctrack.briefings.output.word import finished, reference

    return office(document, stamp, "docx", reference, finished)


@renders("odt")
def odt(document: Document, stamp: Stamp) -> bytes:
    from sanctrack.briefings.output.opendocument import finished, reference

    return office(document, stamp, "odt", reference, finished)


def office(
    document: Document,
    stamp: Stamp,
    form: str,
    reference: Callable[[bytes], bytes],
    finished: Callable[[bytes], bytes],
) -> bytes:
    """Word and ODT: pandoc with our styles and the stamp as properties, then details of tables that
    pandoc cannot set.
    """
    from sanctrack.briefings.compile.pictures import drawn_once

    with work_folder() as folder:
        for item in document.pictures:
            try:
                (folder / f"{item.name}.png").write_bytes(drawn_once(item, "png"))
            except SanctrackError as error:
                raise SanctrackError(
                    f"the pictures in a .{form} are set as png: {error}"
                ) from error
        tree = WordTree(notes(document)) if form == "docx" else OfficeTree(notes(document))
        default = subprocess.run(
            [pandoc_path(), "--print-default-data-file", f"reference.{form}"],
            capture_output=True,
            check=True,
        ).stdout
        (folder / f"reference.{form}").write_bytes(reference(default))
        properties = {
            "title": plain_text(document.title),
            "lang": "en-GB",
            **dict(stamp.properties()),
        }
        blocks = tree.document(whole(document, stamp, form), properties)
        file = pandoc(
            blocks,
            ["-t", form, "--reference-doc", str(folder / f"reference.{form}"), "-o", "-"],
            folder,
            stamp.epoch,
        )
    return finished(file)


@renders("pdf")
def pdf(document: Document, stamp: Stamp) -> bytes:
    """A tagged PDF (PDF/UA-1) made by typst from pandoc's output, with fonts from wheels alone."""
    try:
        import typst
    except ImportError as error:
        raise SanctrackError(MISSING) from error
    from sanctrack.briefings.compile.pictures import drawn_once

    tree = TypstTree(notes(document)).document(whole(document, stamp, "pdf"))
    body = pandoc(tree, ["-t", "typst", "--wrap=none"]).decode()
    with work_folder() as folder:
        for item in document.pictures:
            (folder / f"{item.name}.svg").write_bytes(drawn_once(item, "svg"))
        (folder / "sanctrack-stamp.txt").write_text(stamp.packed, encoding="ascii")
        (folder / "page.typ").write_text(typst_page(document, stamp, body), encoding="utf-8")
        try:
            file = typst.compile(
                str(folder / "page.typ"),
                font_paths=[str(path) for path in font_folders()],
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=stamp.epoch,
            )
        except Exception as error:  # typst raises its own class, which is not in its interface
            raise no_letters(str(error), document) or SanctrackError(
                f"typst: {str(error).strip()[:500]}"
            ) from error
    return bytes(file)


def no_letters(message: str, document: Document) -> SanctrackError | None:
    """The error for a sign that none of the fonts has: where it stands, and what would work."""
    match = re.search(
        r'text `"(.+?)"` could not be displayed|disallowed codepoint `"(.+?)"`', message
    )
    if not match:
        return None
    sign = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), match[1] or match[2])
    places = [unit.place for unit in document.units if sign in unit.text] or [
        "the list of sources or a picture"
    ]
    codes = " ".join(f"U+{ord(letter):04X}" for letter in sign[:4])
    ways = (
        "write it in another script, leave it out, or build .docx, .odt, .html or .md, which use "
        "the fonts of the reader"
    )
    where = Path(document.briefing.where).name
    return DefinitionError(
        f"{where}: the fonts of the PDF have no sign for '{sign}' ({codes}), in {places[0]}; {ways}"
    )


def typst_page(document: Document, stamp: Stamp, body: str) -> str:
    page = (TEMPLATES / "page.typ").read_text(encoding="utf-8")
    attachment = (
        '#pdf.attach("sanctrack-stamp.txt", relationship: "data", mime-type: "text/plain", '
        'description: "sanctrack stamp")\n'
    )
    fills = {
        "plaintitle": literal(plain_text(document.title))[1:-1],
        "plainquestion": literal(plain_text(document.question))[1:-1],
        "title": f"#{literal(plain_text(document.title))}",
        "publisher": "sanctrack",
        "draft": ("INTERNAL · " if document.internal else "")
        + ("DRAFT · " if is_draft(document) else ""),
        "keywords": ", ".join(literal(f"{name}: {text}") for name, text in stamp.lines) + ",",
        "body": attachment + body,
    }
    return re.sub(r"\$([a-z]+)\$", lambda match: fills[match[1]], page)


@renders("md")
def markdown(document: Document, stamp: Stamp) -> bytes:
    """Markdown with footnotes and the stamp in front; pictures are told in words."""
    text = "\n\n".join([blocks_text(whole(document, stamp, "md")), *footnotes(document)])
    head = stamp.front_matter(plain_text(document.title))
    title = inlines_text(document.title)
    return f"{head}\n# {title}\n\n{text}\n\n{stamp.comment()}".encode()


def footnotes(document: Document) -> list[str]:
    return [
        f"[^{number}]: {led(inlines_text(note))}" for number, note in enumerate(notes(document), 1)
    ]
