"""Reports with their names marked in braces, linked: {Organization:甲局}."""

from __future__ import annotations

import re

from gongbao import iri
from gongbao.linking import link
from gongbao.linking.aliases import Aliases
from gongbao.linking.hierarchy import structure
from gongbao.model import Document, Entity, Mention
from gongbao.ontology import Ontology
from gongbao.read import from_text


def marked(text: str, terms: Ontology, publisher: str | None = None) -> tuple[Document, tuple[Mention, ...]]:
    """Read a text in which names are marked {Organization:市委}; the marks are taken out."""
    plain, mentions, at = "", [], 0
    for found in re.finditer(r"\{(\w+):([^}]+)\}", text):
        plain += text[at : found.start()]
        mentions.append(Mention(len(plain), len(plain) + len(found[2]), found[1], "test", 1.0))
        plain += found[2]
        at = found.end()
    plain += text[at:]
    return from_text(plain, "test", publisher=publisher, ontology=terms), tuple(mentions)


def decided(row: str) -> Aliases:
    """Two names and `force` or `forbid`, with tabs between."""
    one, other, action = row.strip().split("\t")
    pair = iri.canonical(one), iri.canonical(other)
    return Aliases(dict([pair]), frozenset()) if action == "force" else Aliases({}, frozenset([frozenset(pair)]))


def entities(
    text: str, terms: Ontology, publisher: str | None = None, aliases: str | None = None
) -> tuple[Entity, ...]:
    document, mentions = marked(text, terms, publisher)
    table = decided(aliases) if aliases else None
    return link(document, mentions, terms, aliases=table).entities


def names(found: tuple[Entity, ...]) -> list[str]:
    return [e.name for e in found if e.mentions]


def keys(found: tuple[Entity, ...]) -> list[str]:
    return [e.iri.rsplit("/", 1)[1] for e in found if e.mentions]


def triples(text: str, terms: Ontology, publisher: str | None) -> set[tuple[str, str, str]]:
    document, mentions = marked(text, terms, publisher)
    linked = link(document, mentions, terms)
    found = linked.entities
    called = {e.iri: e.name for e in found}
    statements = structure(document, found, terms, linked.reporter)
    for statement in statements:
        for evidence in statement.evidence:
            assert evidence.object is not None
            assert evidence.start <= evidence.object.start < evidence.object.end <= evidence.end
    return {(called[s.subject], s.predicate, called[s.object]) for s in statements}
