"""Words that a briefing may not use in its own voice: `queries/briefings/wording.yaml`, with the reason and what to write instead."""

import re
from dataclasses import dataclass
from typing import Any

from sanctrack.contracts import known_keys, needed
from sanctrack.errors import DefinitionError
from sanctrack.home import Home

KEYS = ("words", "reason", "instead", "unless")


@dataclass(frozen=True)
class Rule:
    """Words that say more than the facts. `*` at the end of a word stands for its endings; `unless` names phrases that are fine."""

    words: tuple[str, ...]
    reason: str
    instead: str
    unless: tuple[str, ...] = ()

    def pattern(self) -> re.Pattern[str]:
        options = "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in self.words)
        return re.compile(rf"(?<![\w-])(?:{options})(?![\w-])", re.IGNORECASE)


def load_wording(home: Home) -> list[Rule]:
    """Read the list. Raises DefinitionError when the file is not there or wrong."""
    path = home.queries / "briefings" / "wording.yaml"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DefinitionError(f"{path}: {error.strerror}") from error
    rules = []
    raw: Any = home.parse_yaml(text, str(path))
    for item in raw["rules"]:
        known_keys(item, KEYS, path, "rule")
        needed(item, ("words", "reason", "instead"), path, "rule")
        rules.append(Rule(tuple(str(word) for word in item["words"]), item["reason"], item["instead"], tuple(item.get("unless") or ())))
    return rules


def too_strong(text: str, rules: list[Rule]) -> list[tuple[str, Rule]]:
    """The words of a text that the list names, each with its rule."""
    found = []
    for rule in rules:
        spared = [match.span() for phrase in rule.unless for match in re.finditer(re.escape(phrase), text, re.IGNORECASE)]
        for match in rule.pattern().finditer(text):
            if not any(low <= match.start() < high for low, high in spared):
                found.append((match[0], rule))
    return found


def as_page(rules: list[Rule]) -> str:
    """The list as docs/wording.md prints it."""
    lines = ["| not in our own voice | why | write instead |", "|---|---|---|"]
    for rule in rules:
        unless = f" Fine: {', '.join(f'“{phrase}”' for phrase in rule.unless)}." if rule.unless else ""
        lines.append(f"| {', '.join(word.replace('*', '…') for word in rule.words)} | {rule.reason}{unless} | {rule.instead} |")
    return "\n".join(lines) + "\n"
