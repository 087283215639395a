"""Fixtures of the list importers."""

from conftest_lists import read_any, sample, shared, sheet

__all__ = ["read_any", "sample", "shared", "sheet"]
