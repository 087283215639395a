"""Documents as files: HTML, Word, ODT, PDF and Markdown, from wheels alone; equal documents give equal bytes."""

import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sanctrack.briefings.compile.blocks import styled
from sanctrack.briefings.compile.citations import numbered
from sanctrack.briefings.compile.compose import about, annex, front_matter
from sanctrack.briefings.compile.display import bare, escaped
from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.output.draft import is_draft, mark, with_notes
from sanctrack.briefings.output.stamp import Stamp
from sanctrack.errors import DefinitionError, SanctrackError, UsageError
from sanctrack.files import work_folder

READER = "markdown-smart-implicit_figures-yaml_metadata_block-tex_math_dollars-raw_tex-citations-auto_identifiers"
DIVISION = re.compile(r"::: \{\.([a-z-]+) custom-style=\"([^\"]+)\"\}\n(.*?)\n:::", re.DOTALL)
ABOUT_HEAD = "# About this document"
PICTURE = re.compile(r"⟪(picture-\d+)⟫")
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
        raise UsageError(f"{path}: a briefing is written as {', '.join('.' + name for name in RENDERERS)}")
    return form


def render(document: Document, stamp: Stamp, form: str) -> bytes:
    """Make the bytes of one format. Raises SanctrackError when its tools are not installed."""
    return RENDERERS[form](document, stamp)


def full_markdown(document: Document, stamp: Stamp, form: str) -> str:
    """The whole text: front, body with margin notes, sources, about, footnotes; numbers of sources in place."""
    body = with_notes(document, form)
    top = [body.pop(0)] if mark(document) else []
    parts = [*top, front_matter(document), *together(body), annex(document), about(document, stamp.lines)]
    parts += [f"[^{number}]: {text}" for number, text in enumerate(document.notes, 1)]
    return numbered("\n\n".join(part for part in parts if part), document.numbers(), linked=True) + "\n"


def together(parts: list[str]) -> list[str]:
    """Items that follow one another as one list, without space between them."""
    joined: list[str] = []
    for part in parts:
        lead = part[:3] if part.startswith("1. ") else part[:2]
        if joined and lead in ("- ", "1. ") and joined[-1].startswith(lead) and "\n\n" not in joined[-1] + part:
            joined[-1] += "\n" + part
        else:
            joined.append(part)
    return joined


# -- tools ----------------------------------------------------------------------------------------------------


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


def pandoc(text: str, arguments: list[str], folder: Path | None = None) -> bytes:
    """Run pandoc on a Markdown text. Raises SanctrackError with its message."""
    command = [pandoc_path(), "-f", READER, "--sandbox=false", *arguments]
    done = subprocess.run(
        command,
        input=text.encode(),
        capture_output=True,
        cwd=folder,
        env={"SOURCE_DATE_EPOCH": "946684800", "LANG": "C.UTF-8"},
        check=False,
    )
    if done.returncode:
        raise SanctrackError(f"pandoc: {done.stderr.decode(errors='replace').strip()[:500]}")
    return done.stdout


def font_folders() -> list[Path]:
    """Folders of the fonts that come as wheels. Raises SanctrackError when they are not installed."""
    from importlib.util import find_spec

    found = []
    for package, below in (("fontpkg_noto_sans", "files"), ("justmytype_intl_sea", "fonts")):
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise SanctrackError(MISSING)
        found.append(Path(next(iter(spec.submodule_search_locations))) / below)
    return found


# -- formats --------------------------------------------------------------------------------------------------


