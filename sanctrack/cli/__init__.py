"""The command line. Only this package prints: stdout is data, stderr is talk; errors end in one
line and their exit code.
"""

from sanctrack.cli import bundle, data, documents, find, lists, reports, screen, verify
from sanctrack.cli.app import app
from sanctrack.cli.entry import main

__all__ = [
    "app",
    "bundle",
    "data",
    "documents",
    "find",
    "lists",
    "main",
    "reports",
    "screen",
    "verify",
]
