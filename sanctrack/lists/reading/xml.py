"""XML lists, streamed and read strictly: hostile files are refused, nothing that a record holds is
overlooked.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sanctrack.errors import SourceError
from sanctrack.lists.reading.issues import Issues
from sanctrack.lists.reading.xml_ranges import Piece, Pieces

if TYPE_CHECKING:
    from lxml.etree import XMLSyntaxError, _Element

HEAD = 65_536
# Shared by all records without attributes, and without children of the same name; nothing is ever
# put into them.
NONE: dict[str, str] = {}
NO_MORE: "dict[str, list[_Element]]" = {}
SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


@cache
def local(tag: str) -> str:
    """Return a tag or attribute name without its namespace."""
    return tag.rpartition("}")[2]


def guard(path: Path) -> None:
    """Refuse XML that declares a document type: lists have none, attacks do."""
    with path.open("rb") as file:
        head = file.read(HEAD).replace(b"\0", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise SourceError(
            f"{path.name}: declares a document type or entities, which no sanctions list does; "
            f"refused. Download the list again"
        )


def stream(
    path: Path,
    root: str,
    wanted: Collection[str],
    parents: Collection[str],
    issues: Issues,
    left: Collection[str] = (),
    pieces: list[Piece] | None = None,
) -> Iterator["_Element"]:
    """Yield the elements named in `wanted` that stand directly in one of `parents`, freeing each
    afterwards.

    Raises SourceError when the file is no XML, is cut off, is hostile, or has another root than
    `root`. Other children of `parents` are issues, unless named in `left`. With `pieces` only these
    parts of the file are read.
    """
    from lxml import etree

    guard(path)
    try:
        with Pieces(path, pieces) if pieces else path.open("rb") as file:
            events = etree.iterparse(
                file, events=("end",), tag=[f"{{*}}{name}" for name in wanted], **SAFE
            )
            known = {*wanted, *parents, *left}
            checked = False
            for _, element in events:
                if not checked:
                    check_root(element.getroottree().getroot(), (root,), path)
                    checked = True
                parent = element.getparent()
                if parent is None or local(parent.tag) not in parents:
                    continue
                yield element
                free(element, parent, known, issues)
            finish(events.root, root, known, parents, path, issues)
    except etree.XMLSyntaxError as error:
        where = "" if pieces else f" line {error.lineno}"
        raise not_well_formed(path, error, where) from error
    except UnicodeDecodeError as error:
        raise other_encoding(path, error) from error


def expect_root(path: Path, *roots: str) -> None:
    """Raise SourceError when a file is no XML, is hostile, or has another root than one of these;
    only its beginning is read.
    """
    from lxml import etree

    guard(path)
    try:
        with path.open("rb") as file:
            _, element = next(iter(etree.iterparse(file, events=("start",), **SAFE)))
            check_root(element, roots, path)
    except etree.XMLSyntaxError as error:
        raise not_well_formed(path, error, f" line {error.lineno}") from error
    except UnicodeDecodeError as error:
        raise other_encoding(path, error) from error


def not_well_formed(path: Path, error: "XMLSyntaxError", where: str) -> SourceError:
    if "XML_PARSE_HUGE" in str(error.msg):
        return SourceError(
            f"{path.name}{where}: a value of more than 10 MB, which no sanctions list has; refused"
        )
    return SourceError(
        f"{path.name}{where}: not well-formed XML, perhaps cut off: {error.msg}. Download the list "
        f"again"
    )


def other_encoding(path: Path, error: UnicodeDecodeError) -> SourceError:
    return SourceError(
        f"{path.name}: not in the encoding that it declares: {error.reason}. Download the list "
        f"again"
    )


def check_root(element: "_Element", roots: Collection[str], path: Path) -> None:
    """Refuse a document type and a root of another name."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise SourceError(
            f"{path.name}: declares a document type, which no sanctions list does; refused. "
            f"Download the list again"
        )
    if local(str(element.tag)) not in roots:
        raise SourceError(
            f"{path.name}: begins with <{local(str(element.tag))[:40]}>, expected "
            f"{' or '.join(f'<{root}>' for root in roots)}; is it another list or a web page?"
        )


