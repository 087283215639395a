"""Word files: our styles and page in pandoc's reference file; rows of tables that stay whole, after
pandoc.
"""

from sanctrack.briefings.output.office_xml import (
    Node,
    append,
    children,
    edited_zip,
    element,
    parsed,
    remove,
    replace_styles,
    template,
    template_bytes,
)

FONTS = {
    "w:ascii": "Calibri",
    "w:hAnsi": "Calibri",
    "w:eastAsia": "Calibri",
    "w:cs": "Myanmar Text",
}
HALF_POINTS = "20"  # size of the letters
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FOOTER = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
SECTION = (
    f'<w:sectPr xmlns:w="{W}" xmlns:r="{R}"><w:footerReference w:type="default" '
    f'r:id="rIdFooter1"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1077" w:right="1077" '
    f'w:bottom="1077" w:left="1077" w:header="709" w:footer="567" w:gutter="0"/></w:sectPr>'
)


def reference(default: bytes) -> bytes:
    """pandoc's reference file with our styles, page and footer."""
    edits = {
        "word/styles.xml": styles,
        "word/document.xml": section,
        "word/_rels/document.xml.rels": footer_relation,
        "[Content_Types].xml": footer_type,
    }
    return edited_zip(default, edits, {"word/footer1.xml": template_bytes("word-footer.xml")})


def styles(root: Node) -> None:
    replace_styles(root, root, template("word-styles.xml"), "w:style", "w:styleId")
    (usual,) = children(children(root, "w:rPrDefault")[0], "w:rPr")
    remove([*children(usual, "w:rFonts"), *children(usual, "w:sz"), *children(usual, "w:szCs")])
    element(usual, "w:szCs", {"w:val": HALF_POINTS}, first=True)
    element(usual, "w:sz", {"w:val": HALF_POINTS}, first=True)
    element(usual, "w:rFonts", FONTS, first=True)
    for language in children(root, "w:lang"):
        language.setAttribute("w:val", "en-GB")


def section(root: Node) -> None:
    body = children(root, "w:body")[0]
    remove(children(body, "w:sectPr"))
    append(body, parsed(SECTION).documentElement)


def footer_relation(root: Node) -> None:
    element(
        root, "Relationship", {"Id": "rIdFooter1", "Type": f"{R}/footer", "Target": "footer1.xml"}
    )


def footer_type(root: Node) -> None:
    element(root, "Override", {"PartName": "/word/footer1.xml", "ContentType": FOOTER})


def finished(file: bytes) -> bytes:
    """A file of pandoc in which the rows of tables stay whole."""
    return edited_zip(file, {"word/document.xml": whole_rows})


def whole_rows(root: Node) -> None:
    for row in children(root, "w:tr"):
        properties = [child for child in row.childNodes if child.nodeName == "w:trPr"]
        element(
            properties[0] if properties else element(row, "w:trPr", first=True),
            "w:cantSplit",
            first=True,
        )
