"""What an importer hands on: one Entry a party, with the rows of all tables; and the Reading that
it works in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from sanctrack.definitions.countries import country_code
from sanctrack.lists.reading.dates import Interval
from sanctrack.lists.reading.issues import Issues
from sanctrack.lists.reading.languages import language_code
from sanctrack.lists.reading.text import LONGEST, paragraphs, script, squash
from sanctrack.names.check_digits import CLEANED, clean
from sanctrack.names.signs import BLANK_SIGN, DOUBTFUL_NAME, deceiving, visible

Row = tuple[object, ...]
CHECKED = {
    "imo_ship": "IMO ship number",
    "imo_company": "IMO company number",
    "imo_unspecified": "IMO number",
    "lei": "LEI",
}
NOWHERE: tuple[str | None, str | None] = (None, None)


@lru_cache(maxsize=2048)
def country_of(words: str) -> tuple[str | None, str | None]:
    """Return code and word of a country: no code when the word is not known, neither when it means
    none.
    """
    word = squash(words)
    code = country_code(word) if word else ""
    return NOWHERE if code == "" else (code, word)


@lru_cache(maxsize=1024)
def programme_row(
    programme: str, legal_basis: str | None, imposed: str | None, myanmar: bool
) -> Row:
    """Return the row of a programme; lists name few, thousands of times."""
    basis = squash(legal_basis) or None if legal_basis else None
    return (squash(programme), basis, "yes" if myanmar else "no", imposed or None)


@lru_cache(maxsize=1024)
def names_myanmar(programme: str) -> bool:
    """Whether a programme has Myanmar or Burma in its name."""
    return any(word in programme.lower() for word in ("myanmar", "burma", "birman"))


def is_reversed(interval: Interval) -> bool:
    """Whether an interval ends before it begins: a slip of the publisher, which no reading can
    mend.
    """
    return bool(interval.earliest and interval.latest and interval.earliest > interval.latest)


@dataclass
class Reading:
    """One act of reading: which list and layout, the files by part, the day that the publisher
    gives, the anomalies.
    """

    list: str
    layout: str
    files: dict[str, Path]
    issues: Issues = field(default_factory=Issues)
    version_on: date | None = None
    references: dict[str, int] = field(default_factory=dict)
    number: int = 0

    def dated(self, raw: str | None, interval: Interval | None, field: str) -> None:
        """Set the day of the list as its publisher gives it; one that is no single day is an issue,
        and the file then gives none.
        """
        if interval and interval.earliest == interval.latest:
            self.version_on = interval.latest
        elif raw and raw.strip():
            words = "day of the list in an unknown form; the list is read as one that names no day"
            self.issues.add("warning", "unreadable", None, field, raw, words)

    def entry(self, reference: str | None, scheme: str, fallback: str) -> "Entry":
        """Begin an entry. Without a reference it goes by `fallback`; a reference met twice gets a
        number.
        """
        reference = squash(reference or "")
        if not reference:
            reference = fallback
            self.issues.add(
                "error",
                "missing",
                fallback,
                scheme,
                None,
                "record without a reference; it goes by its place in the file",
            )
        seen = self.references.get(reference, 0) + 1
        while seen > 1 and f"{reference} ({seen})" in self.references:
            seen += 1  # the file itself has such a reference
        self.references[reference] = seen
        self.number += 1
        if seen > 1:
            self.issues.add(
                "warning",
                "duplicate",
                reference,
                scheme,
                reference,
                f"the reference stands {seen} times; this one is kept as '{reference} ({seen})'",
            )
            reference = f"{reference} ({seen})"
            self.references[reference] = 1
        return Entry(self, reference, scheme, self.number)


class Entry:
    """One listed party under construction. Every method cleans, tests, and notes what is wrong as
    an issue.
    """

    __slots__ = (
        "addresses", "details", "entry_type", "identifiers", "listed", "listed_basis", "listed_raw",
        "myanmar", "names", "number", "programmes", "reading", "reasons", "reference", "remarks",
        "scheme", "updated_on",
    )  # fmt: skip

    def __init__(self, reading: Reading, reference: str, scheme: str, number: int) -> None:
        self.reading = reading
        self.reference = reference
        self.scheme = scheme
        self.number = number
        self.entry_type: str | None = None
        self.names: dict[Row, Row] = {}
        self.identifiers: dict[Row, Row] = {}
        self.addresses: dict[Row, Row] = {}
        self.programmes: dict[Row, Row] = {}
        self.details: dict[Row, Row] = {}
        self.listed: Interval | None = None
        self.listed_raw: str | None = None
        self.listed_basis: str | None = None
        self.updated_on: date | None = None
        self.myanmar = False
        self.reasons: str | None = None
        self.remarks: str | None = None

    def issue(self, severity: str, kind: str, field: str, value: object, message: str) -> None:
        """Note an anomaly of this entry."""
        self.reading.issues.add(severity, kind, self.reference, field, value, message)

    def cut(self, text: str, field: str) -> str:
        """Return the text, at most LONGEST characters of it."""
        if len(text) <= LONGEST:
            return text
        self.issue(
            "error",
            "too_long",
            field,
            None,
            f"{len(text):,} characters; kept the first {LONGEST:,}",
        )
        return text[:LONGEST]

    def text(self, text: str | None, field: str) -> str | None:
        """Return a longer text cleaned, None when it is blank."""
        return (paragraphs(self.cut(text, field)) or None) if text else None

    def name(
        self,
        text: str | None,
        name_type: str | None,
        quality: str | None = None,
        language: str | None = None,
    ) -> None:
        """Add a name; blank ones and exact repetitions add nothing."""
        if not text:
            return
        if len(text) > LONGEST:
            text = self.cut(text, "name")
        if not (text.isascii() and text.isprintable()) and DOUBTFUL_NAME.search(text):
            self.tell_signs(text)
        name = squash(text)
        key = (name, name_type, quality, language)
        if name and key not in self.names:
            self.names[key] = (
                name,
                name_type,
                quality,
                script(name),
                language,
                text if text != name else None,
            )

    def tell_signs(self, text: str) -> None:
        """Note signs by which a name is not what it seems to be; the name as published is kept
        beside the one that is read.
        """
        for sign in deceiving(text, exact=False):
            if BLANK_SIGN.match(text[sign.place - 1]):
                continue  # read as an ordinary space, as publishers mean it
            severity = "warning" if sign.severity == "error" else "information"
            words = (
                f"the name holds {sign.name}; it is kept as published, and read without signs that "
                f"nobody sees"
            )
            self.reading.issues.count(
                severity, "sign", self.reference, sign.name, visible(text), words
            )

    def identifier(
        self, scheme: str, raw: str | None, country: str | None = None, note: str | None = None
    ) -> None:
        """Add a number; IMO numbers and LEIs are tested, a failing check digit is an issue."""
        raw = squash(raw if len(raw) <= LONGEST else self.cut(raw, scheme)) if raw else None
        if not raw:
            return
        value, holds = raw, None
        if scheme in CLEANED:
            scheme, value, holds = clean(scheme, raw)
            if holds == "no":
                words = (
                    f"not a valid {CHECKED.get(scheme, scheme)}: the check digit or the length is "
                    f"wrong"
                )
                self.issue("warning", "check_digit", scheme, raw, words)
        code, word = self.country(country, scheme) if country else NOWHERE
        key = (scheme, value, word)
        if key not in self.identifiers:
            self.identifiers[key] = (
                scheme,
                value,
                raw,
                holds,
                code,
                word,
                squash(note) or None if note else None,
            )

    def address(
        self, parts: Sequence[str | None], country: str | None = None, note: str | None = None
    ) -> None:
        """Add an address from its parts, in their order; blank parts are left out."""
        lines = [
            squash(part if len(part) <= LONGEST else self.cut(part, "address")).strip(" ,")
            for part in parts
            if part
        ]
        line = ", ".join([text for text in lines if text]) or None
        code, word = self.country(country, "address country")
        if line or word:
            self.addresses[line, word] = (line, code, word, squash(note) or None if note else None)

    def country(self, word: str | None, field: str) -> tuple[str | None, str | None]:
        """Return code and word of a country; words that mean none give none, an unknown word is an
        issue and has no code.
        """
        if not word:
            return NOWHERE
        found = country_of(word)
        if found[0] is None and found[1] is not None:
            words = "country word without a code; the word is kept"
            self.reading.issues.count(
                "information",
                "unknown_word",
                self.reference,
                field,
                found[1],
                words,
                per_value=True,
            )
        return found

    def language(self, word: str | None, field: str) -> str | None:
        """Return the code of a language word; an unknown one is an issue and has none."""
        code = language_code(word) if word else None
        if word and code is None:
            words = "language word without a code; left blank"
            self.reading.issues.count(
                "information", "unknown_word", self.reference, field, word, words, per_value=True
            )
        return code

    def programme(
        self,
        programme: str | None,
        legal_basis: str | None = None,
        imposed: str | None = None,
        myanmar: bool = False,
    ) -> None:
        """Add a programme or regime of the entry."""
        row = programme_row(programme, legal_basis, imposed, myanmar) if programme else None
        if row and row[0]:
            self.myanmar = self.myanmar or myanmar
            if not myanmar and names_myanmar(str(row[0])):
                words = (
                    "programme that names Myanmar and is not known as one about Myanmar; its "
                    "parties are read as not about Myanmar"
                )
                self.reading.issues.count(
                    "warning",
                    "unknown_word",
                    self.reference,
                    "programme",
                    row[0],
                    words,
                    per_value=True,
                )
            self.programmes.setdefault(row[:2], row)

    def detail(
        self, detail: str, value: str | None, note: str | None = None, country: str | None = None
    ) -> None:
        """Add a particular; `country` is a word that gives its code."""
        value = (
            squash(value if len(value) <= LONGEST else self.cut(value, detail)) if value else None
        )
        if value and not (country and country_code(value) == ""):
            code = self.country(country, detail)[0] if country else None
            note = squash(note) or None if note else None
            key = (detail, value, note)
            if key not in self.details:
                self.details[key] = (detail, value, None, None, None, code, note)

    def dated(
        self,
        detail: str,
        value: str | None,
        interval: Interval | None,
        note: str | None = None,
        about: bool = False,
    ) -> None:
        """Add a date as a particular; one that cannot be read is an issue, its words are kept."""
        value = squash(value) if value else None
        if not value:
            return
        if interval is None or is_reversed(interval):
            self.issue(
                "warning",
                "unreadable",
                detail,
                value,
                "date in an unknown form; its words are kept",
            )
            interval = Interval(None, None)
        note = squash(note) or None if note else None
        row = (
            detail,
            value,
            interval.earliest,
            interval.latest,
            "yes" if about or interval.about else None,
            None,
            note,
        )
        self.details.setdefault((detail, value, note), row)

    def listing(self, raw: str | None, interval: Interval | None, basis: str, field: str) -> None:
        """Set the day of listing; `derived` means that only the latest possible day is known."""
        raw = squash(raw) if raw else None
        if not raw:
            return
        if interval is None or is_reversed(interval):
            self.issue(
                "error", "unreadable", field, raw, "day of listing in an unknown form; left blank"
            )
            return
        self.listed = Interval(None, interval.latest) if basis == "derived" else interval
        self.listed_raw, self.listed_basis = raw[:200], basis

    def updated(self, raw: str | None, interval: Interval | None, field: str) -> None:
        """Set the day of the publisher's last change to the entry."""
        if interval and interval.latest:
            if self.updated_on is None or self.updated_on < interval.latest:
                self.updated_on = interval.latest
        elif raw and raw.strip():
            self.issue(
                "warning",
                "unreadable",
                field,
                raw,
                "day of the last change in an unknown form; left blank",
            )

    @property
    def primary_name(self) -> str:
        """The first primary name, else the first name; an entry without any is called by its
        reference.
        """
        for row in self.names.values():
            if row[1] == "primary":
                return str(row[0])
        return str(next((row[0] for row in self.names.values()), f"({self.reference})"))

    def finish(self) -> "Entry":
        """Return the entry, having noted what it lacks."""
        if not self.names:
            self.issue(
                "error",
                "missing",
                "name",
                None,
                "entry without a name; it is called by its reference",
            )
        return self

    def row(self) -> Row:
        """Return the row of list_entries, from entry_reference on."""
        low, high = (self.listed.earliest, self.listed.latest) if self.listed else (None, None)
        return (
            self.reference, self.scheme, self.number, self.entry_type, self.primary_name, low, high,
            self.listed_raw, self.listed_basis, self.updated_on, "yes" if self.myanmar else "no",
            self.reasons, self.remarks,
        )  # fmt: skip
