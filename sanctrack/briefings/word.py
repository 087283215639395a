"""Word files: our styles and page before pandoc; stamp, fixed times and table details after it."""

import io
import re
import zipfile
from collections.abc import Callable
from html import escape

from sanctrack.briefings.document import Document
from sanctrack.briefings.stamp import Stamp

# style id → (name, based on, paragraph properties, run properties)
STYLES = {
    "BodyText": ("Body Text", "Normal", '<w:spacing w:before="80" w:after="120" w:line="264" w:lineRule="auto"/>', ""),
    "Title": ("Title", "Normal", '<w:keepNext/><w:spacing w:before="0" w:after="120"/>', '<w:b/><w:sz w:val="40"/><w:szCs w:val="40"/>'),
    "Heading1": (
        "heading 1",
        "Normal",
        '<w:keepNext/><w:keepLines/><w:pBdr><w:bottom w:val="single" w:sz="8" w:space="2" w:color="1B1B1B"/></w:pBdr><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/>',
        '<w:b/><w:sz w:val="28"/><w:szCs w:val="28"/>',
    ),
    "Heading2": (
        "heading 2",
        "Normal",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="280" w:after="80"/><w:outlineLvl w:val="1"/>',
        '<w:b/><w:sz w:val="24"/><w:szCs w:val="24"/>',
    ),
    "Heading3": (
        "heading 3",
        "Normal",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="2"/>',
        '<w:b/><w:sz w:val="22"/><w:szCs w:val="22"/>',
    ),
    "Question": ("Question", "Normal", '<w:spacing w:before="0" w:after="160"/>', '<w:i/><w:sz w:val="24"/><w:szCs w:val="24"/>'),
    "Audience": ("Audience", "Normal", '<w:spacing w:before="0" w:after="240"/>', '<w:color w:val="4D4D4D"/><w:sz w:val="18"/>'),
    "TableCaption": ("Table Caption", "Normal", '<w:keepNext/><w:spacing w:before="240" w:after="80"/>', '<w:sz w:val="18"/>'),
    "ImageCaption": ("Image Caption", "Normal", '<w:spacing w:before="80" w:after="120"/>', '<w:sz w:val="18"/>'),
    "Caveat": (
        "Caveat",
        "Normal",
        '<w:pBdr><w:left w:val="single" w:sz="16" w:space="6" w:color="7A4B00"/></w:pBdr><w:spacing w:before="100" w:after="240"/><w:ind w:left="120"/>',
        '<w:color w:val="4D4D4D"/><w:sz w:val="17"/>',
    ),
    "SourceEntry": (
        "Source Entry",
        "Normal",
        '<w:spacing w:before="40" w:after="40"/><w:ind w:left="454" w:hanging="454"/>',
        '<w:sz w:val="17"/>',
    ),
    "MarginNote": (
        "Margin Note",
        "Normal",
        '<w:pBdr><w:top w:val="single" w:sz="4" w:space="2" w:color="D9A400"/><w:left w:val="single" w:sz="4" w:space="4" w:color="D9A400"/><w:bottom w:val="single" w:sz="4" w:space="2" w:color="D9A400"/><w:right w:val="single" w:sz="4" w:space="4" w:color="D9A400"/></w:pBdr><w:shd w:val="clear" w:fill="FFF3D6"/><w:spacing w:before="60" w:after="120"/>',
        '<w:sz w:val="17"/>',
    ),
    "TableText": ("Table Text", "Normal", '<w:spacing w:before="20" w:after="20"/>', '<w:sz w:val="16"/><w:szCs w:val="16"/>'),
    "FootnoteText": ("footnote text", "Normal", '<w:spacing w:before="0" w:after="20"/>', '<w:sz w:val="16"/><w:szCs w:val="16"/>'),
}
FONT = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Myanmar Text"/>'
TABLE_STYLE = (
    '<w:style w:type="table" w:default="1" w:styleId="Table"><w:name w:val="Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
    '<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="12" w:color="1B1B1B"/><w:bottom w:val="single" w:sz="12" w:color="1B1B1B"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="C8C8C8"/></w:tblBorders>'
    '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F1F1EE"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FOOTER = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr xmlns:w="{W}"><w:p><w:pPr><w:jc w:val="right"/></w:pPr>'
    '<w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>'
)
SECTION = (
    f'<w:sectPr xmlns:r="{R}"><w:footerReference w:type="default" r:id="rIdFooter1"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1247" w:right="1247" w:bottom="1247" w:left="1247" w:header="709" w:footer="567" w:gutter="0"/></w:sectPr>'
)
EPOCH = (2000, 1, 1, 0, 0, 0)


def edited_zip(data: bytes, edits: dict[str, Callable[[str], str]], more: dict[str, str] | None = None) -> bytes:
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


def style(key: str) -> str:
    name, base, paragraph, run = STYLES[key]
    custom = "" if key in ("BodyText", "Title", "Heading1", "Heading2", "Heading3", "FootnoteText") else ' w:customStyle="1"'
    follows = '<w:next w:val="BodyText"/>' if key.startswith(("Heading", "Title", "Question")) else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="{base}"/>{follows}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def reference(default: bytes) -> bytes:
    """pandoc's reference file with our styles, page and footer."""

    def styles(text: str) -> str:
        for key in [*STYLES, "Table"]:
            text = re.sub(rf'<w:style\b(?:(?!</w:style>).)*?w:styleId="{key}".*?</w:style>', "", text, count=1, flags=re.DOTALL)
        text = re.sub(r"(<w:rPrDefault>\s*<w:rPr>)\s*<w:rFonts[^>]*/>", rf"\1{FONT}", text)
        text = re.sub(
            r'(<w:rPrDefault>.*?)<w:sz w:val="24" />(\s*)<w:szCs w:val="24" />',
            r'\1<w:sz w:val="21"/><w:szCs w:val="21"/>',
            text,
            count=1,
            flags=re.DOTALL,
        )
        text = text.replace('w:val="en-US"', 'w:val="en-GB"')
        return text.replace("</w:styles>", "".join(style(key) for key in STYLES) + TABLE_STYLE + "</w:styles>")

    def relations(text: str) -> str:
        link = f'<Relationship Id="rIdFooter1" Type="{R}/footer" Target="footer1.xml"/>'
        return text.replace("</Relationships>", f"{link}</Relationships>")

    def types(text: str) -> str:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
        return text.replace("</Types>", f'<Override PartName="/word/footer1.xml" ContentType="{kind}"/></Types>')

    edits = {
        "word/styles.xml": styles,
        "word/document.xml": lambda text: re.sub(r"<w:sectPr>.*?</w:sectPr>|<w:sectPr\s*/>", SECTION, text, flags=re.DOTALL),
        "word/_rels/document.xml.rels": relations,
        "[Content_Types].xml": types,
    }
    return edited_zip(default, edits, {"word/footer1.xml": FOOTER})


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
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{escape(name)}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
            for number, (name, value) in enumerate(stamp.properties(), 2)
        ]
        head = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
            'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        )
        return f"{head}{''.join(lines)}</Properties>"

    def core(text: str) -> str:
        return re.sub(r"(<dcterms:(created|modified)[^>]*>)[^<]*", rf"\g<1>{stamp.day}T00:00:00Z", text)

    return edited_zip(made, {"word/document.xml": body, "docProps/custom.xml": custom, "docProps/core.xml": core})
