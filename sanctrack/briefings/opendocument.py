"""ODT files: our styles before pandoc; stamp, fixed times and table details after it."""

import re
from html import escape

from sanctrack.briefings.document import Document
from sanctrack.briefings.stamp import Stamp
from sanctrack.briefings.word import edited_zip

# style name → (parent, paragraph properties, text properties)
STYLES = {
    "Text_20_body": ("Standard", 'fo:margin-top="0.14cm" fo:margin-bottom="0.21cm" fo:line-height="118%"', 'fo:font-size="10.5pt"'),
    "Title": (
        "Standard",
        'fo:keep-with-next="always" fo:text-align="start" fo:margin-bottom="0.2cm"',
        'fo:font-size="20pt" fo:font-weight="bold"',
    ),
    "Heading_20_1": (
        "Standard",
        'fo:keep-with-next="always" fo:margin-top="0.65cm" fo:margin-bottom="0.2cm" fo:border-bottom="1pt solid #1b1b1b"',
        'fo:font-size="14pt" fo:font-weight="bold"',
    ),
    "Heading_20_2": (
        "Standard",
        'fo:keep-with-next="always" fo:margin-top="0.5cm" fo:margin-bottom="0.15cm"',
        'fo:font-size="12pt" fo:font-weight="bold" fo:font-style="normal"',
    ),
    "Heading_20_3": (
        "Standard",
        'fo:keep-with-next="always" fo:margin-top="0.4cm" fo:margin-bottom="0.1cm"',
        'fo:font-size="11pt" fo:font-weight="bold"',
    ),
    "Table_20_Contents": ("Standard", 'fo:margin-top="0.03cm" fo:margin-bottom="0.03cm"', 'fo:font-size="8pt"'),
    "Table_20_Heading": (
        "Standard",
        'fo:margin-top="0.03cm" fo:margin-bottom="0.03cm" fo:text-align="start"',
        'fo:font-size="8pt" fo:font-weight="bold" fo:font-style="normal"',
    ),
    "Footnote": ("Standard", 'fo:margin-left="0.35cm" fo:text-indent="-0.35cm"', 'fo:font-size="8pt"'),
    "Question": ("Standard", 'fo:margin-bottom="0.25cm"', 'fo:font-size="12pt" fo:font-style="italic"'),
    "Audience": ("Standard", 'fo:margin-bottom="0.5cm"', 'fo:font-size="9pt" fo:color="#4d4d4d"'),
    "Caveat": (
        "Standard",
        'fo:border-left="2pt solid #7a4b00" fo:padding-left="0.2cm" fo:margin-top="0.2cm" fo:margin-bottom="0.45cm"',
        'fo:font-size="8.5pt" fo:color="#4d4d4d"',
    ),
    "Table_20_Caption": ("Standard", 'fo:keep-with-next="always" fo:margin-top="0.4cm" fo:margin-bottom="0.15cm"', 'fo:font-size="9pt"'),
    "Image_20_Caption": ("Standard", 'fo:margin-top="0.15cm" fo:margin-bottom="0.25cm"', 'fo:font-size="9pt"'),
    "Source_20_Entry": ("Standard", 'fo:margin-left="0.8cm" fo:text-indent="-0.8cm" fo:margin-bottom="0.08cm"', 'fo:font-size="8.5pt"'),
    "Margin_20_Note": (
        "Standard",
        'fo:background-color="#fff3d6" fo:border="0.5pt solid #d9a400" fo:padding="0.1cm"',
        'fo:font-size="8.5pt"',
    ),
}
FACE = '<style:font-face style:name="Body" svg:font-family="Calibri, Carlito, \'Noto Sans\'" style:font-family-generic="swiss"/>'
CELL = 'fo:padding="0.07cm" fo:border-left="none" fo:border-right="none" fo:border-bottom="0.5pt solid #c8c8c8"'
CELLS = {
    "TableHeaderRowCell": f'{CELL} fo:border-top="1.25pt solid #1b1b1b" fo:background-color="#f1f1ee" style:vertical-align="bottom"',
    "TableRowCell": f'{CELL} fo:border-top="none"',
}


def style(name: str) -> str:
    parent, paragraph, text = STYLES[name]
    shown = name.replace("_20_", " ")
    outline = f' style:default-outline-level="{name[-1]}"' if name.startswith("Heading") else ""
    return (
        f'<style:style style:name="{name}" style:display-name="{shown}" style:family="paragraph" style:parent-style-name="{parent}"{outline}>'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


def without(text: str, name: str) -> str:
    """The XML without the style of this name."""
    return re.sub(rf'<style:style\b[^>]*style:name="{name}"(?:[^>]*/>|[^>]*>.*?</style:style>)', "", text, flags=re.DOTALL)


def restyled(text: str) -> str:
    for name in STYLES:
        text = without(text, name)
    text = text.replace("</office:styles>", "".join(style(name) for name in STYLES) + "</office:styles>", 1)
    text = re.sub(r'(style:font-name)="Times New Roman"', r'\1="Body"', text)
    text = text.replace("</office:font-face-decls>", f"{FACE}</office:font-face-decls>", 1)
    text = re.sub(r'fo:page-width="[^"]*"', 'fo:page-width="21cm"', text)
    text = re.sub(r'fo:page-height="[^"]*"', 'fo:page-height="29.7cm"', text)
    return re.sub(r'(fo:margin-(?:left|right|top|bottom))="(?:0\.7\d+|1)in"', r'\1="2.2cm"', text)


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
        for name, properties in CELLS.items():
            cell = f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties {properties}/></style:style>'
            text = without(text, name).replace("</office:automatic-styles>", f"{cell}</office:automatic-styles>", 1)
        row = '<style:style style:name="WholeRow" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>'
        text = text.replace("</office:automatic-styles>", f"{row}</office:automatic-styles>", 1)
        return text.replace("<table:table-row>", '<table:table-row table:style-name="WholeRow">')

    return edited_zip(made, {"meta.xml": meta, "styles.xml": restyled, "content.xml": content})
