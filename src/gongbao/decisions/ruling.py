"""All that people decided about one report, stage by stage: head, names, joins, statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gongbao import iri
from gongbao.decisions.anchor import Placed, anchor
from gongbao.decisions.corrected import Corrected, corrected
from gongbao.decisions.decision import Decision
from gongbao.decisions.joining import Joined, Link, join
from gongbao.decisions.ledger import Ledger
from gongbao.decisions.measuring import Measured, counted, timed
from gongbao.decisions.stating import Stated, stated
from gongbao.linking import Linked
from gongbao.linking.aliases import Aliases
from gongbao.model import Decided, Document, Entity, Mention, Notice, Quantity, Reporter, Statement, Time
from gongbao.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Ruling:
    """The standing decisions on one report, with places in the text as it is read; none of them changes nothing."""

    standing: tuple[Placed, ...] = ()
    notices: tuple[Notice, ...] = ()

    def _of(self, *about: str) -> Iterator[Decision]:
        return (one.decision for one in self.standing if one.decision.about in about)

    def head(self, document: Document) -> Document:
        """Return the document with title, publisher and date as decided."""
        for decision in self._of("title", "publisher", "issued"):
            if decision.verdict == "wrong":
                value = decision.instead or None
                if decision.about == "title":
                    document = replace(document, title=value)
                elif decision.about == "issued":
                    document = replace(document, issued=value, issued_span=None)
                else:
                    document = replace(document, publisher=value, publisher_span=None, signed=True)
        return document

    def names(self, document: Document, found: Sequence[Mention]) -> Corrected:
        """Return the names as decided."""
        return corrected(document, found, self.standing) if self.standing else Corrected(tuple(found))

    def times(self, document: Document, found: tuple[Time, ...]) -> Measured[Time]:
        """Return the times as decided."""
        return timed(document, found, self.standing)

    def figures(self, found: tuple[Quantity, ...]) -> Measured[Quantity]:
        """Return the figures as decided."""
        return counted(found, self.standing)

    def linked(self, document: Document, link: Link, own: Aliases | None, terms: Ontology, base: str) -> Joined:
        """Link the report, with joins and publisher as decided."""
        found = join(document, link, own, [*self._of("same")], terms)
        return replace(found, linked=self._published(found.linked, terms, base))

    def _published(self, linked: Linked, terms: Ontology, base: str) -> Linked:
        decided = next((d for d in self._of("publisher") if d.verdict == "wrong"), None)
        if decided is None:
            return linked
        who = linked.reporter or Reporter(None)
        if not decided.instead:
            return replace(linked, reporter=replace(who, publisher=None))
        name, actor = iri.canonical(decided.instead), terms.role("actor")
        named = (e for e in linked.entities if terms.fits(e.type, (actor,)) and name in _names(e))
        entity = next(named, None)
        if entity is None:
            entity = Entity(iri.entity(actor, name, base=base), actor, name, (), ())
            linked = replace(linked, entities=(*linked.entities, entity))
        return replace(linked, reporter=replace(who, publisher=entity.iri))

    def statements(
        self, document: Document, entities: Sequence[Entity], found: Sequence[Statement], terms: Ontology
    ) -> Stated:
        """Return the statements as decided."""
        return stated(document, entities, found, self.standing, terms)

    def heads(self, before: Document) -> tuple[Decided, ...]:
        """Return what was decided of title, publisher, date, and of the report as a whole."""
        made = []
        for decision in self._of("title", "publisher", "issued", "report"):
            value = None if decision.about == "report" else getattr(before, decision.about)
            made.append(replace(_decided(decision, (decision.instead,) if decision.instead else ()), value=value))
        return tuple(made)


NOTHING = Ruling()


def ruling(document: Document, ledger: Ledger) -> Ruling:
    """Return what was decided about a report, as it was given."""
    if not ledger.decisions:
        return NOTHING
    found = anchor(document, ledger)
    return Ruling(found.standing, found.notices)


def _decided(decision: Decision, words: tuple[str, ...]) -> Decided:
    verdict = "right" if decision.verdict == "right" else "wrong"
    return Decided(decision.about, verdict, decision.who, decision.when, words, decision.note)  # type: ignore[arg-type]


def _names(entity: Entity) -> set[str]:
    return {iri.canonical(name) for name in (entity.name, *entity.aliases)}
