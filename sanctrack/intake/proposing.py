"""Proposing a mapping: what each column of a file is taken for and why, as YAML for people to read,
correct and pass on. What cannot be told is left open and said.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sanctrack.definitions.contracts import load_contract
from sanctrack.definitions.countries import country_code
from sanctrack.definitions.paths import Home
from sanctrack.errors import UsageError, did_you_mean
from sanctrack.facts.mapping import (
    JET_FUEL_DENSITY,
    UNDECIDED,
    WHOLE_ROW,
    SheetMapping,
    as_list,
    parsed,
)
from sanctrack.intake.importing import layouts
from sanctrack.intake.table_file import TableFile

KINDS = {
    "deliveries": "fuel_shipments",
    "strikes": "airstrikes",
    "events": "reported_events",
    "port_calls": "port_calls",
    "positions": "vessel_positions",
    "trade": "trade_flows",
}
"""What a user calls a table, with our name of it."""

# What headings say, without blanks, signs and case; the plans below make columns of it.
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": (
        "id", "no", "ref", "reference", "eventid", "incidentid", "recordid", "billno", "blno",
        "billoflading", "billofladingno", "billofladingnumber", "declarationno",
        "declarationnumber", "entryno", "callid", "စဉ်", "အမှတ်စဉ်",
    ),
    "day": (
        "date", "day", "eventdate", "incidentdate", "strikedate", "dateofincident",
        "dateofstrike", "dateofevent", "ရက်စွဲ", "နေ့စွဲ", "နေ့ရက်",
    ),
    "first_day": ("startdate", "datestart", "fromdate", "from", "earliest", "datefrom"),
    "last_day": ("enddate", "dateend", "todate", "latest", "dateto"),
    "arrived": (
        "arrival", "arrivaldate", "dateofarrival", "arrived", "eta", "ata", "arrivaltime",
        "importdate", "clearancedate", "dischargedate", "dateofdischarge", "declarationdate",
        "ဆိုက်ရောက်ရက်",
    ),
    "departed": ("departure", "departuredate", "etd", "atd", "sailed", "departed", "sailing"),
    "loaded": ("bldate", "billdate", "billofladingdate", "loaded", "loadingdate", "shipdate"),
    "area": (
        "state", "region", "stateregion", "stateorregion", "admin1", "province", "adm1",
        "တိုင်းဒေသကြီး", "ပြည်နယ်", "တိုင်း", "ပြည်နယ်တိုင်း", "တိုင်းဒေသကြီးပြည်နယ်",
    ),
    "district": ("district", "admin2", "ခရိုင်"),
    "township": ("township", "tsp", "admin3", "townshipname", "မြို့နယ်"),
    "place": (
        "place", "village", "location", "site", "ward", "placename", "locality", "ကျေးရွာ",
        "နေရာ", "ရွာ", "ရပ်ကွက်",
    ),
    "latitude": ("lat", "latitude", "y", "လတ္တီတွဒ်", "လတ္တီကျု"),
    "longitude": ("lon", "long", "lng", "longitude", "x", "လောင်ဂျီတွဒ်", "လောင်ဂျီကျု"),
    "killed": (
        "killed", "deaths", "dead", "fatalities", "kia", "death", "numberkilled", "deathtoll",
        "casualtieskilled", "သေဆုံး", "သေဆုံးသူ", "သေ",
    ),
    "killed_min": ("killedmin", "mindeaths", "deathsmin", "minkilled", "low"),
    "killed_max": ("killedmax", "maxdeaths", "deathsmax", "maxkilled", "high"),
    "civilians": ("civilianskilled", "civiliandeaths", "deathscivilians", "civilians"),
    "injured": (
        "injured", "wounded", "wia", "hurt", "casualtiesinjured", "ဒဏ်ရာရ", "ဒဏ်ရာရသူ",
    ),
    "aircraft": ("aircraft", "aircrafttype", "plane", "လေယာဉ်", "လေယာဉ်အမျိုးအစား"),
    "target": ("target", "targettype", "ပစ်မှတ်"),
    "munition": ("munition", "weapon", "weapons", "munitions", "ordnance", "လက်နက်"),
    "kind": ("type", "eventtype", "incidenttype", "category", "အမျိုးအစား"),
    "notes": (
        "notes", "note", "remarks", "remark", "description", "summary", "details", "comment",
        "comments", "မှတ်ချက်", "အကြောင်းအရာ",
    ),
    "reported_by": ("source", "sources", "reportedby", "သတင်းရင်းမြစ်"),
    "country": ("country", "နိုင်ငံ"),
    "vessel": ("vessel", "vesselname", "ship", "shipname", "nameofvessel", "tanker", "သင်္ဘော"),
    "imo": ("imo", "imono", "imonumber", "vesselimo", "shipimo"),
    "mmsi": ("mmsi", "mmsino"),
    "port": (
        "port", "portofcall", "portofdischarge", "dischargeport", "pod", "portofarrival",
        "destinationport", "portname",
    ),
    "terminal": ("terminal", "berth", "jetty", "wharf"),
    "load_port": ("portofloading", "loadport", "pol", "loadingport", "lastport", "portoforigin"),
    "origin": ("countryoforigin", "origin", "origincountry", "exportcountry"),
    "supplier": ("supplier", "shipper", "exporter", "seller", "consignor"),
    "buyer": ("consignee", "importer", "buyer", "receiver"),
    "agent": ("agent", "shippingagent"),
    "product": ("product", "goods", "cargo", "commodity", "goodsdescription", "cargotype"),
    "hs": ("hs", "hscode", "tariffcode", "commoditycode"),
    "quantity": (
        "quantity", "qty", "volume", "weight", "netweight", "grossweight", "cargoquantity",
        "tonnes", "tons", "mt", "kl", "bbl", "barrels", "kilolitres", "litres", "amount",
    ),
    "unit": ("unit", "uom", "qtyunit", "quantityunit", "unitofmeasure"),
    "value_usd": ("valueusd", "usd", "cifusd", "cifvalueusd", "fobusd", "usdvalue", "invoiceusd"),
    "draught_in": ("draught", "draft", "arrivaldraft", "arrivaldraught", "draughtin", "draftin"),
    "draught_out": ("departuredraft", "departuredraught", "draughtout", "draftout"),
    "status": ("status", "navstatus"),
    "speed": ("speed", "sog", "speedknots"),
    "instant": ("timestamp", "time", "datetime", "positiontime", "basedatetime"),
}  # fmt: skip
UNITS_IN_WORDS = {
    "mt": "tonnes", "tonnes": "tonnes", "tons": "tonnes", "tonne": "tonnes", "ton": "tonnes",
    "metrictons": "tonnes", "mts": "tonnes", "kg": "kilograms", "kgs": "kilograms",
    "kilograms": "kilograms", "kl": "kilolitres", "m3": "cubic_metres", "cbm": "cubic_metres",
    "kilolitres": "kilolitres", "l": "litres", "litres": "litres", "liters": "litres",
    "ltr": "litres", "bbl": "barrels", "bbls": "barrels", "barrels": "barrels",
    "barrel": "barrels", "usg": "us_gallons", "gallons": "us_gallons", "gal": "us_gallons",
}  # fmt: skip
WORDS: dict[str, dict[str, str]] = {
    "aircraft": {
        "jet": "jet", "jets": "jet", "jet fighter": "jet", "fighter jet": "jet",
        "helicopter": "helicopter", "helicopters": "helicopter", "mi-35": "helicopter",
        "drone": "drone", "drones": "drone", "uav": "drone", "paramotor": "paramotor",
        "paraglider": "paramotor", "y-12": "fixed_wing", "plane": "fixed_wing",
        "unknown": "unknown", "ရဟတ်ယာဉ်": "helicopter", "ဂျက်တိုက်လေယာဉ်": "jet",
        "ဒရုန်း": "drone",
    },
    "target": {
        "school": "school", "village": "village", "monastery": "religious_site",
        "church": "religious_site", "pagoda": "religious_site", "mosque": "religious_site",
        "hospital": "hospital", "clinic": "hospital", "idp camp": "idp_camp", "market": "market",
        "town": "town", "prison": "prison", "houses": "residential", "homes": "residential",
        "residential": "residential", "ward": "residential", "base": "military_position",
        "military": "military_position", "camp": "military_position", "other": "other",
        "ကျောင်း": "school", "ကျေးရွာ": "village", "ဆေးရုံ": "hospital",
        "ဘုန်းကြီးကျောင်း": "religious_site", "ဈေး": "market",
    },
    "product": {
        "jet a-1": "jet_a1", "jet a1": "jet_a1", "a1": "jet_a1", "jet-a1": "jet_a1",
        "avgas": "avgas", "aviation gasoline": "avgas", "jet fuel": "jet_fuel_unspecified",
        "atf": "jet_fuel_unspecified", "aviation fuel": "jet_fuel_unspecified",
        "aviation turbine fuel": "jet_fuel_unspecified", "kerosene": "",
    },
}  # fmt: skip
DAY_FORMS = (
    "iso", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%Y/%m/%d", "%d %B %Y",
    "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%B %d, %Y", "%b %d, %Y", "%d/%m/%y", "%m/%d/%y", "%Y%m%d",
    "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m", "%m/%Y", "%B %Y", "%b %Y",
    "%Y",
)  # fmt: skip
SAMPLE = 5_000


@dataclass
class Proposal:
    """A proposed mapping: its YAML, what was taken for what, and what has to be decided first."""

    text: str
    table: str
    meanings: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    open_points: list[str] = field(default_factory=list)


@dataclass
class Recognition:
    """A layout that a file has, or nearly has: `lacking` columns, which say what differs."""

    layout: SheetMapping
    lacking: list[str]
    agreeing: int


def recognise(home: Home, workspace: Path, table: TableFile) -> Recognition | None:
    """The layout that a file has, or that it comes nearest to (two thirds of its columns)."""
    header, folded = set(table.header), {name.casefold() for name in table.header}
    best: Recognition | None = None
    for layout in layouts(home, workspace):
        wanted = as_list(layout.raw["recognised_by"]["columns"])
        lacking = [name for name in wanted if name not in header]
        near = [name for name in wanted if name.casefold() in folded]
        if lacking and len(near) < max(4, len(wanted) * 2 / 3):
            continue
        found = Recognition(layout, lacking, len(wanted) - len(lacking))
        if best is None or (bool(found.lacking), -found.agreeing) < (
            bool(best.lacking),
            -best.agreeing,
        ):
            best = found
    return best


def folded(heading: str) -> str:
    """A heading without blanks, signs and case; Burmese vowel signs are letters here."""
    return re.sub(r"[\s!-/:-@\[-`{-~°№]+", "", heading.casefold())


def meaning_of(heading: str) -> tuple[str, str] | None:
    """What a column of this heading holds, and why; None where the heading does not say it."""
    bare = re.sub(r"\(.*?\)|\[.*?\]", "", heading)
    inside = re.findall(r"[(\[](.*?)[)\]]", heading)
    tries = [heading, bare, *inside]
    parts = bare.split()
    tries += [" ".join(parts[at:]) for at in range(1, len(parts))]
    tries += [part for part in re.split(r"[/|]", bare) if part != bare]
    for text in tries:
        for meaning, words in HEADINGS.items():
            if folded(text) in words:
                return meaning, f"the heading says '{text.strip()}'"
    return None


def sample_of(table: TableFile, name: str) -> list[str]:
    """Distinct values of a column, of the rows that can be read, in order."""
    refused = {item.row for item in table.refused}
    cells = table.columns[name]
    values = (cells[at] for at in range(min(table.count, SAMPLE)) if at not in refused)
    return list(dict.fromkeys(value for value in values if value is not None))


def forms_of(values: Iterable[str]) -> list[str]:
    """Every form of days in which all values can be read; the first that are one and the same."""
    values = list(values)
    return [form for form in DAY_FORMS if values and all(parsed(one, form) for one in values)]


def day_spec(table: TableFile, name: str, open_points: list[str]) -> dict[str, Any]:
    """How a column of days is read; where day and month cannot be told apart it is left open."""
    values = sample_of(table, name)
    forms = forms_of(values)
    spec: dict[str, Any] = {"from": name}
    if not forms:
        several = [form for form in DAY_FORMS if any(parsed(one, form) for one in values)]
        spec["days"] = several[:4] or ["iso"]
        clash = [form for form in several if form.startswith(("%d/%m", "%m/%d"))]
        if len(clash) > 1:
            spec["days"] = [UNDECIDED]
            open_points.append(f"{name}: day and month stand in several orders; mend the file")
        return spec
    if len(forms) > 1:
        meanings = {tuple(parsed(one, form) for one in values) for form in forms}
        if len(meanings) > 1:
            spec["days"] = [UNDECIDED]
            example = values[0]
            ways = ", ".join(
                f"{form} ({day.date()})" for form in forms if (day := parsed(example, form))
            )
            open_points.append(f"{name}: '{example}' can be {ways}; write the one that is meant")
            return spec
    spec["days"] = [forms[0]]
    return spec


def number_spec(table: TableFile, name: str, open_points: list[str]) -> dict[str, Any]:
    """How a column of numbers is read: the signs in it."""
    values = [re.sub(r"\s*[A-Za-z]+\.?$", "", value) for value in sample_of(table, name)]
    spec: dict[str, Any] = {"from": name}
    commas = [value for value in values if "," in value]
    if not commas:
        return spec
    if all(re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", value) for value in commas):
        spec["thousands"] = ","
        open_points.append(
            f"{name}: '{commas[0]}' is read with the comma between thousands; write decimal: ',' "
            f"in place of thousands if it is a decimal comma"
        )
    elif all(re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})*,\d+", value) for value in commas):
        spec |= {"thousands": ".", "decimal": ","}
    return spec


def quantity_specs(
    table: TableFile, name: str, unit_column: str | None, open_points: list[str]
) -> dict[str, dict[str, Any]]:
    """Least and greatest tonnes of a column of quantities, by the unit in heading or column."""
    spec = number_spec(table, name, open_points)
    words = {
        word
        for part in re.split(r"[\s()\[\]/,]+", name)
        if (word := folded(part)) in UNITS_IN_WORDS
    }
    unit: Any = None
    if unit_column:
        units = sample_of(table, unit_column)
        known = {one: UNITS_IN_WORDS[folded(one)] for one in units if folded(one) in UNITS_IN_WORDS}
        unknown = [one for one in units if one not in known]
        if unknown:
            open_points.append(
                f"{unit_column}: the unit {', '.join(unknown[:5])} is not known; such rows are "
                f"refused until it is in `words`"
            )
        unit = {"from": unit_column, "words": known or {"tonnes": "tonnes"}}
        kinds = set(known.values())
    elif len(words) == 1:
        unit = UNITS_IN_WORDS[words.pop()]
        kinds = {unit}
    else:
        ends = {folded(end) for value in sample_of(table, name) if (end := unit_at_end(value))}
        if len(ends) == 1 and ends <= UNITS_IN_WORDS.keys():
            word = next(iter(ends))
            unit, kinds = UNITS_IN_WORDS[word], {UNITS_IN_WORDS[word]}
            spec["strip"] = [word]
        else:
            open_points.append(
                f"{name}: no unit is named, so it is left out; map it with `unit:` once you know"
            )
            return {}
    spec["unit"] = unit
    if kinds - {"tonnes", "kilograms"}:
        spec["density_kg_per_m3"] = list(JET_FUEL_DENSITY)
    return {"quantity_tonnes_min": spec, "quantity_tonnes_max": dict(spec)}


def unit_at_end(value: str) -> str:
    match = re.fullmatch(r"[\d.,\s]+([A-Za-z]+\d?)\.?", value)
    return match[1] if match else ""


def words_spec(
    table: TableFile, name: str, kind: str, default: str | None, open_points: list[str]
) -> dict[str, Any]:
    """Their words for our codes, each that stands in the file; unknown ones are refused or told."""
    values = sample_of(table, name)
    known = {one: WORDS[kind][key] for one in values if (key := one.casefold()) in WORDS[kind]}
    unknown = [one for one in values if one.casefold() not in WORDS[kind]]
    spec: dict[str, Any] = {"from": name, "words": known}
    if unknown and default is not None:
        spec["else"] = default
        open_points.append(
            f"{name}: {', '.join(repr(one) for one in unknown[:5])} becomes {default}; add words"
        )
    elif unknown:
        open_points.append(
            f"{name}: {', '.join(repr(one) for one in unknown[:5])} is no word that we know; such "
            f"rows are refused until it is in `words`"
        )
    return spec


def table_wanted(kind: str | None, meanings: dict[str, str]) -> str:
    """The table that a file is for: as the user says, else by what its columns hold."""
    if kind is not None:
        names = [*KINDS, *KINDS.values()]
        if kind not in names:
            raise UsageError(
                f"--as is '{kind}'{did_you_mean(kind, names) or ';'} it takes {', '.join(KINDS)}"
            )
        return KINDS.get(kind, kind)
    held = set(meanings.values())
    if {"latitude", "longitude", "mmsi", "instant"} <= held:
        return "vessel_positions"
    if held & {"buyer", "supplier", "hs"} or ({"product", "quantity", "arrived"} <= held):
        if held & {"terminal", "agent", "draught_in"} and not held & {"buyer", "supplier"}:
            return "port_calls"
        return "fuel_shipments"
    if held & {"vessel", "imo", "mmsi"} and held & {"port", "arrived", "terminal"}:
        return "port_calls"
    if held & {"killed", "killed_min", "injured", "aircraft"}:
        return "airstrikes" if "aircraft" in held else "reported_events"
    if held & {"day", "first_day"} and held & {"area", "township", "place"}:
        return "reported_events"
    raise UsageError(
        f"it cannot be told what the rows are: say --as {', '.join(KINDS)}; its columns: "
        f"{', '.join(list(meanings)[:20]) or 'none is recognised'}"
    )


def propose(home: Home, table: TableFile, kind: str | None, source_id: str) -> Proposal:
    """A mapping for a file of no known layout. Raises UsageError where its kind cannot be told."""
    taken: dict[str, str] = {}
    reasons: dict[str, str] = {}
    doubles: list[str] = []
    for name in table.header:
        hit = meaning_of(name)
        if hit is None:
            continue
        if hit[0] in taken.values():
            doubles.append(name)
            continue
        taken[name], reasons[name] = hit
    target = table_wanted(kind, taken)
    planner = PLANS.get(target)
    if planner is None:
        raise UsageError(f"no mapping can be proposed for {target}; write one by hand")
    by_meaning = {meaning: name for name, meaning in taken.items()}
    open_points = [
        f"{name}: another column was taken for the same; it is left out" for name in doubles
    ]
    raw = planner(table, by_meaning, open_points)
    raw = {"mapping": source_id, "title": table.path.name, "table": target, **raw}
    contract = load_contract(home, target)
    lacking = [
        item.name
        for item in contract.fields
        if item.required and item.name not in raw["columns"] and item.name != "source_id"
    ]
    open_points += [
        f"{name}: every row needs it; map a column or a value to it" for name in lacking
    ]
    used = names_in(raw)
    left_out = [name for name in table.header if name not in used]
    return Proposal(
        written(raw, reasons, left_out, open_points, table),
        target,
        {name: meaning for name, meaning in taken.items() if name in used},
        left_out,
        open_points,
    )


def names_in(raw: dict[str, Any]) -> set[str]:
    names: set[str] = set()
    for part in [raw, *raw.get("rows", ())]:
        for spec in part["columns"].values():
            names |= {*as_list(spec.get("from")), *as_list(spec.get("id"))}
            if isinstance(spec.get("unit"), dict):
                names.add(spec["unit"]["from"])
    return names


# -- what becomes of the meanings, a table each

Meanings = dict[str, str]


def ids(table: TableFile, by: Meanings, open_points: list[str]) -> list[str] | str:
    """The columns of the id: theirs where it is filled and stands once, else the whole row."""
    name = by.get("id")
    if name is None:
        return WHOLE_ROW
    refused = {item.row for item in table.refused}
    cells = [table.columns[name][at] for at in range(table.count) if at not in refused]
    if None in cells or len(set(cells)) < len(cells):
        open_points.append(f"{name}: it is blank or stands twice, so ids are made of the whole row")
        return WHOLE_ROW
    return [name]


def days(table: TableFile, by: Meanings, open_points: list[str]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    first = by.get("first_day") or by.get("day")
    last = by.get("last_day") or first
    if first and last:
        columns["earliest_on"] = day_spec(table, first, open_points)
        columns["latest_on"] = day_spec(table, last, open_points)
        if first == last:
            columns["date_precision"] = dict(columns["earliest_on"])
        else:
            columns["date_precision"] = {"value": "range"}
    return columns


def plain(by: Meanings, **columns: str) -> dict[str, Any]:
    return {name: {"from": by[meaning]} for name, meaning in columns.items() if meaning in by}


def figures(table: TableFile, by: Meanings, points: list[str], **columns: str) -> dict[str, Any]:
    return {
        name: number_spec(table, by[meaning], points)
        for name, meaning in columns.items()
        if meaning in by
    }


def precision_spec(by: Meanings) -> dict[str, Any]:
    if "place" in by:
        return {"value": "place"}
    return {"value": "township" if "township" in by else "admin1"}


def plan_strikes(table: TableFile, by: Meanings, points: list[str]) -> dict[str, Any]:
    columns: dict[str, Any] = {"airstrike_id": {"id": ids(table, by, points)}}
    columns |= days(table, by, points)
    columns |= plain(
        by, admin1="area", township="township", place="place", munition="munition", summary="notes"
    )
    columns |= figures(table, by, points, latitude="latitude", longitude="longitude")
    columns["geo_precision"] = precision_spec(by)
    columns["aircraft"] = (
        words_spec(table, by["aircraft"], "aircraft", None, points)
        if "aircraft" in by
        else {"value": "unknown"}
    )
    columns["target_type"] = (
        words_spec(table, by["target"], "target", "other", points)
        if "target" in by
        else {"value": "other"}
    )
    killed = "killed_min" if "killed_min" in by else "killed"
    most = "killed_max" if "killed_max" in by else killed
    columns |= figures(table, by, points, killed_min=killed, killed_max=most)
    columns |= figures(table, by, points, civilians_killed_min="civilians")
    columns |= figures(table, by, points, injured_min="injured", injured_max="injured")
    columns["verification"] = {"value": "reported"}
    return {"publish_precision": "withhold", **source(), "columns": columns}


def plan_events(table: TableFile, by: Meanings, points: list[str]) -> dict[str, Any]:
    columns: dict[str, Any] = {"event_id": {"id": ids(table, by, points)}}
    columns |= plain(by, source_reference="id")
    columns |= days(table, by, points)
    columns |= plain(
        by,
        event_type="kind",
        area="area",
        district="district",
        township="township",
        place="place",
        reported_by="reported_by",
        notes="notes",
    )
    columns |= figures(table, by, points, latitude="latitude", longitude="longitude")
    columns["geo_precision"] = precision_spec(by)
    columns |= figures(
        table,
        by,
        points,
        killed_min="killed_min",
        killed_best="killed",
        killed_max="killed_max",
        civilians_killed="civilians",
    )
    return {"publish_precision": "withhold", **source(), "columns": columns}


def arrival(table: TableFile, by: Meanings, points: list[str], meaning: str) -> dict[str, Any]:
    if meaning not in by:
        return {}
    spec = day_spec(table, by[meaning], points)
    return {f"{meaning}_earliest_on": spec, f"{meaning}_latest_on": dict(spec)}


def plan_port_calls(table: TableFile, by: Meanings, points: list[str]) -> dict[str, Any]:
    columns: dict[str, Any] = {"port_call_id": {"id": ids(table, by, points)}}
    columns |= plain(by, source_reference="id", vessel_name="vessel", port="port")
    columns |= plain(by, terminal="terminal", cargo="product")
    if "imo" in by:
        columns["imo"] = {"from": by["imo"], "number": "imo"}
    if "mmsi" in by:
        columns["mmsi"] = {"from": by["mmsi"], "number": "mmsi"}
    if "day" in by and "arrived" not in by:
        by = {**by, "arrived": by["day"]}
    columns |= arrival(table, by, points, "arrived") | arrival(table, by, points, "departed")
    if "quantity" in by:
        columns |= quantity_specs(table, by["quantity"], by.get("unit"), points)
    for name, meaning in (("draught_in_m", "draught_in"), ("draught_out_m", "draught_out")):
        if meaning in by:
            columns[name] = {**number_spec(table, by[meaning], points), "unit": "metres"}
            points.append(f"{by[meaning]}: taken as metres; write unit: feet if it is in feet")
    heading = folded(by.get("arrived", ""))
    columns["basis"] = {"value": "expected" if "eta" in heading else "agent"}
    return {"publish_precision": "exact", **source(), "columns": columns}


def plan_deliveries(table: TableFile, by: Meanings, points: list[str]) -> dict[str, Any]:
    own_id = {"id": ids(table, by, points)}
    columns: dict[str, Any] = {"shipment_id": dict(own_id)}
    if "imo" in by:
        columns["vessel_id"] = {"id": [by["imo"]], "known_by": "imo"}
    columns["product"] = (
        words_spec(table, by["product"], "product", None, points)
        if "product" in by
        else {"value": "jet_fuel_unspecified"}
    )
    if "quantity" in by:
        columns |= quantity_specs(table, by["quantity"], by.get("unit"), points)
    columns |= figures(table, by, points, value_usd="value_usd")
    is_bill = "bill" in folded(by.get("id", "")) or "bl" in folded(by.get("id", ""))
    evidence = "bill_of_lading" if is_bill or "loaded" in by else "customs"
    columns |= {"confidence": {"value": "possible"}, "evidence_type": {"value": evidence}}
    points.append("confidence: every row is 'possible' until you say more of your source")
    return {
        "publish_precision": "withhold",
        **source(),
        "columns": columns,
        "rows": [*ship_rows(by), *stop_rows(table, by, own_id, points), *party_rows(by, own_id)],
    }


def ship_rows(by: Meanings) -> list[dict[str, Any]]:
    """The ship as an actor with its number, where it is none of ours."""
    if "imo" not in by:
        return []
    actor = {"id": [by["imo"]], "known_by": "imo"}
    name = by.get("vessel", by["imo"])
    return [
        {
            "table": "actors",
            "needs": by["imo"],
            "columns": {
                "actor_id": dict(actor),
                "name": {"from": name},
                "actor_type": {"value": "vessel"},
            },
        },
        {
            "table": "identifiers",
            "needs": by["imo"],
            "columns": {
                "actor_id": dict(actor),
                "scheme": {"value": "imo_ship"},
                "value": {"from": by["imo"], "number": "imo"},
            },
        },
    ]


def stop_rows(
    table: TableFile, by: Meanings, own_id: dict[str, Any], points: list[str]
) -> list[dict[str, Any]]:
    """Loading, where a place, country or day of it is given, and discharge."""
    rows = []
    number = 1
    needs = [by[name] for name in ("load_port", "origin", "loaded") if name in by]
    if needs:
        columns: dict[str, Any] = {
            "shipment_id": dict(own_id),
            "stop_number": {"value": "1"},
            "stop_type": {"value": "load"},
            **plain(by, place_name="load_port"),
        }
        if "origin" in by:
            columns["country"] = {"from": by["origin"], "country": True}
            unknown = [one for one in sample_of(table, by["origin"]) if country_code(one) is None]
            if unknown:
                points.append(f"{by['origin']}: {', '.join(unknown[:5])} is no country we know")
        if "loaded" in by:
            spec = day_spec(table, by["loaded"], points)
            columns |= {"departed_earliest_on": spec, "departed_latest_on": dict(spec)}
        rows.append({"table": "shipment_stops", "needs": needs, "columns": columns})
        number = 2
    last: dict[str, Any] = {
        "shipment_id": dict(own_id),
        "stop_number": {"value": str(number)},
        "stop_type": {"value": "discharge"},
        **plain(by, place_name="port"),
        "country": {"value": "MM"},
    }
    points.append("country of the discharge: MM for every row; change it where that is wrong")
    arrived = by.get("arrived") or by.get("day")
    if arrived:
        spec = day_spec(table, arrived, points)
        last |= {"arrived_earliest_on": spec, "arrived_latest_on": dict(spec)}
        last["date_precision"] = dict(spec)
    rows.append({"table": "shipment_stops", "columns": last})
    return rows


def party_rows(by: Meanings, own_id: dict[str, Any]) -> list[dict[str, Any]]:
    """Parties as actors of the user's own; that one of them is one of ours is a decision."""
    rows: list[dict[str, Any]] = []
    for meaning, role in (("supplier", "supplier"), ("buyer", "buyer")):
        if meaning not in by:
            continue
        name = by[meaning]
        rows.append(
            {
                "table": "actors",
                "needs": name,
                "columns": {
                    "actor_id": {"id": [name]},
                    "name": {"from": name},
                    "actor_type": {"value": "company"},
                },
            }
        )
        rows.append(
            {
                "table": "shipment_parties",
                "needs": name,
                "columns": {
                    "shipment_id": dict(own_id),
                    "actor_id": {"id": [name]},
                    "role": {"value": role},
                    "certainty": {"value": "stated"},
                },
            }
        )
    return rows


