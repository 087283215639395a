"""The sources of a document for reference managers: CSL-JSON, BibTeX and RIS. What is not held is
left out, never made up.
"""

import json
from datetime import date
from pathlib import Path

from sanctrack.briefings.compile.citations import Source
from sanctrack.errors import UsageError
from sanctrack.files import replacing

CSL_TYPES = {
    "news": "article-newspaper",
    "government_notice": "legislation",
    "dataset": "dataset",
    "encyclopedia": "entry-encyclopedia",
    "legal_commentary": "webpage",
}
RIS_TYPES = {
    "news": "NEWS",
    "government_notice": "STAT",
    "dataset": "DATA",
    "encyclopedia": "ENCYC",
}


def write_bibliography(sources: list[Source], path: Path) -> None:
    """Write the sources by the ending of `path`: .json (CSL-JSON), .bib or .ris. Raises UsageError
    for another ending.
    """
    writers = {".json": csl_json, ".bib": bibtex, ".ris": ris}
    if path.suffix.lower() not in writers:
        raise UsageError(f"{path}: --bibliography takes .json (CSL-JSON), .bib or .ris")
    text = writers[path.suffix.lower()](sources)
    with replacing(path, make_parents=False) as temporary:
        temporary.write_text(text, encoding="utf-8")


def parts(source: Source) -> list[int]:
    """Year, month and day as far as all possible days agree on them; empty when undated."""
    first, last = source.first, source.last
    if first is None or last is None or first.year != last.year:
        return []
    if first.month != last.month:
        return [first.year]
    return [first.year, first.month] + ([first.day] if first.day == last.day else [])


def span(source: Source) -> list[list[int]]:
    """CSL's date-parts: one date, or first and last where the year is not certain."""
    if parts(source):
        return [parts(source)]
    ends: list[date | None] = [source.first, source.last]
    return [[end.year, end.month, end.day] for end in ends if end] if all(ends) else []


def csl_json(sources: list[Source]) -> str:
    entries = []
    for source in sources:
        entry: dict[str, object] = {
            "id": source.source_id,
            "type": CSL_TYPES.get(source.source_type or "", "report"),
        }
        if source.title:
            entry["title"] = source.title
        if source.publisher:
            entry["author"] = [{"literal": source.publisher}]
            entry["publisher"] = source.publisher
        if source.carried_by:
            entry["container-title"] = source.carried_by
        if span(source):
            entry["issued"] = {"date-parts": span(source)}
        for key, value in (
            ("URL", source.url),
            ("archive_location", source.archive_url),
            ("language", source.language),
        ):
            if value:
                entry[key] = value
        entry["note"] = f"reliability {source.grade}" if source.grade else "reliability not graded"
        entries.append(entry)
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def tex(text: str) -> str:
    """Text that BibTeX prints as it stands."""
    for sign, escape in (
        ("\\", r"\textbackslash "),
        ("{", r"\{"),
        ("}", r"\}"),
        ("&", r"\&"),
        ("%", r"\%"),
        ("$", r"\$"),
        ("#", r"\#"),
        ("_", r"\_"),
    ):
        text = text.replace(sign, escape) if sign != "\\" else text.replace("\\", "/")
    return text


def bibtex(sources: list[Source]) -> str:
    entries = []
    for source in sources:
        when = parts(source)
        fields = [
            ("title", f"{{{tex(source.title)}}}" if source.title else ""),
            ("author", f"{{{tex(source.publisher)}}}" if source.publisher else ""),
        ]
        fields += [
            ("year", str(when[0]) if when else ""),
            ("month", str(when[1]) if len(when) > 1 else ""),
            ("url", source.url or ""),
        ]
        fields += [
            ("howpublished", tex(source.carried_by or "")),
            ("note", f"reliability {source.grade}" if source.grade else ""),
        ]
        lines = ",\n".join(f"  {key} = {{{value}}}" for key, value in fields if value)
        entries.append(f"@misc{{{source.source_id},\n{lines}\n}}\n")
    return "\n".join(entries)


def ris(sources: list[Source]) -> str:
    lines: list[str] = []
    for source in sources:
        when = parts(source)
        stamp = (
            "/".join([f"{when[0]:04d}", *(f"{item:02d}" for item in when[1:])])
            + "/" * (3 - len(when))
            if when
            else ""
        )
        fields = [
            ("ID", source.source_id),
            ("TI", source.title),
            ("AU", source.publisher),
            ("PB", source.publisher),
            ("PY", str(when[0]) if when else ""),
        ]
        fields += [
            ("DA", stamp),
            ("T2", source.carried_by),
            ("UR", source.url),
            ("L2", source.archive_url),
            ("LA", source.language),
        ]
        fields += [("N1", f"reliability {source.grade}" if source.grade else None)]
        lines += [
            f"TY  - {RIS_TYPES.get(source.source_type or '', 'RPRT')}",
            *(f"{tag}  - {value}" for tag, value in fields if value),
            "ER  - ",
            "",
        ]
    return "\n".join(lines)
