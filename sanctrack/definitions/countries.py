"""Countries: code, the name that readers are shown and the names that lists use, from
`countries.csv` beside this file.

EU, UK and UN stand there too, because addressees and jurisdictions are printed with the countries;
they are no ISO 3166-1 codes.
"""

import csv
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

# Words that lists put where no country is known.
NONE = (
    "unknown",
    "undetermined",
    "na",
    "n/a",
    "none",
    "-",
    "not known",
    "none identified",
    "not applicable",
    "00",
)


class Country(NamedTuple):
    """A row of `countries.csv`: `article` is the word before the name in a sentence, `other_names`
    are joined by semicolons.
    """

    code: str
    name: str
    article: str
    iso: str
    other_names: str


@cache
def countries() -> dict[str, Country]:
    """All rows by code."""
    text = (Path(__file__).parent / "countries.csv").read_text(encoding="utf-8")
    return {row[0]: Country(*row) for row in list(csv.reader(text.splitlines()))[1:]}


def folded(text: str) -> str:
    """Return the letters of a word, without accents and case."""
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'")).casefold()
    return " ".join(
        "".join(letter for letter in plain if not unicodedata.combining(letter)).split()
    )


@cache
def codes_by_name() -> dict[str, str]:
    """Map the folded names of countries, all that lists use, to their ISO 3166-1 alpha-2 codes."""
    named = [
        (country.code, name)
        for country in countries().values()
        for name in [country.name, *country.other_names.split(";")]
    ]
    return {folded(name): code for code, name in named if name and countries()[code].iso}


@lru_cache(maxsize=4096)
def country_code(word: str) -> str | None:
    """Return the code of a country word; empty for words that mean none, None when the word is not
    known.
    """
    if len(word) == 2 and word.isupper() and word in countries() and countries()[word].iso:
        return word
    plain = folded(word).rstrip(".")
    if plain in NONE or not plain:
        return ""
    return codes_by_name().get(plain) or codes_by_name().get(plain.removeprefix("the "))
