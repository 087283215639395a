"""The labels of OFAC: the remarks of the CSV, the id types of the XML and the features of the advanced XML share them."""

import re

from sanctrack.importers import _dates as dates
from sanctrack.importers._dates import Interval
from sanctrack.importers._entry import Entry

IDENTIFIERS = {
    "imo": ("vessel registration identification",),
    "mmsi": ("mmsi",),
    "callsign": ("vessel call sign", "other vessel call sign", "call sign"),
    "passport": ("passport", "diplomatic passport", "stateless person passport", "british national overseas passport", "interpol: red notice. passport"),
    "national_id": (
        "national id no.", "cedula no.", "cedula de ciudadania", "personal id card", "d.n.i.", "dni", "n.i.e.", "c.u.r.p.", "curp", "ssn", "u.s. ssn", "national foreign id number",
        "national foreign id no.", "turkish identification number", "bosnian personal id no.", "moroccan personal id no.", "kenyan id no.", "afghan id no.", "tazkira national id card",
        "identity card", "cartilla de servicio militar nacional", "citizen's card number", "id card number", "numero de identidad", "numero unico de identidad", "kuwait civil id no.", "uae identification",
        "national identification number", "jmbg", "lebanese id no.", "numero de cedula", "electoral registry no.", "i.f.e.", "residency number", "permanent resident card", "cedula de residencia", "carnet no.",
    ),
    "tax": (
        "tax id no.", "v.a.t. number", "ruc #", "nit #", "n.i.t. #", "rif #", "r.f.c.", "rfc", "c.u.i.t.", "c.u.i.p.", "italian fiscal code", "fiscal code", "rtn", "numero de identificacion tributaria",
        "federal id card", "us fein", "crib no.", "c.i.f.", "cif no.", "numero rif", "tax id", "romanian tax registration", "tax registration number", "stir",
    ),
    "registration": (
        "registration number", "registration id", "business registration number", "business registration document #", "company number", "commercial registry number", "trade license no.", "c.r. no.",
        "folio mercantil no.", "matricula mercantil no", "matricula mercantil no.", "unified social credit code (uscc)", "public registration number", "enterprise number", "chamber of commerce number", "uk company number",
        "economic register number (cbls)", "istanbul chamber of comm. no.", "central registration system number", "business number", "license", "commercial registry", "registered charity no.", "certificate of incorporation number",
        "file number", "tourism license no.", "chinese commercial code", "business registration id", "dubai chamber of commerce membership no.", "chamber of commerce & industry no.", "national registry number", "trade license number",
        "organization code", "c.i.n.", "mexican federal registry", "romanian c.r.", "panama public registry", "numero de registro mercantil", "registro mercantil", "branch unit number", "pavocat", "serial no.", "corporate registration id",
        "company id", "matricula no.", "kompass id", "branch registration number", "registered trademark", "commercial license no.", "central register no.",
    ),
    "lei": ("legal entity number",),
    "bic": ("swift/bic",),
    "duns": ("d-u-n-s number",),
    "security": ("isin", "equity ticker"),
    "aircraft_serial": ("aircraft manufacturer's serial number (msn)", "aircraft construction number (also called l/n or s/n or f/n)", "aircraft construction number", "aircraft serial identification"),
    "aircraft_mark": ("aircraft tail number", "previous aircraft tail number", "aircraft mode s transponder code"),
    "other_id": (
        "identification number", "government gazette number", "driver's license no.", "birth certificate number", "travel document number", "refugee id card", "seafarer's identification document", "vessel registration number",
        "bik (ru)", "electoral registry", "credencial electoral", "numero de ruc", "military registration number", "pilot license number", "interpol: red notice. file no.", "interpol: red notice file no.", "stateless person id card",
        "voter identification card", "passport card", "work permit", "visa number", "student id", "nauru no.", "immigration no.", "alien registration no.", "detainee no.", "national police id", "convention travel document",
        "laissez-passer", "internment serial number", "naric no.", "united nations laissez-passer", "international securities identification number", "consular id", "iran national id", "phone/other id", "global intermediary identification number",
    ),
}  # fmt: skip
DETAILS = {
    "gender": ("gender",),
    "birth_place": ("pob", "place of birth"),
    "linked_to": ("linked to", "providing support to", "acting for or on behalf of"),
    "organisation_type": ("organization type", "target type"),
    "website": ("website",),
    "email": ("email address",),
    "phone": ("phone number", "telephone", "mobile phone"),
    "fax": ("fax",),
    "title": ("title",),
    "vessel_type": ("vessel type", "other vessel type"),
    "vessel_owner": ("vessel owner", "vessel operator", "vessel manager", "registered owner"),
    "aircraft_model": ("aircraft model",),
    "aircraft_operator": ("aircraft operator",),
    "gross_tonnage": ("vessel gross registered tonnage", "vessel gross tonnage"),
    "deadweight_tonnes": ("vessel tonnage", "vessel dead weight tonnage"),
    "sanctions_note": (
        "additional sanctions information", "secondary sanctions risk", "transactions prohibited for persons owned or controlled by u.s. financial institutions", "executive order 13662 directive determination",
        "executive order 14024 directive information", "executive order 14014 directive information", "executive order 13846 information", "caatsa section 235 information", "ifca determination", "peesa information",
        "for more information on directives, please visit the following link", "executive order 14071 directive information", "executive order 13645 determination", "executive order 14038 directive information",
    ),
    "other": ("issuer name", "nationality of registration", "regional authority", "interpol: red notice", "score", "former name", "also known by", "eo 13959 subsidiary information", "pseudonym"),
}  # fmt: skip
COUNTRIES = {
    "nationality": ("nationality", "nationality country"),
    "citizenship": ("citizen", "citizenship country"),
    "vessel_flag": ("vessel flag",),
    "vessel_flag_former": ("former vessel flag",),
    "vessel_flag_other": ("other vessel flag",),
}
DATES = {
    "birth_date": ("dob", "birthdate"),
    "established_date": ("organization established date",),
    "build_year": ("vessel year of build",),
    "aircraft_built_date": ("aircraft manufacture date",),
}
DIRECTIVES = ("listing date", "effective date", "purchase/sales for divestment date")
LABELS: dict[str, tuple[str, str]] = {
    label: (way, target)
    for way, table in (("identifier", IDENTIFIERS), ("detail", DETAILS), ("country", COUNTRIES), ("date", DATES))
    for target, labels in table.items()
    for label in labels
} | dict.fromkeys(DIRECTIVES, ("date", "directive_date"))
WALLET = "digital currency address"
ISSUED = re.compile(
    r"^(?P<number>.*?)(?: \((?P<country>[^()]{2,60})\))?(?:;? issued (?P<issued>[^;]*?))?(?: expires (?P<expires>[^;]*))?$", re.DOTALL
)


