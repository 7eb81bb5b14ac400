"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from gongbao.errors import UsageError

_F = TypeVar("_F", bound=Callable[..., Any])


def ontology_option(command: _F) -> _F:
    """`--ontology FILE`: Turtle that adds classes, properties and wording, or switches some off. May be repeated."""
    return click.option(
        "--ontology",
        "ontologies",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Turtle with classes, properties and wording of your own.",
    )(command)


def base_option(command: _F) -> _F:
    """`--base IRI`: where entity IRIs begin."""
    return click.option(
        "--base", default=None, metavar="IRI", help="Where IRIs begin, instead of https://w3id.org/gongbao/."
    )(command)


def valid_base(base: str | None) -> str:
    """Return the base IRI, ending in `/` or `#`. Raises UsageError."""
    from gongbao.ontology import BASE

    if base is None:
        return BASE
    from urllib.parse import urlsplit

    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.netloc or any(c in base for c in ' <>"{}|\\^`'):
        raise UsageError(
            f"--base {base!r}: give an http or https IRI such as https://example.org/graph/",
            f"--base {base!r}：请给出 http(s) 地址",
        )
    return base if base.endswith(("/", "#")) else base + "/"
