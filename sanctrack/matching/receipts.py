"""Receipts: what was searched, in which copies, by which rules, and what came out.

A receipt holds counts and digests, no names. With the same input, copies, program and rules the
same answer comes again; `differences` names what is another one.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sanctrack.errors import DataError
from sanctrack.foreign import reading
from sanctrack.matching.judging import RULES_VERSION, Thresholds
from sanctrack.matching.parties import Party
from sanctrack.matching.screening import Answer

KIND = "sanctrack screening receipt"
LARGEST = 10_000_000


def answer_digest(answers: Sequence[Answer]) -> str:
    """SHA-256 of the answers: row, decision, rank, list, party and score of every hit."""
    digest = hashlib.sha256()
    for answer in answers:
        digest.update(f"{answer.row}\t{answer.decision}\t{answer.problem}\n".encode())
        for hit in answer.hits:
            parts = (
                str(hit.rank),
                *hit.party.key,
                f"{hit.judgement.score:.4f}",
                hit.judgement.decision,
            )
            digest.update(("\t".join(parts) + "\n").encode())
    return digest.hexdigest()


def parties_digest(parties: Sequence[Party]) -> str:
    """SHA-256 of all that is compared of the parties."""
    digest = hashlib.sha256()
    for party in parties:
        line = [party.of_list, party.party_id, party.kind, party.names, party.numbers]
        line += [[[str(day) for day in span] for span in party.births], party.countries]
        digest.update(json.dumps(line, ensure_ascii=False).encode())
    return digest.hexdigest()


def receipt_of(
    answers: Sequence[Answer],
    parties: Sequence[Party],
    copies: Sequence[dict[str, Any]],
    query: dict[str, Any],
    thresholds: Thresholds,
    most: int,
) -> dict[str, Any]:
    """The receipt of a run. `copies` are the lists that were read, `query` tells of the input."""
    counts = Counter(answer.decision for answer in answers)
    entries = Counter(party.of_list for party in parties)
    return {
        "kind": KIND,
        "made_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "program": {"sanctrack": version("sanctrack"), "rules": RULES_VERSION},
        "thresholds": {"match": thresholds.match, "review": thresholds.review, "candidates": most},
        "input": {**query, "rows": len(answers)},
        "searched": [{**copy, "parties": entries[copy["list"]]} for copy in copies],
        "searched_sha256": parties_digest(parties),
        "decisions": {name: counts[name] for name in ("match", "review", "none", "not searched")},
        "candidates": sum(len(answer.hits) for answer in answers),
        "answer_sha256": answer_digest(answers),
    }


def read_receipt(path: Path) -> dict[str, Any]:
    """Read a receipt. Raises DataError where the file is none."""
    with reading(path, "a receipt of a screening"):
        content = path.read_bytes()
        if len(content) > LARGEST:
            raise DataError(f"{path}: {len(content):,} bytes, which no receipt has")
        receipt = json.loads(content)
    if not isinstance(receipt, dict) or receipt.get("kind") != KIND:
        raise DataError(
            f"{path}: is no receipt of a screening; `sanctrack screen --receipt` writes one"
        )
    return receipt


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What is another one in a second run, in words; empty where both gave the same answer."""
    lines: list[str] = []
    for name, words in (("sanctrack", "the program"), ("rules", "the rules")):
        one, other = old["program"].get(name), new["program"].get(name)
        if one != other:
            lines.append(f"{words}: version {one} then, {other} now")
    if old["thresholds"] != new["thresholds"]:
        lines.append(f"the thresholds: {old['thresholds']} then, {new['thresholds']} now")
    if old["input"].get("sha256") != new["input"].get("sha256"):
        lines.append("the input is another file")
    then = {copy["list"]: copy for copy in old["searched"]}
    now = {copy["list"]: copy for copy in new["searched"]}
    for name in sorted(then.keys() | now.keys()):
        if name not in now:
            lines.append(f"{name}: the copy that was read is not here")
        elif name not in then:
            lines.append(f"{name}: was not read then")
        elif then[name] != now[name]:
            days = [copies[name].get("list_version_on") for copies in (then, now)]
            lines.append(f"{name}: the copy of {days[0]} then, of {days[1]} now")
    if not lines and old["searched_sha256"] != new["searched_sha256"]:
        lines.append("the names and numbers that were searched are others")
    for name, words in (("decisions", "counts of decisions"), ("candidates", "candidates")):
        if old.get(name) != new[name]:
            lines.append(f"the {words}: {old.get(name)} then, {new[name]} now")
    for name in ("rows", "columns"):
        if old["input"].get(name) != new["input"].get(name):
            lines.append(
                f"the {name} of the input: {old['input'].get(name)} then, {new['input'].get(name)} "
                f"now"
            )
    if old["answer_sha256"] != new["answer_sha256"]:
        lines.append("the answer is another one")
    return lines