def finish(
    root: "_Element | None",
    name: str,
    known: set[str],
    parents: Collection[str],
    path: Path,
    issues: Issues,
) -> None:
    """Check the root of a file in which nothing was wanted, and what is left in it."""
    if root is None:
        raise SourceError(f"{path.name}: empty; download the list again")
    check_root(root, (name,), path)
    for element in (root, *(child for child in root if local(str(child.tag)) in parents)):
        for child in element:
            if local(str(child.tag)) not in known:
                issues.unknown_field(
                    None, f"{local(str(element.tag))}/{local(str(child.tag))}", child.text
                )


def free(element: "_Element", parent: "_Element", known: set[str], issues: Issues) -> None:
    """Forget a record that was read, and what stands before it."""
    element.clear()
    while (previous := element.getprevious()) is not None:
        name = local(previous.tag)
        if name not in known:
            issues.unknown_field(None, f"{local(parent.tag)}/{name}", previous.text)
        elif len(previous):
            break  # a container that still holds records of its own
        parent.remove(previous)


class Record:
    """The fields of one element. What is neither taken nor named in `done` becomes an issue.

    A field is a child element or an attribute; both go by their local names. Blank ones count as
    absent.
    """

    __slots__ = (
        "_attributes",
        "_children",
        "_issues",
        "_more",
        "element",
        "path",
        "reference",
        "text",
    )

    def __init__(
        self, element: "_Element", issues: Issues, path: str, reference: str | None = None
    ) -> None:
        self._issues = issues
        self.path = path
        self.reference = reference
        self.element = element
        self.text = element.text
        found = element.items()
        self._attributes: dict[str, str] = dict(found) if found else NONE  # type: ignore[arg-type]
        # The first child of each name, and those that stand again.
        self._children: dict[str, _Element] = {}
        self._more: dict[str, list[_Element]] = NO_MORE
        children = self._children
        for child in element:
            name = child.tag
            if name[0] == "{":
                name = local(name)
            if name in children:
                if self._more is NO_MORE:
                    self._more = {}
                self._more.setdefault(name, []).append(child)
            else:
                children[name] = child

    def _pop(self, name: str) -> list["_Element"]:
        """Take all children of a name."""
        child = self._children.pop(name, None)
        if child is None:
            return []
        return [child, *self._more.pop(name, ())] if self._more else [child]

    def attribute(self, name: str) -> str | None:
        """Take an attribute; None when it is absent or blank."""
        value = self._attributes.pop(name, None)
        return value if value and not value.isspace() else None

    def take(self, name: str) -> str | None:
        """Take the text of a child that occurs at most once; None when it is absent or blank."""
        child = self._children.pop(name, None)
        if child is None:
            return None
        if self._more and name in self._more:
            again = self._more.pop(name)[0].text
            self._issues.count(
                "warning",
                "structure",
                self.reference,
                f"{self.path}/{name}",
                again,
                "stands more than once; the first is used",
            )
        if len(child) or child.items():
            return self._leaf(child, name)
        text = child.text
        return text if text and not text.isspace() else None

    def texts(self, names: Mapping[str, str]) -> dict[str, str]:
        """Take the texts of the children that `names` knows, under the names that it gives; blank
        and absent ones have none.

        Each occurs at most once; where two tags have the same name, the first that is not blank is
        taken.
        """
        found: dict[str, str] = {}
        children = self._children
        for tag in [tag for tag in children if tag in names]:
            name = names[tag]
            if name in found:
                continue
            child = children[tag]
            if tag in self._more or len(child) or child.items():
                text = self.take(tag)
            else:
                text = child.text
                del children[tag]
            if text and not text.isspace():
                found[name] = text
        return found

    def take_all(self, name: str, ignoring: Collection[str] = ()) -> list[str]:
        """Take the texts of all children of a name, blank ones left out; `ignoring` names
        attributes of theirs.
        """
        return [text for child in self._pop(name) if (text := self._leaf(child, name, ignoring))]

    def attributes_of(self, name: str) -> list[dict[str, str]]:
        """Take the attributes of all children of a name; what stands in the children is left out on
        purpose.
        """
        return [dict(child.items()) for child in self._pop(name)]  # type: ignore[arg-type]

    def values(self, container: str, name: str) -> list[str]:
        """Take the texts of the items in a container."""
        if container not in self._children:
            return []
        path = f"{container}/{name}"
        return [
            text for child in self._within(container, name) if (text := self._leaf(child, path))
        ]

    def _within(self, container: str, name: str) -> list["_Element"]:
        """Take the children of one name in all containers of a name; what else they hold is an
        issue.
        """
        found = []
        for holder in self._pop(container):
            for child in holder:
                if local(child.tag) == name:
                    found.append(child)
                elif len(child) or child.items() or (child.text or "").strip():
                    self._issues.unknown_field(
                        self.reference, f"{self.path}/{container}/{local(child.tag)}", child.text
                    )
            for key, value in holder.items():
                self._issues.unknown_field(
                    self.reference, f"{self.path}/{container}@{local(key)}", value
                )
            if holder.text and not holder.text.isspace():
                self._issues.unknown_field(
                    self.reference, f"{self.path}/{container}/text()", holder.text
                )
        return found

    def records(self, first: str, *rest: str) -> list["Record"]:
        """Take the children of a name, through containers when several names are given."""
        if first not in self._children:
            return []
        if rest:
            path = f"{self.path}/{first}/{rest[0]}"
            found = [
                Record(child, self._issues, path, self.reference)
                for child in self._within(first, rest[0])
            ]
            if len(rest) == 1:
                return found
            inner = [record for holder in found for record in holder.records(*rest[1:])]
            for holder in found:
                holder.done()
            return inner
        path = f"{self.path}/{first}"
        return [Record(child, self._issues, path, self.reference) for child in self._pop(first)]

    def pluck(self, name: str, attribute: str) -> list[str]:
        """Take one attribute of all children of a name; their other attributes are left out on
        purpose.
        """
        return [value for child in self._pop(name) if (value := child.get(attribute))]

    def _leaf(self, child: "_Element", name: str, ignoring: Collection[str] = ()) -> str | None:
        if len(child):
            kind = local(str(child[0].tag))
            self._issues.count(
                "warning",
                "structure",
                self.reference,
                f"{self.path}/{name}",
                kind,
                "holds elements where text was expected; they were not read",
            )
        for key, value in child.items():
            if key not in ignoring:
                self._issues.unknown_field(
                    self.reference, f"{self.path}/{name}@{local(str(key))}", value
                )
        text = child.text
        return text if text and not text.isspace() else None

    def done(self, ignoring: Collection[str] = ()) -> None:
        """Note every field that was not taken, holds something, and is not named in `ignoring`
        (`@name` for attributes).
        """
        for name, value in self._attributes.items():
            if value and f"@{name}" not in ignoring and not value.isspace():
                self._issues.unknown_field(self.reference, f"{self.path}@{name}", value)
        for name, first in self._children.items():
            if name not in ignoring:
                for child in (first, *self._more.get(name, ())):
                    if len(child) or child.items() or (child.text or "").strip():
                        self._issues.unknown_field(
                            self.reference, f"{self.path}/{name}", child.text
                        )
                        break
        text = self.text
        if text and not text.isspace():
            self._issues.unknown_field(self.reference, f"{self.path}/text()", text)

    def own_text(self) -> str | None:
        """Take the text of the element itself."""
        text, self.text = self.text, None
        return text if text and not text.isspace() else None
