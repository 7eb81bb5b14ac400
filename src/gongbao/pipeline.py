"""One report, from text to extraction: each stage is a function of frozen values, and nothing else is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gongbao import linking, mentions, quantities, read, relate, temporal
from gongbao.model import Document, Extraction
from gongbao.settings import Settings
from gongbao.text.reading import restored, squeezed


def extract(document: Document, settings: Settings) -> Extraction:
    """Run all stages on one report, without the gaps that typesetting left in it."""
    return restored(_extract(squeezed(document), settings), document)


def _extract(document: Document, settings: Settings) -> Extraction:
    terms = settings.ontology
    found_times = temporal.find(document, terms)
    counted = quantities.observe(document, terms, found_times)
    found_mentions = mentions.find(document, terms, without=settings.without)
    linked = linking.link(document, found_mentions, terms, aliases=settings.aliases, base=settings.base)
    statements, observed = relate.relate(
        document,
        linked.entities,
        counted.quantities,
        found_times,
        terms,
        reporter=linked.reporter,
        aliases=settings.aliases,
    )
    return Extraction(
        document,
        found_mentions,
        linked.entities,
        statements,
        observed,
        found_times,
        notices=quantities.left_out(document.text, counted.unread),
        reporter=linked.reporter,
    )


def extract_file(path: Path, settings: Settings) -> Iterator[Extraction]:
    """Read a file, which may hold several reports, and extract each. Raises InputError."""
    for document in read.read_file(path, ontology=settings.ontology):
        yield extract(document, settings)
