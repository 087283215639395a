"""Codes and days as readers know them: what documents and pictures print where the data hold `US-OFAC`, `VN` or `2023-01-31`.

The data keep codes, so that questions can be joined and repeated; a reader of a page should not have to know them.
"""

import re
from datetime import date, timedelta

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
ISO = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])")
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
SPAN = re.compile(r"(?<![\w-])(\d{4}-\d{2}-\d{2}) to (\d{4}-\d{2}-\d{2})(?![\w-])")
CODE = re.compile(r"[a-z]+(?:_[a-z0-9]+)+$")
# authority: as tables and pictures print it, as a sentence does
AUTHORITIES = {
    "US-OFAC": ("OFAC (US)", "the US Treasury (OFAC)"),
    "US-State": ("State Department (US)", "the US Department of State"),
    "US-BIS": ("BIS (US)", "the US Department of Commerce (BIS)"),
    "UK-FCDO": ("FCDO (UK)", "the UK Foreign Office (FCDO)"),
    "EU-Council": ("EU Council", "the Council of the EU"),
    "CA-GAC": ("GAC (Canada)", "Global Affairs Canada"),
    "AU-DFAT": ("DFAT (Australia)", "the Australian foreign ministry (DFAT)"),
    "CH-SECO": ("SECO (Swiss)", "the Swiss State Secretariat for Economic Affairs (SECO)"),
    "NZ-MFAT": ("MFAT (New Zealand)", "the New Zealand foreign ministry (MFAT)"),
    "UN-SC": ("UN Security Council", "the UN Security Council"),
    "UN-GA": ("UN General Assembly", "the UN General Assembly"),
    "UN-HRC": ("UN Human Rights Council", "the UN Human Rights Council"),
}
AUTHORITY = re.compile(rf"(?<![\w-])({'|'.join(AUTHORITIES)})(?![\w-])")
# ISO 3166-1 alpha-2 and what the data add to it; flags, places and jurisdictions of the fuel chain
NAMED = """
AE United Arab Emirates|AU Australia|BD Bangladesh|BH Bahrain|BN Brunei|BZ Belize|CA Canada|CH Switzerland|CK Cook Islands
CM Cameroon|CN China|CY Cyprus|DE Germany|DK Denmark|DJ Djibouti|EG Egypt|ES Spain|EU European Union|FR France|GA Gabon
GB United Kingdom|GM Gambia|GN Guinea|GR Greece|GY Guyana|HK Hong Kong|ID Indonesia|IN India|IQ Iraq|IR Iran|IT Italy|JP Japan
KH Cambodia|KM Comoros|KN Saint Kitts and Nevis|KP North Korea|KR South Korea|KW Kuwait|LA Laos|LK Sri Lanka|LR Liberia
LU Luxembourg|MH Marshall Islands|MM Myanmar|MN Mongolia|MT Malta|MU Mauritius|MY Malaysia|NL Netherlands|NO Norway|NZ New Zealand
OM Oman|PA Panama|PH Philippines|PK Pakistan|PW Palau|QA Qatar|RU Russia|SA Saudi Arabia|SC Seychelles|SE Sweden|SG Singapore
SL Sierra Leone|TG Togo|TH Thailand|TL Timor-Leste|TW Taiwan|TZ Tanzania|UK United Kingdom|UN United Nations|US United States
VN Viet Nam|VU Vanuatu|YE Yemen
"""
COUNTRIES = {pair[:2]: pair[3:] for line in NAMED.split("\n") for pair in line.split("|") if pair}
WITH_THE = ("AE", "EU", "GB", "UK", "US", "UN", "MH", "NL", "PH", "CK", "KM", "GM", "SC")
# a country in the words of a route, a stop or a ship's flag
PLACED = re.compile(r" \(([A-Z]{2})\)|\bflag ([A-Z]{2})\b|\bloaded at ([A-Z]{2})\b")
PLACING = ("route", "loaded_at", "discharged_at", "via", "stops", "words")
STATES = ("authority", "country", "jurisdiction", "jurisdictions", "addressee", "addressees", "body", "flag", "first_jurisdictions")
ADDRESSEES = {
    "ASEAN-partners": "partners of ASEAN",
    "ICC-members": "members of the ICC",
    "all-states": "all states",
    "allied-states": "allied states",
    "international-organisations": "international organisations",
    "neighbouring-states": "neighbouring states",
}
CODES = {
    "idp_camp": "camp for displaced people",
    "icc_referral": "referral to the ICC",
    "insurance_shipping": "insurance and shipping",
    "killed_wider": "killed, several strikes together",
    "injured_wider": "injured, several strikes together",
    "civilians_killed_wider": "civilians killed, several strikes together",
    "battle_deaths": "deaths in the fighting around the strike",
}
BY_COLUMN = {
    "geo_precision": {
        "exact": "an exact point",
        "place": "its village, ward or site",
        "township": "its township alone",
        "admin1": "its state or region alone",
    },
    "date_precision": {
        "day": "known to the day",
        "month": "known to the month",
        "year": "known to the year",
        "range": "a span of days",
        "approx": "approximate",
    },
}


