"""Word files: our styles and page before pandoc; stamp, fixed times and table details after it."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.output.stamp import Stamp

FONT = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Myanmar Text"/>'
PROPERTY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SECTION = (
    f'<w:sectPr xmlns:r="{R}"><w:footerReference w:type="default" r:id="rIdFooter1"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1077" w:right="1077" w:bottom="1077" w:left="1077" w:header="709" w:footer="567" w:gutter="0"/></w:sectPr>'
)
EPOCH = (2000, 1, 1, 0, 0, 0)


def edited_zip(data: bytes, edits: Mapping[str, Callable[[str], str]], more: dict[str, str] | None = None) -> bytes:
    """Rewrite an archive: edits by name, further files, and no time of day in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            body = old.read(item.filename)
            if item.filename in edits:
                body = edits[item.filename](body.decode("utf-8")).encode("utf-8")
            method = zipfile.ZIP_STORED if item.filename == "mimetype" else zipfile.ZIP_DEFLATED
            entry = zipfile.ZipInfo(item.filename, EPOCH)
            entry.compress_type = method
            new.writestr(entry, body)
        for name, text in (more or {}).items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, text.encode("utf-8"))
    return out.getvalue()


def packed_zip(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these files, without a time of day in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), body)
    return out.getvalue()


def template(name: str) -> str:
    return (Path(__file__).with_name("templates") / name).read_text(encoding="utf-8").strip()


def reference(default: bytes) -> bytes:
    """pandoc's reference file with our styles, page and footer."""

    def styles(text: str) -> str:
        ours = re.findall(r"<w:style .*?</w:style>", template("word-styles.xml"), re.DOTALL)
        for style in ours:
            key = re.findall(r'w:styleId="([^"]+)"', style)[0]
            text = re.sub(rf'<w:style\b(?:(?!</w:style>).)*?w:styleId="{key}".*?</w:style>', "", text, count=1, flags=re.DOTALL)
        text = re.sub(r"(<w:rPrDefault>\s*<w:rPr>)\s*<w:rFonts[^>]*/>", rf"\1{FONT}", text)
        text = re.sub(
            r'(<w:rPrDefault>.*?)<w:sz w:val="24" />(\s*)<w:szCs w:val="24" />',
            r'\1<w:sz w:val="20"/><w:szCs w:val="20"/>',
            text,
            count=1,
            flags=re.DOTALL,
        )
        text = text.replace('w:val="en-US"', 'w:val="en-GB"')
        return text.replace("</w:styles>", "".join(ours) + "</w:styles>")

    def relations(text: str) -> str:
        link = f'<Relationship Id="rIdFooter1" Type="{R}/footer" Target="footer1.xml"/>'
        return text.replace("</Relationships>", f"{link}</Relationships>")

    def types(text: str) -> str:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
        return text.replace("</Types>", f'<Override PartName="/word/footer1.xml" ContentType="{kind}"/></Types>')

    edits: dict[str, Callable[[str], str]] = {
        "word/styles.xml": styles,
        "word/document.xml": lambda text: re.sub(r"<w:sectPr>.*?</w:sectPr>|<w:sectPr\s*/>", SECTION, text, flags=re.DOTALL),
        "word/_rels/document.xml.rels": relations,
        "[Content_Types].xml": types,
    }
    return edited_zip(default, edits, {"word/footer1.xml": template("word-footer.xml")})


def finished(made: bytes, document: Document, stamp: Stamp) -> bytes:
    """The stamp as custom properties; small text in tables; rows that stay whole."""

    def body(text: str) -> str:
        def table(match: re.Match[str]) -> str:
            inner = re.sub(r'<w:pStyle w:val="(?:Compact|BodyText|FirstParagraph)"\s*/>', '<w:pStyle w:val="TableText"/>', match[0])
            inner = re.sub(r"<w:tr>(?!\s*<w:trPr>)", "<w:tr><w:trPr><w:cantSplit/></w:trPr>", inner)
            return re.sub(r"<w:trPr>(?!<w:cantSplit)", "<w:trPr><w:cantSplit/>", inner)

        return re.sub(r"<w:tbl>.*?</w:tbl>", table, text, flags=re.DOTALL)

    def custom(text: str) -> str:
        lines = [
            f'<property fmtid="{PROPERTY}" pid="{number}" name="{escape(name)}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
            for number, (name, value) in enumerate(stamp.properties(), 2)
        ]
        head = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
            'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        )
        return f"{head}{''.join(lines)}</Properties>"

    def core(text: str) -> str:
        return re.sub(r"(<dcterms:(created|modified)[^>]*>)[^<]*", rf"\g<1>{stamp.day}T00:00:00Z", text)

    return edited_zip(made, {"word/document.xml": body, "docProps/custom.xml": custom, "docProps/core.xml": core})
