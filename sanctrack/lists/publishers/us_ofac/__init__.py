"""United States: OFAC's SDN and consolidated (non-SDN) lists, as CSV family, standard XML and
advanced XML.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from sanctrack.errors import SourceError
from sanctrack.lists.publishers.us_ofac import advanced, csv, xml
from sanctrack.lists.reading.entry import Entry, Reading
from sanctrack.lists.reading.files import expect, head
from sanctrack.lists.reading.xml import expect_root

NAME = "us_ofac"
TITLE = "OFAC sanctions lists"
LISTS = {
    "us_ofac_sdn": "OFAC Specially Designated Nationals list",
    "us_ofac_cons": "OFAC consolidated (non-SDN) list",
}
OTHER_LISTS = False
PUBLISHER = "US Treasury, Office of Foreign Assets Control"
BASE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"
# The standard XML holds names, addresses and comments in one file and gives its day, which the CSV
# family does not.
URLS = {
    "us_ofac_sdn": {"list": f"{BASE}SDN.XML"},
    "us_ofac_cons": {"list": f"{BASE}CONSOLIDATED.XML"},
}
LICENCE = "US public domain (17 USC 105)"
REDISTRIBUTION = "yes"
IMPORTER_VERSION = 3
# The layout whose remarks are labelled values, most of which are read into fields of their own.
REMARKS_ARE_READ_IN = "csv"
# Programmes of one list alone. A few parties of the consolidated list are under programmes of the
# other as well.
ONLY_CONS = re.compile(rb"\b(?:NS-PLC|CMIC-EO13959|561-Related|FSE-IR|FSE-SY)\b")
ONLY_SDN = re.compile(
    rb"\b(?:CUBA|SDNTK?|SDGT|IRAQ2|BALKANS|NPWMD|TCO|DPRK\d?|GLOMAG|LIBYA\d|IRAN-TRA|IFSR|DRCONGO)\b"
)
TOLD_BY = 5


def recognise(files: list[Path], name: str | None = None) -> Reading:
    """Accept one XML file, or the CSV family with its names file; the list is told by the files'
    names unless given.
    """
    kinds = {expect(path, "xml", "text") for path in files}
    code = list_of(files, name)
    if kinds == {"xml"}:
        if len(files) != 1:
            raise SourceError(f"{len(files)} XML files: one holds the whole list; import one")
        expect_root(files[0], "sdnList", "Sanctions")
        return Reading(
            code, "advanced_xml" if is_advanced_xml(files[0]) else "xml", {"names": files[0]}
        )
    if kinds != {"text"}:
        raise SourceError("CSV and XML files together: either is the whole list; import one")
    parts: dict[str, Path] = {}
    for path in files:
        part = csv.part_of(path)
        if part in parts:
            raise SourceError(
                f"{parts[part].name} and {path.name} are both {part} files; give one of each"
            )
        parts[part] = path
    if "names" not in parts:
        raise SourceError(
            f"{', '.join(path.name for path in files)}: no names file; add, alt and comments files "
            f"join the names file; give sdn.csv or cons_prim.csv as well"
        )
    return Reading(code, "csv", parts)


def is_advanced_xml(path: Path) -> bool:
    """Whether a file is the advanced XML."""
    return b"<Sanctions" in head(path, 2000)


def list_of(files: list[Path], name: str | None) -> str:
    """Return which list the files are: the one named, else what they hold or are called. Raises
    SourceError when these disagree.
    """
    held = {path: (by_content(path), "what it holds") for path in files}
    told = {
        path: found if found[0] else (by_name(path), "its name") for path, found in held.items()
    }
    codes = {code for code, _ in told.values() if code}
    if name is None and len(codes) > 1:
        raise SourceError(
            f"{', '.join(path.name for path in files)}: files of the SDN list and of the "
            f"consolidated list together; import them one after the other"
        )
    for path, (code, by) in told.items():
        if name and code and code != name:
            rename = ", or rename the file if its name is wrong" if by == "its name" else ""
            raise SourceError(
                f"{path.name}: by {by} this is the {LISTS[code]}, not the {LISTS[name]}; type "
                f"`sanctrack import {code} {path.name}`{rename}"
            )
    return name or next(iter(codes), "us_ofac_sdn")


def by_name(path: Path) -> str | None:
    """Tell the list by what the file is called."""
    lower = path.name.lower()
    if "cons" in lower:
        return "us_ofac_cons"
    return "us_ofac_sdn" if "sdn" in lower else None


def by_content(path: Path) -> str | None:
    """Tell the list by the programmes that stand in the beginning of the file; None when they do
    not tell.

    The advanced XML begins with the programmes of both lists.
    """
    start = b"" if is_advanced_xml(path) else head(path, 65_536)
    cons, sdn = len(ONLY_CONS.findall(start)), len(ONLY_SDN.findall(start))
    if max(cons, sdn) < TOLD_BY or min(cons, sdn) * TOLD_BY > max(cons, sdn):
        return None
    return "us_ofac_cons" if cons > sdn else "us_ofac_sdn"


def own_remarks(remarks: str) -> str:
    """Return the remarks of the CSV that no field of the entry says."""
    return csv.unread_remarks(remarks)


def read(reading: Reading) -> Iterator[Entry]:
    """Yield the entries of whichever layout it is."""
    layouts = {"csv": csv.read, "xml": xml.read, "advanced_xml": advanced.read}
    return layouts[reading.layout](reading)