def source() -> dict[str, Any]:
    return {
        "source": {
            "publisher": "own records",
            "source_type": "dataset",
            "reliability": "F",
            "licence": "not to be passed on until said otherwise",
        }
    }


PLANS: dict[str, Any] = {
    "airstrikes": plan_strikes,
    "reported_events": plan_events,
    "port_calls": plan_port_calls,
    "fuel_shipments": plan_deliveries,
}


# -- as YAML


def written(
    raw: dict[str, Any],
    reasons: dict[str, str],
    left_out: list[str],
    open_points: list[str],
    table: TableFile,
) -> str:
    """The mapping as YAML, with a comment for each column that is read and each open point."""
    lines = [f"# A proposal for {table.path.name}. Read it, correct it, then:"]
    lines.append(f"#   sanctrack import table {table.path.name} --mapping THIS_FILE")
    lines += [f"# DECIDE: {point}" for point in dict.fromkeys(open_points)]
    for key in ("mapping", "title", "table", "publish_precision"):
        if key in raw:
            lines.append(f"{key}: {flow(raw[key])}")
    lines.append("source:")
    lines += [f"  {name}: {flow(value)}" for name, value in raw["source"].items()]
    lines.append("columns:")
    lines += column_lines(raw["columns"], reasons, "  ")
    if raw.get("rows"):
        lines.append("rows:")
    for part in raw.get("rows", ()):
        lines.append(f"  - table: {part['table']}")
        if part.get("needs"):
            lines.append(f"    needs: {flow(part['needs'])}")
        lines.append("    columns:")
        lines += column_lines(part["columns"], reasons, "      ")
    if left_out:
        lines.append("left_out:")
        lines += [
            f"  {flow(name)}: {flow('no column of ours is known for it')}" for name in left_out
        ]
    return "\n".join(lines) + "\n"


def column_lines(columns: dict[str, Any], reasons: dict[str, str], indent: str) -> list[str]:
    lines = []
    for name, spec in columns.items():
        sources = as_list(spec.get("from")) or as_list(spec.get("id"))
        why = next((reasons[one] for one in sources if one in reasons), "")
        comment = f"  # {why}" if why else ""
        lines.append(f"{indent}{name}: {flow(spec)}{comment}")
    return lines


def flow(value: Any) -> str:
    """A value as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", text) and text.lower() not in (
        "yes", "no", "true", "false", "null", "on", "off", "y", "n",
    ):  # fmt: skip
        return text
    return "'" + text.replace("'", "''") + "'"
