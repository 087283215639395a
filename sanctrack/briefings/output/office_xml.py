"""The XML of office files, read into a tree, changed there, and written back; archives without a
time of day.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

# a minidom document or element: its stubs know the names of neither
Node = Any
EPOCH = (2000, 1, 1, 0, 0, 0)


def parsed(text: str | bytes) -> Node:
    from defusedxml.minidom import parseString

    return parseString(text)


def template(name: str) -> Node:
    """An XML file of ours."""
    return parsed(template_bytes(name)).documentElement


def template_bytes(name: str) -> bytes:
    return (Path(__file__).with_name("templates") / name).read_bytes()


def children(node: Node, name: str) -> list[Node]:
    """All elements of this name below a node."""
    return list(node.getElementsByTagName(name))


def remove(nodes: list[Node]) -> None:
    for node in nodes:
        node.parentNode.removeChild(node)


def append(parent: Node, node: Node) -> None:
    """A copy of a node of any tree as the last child of `parent`."""
    parent.appendChild(parent.ownerDocument.importNode(node, True))


def element(
    parent: Node, name: str, attributes: Mapping[str, str] | None = None, first: bool = False
) -> Node:
    """A new element as the last, or first, child of `parent`."""
    node = parent.ownerDocument.createElement(name)
    for key, value in (attributes or {}).items():
        node.setAttribute(key, value)
    parent.insertBefore(node, parent.firstChild if first else None)
    return node


def elements(node: Node) -> Iterator[Node]:
    """All elements below a node."""
    yield from children(node, "*")


def replace_styles(root: Node, parent: Node, ours: Node, name: str, key: str) -> None:
    """Put our styles (elements `name`, told apart by the attribute `key`) in place of those of the
    same key.
    """
    styles = children(ours, name)
    keys = {style.getAttribute(key) for style in styles}
    remove([style for style in children(root, name) if style.getAttribute(key) in keys])
    for style in styles:
        append(parent, style)


def edited_zip(
    data: bytes,
    edits: Mapping[str, Callable[[Node], None]],
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """Rewrite an archive: trees of files changed by name, further files, and no
    time of day in it.
    """
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for item in archive.infolist():
            body = archive.read(item.filename)
            if item.filename in edits:
                tree = parsed(body)
                edits[item.filename](tree.documentElement)
                body = tree.toxml("UTF-8")
            parts[item.filename] = body
    return packed_zip({**parts, **(more or {})})


def packed_zip(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these files, without a time of day in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            # an ODT tells its kind by an uncompressed first file
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, body)
    return out.getvalue()
