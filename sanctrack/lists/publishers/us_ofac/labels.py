"""The labels of OFAC: the remarks of the CSV, the id types of the XML and the features of the
advanced XML share them.
"""

import re

from sanctrack.lists.reading import dates
from sanctrack.lists.reading.dates import Interval
from sanctrack.lists.reading.entry import Entry

IDENTIFIERS = {
    "imo": ("vessel registration identification", "international maritime organization no."),
    "mmsi": ("mmsi",),
    "callsign": ("vessel call sign", "other vessel call sign", "call sign"),
    "passport": (
        "passport", "diplomatic "
            "passport", "stateless person passport", "british national overseas passport",
        "interpol: red notice. passport",
    ),
    "national_id": (
        "national id "
        "no.", "cedula "
            "no.", "cedula de "
                "ciudadania", "personal id card", "d.n.i.", "dni", "n.i.e.", "c.u.r.p.", "curp",
        "ssn", "u.s. ssn", "national foreign id number",
        "national foreign id "
        "no.", "turkish identification "
            "number", "bosnian personal id no.", "moroccan personal id no.",
        "kenyan id no.", "afghan id no.", "tazkira national id card",
        "identity "
        "card", "cartilla de servicio militar "
            "nacional", "citizen's card number", "id card number", "numero de identidad",
        "numero unico de identidad", "kuwait civil id no.", "uae identification",
        "national identification "
        "number", "jmbg", "lebanese id no.", "numero de cedula", "electoral registry no.", "i.f.e.",
        "residency "
        "number", "c.u.i.", "cnp (personal numerical "
            "code)", "romanian permanent resident", "c.u.r.p",
        "permanent resident card", "cedula de residencia", "carnet no.",
    ),
    "tax": (
        "tax id "
        "no.", "v.a.t. "
            "number", "ruc "
                "#", "nit #", "n.i.t. #", "rif #", "r.f.c.", "rfc", "c.u.i.t.", "c.u.i.p.",
        "italian fiscal code", "fiscal code", "rtn", "numero de identificacion tributaria",
        "federal id "
        "card", "us "
            "fein", "crib "
                "no.", "c.i.f.", "cif no.", "numero rif", "tax id", "romanian tax registration",
        "tax registration number", "stir", "n.i.f.", "paraguayan tax identification number",
        "numero unico de identificacao tributaria (nuit)",
    ),
    "registration": (
        "registration "
        "number", "registration "
            "id", "business registration "
                "number", "business registration document #", "company number",
        "commercial registry number", "trade license no.", "c.r. no.",
        "folio mercantil "
        "no.", "matricula mercantil "
            "no", "matricula mercantil no.", "unified social credit code (uscc)",
        "public registration "
        "number", "enterprise number", "chamber of commerce number", "uk company number",
        "economic register number "
        "(cbls)", "istanbul chamber of comm. "
            "no.", "central registration system number", "business number",
        "license", "commercial "
            "registry", "registered charity no.", "certificate of incorporation number",
        "file number", "tourism license no.", "chinese commercial code", "business registration id",
        "dubai chamber of commerce membership "
        "no.", "chamber of commerce & industry no.", "national registry number",
        "trade license number",
        "organization "
        "code", "c.i.n.", "mexican federal registry", "romanian c.r.", "panama public registry",
        "numero de registro "
        "mercantil", "registro mercantil", "branch unit number", "pavocat", "serial no.",
        "corporate registration id",
        "company "
        "id", "matricula "
            "no.", "kompass "
                "id", "branch registration "
                    "number", "registered trademark", "commercial license no.",
        "central register "
        "no.", "rsin", "trademark number", "permit number", "sre permit no", "sre permit no.",
        "msb registration "
        "number", "afghan money service provider license "
            "number", "united social credit code certificate (usccc)",
    ),
    "lei": ("legal entity number", "le number",),
    "bic": ("swift/bic",),
    "duns": ("d-u-n-s number",),
    "security": ("isin", "equity ticker"),
    "aircraft_serial": (
        "aircraft manufacturer's serial number "
        "(msn)", "aircraft manufacturer’s serial number (msn)",
        "aircraft construction number (also called l/n or s/n or f/n)",
        "aircraft construction number", "aircraft serial identification",
    ),
    "aircraft_mark": ("aircraft tail "
        "number", "previous aircraft tail number", "aircraft mode s transponder code"),
    "other_id": (
        "identification "
        "number", "government gazette number", "driver's license no.", "birth certificate number",
        "travel document "
        "number", "refugee id "
            "card", "seafarer's identification document", "vessel registration number",
        "bik "
        "(ru)", "electoral "
            "registry", "credencial electoral", "numero de ruc", "military registration number",
        "pilot license "
        "number", "interpol: red notice. file "
            "no.", "interpol: red notice file no.", "stateless person id card",
        "voter identification "
        "card", "passport "
            "card", "work permit", "visa number", "student id", "nauru no.", "immigration no.",
        "alien registration "
        "no.", "detainee no.", "national police id", "convention travel document",
        "laissez-passer", "internment serial number", "naric no.", "united nations laissez-passer",
        "international securities identification "
        "number", "consular id", "iran national id", "phone/other id",
        "global intermediary identification "
        "number", "tarjeta profesional", "public security and immigration no.", "visanumberid",
        "micex code", "un/locode",
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
        "additional sanctions information", "secondary sanctions risk",
        "transactions prohibited for persons owned or controlled by u.s. financial institutions",
        "executive order 13662 directive determination",
        "executive order 14024 directive "
        "information", "executive order 14014 directive information",
        "executive order 13846 "
        "information", "caatsa section 235 information", "ifca determination", "peesa information",
        "for more information on directives, please visit the following "
        "link", "executive order 14071 directive information",
        "executive order 13645 determination", "executive order 14038 directive information",
    ),
    "other": (
        "issuer "
        "name", "nationality of "
            "registration", "regional authority", "interpol: red notice", "score", "former name",
        "also known by", "registration country", "eo 13959 subsidiary information", "pseudonym",
    ),
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
    for way, table in (
        ("identifier", IDENTIFIERS),
        ("detail", DETAILS),
        ("country", COUNTRIES),
        ("date", DATES),
    )
    for target, labels in table.items()
    for label in labels
} | dict.fromkeys(DIRECTIVES, ("date", "directive_date"))
# Kinds of number that have a digit; bank codes, tickers and marks of aircraft need none.
WITH_DIGITS = ("passport", "national_id", "tax", "registration", "lei", "duns", "mmsi", "imo")
DIGIT = re.compile(r"\d")
BOOKLET = re.compile(r"(booklet|book|card|no\.?|number)\s+(\S*\d.*)", re.IGNORECASE | re.DOTALL)
LEI = re.compile(r"[A-Z0-9]{20}", re.IGNORECASE)
WALLET = "digital currency address"
ISSUED = re.compile(
    r"^(?P<number>.*?)(?: \((?P<country>[^()]{2,60})\))?(?:;? issued (?P<issued>[^;]*?))?(?: "
    r"expires (?P<expires>[^;]*))?$",
    re.DOTALL,
)