@renders("html")
def html(document: Document, stamp: Stamp) -> bytes:
    """One self-contained page: styles, pictures and fonts inside, and no address that a browser would fetch."""
    import base64
    from html import escape

    from sanctrack.briefings.compile.pictures import drawn_once

    def picture(match: re.Match[str]) -> str:
        drawn = next(item for item in document.pictures if item.name == match[1])
        data = base64.b64encode(drawn_once(drawn, "svg")).decode()
        image = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(drawn.alt)}">'
        return f'\n```{{=html}}\n<div class="picture" tabindex="0">{image}</div>\n```\n'

    text = PICTURE.sub(picture, full_markdown(document, stamp, "html"))
    body = pandoc(text, ["-t", "html5", "--wrap=none"]).decode()
    body = body.replace("<table", '<div class="wide" role="region" aria-label="table" tabindex="0"><table').replace(
        "</table>", "</table></div>"
    )
    body = re.sub(r"<th(?=[ >])", '<th scope="col"', body)
    body = re.sub(r' data-custom-style="[^"]*"', "", body)
    page = (TEMPLATES / "page.html").read_text(encoding="utf-8")
    fills = {"pagetitle": escape(bare(document.title)), "stamp": stamp.html(), "font-face": myanmar_face(body), "body": body}
    return re.sub(r"\$([a-z-]+)\$", lambda match: fills[match[1]], page).encode()


def myanmar_face(body: str) -> str:
    """The Burmese font inside the page, when the page has Burmese letters: not every desktop has one."""
    if not MYANMAR.search(body):
        return ""
    import base64

    font = next(font_folders()[1].rglob("NotoSansMyanmar*.ttf"))
    data = base64.b64encode(font.read_bytes()).decode()
    letters = "U+1000-109F,U+A9E0-A9FF,U+AA60-AA7F"
    return f'@font-face{{font-family:"Noto Sans Myanmar";src:url(data:font/ttf;base64,{data});unicode-range:{letters}}}'


@renders("docx")
def docx(document: Document, stamp: Stamp) -> bytes:
    from sanctrack.briefings.output.word import finished, reference

    return office(document, stamp, "docx", reference, finished)


@renders("odt")
def odt(document: Document, stamp: Stamp) -> bytes:
    from sanctrack.briefings.output.opendocument import finished, reference

    return office(document, stamp, "odt", reference, finished)


def office(
    document: Document, stamp: Stamp, form: str, reference: Callable[[bytes], bytes], finished: Callable[[bytes, Document, Stamp], bytes]
) -> bytes:
    """Word and ODT: pandoc with our styles, then properties and table details that pandoc cannot set."""
    from sanctrack.briefings.compile.pictures import drawn_once

    with work_folder() as folder:
        for item in document.pictures:
            try:
                (folder / f"{item.name}.png").write_bytes(drawn_once(item, "png"))
            except SanctrackError as error:
                raise SanctrackError(f"the pictures in a .{form} are set as png: {error}") from error
        alts = {item.name: escaped(item.alt) for item in document.pictures}
        text = PICTURE.sub(
            lambda match: styled(f"![{alts[match[1]]}]({match[1]}.png){{width=16.5cm}}", "Picture"), full_markdown(document, stamp, form)
        )
        default = subprocess.run([pandoc_path(), "--print-default-data-file", f"reference.{form}"], capture_output=True, check=True).stdout
        (folder / f"reference.{form}").write_bytes(reference(default))
        metadata = ["-M", f"title={bare(document.title)}", "-M", "lang=en-GB"]
        made = pandoc(text, ["-t", form, "--reference-doc", str(folder / f"reference.{form}"), "-o", "-", *metadata], folder)
    return finished(made, document, stamp)


@renders("pdf")
def pdf(document: Document, stamp: Stamp) -> bytes:
    """A tagged PDF (PDF/UA-1) made by typst from pandoc's output, with fonts from wheels alone."""
    try:
        import typst
    except ImportError as error:
        raise SanctrackError(MISSING) from error
    from sanctrack.briefings.compile.pictures import drawn_once

    body = typst_body(document, full_markdown(document, stamp, "pdf"))
    with work_folder() as folder:
        for item in document.pictures:
            (folder / f"{item.name}.svg").write_bytes(drawn_once(item, "svg"))
        (folder / "sanctrack-stamp.txt").write_text(stamp.packed, encoding="ascii")
        (folder / "page.typ").write_text(typst_page(document, stamp, body), encoding="utf-8")
        try:
            made = typst.compile(
                str(folder / "page.typ"),
                font_paths=[str(path) for path in font_folders()],
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=stamp.epoch,
            )
        except Exception as error:  # typst raises its own class, which is not in its interface
            raise no_letters(str(error), document) or SanctrackError(f"typst: {str(error).strip()[:500]}") from error
    return bytes(made)


