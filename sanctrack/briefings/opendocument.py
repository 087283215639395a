"""ODT files: our styles before pandoc, stamp and fixed times after it."""

import re
from html import escape

from sanctrack.briefings.document import Document
from sanctrack.briefings.stamp import Stamp
from sanctrack.briefings.word import edited_zip

STYLES = """
<style:style style:name="Question" style:family="paragraph" style:parent-style-name="Text_20_body"><style:text-properties fo:font-size="12pt" fo:font-style="italic"/></style:style>
<style:style style:name="Audience" style:family="paragraph" style:parent-style-name="Text_20_body"><style:text-properties fo:font-size="9pt" fo:color="#4d4d4d"/></style:style>
<style:style style:name="Caveat" style:family="paragraph" style:parent-style-name="Text_20_body"><style:paragraph-properties fo:border-left="2pt solid #7a4b00" fo:padding-left="0.2cm" fo:margin-bottom="0.4cm"/><style:text-properties fo:font-size="8.5pt" fo:color="#4d4d4d"/></style:style>
<style:style style:name="Table_20_Caption" style:display-name="Table Caption" style:family="paragraph" style:parent-style-name="Text_20_body"><style:paragraph-properties fo:keep-with-next="always" fo:margin-top="0.4cm"/><style:text-properties fo:font-size="9pt"/></style:style>
<style:style style:name="Image_20_Caption" style:display-name="Image Caption" style:family="paragraph" style:parent-style-name="Text_20_body"><style:text-properties fo:font-size="9pt"/></style:style>
<style:style style:name="Source_20_Entry" style:display-name="Source Entry" style:family="paragraph" style:parent-style-name="Text_20_body"><style:paragraph-properties fo:margin-left="0.8cm" fo:text-indent="-0.8cm" fo:margin-bottom="0.1cm"/><style:text-properties fo:font-size="8.5pt"/></style:style>
<style:style style:name="Margin_20_Note" style:display-name="Margin Note" style:family="paragraph" style:parent-style-name="Text_20_body"><style:paragraph-properties fo:background-color="#fff3d6" fo:border="0.5pt solid #d9a400" fo:padding="0.1cm"/><style:text-properties fo:font-size="8.5pt"/></style:style>
"""


def reference(default: bytes) -> bytes:
    """pandoc's reference file with our styles."""

    def styles(text: str) -> str:
        names = re.findall(r'style:name="([^"]+)"', STYLES)
        for name in names:
            text = re.sub(rf'<style:style style:name="{name}"(?:[^>]*/>|.*?</style:style>)', "", text, flags=re.DOTALL)
        text = text.replace("</office:styles>", STYLES + "</office:styles>")
        text = re.sub(r'fo:page-width="[^"]*"', 'fo:page-width="21cm"', text)
        text = re.sub(r'fo:page-height="[^"]*"', 'fo:page-height="29.7cm"', text)
        return text

    return edited_zip(default, {"styles.xml": styles})


def finished(made: bytes, document: Document, stamp: Stamp) -> bytes:
    """The stamp as user-defined properties; table text small; headers repeat already."""

    def meta(text: str) -> str:
        fields = "".join(f'<meta:user-defined meta:name="{escape(name)}">{escape(value)}</meta:user-defined>' for name, value in stamp.properties())
        text = re.sub(r"<meta:(creation-date|date)>.*?</meta:\1>|<dc:date>.*?</dc:date>", "", text)
        return text.replace("</office:meta>", f"{fields}</office:meta>")

    return edited_zip(made, {"meta.xml": meta, "styles.xml": small_tables})


def small_tables(text: str) -> str:
    """Text in table cells at 8 points."""
    small = '<style:text-properties fo:font-size="8pt" style:font-size-complex="8pt"/>'
    for name in ("Table_20_Contents", "Table_20_Heading"):
        pattern = rf'(<style:style style:name="{name}"[^>]*?)(/>|>(.*?)</style:style>)'
        text = re.sub(pattern, lambda match: f"{match[1]}>{re.sub('<style:text-properties[^>]*/>', '', match[3] or '')}{small}</style:style>", text, count=1, flags=re.DOTALL)
    return text
