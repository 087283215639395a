"""Sentences: words by people, values by reports, one footnote a sentence with everything that it
rests on.
"""

import re
from dataclasses import dataclass, field

from sanctrack.briefings.ast import (
    Code,
    Inline,
    Inlines,
    Mark,
    Missing,
    NoteMark,
    Text,
    emphasised,
    flat,
    plain_text,
    stripped,
    words_of,
)
from sanctrack.briefings.ast import text as text_of
from sanctrack.briefings.compile.citations import joined_by
from sanctrack.briefings.compile.document import Document, Unit
from sanctrack.briefings.compile.normalised_text import own_words
from sanctrack.briefings.compile.rules import check_words
from sanctrack.briefings.compile.runs import Answer, Runner, Value
from sanctrack.briefings.source.inline import (
    CITATION,
    NUMBERED,
    OPTIONAL,
    QUOTATION,
    VALUE,
    Piece,
    Sentence,
    pieces,
    read_expression,
    sentences,
)
from sanctrack.briefings.source.source import Block
from sanctrack.briefings.source.style_rules import Wording
from sanctrack.errors import did_you_mean

OTHER_WORDS = (
    'give it other words with ::: when run[…] … :::, or a fallback: {{ run.column or "not known" }}'
)
# no speakers: the author, and everybody who is nobody
NOBODY = re.compile(
    r"we|us|i|me|you|they|he|she|it|ourselves|(the |this "
    r")?(authors?|briefing|document)|sanctrack|(some|any|every)(body|one)|people|many|"
    r"some|(a |the "
    r")?sources?|critics|observers|experts|analysts|commentators|unknown|anonymous|nobody|none"
)


@dataclass
class DraftSentence:
    """A sentence as it is printed, and what it rests on. `complete` is false when a value in it is
    not known.
    """

    inlines: list[Inline] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    cites: list[tuple[str, str]] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    complete: bool = True

    def take(self, other: "DraftSentence") -> None:
        self.inlines += other.inlines
        self.parts += other.parts
        self.cites += other.cites
        self.values += other.values
        self.complete = self.complete and other.complete

    @property
    def words(self) -> Inlines:
        """The sentence without white space around it."""
        return stripped(self.inlines)


def counted(text: str, draft: DraftSentence) -> str:
    """'{delivery|deliveries}' in the number of the last value before it."""
    single = bool(draft.values) and draft.values[-1].text == "1"
    return NUMBERED.sub(lambda match: match[1] if single else match[2], text)


# what an author marks: a sign that is to be printed as it stands, a stretch of code (closed by as
# many signs), emphasis
MARKED = re.compile(
    r"""\\(?P<sign>[!-/:-@\[-`{-~])
    |(?<!`)(?P<fence>`+)(?!`)(?P<code>(?:(?!`(?P=fence)).)+?)(?<!`)(?P=fence)(?!`)
    |(?P<mark>\*+|_+)""",
    re.VERBOSE,
)


def marked(text: str) -> list[Inline]:
    """The author's words as inlines: marks of emphasis and code are read, everything else is
    printed as it was written.
    """
    inlines: list[Inline] = []
    at = 0
    for match in MARKED.finditer(text):
        inlines += text_of(text[at : match.start()])
        at = match.end()
        if match["sign"]:
            inlines.append(Text(match["sign"]))
        elif match["code"]:
            inlines.append(Code(match["code"].strip()))
        else:
            inlines.append(Mark(match["mark"][0], len(match["mark"])))
    return [*inlines, *text_of(text[at:])]


def says(text: str, name: str) -> bool:
    """Whether a sentence names somebody in its own words: sources, values and the marks of
    quotations name nobody.
    """
    printed = VALUE.sub(" ", CITATION.sub(" ", QUOTATION.sub(r" \1 ", text)))
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", printed, re.IGNORECASE))


def text_so_far(draft: DraftSentence) -> str:
    """The words of a sentence up to here, white space at its end included."""
    return "".join(map(words_of, draft.inlines))


