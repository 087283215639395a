"""What the compiler refuses in the author's own words: figures, words that say too much, records
that may not be named.
"""

import re
from collections.abc import Iterable

from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.compile.normalised_text import (
    mixed_scripts,
    own_words,
    readings,
    without_hidden,
)
from sanctrack.briefings.compile.runs import Runner
from sanctrack.briefings.source.inline import CITATION, OPTIONAL, QUOTATION, VALUE, Sentence
from sanctrack.briefings.source.style_rules import Wording, too_strong
from sanctrack.names.signs import TURNED, UNPRINTABLE
from sanctrack.publication import Guard

FIGURE_WAY = (
    "put it as a value {{ run.column }}, or, if it is part of a name, declare the name under "
    "terms: with its source"
)
PERCENT = re.compile(r"[%‰‱٪﹪％]")
ROMAN = re.compile(
    r"(?=[mdclxvi])m*(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})", re.IGNORECASE
)
# capitals that are a name far more often than a number: motor vessel
NO_ROMAN = ("MV",)
PLACE_WORDS = 8
# what Markdown would make of it, or would not: pattern, what is wrong, what would work
MARKUP = (
    (
        r"!\[",
        "a picture is not taken from a file",
        "draw a report with a ```chart, ```map or ```timeline block",
    ),
    (
        r"\[@[^\]]*\]",
        "a citation is one source id in small letters, digits and hyphens, and a place in it",
        "write [@source-id] or [@source-id, para 3]; one pair of brackets for each source",
    ),
    (
        r"\[\^|\^\[",
        "a footnote is not written by hand",
        "values and citations make the footnotes: [@source-id, para 3]",
    ),
    (
        r"\]\(|\]\[(?!@)",
        "a link is not taken",
        "cite the source: [@source-id]; its address stands in the footnote",
    ),
    (r"\]\{", "a quotation is not complete", 'write [“the words”]{speaker="NAME"} [@source-id]'),
    (r"\{\{|\}\}", "a value is not closed", "write {{ run.column }}"),
    (r"\[\[|\]\]", "an optional part is not closed", "write [[, {{ run.column }}]]"),
    (
        r"</?[a-zA-Z!?][^>]*>?",
        "HTML is not taken",
        "write Markdown; a comment stands on lines of its own, from <!-- to -->",
    ),
    (r"&#?\w+;", "an HTML entity would be printed as it stands", "write the sign itself"),
    (r"[⟦⟧⟪⟫▫]|⟨\?⟩", "this sign is kept for the compiler", "leave it out"),
)


def check_words(
    document: Document, sentence: Sentence, runner: Runner, wording: Wording, quoted_ok: bool
) -> None:
    """Refuse figures that no report gave, words of the list, signs that deceive, and names that
    publish_precision holds back.
    """
    terms = tuple(document.briefing.terms)
    check_signs(document, sentence)
    figures = figures_in(own_words(sentence.text, terms, quoted=True), wording)
    if figures:
        subject, verb = ("the numbers", "come") if len(figures) > 1 else ("the number", "comes")
        listed = ", ".join(f"'{figure}'" for figure in figures)
        document.refuse(
            sentence.line,
            sentence.text,
            f"{subject} {listed} {verb} from no report",
            FIGURE_WAY,
            "number",
        )
    names = tuple(term for term in terms if is_name(term))
    own_readings = readings(
        own_words(sentence.text, names, quoted=not quoted_ok) + places_of(sentence.text)
    )
    for word, rule in too_strong(own_readings, wording.strong):
        ways = (
            f'write: {rule.instead}; or quote it with its speaker: [“…”]{{speaker="…"}} '
            f"[@source-id]"
        )
        document.refuse(sentence.line, sentence.text, f"'{word}': {rule.reason}", ways, "wording")
    check_names(document, sentence, runner)


def check_names(document: Document, sentence: Sentence, runner: Runner) -> None:
    """Refuse a sentence that names a record more exactly than its publish_precision allows."""
    if not runner.guard.active:
        return
    for text in readings(own_words(sentence.text, (), quoted=True)):
        record = runner.guard.told_by(text)
        if record:
            level = runner.guard.levels.get(record, "withhold")
            ways = (
                "leave it out, print it as a value of an open record, or name the township or the "
                "state, as far as the level allows"
            )
            fault = (
                f"it names record '{record}' more exactly than its publish_precision ({level}) "
                f"allows"
            )
            document.refuse(sentence.line, sentence.text, fault, ways, "precision")
            return