# Labels by their first word, longest first: a remark has one of some 300 labels, and there are
# 60,000 remarks.
BY_WORD: dict[str, list[tuple[str, tuple[str, str]]]] = {}
for _label in sorted(LABELS, key=len, reverse=True):
    BY_WORD.setdefault(_label.split(" ", 1)[0], []).append((_label, LABELS[_label]))
# Labels that end with a name of their own: currency, directive, order.
OPEN_ENDED = (
    (
        re.compile(rf"({WALLET} - \S+) ([^-].*)", re.IGNORECASE | re.DOTALL),
        ("identifier", "wallet"),
    ),
    (
        re.compile(
            rf"((?:{'|'.join(DIRECTIVES)})(?: \([^)]*\))?):? (.+)", re.IGNORECASE | re.DOTALL
        ),
        ("date", "directive_date"),
    ),
    (
        re.compile(
            r"(executive order \d+[a-z0-9 ]*? (?:information|determination)) ?[:-] ?(.+)",
            re.IGNORECASE | re.DOTALL,
        ),
        ("detail", "sanctions_note"),
    ),
)
OPEN_WORDS = ("digital", "listing", "effective", "purchase/sales", "executive")


def apply(
    entry: Entry,
    label: str,
    value: str | None,
    country: str | None = None,
    note: str | None = None,
    interval: Interval | None = None,
) -> bool:
    """Add what a label says to the entry; return False when the label is not known (nothing is
    added then).
    """
    bare = label.strip().rstrip(":- ")
    lower = bare.lower()
    found = LABELS.get(lower)
    if found is None:
        found = next((way for pattern, way in OPEN_ENDED if pattern.fullmatch(f"{lower}: ?")), None)
        if found is None:
            return False
    put(entry, found, bare, value, country, note, interval)
    return True


