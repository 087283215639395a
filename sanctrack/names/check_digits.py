"""Numbers on lists: cleaned, and tested where their kind has a check digit."""

import re

DIGITS = re.compile(r"\d+")
IMO = re.compile(r"\(?(?:IMO)?[\s:#.-]*(?:No\.?|Number)?[\s:#.-]*(\d{7})\)?", re.IGNORECASE)
LEI = re.compile(r"[A-Z0-9]{18}\d{2}")
# Kinds that `clean` changes or tests; it gives all others back as they are.
CLEANED = frozenset(("imo_ship", "imo_company", "imo_unspecified", "mmsi", "lei", "bic"))
TESTED = frozenset(("imo_ship", "imo_company", "imo_unspecified", "lei"))


def imo_ship_holds(number: str) -> bool:
    """Test an IMO ship number: weights 7 to 2, last digit of the sum."""
    a, b, c, d, e, f, last = map(int, number)
    return (7 * a + 6 * b + 5 * c + 4 * d + 3 * e + 2 * f) % 10 == last


def imo_company_holds(number: str) -> bool:
    """Test an IMO company number: weights 8 6 4 2 9 7, complement to 11."""
    a, b, c, d, e, f, last = map(int, number)
    return (11 - (8 * a + 6 * b + 4 * c + 2 * d + 9 * e + 7 * f) % 11) % 10 == last


def lei_holds(number: str) -> bool:
    """Test a legal entity identifier by ISO 7064, modulus 97."""
    return int("".join(str(int(letter, 36)) for letter in number)) % 97 == 1


def clean(scheme: str, raw: str) -> tuple[str, str, str | None]:
    """Return scheme, value and check_digit_ok (yes, no or None).

    `imo_unspecified` becomes the kind whose check digit alone holds: the two sums are different
    ones.
    """
    if scheme.startswith("imo_"):
        return clean_imo(scheme, raw)
    if scheme == "mmsi":
        digits = "".join(DIGITS.findall(raw))
        return (scheme, digits, None) if len(digits) == 9 else (scheme, raw, None)
    if scheme == "lei":
        value = raw.replace(" ", "").upper()
        return scheme, value, "yes" if LEI.fullmatch(value) and lei_holds(value) else "no"
    if scheme == "bic":
        return scheme, raw.replace(" ", "").upper(), None
    return scheme, raw, None


def clean_imo(scheme: str, raw: str) -> tuple[str, str, str | None]:
    """Clean an IMO number of any kind; a value of other length is kept as it is and fails."""
    number = raw if len(raw) == 7 and raw.isascii() and raw.isdecimal() else digits_of_imo(raw)
    if number is None:
        return scheme, raw, "no"
    if scheme == "imo_ship":
        return scheme, number, "yes" if imo_ship_holds(number) else "no"
    if scheme == "imo_company":
        return scheme, number, "yes" if imo_company_holds(number) else "no"
    ship, company = imo_ship_holds(number), imo_company_holds(number)
    if ship != company:
        scheme = "imo_ship" if ship else "imo_company"
    return scheme, number, "yes" if ship or company else "no"


def digits_of_imo(raw: str) -> str | None:
    """Return the seven figures of an IMO number written in another way; None when it is none."""
    match = IMO.fullmatch(raw.strip())
    return match[1] if match and match[1].isascii() else None