def named(text: str, column: str = "", short: bool = False) -> str:
    """A cell's text for readers: codes of its column as names, days as days; what is no code stays as it stands.

    `short` writes Jan for January, as tables and pictures do.
    """
    if text in BY_COLUMN.get(column, {}):
        return BY_COLUMN[column][text]
    if column in STATES:
        parts = [ADDRESSEES.get(part) or COUNTRIES.get(part) or part for part in text.split("; ")]
        text = "; ".join(parts)
    text = CODES.get(text, text)
    if CODE.match(text):
        return text.replace("_", " ")
    text = PLACED.sub(placed, text) if column in PLACING else text
    text = AUTHORITY.sub(lambda match: AUTHORITIES[match[1]][0], text)
    return days_in(text, short)


def placed(match: re.Match[str]) -> str:
    """A country's name for its code: `Cai Mep (VN)`, `flag GN`, `loaded at IR`; nothing where the place has just named it."""
    code = match[1] or match[2] or match[3]
    name = COUNTRIES.get(code)
    if name is None or (match[1] and code in ("EU", "GB", "UK", "UN", "US")):
        return match[0]
    if match[1]:
        return "" if match.string[: match.start()].endswith(name) else f" ({name})"
    return f"flag {name}" if match[2] else f"loaded in {said(code)}"


def said(code: str) -> str:
    """The name of an authority or country as a sentence says it: the United Kingdom, the Council of the EU; others as they stand."""
    if code in AUTHORITIES:
        return AUTHORITIES[code][1]
    name = COUNTRIES.get(code, "")
    return f"the {name}" if code in WITH_THE else name or named(code)


def day(value: date, short: bool = False, month_only: bool = False) -> str:
    """A day in words: 31 January 2023 (short: 31 Jan 2023)."""
    month = MONTHS[value.month - 1]
    name = f"{month[:3] if short else month} {value.year}"
    return name if month_only else f"{value.day} {name}"


def days_in(text: str, short: bool = False) -> str:
    """ISO days inside a text, in words; an interval that is a month or year is named so; what is no day stays."""

    def words(match: re.Match[str]) -> str:
        try:
            return day(date(int(match[1]), int(match[2]), int(match[3])), short)
        except ValueError:
            return match[0]

    return ISO.sub(words, SPAN.sub(lambda match: interval(match, short), text))


def interval(match: re.Match[str], short: bool) -> str:
    """'2022-10-01 to 2022-10-31' as 'October 2022', '2022-10-12 to 2022-10-18' as '12–18 October 2022'."""
    try:
        first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2])
    except ValueError:
        return match[0]
    return match[0] if first > last else span(first, last, short)


def span(first: date, last: date, short: bool = False) -> str:
    """Two days as one stretch: a day, a month, a year, `1–3 May 2021`, `May to June 2021`, `1 May 2021 to 3 June 2022`."""
    if first == last:
        return day(first, short)
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1 if last < date.max else False
    if whole and (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    if whole:
        begin, end = day(first, short, month_only=True), day(last, short, month_only=True)
        if begin == end:
            return end
        return f"{begin.rsplit(' ', 1)[0] if first.year == last.year else begin} to {end}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, short)}"
    begin = day(first, short)
    return f"{begin.rsplit(' ', 1)[0] if first.year == last.year else begin} to {day(last, short)}"