def check_stamped(document: Document, guard: Guard) -> None:
    """Refuse a line of the file that gives a restricted record away: header, conditions, filters
    and comments travel in the stamp.
    """
    text = document.briefing.text
    lines, lines_refused = (
        text.split("\n"),
        {problem.line for problem in document.problems if problem.rule == "precision"},
    )
    for match in guard.told_in(text):
        name = text[match.start : match.end]
        line = text[: match.start].count("\n") + 1
        if line not in lines_refused:
            lines_refused.add(line)
            fault = (
                f"the text of a briefing travels in its stamp, and '{name}' names a record more "
                f"exactly than its publish_precision"
            )
            ways = (
                "leave it out; choose rows by a day, a state or another column that may be "
                "published"
            )
            document.refuse(
                line,
                lines[line - 1].strip()[:120],
                f"{fault} ({guard.levels.get(match.record, 'withhold')}) allows",
                ways,
                "precision",
            )


def check_signs(document: Document, sentence: Sentence) -> None:
    """Refuse markup that would be printed as it stands, and letters that are not what they look
    like.
    """
    bare = sentence.text
    for pattern in (VALUE, CITATION, QUOTATION):
        bare = pattern.sub(" ", bare)
    bare = OPTIONAL.sub(r"\1", bare)
    for shape, fault, ways in MARKUP:
        match = re.search(shape, bare)
        if match:
            document.refuse(sentence.line, sentence.text, f"'{match[0]}': {fault}", ways, "markup")
            break
    if UNPRINTABLE.search(sentence.text):
        document.refuse(
            sentence.line,
            sentence.text,
            "a control sign stands in it, which no font has",
            "take it out",
            "letters",
        )
    if TURNED.search(sentence.text):
        ways = "write the letters in the order in which they are read"
        document.refuse(
            sentence.line,
            sentence.text,
            "a hidden sign turns the order of the letters",
            ways,
            "letters",
        )
    for word in mixed_scripts(bare):
        ways = "write it with the letters of one alphabet"
        document.refuse(
            sentence.line,
            sentence.text,
            f"'{word}' mixes letters of several alphabets that look alike",
            ways,
            "letters",
        )
    for match in CITATION.finditer(sentence.text):
        if len((match[2] or "").split()) > PLACE_WORDS:
            ways = (
                "write a paragraph, page or table such as [@source-id, para 3], and the rest as a "
                "sentence"
            )
            document.refuse(
                sentence.line,
                sentence.text,
                f"'{match[2]}' is longer than a place in a source",
                ways,
                "markup",
            )


def figures_in(text: str, wording: Wording) -> list[str]:
    """Figures of a text, in digits of any script, in words, roman numerals or signs, each once, as
    they are read.
    """
    figures = [
        token
        for token in without_hidden(text).split()
        if any(sign.isnumeric() for sign in token) or PERCENT.search(token)
    ]
    variants = readings(text)
    figures += [token for token in re.findall(r"[A-Za-z]{2,}", variants[0]) if is_roman(token)]
    # a reading in which words are joined tells what the plain one hides, and would else repeat it
    figure_words = next(
        (
            figure_words
            for item in variants
            if (figure_words := [word for word, _ in too_strong([item], wording.figures)])
        ),
        [],
    )
    return list(dict.fromkeys(figure.strip(".,;:!?()[]“”\"'") for figure in figures + figure_words))


def is_roman(token: str) -> bool:
    """Whether a word is a roman numeral: capitals of two letters or more, small ones of three or
    more; 'mix' is a word.
    """
    if not ROMAN.fullmatch(token) or token in NO_ROMAN or token.lower() == "mix":
        return False
    return token.isupper() or len(token) > (2 if token.islower() else 3)


def is_name(term: str) -> bool:
    """Whether a declared term is written as a name, with a capital or a figure at each word that is
    not a small one.
    """
    small = {
        "a",
        "an",
        "and",
        "at",
        "by",
        "de",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "against",
    }
    words = term.split()
    return bool(words) and all(word in small or not word[0].islower() for word in words)


def check_terms(document: Document, wording: Wording, line_of: dict[str, int]) -> None:
    """Refuse terms that are no names: a bare figure, or a figure with what it counts."""
    for term in document.briefing.terms:
        first, *rest = term.split() or [""]
        is_count = bool(figures_in(first, wording)) and (not rest or rest[0][:1].islower())
        if is_count or not any(sign.isalpha() for sign in term):
            ways = (
                "a term is a name with a figure in it, such as Jet A-1; a figure comes from a "
                "report: {{ run.column }}"
            )
            document.refuse(
                line_of.get(term, 1), term, "this term is a figure, not a name", ways, "number"
            )


def places_of(text: str) -> str:
    """The places in sources that citations name: they are printed in footnotes and are the author's
    words.
    """
    return "".join(f" ▫ {match[2]}" for match in CITATION.finditer(text) if match[2])


def check_caveats(document: Document, first_use: dict[str, int], printed: Iterable[str]) -> None:
    """Refuse a document that uses a report whose caveat stands nowhere in it."""
    for report, line in first_use.items():
        if report not in printed:
            ways = (
                "let a block of it print the caveat (caveat: below), or write {{ caveats }} in a "
                "paragraph of its own"
            )
            document.refuse(
                line, "", f"the caveat of report {report} is shown nowhere", ways, "caveat"
            )
