"""Terms and triples as text in the syntax of N-Triples, without the full stop."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from gongbao.triples import XSD

INTEGER = f"^^<{XSD}integer>"


def triple(subject: str, predicate: str, object: str) -> str:
    """Return a triple of written terms."""
    return f"{subject} {predicate} {object}"


def named(value: str) -> str:
    """Return an IRI as written."""
    return f"<{value}>"


def literal(value: str, language: str = "", datatype: str = "") -> str:
    """Return a literal as written."""
    if not value.isalnum():
        value = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    quoted = f'"{value}"'
    return f"{quoted}@{language}" if language else f"{quoted}^^<{datatype}>" if datatype else quoted


def integer(value: int) -> str:
    """Return a whole number as written."""
    return f'"{value}"{INTEGER}'


@lru_cache(maxsize=1024)
def decimal(value: float) -> str:
    """Return the shortest decimal that reads back as the same number, never in exponent form."""
    written = format(Decimal(repr(value)), "f")
    whole, _, fraction = written.partition(".")
    return f'"{whole}.{fraction.rstrip("0") or "0"}"^^<{XSD}decimal>'
