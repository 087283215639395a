"""ODT files: our styles and page in pandoc's reference file; lines, shade and whole rows of tables
after pandoc.
"""

from sanctrack.briefings.output.office_xml import (
    Node,
    children,
    edited_zip,
    element,
    elements,
    replace_styles,
    template,
)

FACE = {
    "style:name": "Body",
    "svg:font-family": "Calibri, Carlito, 'Noto Sans'",
    "style:font-family-generic": "swiss",
}
PAGE = {"fo:page-width": "21cm", "fo:page-height": "29.7cm"}
MARGINS = ("fo:margin-left", "fo:margin-right", "fo:margin-top", "fo:margin-bottom")


def reference(default: bytes) -> bytes:
    """pandoc's reference file with our styles."""
    return edited_zip(default, {"styles.xml": styles})


def finished(file: bytes) -> bytes:
    """A file of pandoc with our styles and tables; their headings repeat already."""
    return edited_zip(file, {"styles.xml": styles, "content.xml": tables})


def styles(root: Node) -> None:
    replace_styles(
        root,
        children(root, "office:styles")[0],
        template("odt-styles.xml"),
        "style:style",
        "style:name",
    )
    faces = children(root, "office:font-face-decls")[0]
    if not any(
        face.getAttribute("style:name") == "Body" for face in children(faces, "style:font-face")
    ):
        element(faces, "style:font-face", FACE)
    for node in elements(root):
        if node.getAttribute("style:font-name") == "Times New Roman":
            node.setAttribute("style:font-name", "Body")
        for name, size in PAGE.items():
            if node.hasAttribute(name):
                node.setAttribute(name, size)
    for page in children(root, "style:page-layout-properties"):
        for name in MARGINS:
            page.setAttribute(name, "1.8cm")


def tables(root: Node) -> None:
    parent = children(root, "office:automatic-styles")[0]
    replace_styles(root, parent, template("odt-cells.xml"), "style:style", "style:name")
    for row in children(root, "table:table-row"):
        row.setAttribute("table:style-name", "WholeRow")
