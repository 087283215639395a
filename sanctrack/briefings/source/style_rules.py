"""Words that a briefing may not use in its own voice: `queries/briefings/wording.yaml`, with the
reason and what to write instead.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sanctrack.definitions.paths import Home
from sanctrack.definitions.shapes import Key, ListOf, MapOf, Shape
from sanctrack.errors import DefinitionError

RULE = Shape(
    {
        "words": Key("Words and phrases; * stands for endings.", ListOf(), needed=True),
        "reason": Key("Why they say more than the facts hold.", needed=True),
        "instead": Key("What to write instead.", needed=True),
        "unless": Key("Phrases with such a word that are fine.", ListOf()),
    }
)
WORDING = Shape(
    {
        "rules": Key("Words that are not written in our own voice.", ListOf(RULE), needed=True),
        "figures": Key("Words that are figures.", ListOf(RULE), needed=True),
        "allowed": Key("Words taken for no figure, each with the reason.", MapOf(), needed=True),
    }
)


@dataclass(frozen=True)
class Rule:
    """Words that say more than the facts. `*` at the end of a word stands for its endings; `unless`
    names phrases that are fine.
    """

    words: tuple[str, ...]
    reason: str
    instead: str
    unless: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The words, as a reader takes them: with a space or a hyphen between, and as a part of a
        hyphenated word.
        """
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(worded, self.words))})(?!\w)", re.IGNORECASE)

    @cached_property
    def spared(self) -> tuple[re.Pattern[str], ...]:
        return tuple(
            re.compile(rf"(?<!\w){worded(phrase)}(?!\w)", re.IGNORECASE) for phrase in self.unless
        )

    def found_in(self, text: str) -> list[str]:
        """The words of the rule that stand in a text, outside the phrases that are fine."""
        fine = [match.span() for phrase in self.spared for match in phrase.finditer(text)]
        return [
            match[0]
            for match in self.pattern.finditer(text)
            if not any(low <= match.start() < high for low, high in fine)
        ]


@dataclass(frozen=True)
class Wording:
    """`strong` says more than the facts, `figures` are figures in words; `allowed` holds what is
    taken for no figure, with the reason.
    """

    strong: tuple[Rule, ...]
    figures: tuple[Rule, ...]
    allowed: tuple[tuple[str, str], ...]


def worded(phrase: str) -> str:
    """A phrase of the list as a regular expression."""
    text = re.escape(phrase).replace(r"\*", r"\w*").replace(r"\-", r"[\s-]?")
    return text.replace(r"\ ", r"[\s-]+")


def load_wording(home: Home) -> Wording:
    """Read the list. Raises DefinitionError when the file is not there or wrong."""
    path = home.queries / "briefings" / "wording.yaml"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(
            f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8 text'}"
        ) from error
    raw: Any = home.parse_yaml(text, str(path))
    WORDING.check(raw, path, "list of words")
    sections = []
    for section in ("rules", "figures"):
        for item in raw[section]:
            RULE.check(item, path, "rule")
        sections.append(
            tuple(
                Rule(
                    tuple(str(word) for word in item["words"]),
                    item["reason"],
                    item["instead"],
                    tuple(item.get("unless") or ()),
                )
                for item in raw[section]
            )
        )
    return Wording(
        sections[0],
        sections[1],
        tuple((str(words), str(reason)) for words, reason in raw["allowed"].items()),
    )


def too_strong(texts: list[str], rules: tuple[Rule, ...]) -> list[tuple[str, Rule]]:
    """The words that the rules name in any of the readings of a text, each once, with its rule."""
    matches: dict[tuple[str, int], tuple[str, Rule]] = {}
    for text in texts:
        for at, rule in enumerate(rules):
            for word in rule.found_in(text):
                matches.setdefault((word.lower(), at), (word, rule))
    return list(matches.values())


def as_page(wording: Wording) -> str:
    """The lists as docs/wording.md prints them."""
    parts = [
        "| not in our own voice | why | write instead |",
        "|---|---|---|",
        *map(line_of, wording.strong),
        "",
    ]
    parts += ["## Figures in words", ""]
    parts += [
        "| refused as a figure | why | write instead |",
        "|---|---|---|",
        *map(line_of, wording.figures),
        "",
    ]
    parts += ["| taken for no figure | why |", "|---|---|"]
    parts += [f"| {words} | {reason} |" for words, reason in wording.allowed]
    return "\n".join(parts) + "\n"


def line_of(rule: Rule) -> str:
    unless = f" Fine: {', '.join(f'“{phrase}”' for phrase in rule.unless)}." if rule.unless else ""
    return (
        f"| {', '.join(word.replace('*', '…') for word in rule.words)} | {rule.reason}{unless} | "
        f"{rule.instead} |"
    )
