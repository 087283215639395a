"""United States: OFAC's SDN and consolidated (non-SDN) lists, as CSV family, standard XML and advanced XML."""

from collections.abc import Iterator
from pathlib import Path

from sanctrack.errors import SourceError
from sanctrack.importers import _ofac_advanced, _ofac_csv, _ofac_xml
from sanctrack.importers._entry import Entry, Reading
from sanctrack.importers._files import expect, head

NAME = "us_ofac"
TITLE = "OFAC sanctions lists"
LISTS = {"us_ofac_sdn": "OFAC Specially Designated Nationals list", "us_ofac_cons": "OFAC consolidated (non-SDN) list"}
AUTHORITY = "US-OFAC"
PUBLISHER = "US Treasury, Office of Foreign Assets Control"
BASE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"
# The standard XML holds names, addresses and comments in one file and gives its day, which the CSV family does not.
URLS = {"us_ofac_sdn": {"list": f"{BASE}SDN.XML"}, "us_ofac_cons": {"list": f"{BASE}CONSOLIDATED.XML"}}
LICENCE = "US public domain (17 USC 105)"
REDISTRIBUTION = "yes"
IMPORTER_VERSION = 2


def recognise(files: list[Path], name: str | None = None) -> Reading:
    """Accept one XML file, or the CSV family with its names file; the list is told by the files' names unless given."""
    kinds = {expect(path, "xml", "text") for path in files}
    found = {"us_ofac_cons" if "cons" in path.name.lower() else "us_ofac_sdn" for path in files}
    if name is None and len(found) > 1:
        raise SourceError(
            f"{', '.join(path.name for path in files)}: files of the SDN list and of the consolidated list together; import them "
            "one after the other"
        )
    code = name or found.pop()
    if kinds == {"xml"}:
        if len(files) != 1:
            raise SourceError(f"{len(files)} XML files: one holds the whole list; import one")
        advanced = b"<Sanctions" in head(files[0], 2000)
        return Reading(code, "advanced_xml" if advanced else "xml", {"names": files[0]})
    if kinds != {"text"}:
        raise SourceError("CSV and XML files together: either is the whole list; import one")
    parts: dict[str, Path] = {}
    for path in files:
        part = _ofac_csv.part_of(path)
        if part in parts:
            raise SourceError(f"{parts[part].name} and {path.name} are both {part} files; give one of each")
        parts[part] = path
    if "names" not in parts:
        raise SourceError(
            f"{', '.join(path.name for path in files)}: no names file; add, alt and comments files join the names file; give "
            "sdn.csv or cons_prim.csv as well"
        )
    return Reading(code, "csv", parts)


def read(reading: Reading) -> Iterator[Entry]:
    """Yield the entries of whichever layout it is."""
    layouts = {"csv": _ofac_csv.read, "xml": _ofac_xml.read, "advanced_xml": _ofac_advanced.read}
    return layouts[reading.layout](reading)