def apply(
    entry: Entry, label: str, value: str | None, country: str | None = None, note: str | None = None, interval: Interval | None = None
) -> bool:
    """Add what a label says to the entry; return False when the label is not known (nothing is added then)."""
    bare = label.strip().rstrip(":- ")
    lower = bare.lower()
    found = LABELS.get(lower)
    if found is None:
        if lower.startswith(WALLET):
            found = ("identifier", "wallet")
        elif lower.startswith(DIRECTIVES):
            found = ("date", "directive_date")
        elif lower.startswith("executive order "):
            found = ("detail", "sanctions_note")
        else:
            return False
    way, target = found
    if way == "identifier":
        add_number(entry, target, bare, value, country, note)
    elif way == "date":
        words = "; ".join(filter(None, (bare if target == "directive_date" else None, note)))
        entry.dated(target, value, interval or (dates.words(" ".join(value.split())) if value else None), words)
    elif way == "country":
        entry.detail(target, value, note, value)
    else:
        entry.detail(target, value, "; ".join(filter(None, (bare if target in ("sanctions_note", "other") else None, note))))
    return True


def add_number(entry: Entry, scheme: str, label: str, value: str | None, country: str | None, note: str | None) -> None:
    """Add a number. `IMO …` is a ship's number on ships and a company's on others, whatever the label."""
    if not value:
        return
    if scheme == "imo" or (value.upper().startswith("IMO ") and scheme in ("other_id", "registration")):
        if scheme == "imo" and not value.upper().lstrip().startswith("IMO") and not value.strip().isdigit():
            scheme = "other_id"
        else:
            scheme = "imo_ship" if entry.entry_type == "vessel" else "imo_company"
    entry.identifier(scheme, value, country, "; ".join(filter(None, (label, note))))


def apply_text(entry: Entry, label: str, text: str) -> bool:
    """Add a label with the value as the remarks write it: number, country in brackets, issued and expires."""
    found = LABELS.get(label.lower())
    if (found and found[0] != "identifier") or (found is None and not label.lower().startswith(WALLET)):
        return apply(entry, label, text)
    parts = ISSUED.match(text)
    if parts is None:
        return apply(entry, label, text)
    issued, expires = parts["issued"], parts["expires"]
    note = "; ".join(filter(None, (f"issued {issued}" if issued else None, f"expires {expires}" if expires else None)))
    return apply(entry, label, parts["number"] or text, parts["country"], note or None)
