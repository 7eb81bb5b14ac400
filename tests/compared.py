"""Answers of other SPARQL engines, brought into one form."""

from __future__ import annotations

from pathlib import Path

NODE = Path(__file__).parent / "node"


def normal(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """Rows in an order of their own; concatenations, whose order no engine promises, sorted."""
    return sorted(tuple(" | ".join(sorted(cell.split(" | "))) for cell in row) for row in rows)