class Writer:
    """Writes prose into a document."""

    def __init__(self, document: Document, runner: Runner, wording: Wording) -> None:
        self.document = document
        self.runner = runner
        self.wording = wording
        self.terms_seen: set[str] = set()
        self.caveats_shown: set[str] = set()
        self.first_use: dict[str, int] = {}

    def prose(
        self,
        text: str,
        line: int,
        key: str,
        kind: str = "sentence",
        row: tuple[Answer, int] | None = None,
    ) -> tuple[Inlines, int]:
        """Write a stretch of prose; return its inlines and the number of footnotes in it."""
        drafts: list[tuple[Sentence, DraftSentence]] = []
        for sentence in sentences(text, line):
            drafts.append((sentence, self.sentence(sentence, row)))
        inlines: list[Inline] = []
        notes = 0
        for at, (sentence, draft) in enumerate(drafts):
            sentence_key, basis = f"{key}.{at + 1}", self.basis(draft)
            # two sentences that rest on the same rows share the footnote at the end of the second
            shared = basis and at + 1 < len(drafts) and basis == self.basis(drafts[at + 1][1])
            mark = () if shared else self.footnote(draft, sentence, sentence_key)
            notes += len(mark)
            self.add_unit(sentence_key, kind, sentence, draft.words, draft)
            inlines += [*([Text(" ")] if at else []), *draft.words, *mark]
        return emphasised(inlines), notes

    def sentence(self, sentence: Sentence, row: tuple[Answer, int] | None = None) -> DraftSentence:
        """A sentence with its values; `row` is the row of a list that it speaks of."""
        check_words(self.document, sentence, self.runner, self.wording, quoted_ok=True)
        return self.make(pieces(sentence.text), sentence, row)

    @staticmethod
    def basis(draft: DraftSentence) -> str:
        """What a sentence rests on, for comparison with the one before it; blank where that is not
        values of one kind alone.
        """
        if draft.cites or draft.parts or not draft.values:
            return ""
        return repr(
            list(
                dict.fromkeys(
                    (value.about, tuple(value.sources)) for value in draft.values if value.run
                )
            )
            or ""
        )

    def add_unit(
        self, key: str, kind: str, sentence: Sentence, words: Inlines, draft: DraftSentence
    ) -> None:
        ids = [record for value in draft.values for record in [*value.ids, *value.sources]]
        reports = [self.report_of(value) for value in draft.values if value.run]
        place = f"line {sentence.line}"
        self.document.units.append(
            Unit(
                key,
                kind,
                place,
                plain_text(words),
                list(dict.fromkeys(ids)),
                list(dict.fromkeys(reports)),
            )
        )

    def report_of(self, value: Value) -> str:
        return (
            self.runner.answers[value.run].name if value.run in self.runner.answers else value.run
        )

    def plain_line(self, text: str, line: int, key: str, kind: str) -> Inlines:
        """A title, heading or caption: values are filled in, no footnote is set."""
        sentence = Sentence(" ".join(text.split()), line)
        draft = self.without_note(sentence)
        self.add_unit(key, kind, sentence, draft.words, draft)
        return emphasised(draft.words)

    def without_note(self, sentence: Sentence) -> DraftSentence:
        """Words that carry no footnote: a citation in them is refused, for it would be lost, and a
        term keeps its source for later.
        """
        check_words(self.document, sentence, self.runner, self.wording, quoted_ok=False)
        terms_before = set(self.terms_seen)
        draft = self.make(pieces(sentence.text), sentence, None)
        self.terms_seen = terms_before
        if draft.cites:
            fault = (
                f"'[@{draft.cites[0][0]}]': a title, heading or caption has no footnote in which "
                f"its source could stand"
            )
            self.document.refuse(
                sentence.line, sentence.text, fault, "cite it in a sentence of the text", "markup"
            )
        return draft

    def make(
        self, parts: list[Piece], sentence: Sentence, row: tuple[Answer, int] | None
    ) -> DraftSentence:
        draft = DraftSentence()
        for piece in parts:
            if piece.kind == "words":
                text = counted(piece.text, draft)
                # 'Co. Ltd.' at the end of a sentence has its full stop
                doubled = text.startswith(".") and text_so_far(draft).endswith(".")
                draft.inlines += self.with_terms(text[1:] if doubled else text, draft)
            elif piece.kind == "value":
                self.take_value(piece, sentence, row, draft)
            elif piece.kind == "citation":
                self.take_citation(piece, sentence, draft)
            elif piece.kind == "optional":
                inner = self.make(piece.pieces, sentence, row)
                if inner.complete:
                    draft.take(inner)
            else:
                self.take_quotation(piece, sentence, row, draft)
        return draft

    def with_terms(self, text: str, draft: DraftSentence) -> list[Inline]:
        """Words of the author; the first use of a declared term brings the term's source."""
        for term, source in self.document.briefing.terms.items():
            if term not in self.terms_seen and re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text):
                self.terms_seen.add(term)
                draft.parts.append(source)
        return marked(text)

    def take_value(
        self, piece: Piece, sentence: Sentence, row: tuple[Answer, int] | None, draft: DraftSentence
    ) -> None:
        expression = read_expression(piece.text)
        if isinstance(expression, str):
            self.document.refuse(
                sentence.line, sentence.text, expression, "mend the value", "value"
            )
            return
        value = self.runner.value(expression, row)
        without_words = value.missing and expression.fallback is None
        if without_words and self.optional_holds(sentence.text, piece.text):
            draft.complete = False
            return
        if value.wrong:
            instead = "mend the name of the run, column or value" if value.misnamed else OTHER_WORDS
            self.document.refuse(sentence.line, sentence.text, value.wrong, instead, "value")
        elif without_words:
            self.refuse_missing(piece, sentence, draft)
            return
        if expression.column == "caveat" and expression.run:
            self.caveats_shown.add(self.report_of(value))
        elif value.run and not value.wrong:
            report = row[0].name if row and not expression.run else self.report_of(value)
            self.first_use.setdefault(report, sentence.line)
        draft.inlines += [Missing()] if value.broken else text_of(value.text)
        draft.values.append(value)

    def refuse_missing(self, piece: Piece, sentence: Sentence, draft: DraftSentence) -> None:
        """A value that is not known, in a sentence that has no other words for that."""
        draft.complete = False
        draft.inlines.append(Missing())
        instead = (
            f'write {{{{ {piece.text} or "not known" }}}}, or put the words around it between '
            f"[[ and ]]"
        )
        fault = f"'{{{{ {piece.text} }}}}' is not known (null)"
        self.document.refuse(sentence.line, sentence.text, fault, instead, "value")

    @staticmethod
    def optional_holds(sentence: str, value: str) -> bool:
        return any(value in part for part in OPTIONAL.findall(sentence))

    def take_citation(self, piece: Piece, sentence: Sentence, draft: DraftSentence) -> None:
        library = self.document.library
        source = library.current(piece.text)
        if source not in library.sources:
            hint = did_you_mean(piece.text, list(library.sources))
            self.document.refuse(
                sentence.line,
                sentence.text,
                f"no source '{piece.text}'{hint}",
                '`sanctrack sql "select source_id, title from sources"` lists them',
                "source",
            )
            return
        draft.cites.append((source, piece.more))

    def take_quotation(
        self, piece: Piece, sentence: Sentence, row: tuple[Answer, int] | None, draft: DraftSentence
    ) -> None:
        inner = self.make(piece.pieces, sentence, row)
        draft.take(inner)
        if not says(sentence.text, piece.more):
            draft.inlines += text_of(f" ({piece.more})")
        if not CITATION.search(sentence.text) and not any(value.sources for value in inner.values):
            self.document.refuse(
                sentence.line,
                sentence.text,
                "a quotation has no source",
                "add [@source-id] after it",
                "quotation",
            )
        if not re.search(r"\w\w", piece.more) or NOBODY.fullmatch(piece.more.strip().lower()):
            ways = (
                "name who said or wrote it, as the source does; if it is your own view, say it in "
                "a section marked {.opinion}"
            )
            self.document.refuse(
                sentence.line,
                sentence.text,
                f"'{piece.more}' is nobody who can be asked",
                ways,
                "quotation",
            )

    def footnote(self, draft: DraftSentence, sentence: Sentence, key: str) -> tuple[NoteMark, ...]:
        """Set the sentence's footnote: its values by report, then what the author cites, then its
        terms. None where it has nothing.
        """
        library = self.document.library
        parts: list[Inlines] = []
        ids: list[str] = []
        reports: list[str] = []
        shown_sources: set[tuple[str, ...]] = set()
        for value in [value for value in draft.values if value.run and value.text]:
            about = f"{value.about[:1].upper()}{value.about[1:]}"
            if value.said:
                parts.append(text_of(about))
                reports.append(self.report_of(value))
                continue
            sources = self.known_sources(value, sentence)
            if tuple(sources) in shown_sources and sources:
                continue
            shown_sources.add(tuple(sources))
            ids += [*value.ids, *sources]
            reports.append(self.report_of(value))
            rows = f"{value.rows} row{'s' if value.rows != 1 else ''}" if value.rows else "no row"
            references = (Text(": "), *library.note(sources, value.ids)) if sources else ()
            parts.append((*text_of(f"{about}, {rows}"), *references))
        for reference, source in self.cited(draft, sentence):
            parts.append(reference)
            ids.append(source)
        if not parts:
            return ()
        note = (*joined_by(". ", parts), Text("."))
        place = f"line {sentence.line}"
        return (
            self.document.note(
                stripped(note), place, key, list(dict.fromkeys(ids)), list(dict.fromkeys(reports))
            ),
        )

    def cited(self, draft: DraftSentence, sentence: Sentence) -> list[tuple[Inlines, str]]:
        """Reference and source of what the author cites in a sentence, then of the terms that it is
        the first to use.
        """
        places = [*draft.cites, *((source, "") for source in self.term_sources(draft, sentence))]
        return [(self.document.library.cite(source, [], place), source) for source, place in places]

    def known_sources(self, value: Value, sentence: Sentence) -> list[str]:
        """The sources of a value; one that is not in `sources`, or none at all, is refused."""
        library = self.document.library
        sources = [source for source in value.sources if source in library.sources]
        for source in [source for source in value.sources if source not in library.sources]:
            fault = f"its value rests on source '{source}', which is not in sources"
            self.document.refuse(
                sentence.line,
                sentence.text,
                fault,
                "put the source back, or mend the record that names it",
                "source",
            )
        if not sources and value.rows and not value.wrong:
            ways = "give the record a source, or leave the value out"
            self.document.refuse(
                sentence.line,
                sentence.text,
                f"a value of {value.about} has no source",
                ways,
                "source",
            )
        return sources

    def term_sources(self, draft: DraftSentence, sentence: Sentence) -> list[str]:
        """The sources of the terms that a sentence is the first to use."""
        library = self.document.library
        named = [library.current(source) for source in draft.parts]
        for source in [source for source in named if source not in library.sources]:
            fault = f"a term's source '{source}' is not in sources"
            self.document.refuse(
                sentence.line, sentence.text, fault, "name a source id in terms", "source"
            )
        return [source for source in named if source in library.sources]

    def paragraph(self, block: Block, key: str) -> Inlines:
        """A paragraph, item or quotation; refused when nothing in it has a footnote, outside method
        and opinion.
        """
        before = len(self.document.problems)
        inlines, notes = self.prose(block.text, block.line, key)
        # a value that cannot be had would have brought the footnote: told once is enough
        lost = {problem.rule for problem in self.document.problems[before:]} & {
            "value",
            "source",
            "markup",
        } or Missing() in flat(inlines)
        if not notes and not block.mark and not lost:
            way = (
                "add a value, or a citation [@source-id], or mark the section {.method} or "
                "{.opinion}"
            )
            self.document.refuse(
                block.line,
                own_words(block.text, (), True).strip()[:120],
                "a paragraph without a footnote",
                way,
                "footnote",
            )
        return inlines
