"""Briefings under test: small texts on the shipped facts, and homes in which one record differs."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from sanctrack.briefings.ast import plain_text
from sanctrack.briefings.compile.compose import compile_briefing
from sanctrack.briefings.compile.document import Document
from sanctrack.briefings.output.markdown import blocks_text
from sanctrack.briefings.output.render import render
from sanctrack.briefings.output.stamp import Stamp
from sanctrack.briefings.source.source import read_briefing
from sanctrack.definitions.paths import Home
from sanctrack.facts.problems import Problem
from sanctrack.warehouse.warehouse import Warehouse

HEAD = """---
title: A test
question: Which deliveries were reported?
audience: tests
parameters:
  vessel: {type: string, default: mt-reef, help: A vessel}
runs:
  ship: {report: deliveries, params: {vessel_id: $vessel}}
  none: {report: deliveries, params: {vessel_id: mt-reef, from_on: 2031-01-01}}
  strikes: {report: strikes, where: {airstrike_id: 2023-04-11-pazi-gyi}}
terms:
  Jet A-1: ai-2022-11-at
---
"""
FIRST = HEAD.count("\n") + 1  # line of the file on which the text after HEAD begins
CAVEATS = "\n\n{{ caveats }}\n"

Compile = Callable[[str], Document]


@pytest.fixture(scope="session")
def compiled(shipped: Warehouse) -> Compile:
    """Compile a text below HEAD on the shipped facts, as a draft; problems are in the document."""

    def compile_text(text: str) -> Document:
        return compile_briefing(
            read_briefing(HEAD + text, "test", "test.md"), shipped, {}, draft=True
        )

    return compile_text


def body_of(document: Document) -> list[str]:
    """The parts of the body in Markdown, with ⟦ids⟧ in place of numbers of sources."""
    return [blocks_text(part) for part in document.body]


def notes_of(document: Document) -> list[str]:
    """The words of the footnotes, with ⟦ids⟧ in place of numbers of sources."""
    return [plain_text(note) for note in document.notes]


def markdown_of(document: Document) -> str:
    """The whole document as its Markdown file has it."""
    return render(document, Stamp([], b"", document.values["as_of"]), "md").decode()


def problems(document: Document, rule: str = "") -> list[Problem]:
    return [problem for problem in document.problems if not rule or problem.rule == rule]


@pytest.fixture
def changed_home(home: Home, tmp_path: Path) -> Callable[[str, str], Path]:
    """A copy of the home in which one table was changed: `change(table, 'select …')`, where `t` is
    the table as shipped.
    """

    def change(table: str, select: str) -> Path:
        root = tmp_path / "home"
        if not root.exists():
            (root / "datasets").mkdir(parents=True)
            for name in ("schemas", "queries"):
                (root / name).symlink_to(home.root / name)
            for path in [*home.datasets.glob("*.parquet"), home.datasets / "facts.yaml"]:
                shutil.copy(path, root / "datasets" / path.name)
        path = root / "datasets" / f"{table}.parquet"
        connection = duckdb.connect()
        connection.execute(f"create table t as select * from read_parquet('{path}')")
        connection.execute(f"copy ({select}) to '{path}' (format parquet)")
        connection.close()
        return root

    return change