def apply_remark(entry: Entry, item: str) -> bool:
    """Add a remark of the CSV, `Label value`; return False when it begins with no label that is
    known.
    """
    if item[:5] in ("alt. ", "Alt. "):
        item = item[5:]
    word = item.partition(" ")[0].lower()
    if word in OPEN_WORDS:
        for pattern, way in OPEN_ENDED:
            match = pattern.fullmatch(item)
            if match:
                put(entry, way, match[1], match[2])
                return True
    candidates = BY_WORD.get(word.rstrip(":")) or BY_WORD.get(word)
    if candidates is None:
        return False
    start = item[:100].lower()
    for label, way in candidates:
        if start.startswith(label):
            rest = item[len(label) :]
            value = rest.lstrip(":- ")
            if len(value) == len(rest) or not value:
                continue
            if way[0] == "identifier":
                put_number(entry, way, item[: len(label)], value)
            else:
                put(entry, way, item[: len(label)], value)
            return True
    return False


def put_number(entry: Entry, way: tuple[str, str], label: str, text: str) -> None:
    """Add a number as the remarks write it: with country in brackets, issued and expires."""
    if " (" not in text and " issued " not in text and " expires " not in text:
        add_number(entry, way[1], label, text, None, None)
        return
    parts = ISSUED.match(text)
    issued, expires = (parts["issued"], parts["expires"]) if parts else (None, None)
    note = "; ".join(
        filter(
            None,
            (f"issued {issued}" if issued else None, f"expires {expires}" if expires else None),
        )
    )
    add_number(
        entry,
        way[1],
        label,
        (parts and parts["number"]) or text,
        parts["country"] if parts else None,
        note or None,
    )


def put(
    entry: Entry,
    found: tuple[str, str],
    label: str,
    value: str | None,
    country: str | None = None,
    note: str | None = None,
    interval: Interval | None = None,
) -> None:
    """Add a value in the way that its label calls for."""
    way, target = found
    if way == "identifier":
        add_number(entry, target, label, value, country, note)
    elif way == "date":
        words = "; ".join(filter(None, (label if target == "directive_date" else None, note)))
        entry.dated(
            target,
            value,
            interval or (dates.words(" ".join(value.split())) if value else None),
            words,
        )
    elif way == "country":
        entry.detail(target, value, note, value)
    elif target in ("sanctions_note", "other"):
        entry.detail(target, value, f"{label}; {note}" if note else label)
    else:
        entry.detail(target, value, note)


def add_number(
    entry: Entry, scheme: str, label: str, value: str | None, country: str | None, note: str | None
) -> None:
    """Add a number. `IMO …` is a ship's number on ships and a company's on others, whatever the
    label.
    """
    if not value:
        return
    booklet = BOOKLET.fullmatch(value.strip())
    if booklet:
        label, value = f"{label} {booklet[1]}", booklet[2]
    if scheme in WITH_DIGITS and not DIGIT.search(value):
        # `Passport issued in Sarajevo`: words on a document whose number is not given
        told = "; ".join(filter(None, (label, country, note)))
        entry.detail("other", value, f"{told}; no number")
        return
    if scheme == "lei" and not LEI.fullmatch(value.strip()):
        scheme = "registration"
    if scheme == "imo" or (value[:4].upper() == "IMO " and scheme in ("other_id", "registration")):
        is_imo = value[:3].upper() == "IMO" or value.strip(" ()").isdigit()
        if is_imo:
            scheme = "imo_ship" if entry.entry_type == "vessel" else "imo_company"
        else:
            scheme = "other_id"
    entry.identifier(scheme, value, country, f"{label}; {note}" if note else label)
