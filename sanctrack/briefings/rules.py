"""What the compiler refuses in the author's own words: figures, words that say too much, records that may not be named."""

import re

from sanctrack.briefings.document import Document
from sanctrack.briefings.inline import Sentence, author_words
from sanctrack.briefings.runs import Runner
from sanctrack.briefings.wording import Rule, too_strong

# 'one' is left out: it is a pronoun more often than a figure
NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|halves|twice|"
    "thrice|doubled?|tripled?|percent|zero|two-thirds|one-third|one-quarter|couple of"
)
# a third of them, a quarter of the …; signs such as ½ and Ⅳ
FIGURE = re.compile(
    r"[^\s▫]*[\d¼-¾⅐-↉①-⓿][^\s▫]*|(?<![\w-])an? (?:third|quarter|fifth|tenth) of(?![\w])|(?<![\w-])(?:"
    + NUMBER_WORDS
    + r")(?:-\w+)?(?![\w])|%",
    re.IGNORECASE,
)

UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\\\\]|(?<=\\w)\\*+(?=\\w)")


def check_words(document: Document, sentence: Sentence, runner: Runner, rules: list[Rule], quoted_ok: bool) -> None:
    """Refuse figures that no report gave, words of the list, and names that publish_precision holds back."""
    terms = tuple(document.briefing.terms)
    figures = FIGURE.findall(author_words(sentence.text, terms, quotations=True))
    if figures:
        ways = "put it as a value {{ run.column }}, or, if it is part of a name, declare the name under terms: with its source"
        subject, verb = ("the numbers", "come") if len(set(figures)) > 1 else ("the number", "comes")
        told = ", ".join(f"'{figure.strip('.,;:()“”')}'" for figure in dict.fromkeys(figures))
        document.refuse(
            sentence.line,
            sentence.text,
            f"{subject} {told} {verb} from no report",
            ways,
            "number",
        )
    # marks inside a word and signs that are not seen do not hide it
    own = UNSEEN.sub("", author_words(sentence.text, terms, quotations=not quoted_ok))
    for word, rule in too_strong(own, rules):
        ways = f'write: {rule.instead}; or quote it with its speaker: [“…”]{{speaker="…"}} [@source-id]'
        document.refuse(sentence.line, sentence.text, f"'{word}': {rule.reason}", ways, "wording")
    record = runner.guard.named_in(author_words(sentence.text, (), quotations=True)) if runner.guard.names else None
    if record:
        level = runner.guard.levels.get(record, "withhold")
        ways = "leave the name out, or name the township or the state, as far as the level allows"
        document.refuse(
            sentence.line,
            sentence.text,
            f"it names record '{record}' more exactly than its publish_precision ({level}) allows",
            ways,
            "precision",
        )


def check_caveats(document: Document, first_use: dict[str, int], shown: set[str]) -> None:
    """Refuse a document that uses a report whose caveat stands nowhere in it."""
    for report, line in first_use.items():
        if report not in shown:
            ways = "let a block of it print the caveat (caveat: below), or write {{ caveats }} in a paragraph of its own"
            document.refuse(line, "", f"the caveat of report {report} is shown nowhere", ways, "caveat")
