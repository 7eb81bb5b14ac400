"""Link the mentions of one report into entities, by the report's own names and the lexicon, never by other reports."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from gongbao import iri
from gongbao.linking import issuer, reporter, rules, surfaces
from gongbao.linking.aliases import Aliases
from gongbao.linking.candidates import Scene, lists
from gongbao.linking.cluster import clusters
from gongbao.linking.mint import Mint
from gongbao.model import Document, Entity, Mention, Reporter
from gongbao.ontology import BASE, Ontology
from gongbao.text.script import fold

__all__ = ["Linked", "link", "published"]


class Linked(NamedTuple):
    """The things of one report, and who reports."""

    entities: tuple[Entity, ...]
    reporter: Reporter | None = None


def link(
    document: Document,
    mentions: Sequence[Mention],
    ontology: Ontology,
    *,
    aliases: Aliases | None = None,
    base: str = BASE,
) -> Linked:
    """Group mentions into entities, each in exactly one; then, without mentions, who reports and the divisions acted for."""
    kinds = surfaces.roles(ontology)
    written = surfaces.written(document, mentions)
    claim = reporter.claimed(document, written, kinds.actors, ontology)
    region = surfaces.region(document, kinds, written, claim)
    read = [surfaces.surface(name, of, group, document, kinds, region) for (of, name), group in written.items()]
    read = surfaces.abroad(read, document, claim, kinds)
    read, own = surfaces.with_reporter(read, claim, kinds, region.home)
    if aliases is not None:
        read = [surfaces.aliased(surface, aliases, kinds, region.home) for surface in read]
    laid = Scene(document, tuple(read), own, kinds, lists(document, read))
    found = clusters(laid, rules.links(laid), aliases)
    mint = Mint(laid, region.home, base, press=claim is not None and claim.how == "press")
    entities, of = mint.entities(found)
    reports = of[own] if own is not None else None
    acts = claim.how if claim and claim.how != "press" else None  # a newspaper only tells
    if claim and claim.how in ("title", "signature", "press"):
        told = reports
    elif document.publisher is not None:
        publishers = (ontology.role("actor"), ontology.role("platform"))
        told = _named(document, [e for e in entities if any(ontology.is_a(e.type, p) for p in publishers)])
    else:
        told = issuer.publisher(document, entities, reports if acts else None, acts, ontology)
    stated = document.publisher is not None or (claim and claim.how in ("title", "signature", "press"))
    who = Reporter(reports if acts else None, acts, told, "stated" if stated else "inferred") if acts or told else None
    return Linked((*entities, *mint.implied(entities)), who)


def _named(document: Document, entities: Sequence[Entity]) -> str | None:
    """Return who is named by head or signature: whose mention is that name or holds it, else who bears it."""
    span, name = document.publisher_span, iri.canonical(fold(document.publisher or ""))
    holds = (e.iri for e in entities if span and any(m.span.covers(span) for m in e.mentions))
    bears = (e.iri for e in entities if name in issuer.names_of(e))
    return next(holds, None) or next(bears, None)


def published(document: Document, linked: Linked) -> Document:
    """Return the document with its publisher in full: whose year it tells, who heads or signs it, or whom linking found."""
    who, told = linked.reporter, document.publisher
    entity = next((e for e in linked.entities if who and e.iri == who.publisher and e.mentions), None)
    if entity is None or who is None:
        return document
    span = max(entity.mentions, key=lambda m: m.end - m.start).span
    written = "".join(document.text[span.start : span.end].split())
    if told is not None and who.how != "title" and not written.endswith(told):
        return document
    return replace(document, publisher=written, publisher_span=span)