def no_letters(told: str, document: Document) -> SanctrackError | None:
    """The error for a sign that none of the fonts has: where it stands, and what would work."""
    match = re.search(r'text `"(.+?)"` could not be displayed|disallowed codepoint `"(.+?)"`', told)
    if not match:
        return None
    sign = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), match[1] or match[2])
    places = [unit.place for unit in document.units if sign in unit.text] or ["the list of sources or a picture"]
    codes = " ".join(f"U+{ord(letter):04X}" for letter in sign[:4])
    ways = "write it in another script, leave it out, or build .docx, .odt, .html or .md, which use the fonts of the reader"
    where = Path(document.briefing.where).name
    return DefinitionError(f"{where}: the fonts of the PDF have no sign for '{sign}' ({codes}), in {places[0]}; {ways}")


def typst_body(document: Document, markdown: str) -> str:
    """The text of a document in typst's markup, by pandoc."""

    def division(match: re.Match[str]) -> str:
        return f"```{{=typst}}\n#{match[1]}[\n```\n\n{match[3]}\n\n```{{=typst}}\n]\n```"

    def picture(match: re.Match[str]) -> str:
        alt = next(item.alt for item in document.pictures if item.name == match[1])
        return f'```{{=typst}}\n#block(sticky: true, image("{match[1]}.svg", width: 100%, alt: {literal(alt)}))\n```'

    text = PICTURE.sub(picture, DIVISION.sub(division, markdown))
    # how the file was made is the last part, in small letters and whole on its page
    text = text.replace(f"{ABOUT_HEAD}\n", f"{ABOUT_HEAD}\n\n```{{=typst}}\n#block(breakable: false)[#set text(size: 8.4pt)\n```\n")
    text += "\n```{=typst}\n]\n```\n" if ABOUT_HEAD in text else ""
    # a table inside pandoc's figure would not begin at the foot of a page
    return re.sub(
        r"#figure\(\n\s*align\(center\)\[#table\((.*?)\n\s*\)\]\n\s*, kind: table\n\s*\)",
        r"#table(\1\n)",
        pandoc(text, ["-t", "typst", "--wrap=none"]).decode(),
        flags=re.DOTALL,
    )


def typst_page(document: Document, stamp: Stamp, body: str) -> str:
    page = (TEMPLATES / "page.typ").read_text(encoding="utf-8")
    attachment = '#pdf.attach("sanctrack-stamp.txt", relationship: "data", mime-type: "text/plain", description: "sanctrack stamp")\n'
    fills = {
        "plaintitle": literal(bare(document.title))[1:-1],
        "plainquestion": literal(bare(document.question))[1:-1],
        "title": f"#{literal(bare(document.title))}",
        "publisher": "sanctrack",
        "draft": ("INTERNAL · " if document.internal else "") + ("DRAFT · " if is_draft(document) else ""),
        "keywords": ", ".join(literal(f"{name}: {text}") for name, text in stamp.lines) + ",",
        "body": attachment + body,
    }
    return re.sub(r"\$([a-z]+)\$", lambda match: fills[match[1]], page)


def literal(text: str) -> str:
    """A typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


@renders("md")
def markdown(document: Document, stamp: Stamp) -> bytes:
    """Markdown with footnotes and the stamp in front; pictures are told in words."""
    text = DIVISION.sub(lambda match: match[3], full_markdown(document, stamp, "md"))
    text = PICTURE.sub(
        lambda match: f"*Picture, in words:* {escaped(next(item.alt for item in document.pictures if item.name == match[1]))}", text
    )
    text = re.sub(r"\[(\*\*\d+\*\*)\]\{#(source-\d+)\}", r'<a id="\2"></a>\1', text)
    return f"{stamp.front_matter(bare(document.title))}\n# {document.title}\n\n{text}\n{stamp.comment()}".encode()
