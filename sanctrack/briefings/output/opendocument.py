"""ODT files: our styles before pandoc; stamp, fixed times and table details after it."""

import re
from html import escape

from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.output.stamp import Stamp
from sanctrack.briefings.output.word import edited_zip, template

FACE = '<style:font-face style:name="Body" svg:font-family="Calibri, Carlito, \'Noto Sans\'" style:font-family-generic="swiss"/>'


def styles(name: str) -> dict[str, str]:
    """The styles of a template file, by name."""
    text = template(name)
    found = re.findall(r'<style:style style:name="([^"]+)".*?</style:style>', text, re.DOTALL)
    return dict(zip(found, re.findall(r"<style:style .*?</style:style>", text, re.DOTALL), strict=True))


def without(text: str, name: str) -> str:
    """The XML without the style of this name."""
    return re.sub(rf'<style:style\b[^>]*style:name="{name}"(?:[^>]*/>|[^>]*>.*?</style:style>)', "", text, flags=re.DOTALL)


def restyled(text: str) -> str:
    ours = styles("odt-styles.xml")
    for name in ours:
        text = without(text, name)
    text = text.replace("</office:styles>", "".join(ours.values()) + "</office:styles>", 1)
    text = re.sub(r'(style:font-name)="Times New Roman"', r'\1="Body"', text)
    text = text.replace("</office:font-face-decls>", f"{FACE}</office:font-face-decls>", 1)
    text = re.sub(r'fo:page-width="[^"]*"', 'fo:page-width="21cm"', text)
    text = re.sub(r'fo:page-height="[^"]*"', 'fo:page-height="29.7cm"', text)
    return re.sub(r'(fo:margin-(?:left|right|top|bottom))="(?:0\.7\d+|1)in"', r'\1="1.8cm"', text)


def reference(default: bytes) -> bytes:
    """pandoc's reference file with our styles."""
    return edited_zip(default, {"styles.xml": restyled})


def finished(made: bytes, document: Document, stamp: Stamp) -> bytes:
    """The stamp as user-defined properties; lines and shade in tables; rows that stay whole. Headers repeat already."""

    def meta(text: str) -> str:
        fields = "".join(
            f'<meta:user-defined meta:name="{escape(name)}">{escape(value)}</meta:user-defined>' for name, value in stamp.properties()
        )
        text = re.sub(r"<meta:(creation-date|date)>.*?</meta:\1>|<dc:date>.*?</dc:date>", "", text)
        return text.replace("</office:meta>", f"{fields}</office:meta>")

    def content(text: str) -> str:
        for name, style in styles("odt-cells.xml").items():
            text = without(text, name).replace("</office:automatic-styles>", f"{style}</office:automatic-styles>", 1)
        return text.replace("<table:table-row>", '<table:table-row table:style-name="WholeRow">')

    return edited_zip(made, {"meta.xml": meta, "styles.xml": restyled, "content.xml": content})
