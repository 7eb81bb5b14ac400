"""Which names are one thing, as a person decided: before they are linked where that can be told so, else on what was linked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from gongbao import iri
from gongbao.decisions.anchor import Placed
from gongbao.decisions.decision import Applied, Decision
from gongbao.linking import Linked
from gongbao.linking.aliases import Aliases
from gongbao.model import Decided, Document, Entity, LinkReason, Mention, Notice
from gongbao.ontology import Ontology

RULE = "decision"  # the rule by which names are tied that a person joined

Bearers = Mapping[str, list[Entity]]


class Link(Protocol):
    """Links the names of a report, as `aliases` want it where they are given."""

    def __call__(self, *, aliases: Aliases | None = None) -> Linked:
        """Link them."""


def join(document: Document, link: Link, standing: Sequence[Placed], terms: Ontology) -> Applied[Linked]:
    """Link a report as it was decided which names are one."""
    linked, joins = link(), [one.decision for one in standing]
    if not joins:
        return Applied(linked)
    wanted = _aliases(document, _bearers(document, linked), joins)
    linked = link(aliases=wanted) if wanted.forces or wanted.forbidden else linked
    bearers = _bearers(document, linked)
    decided: list[Decided] = []
    notices: list[Notice] = []
    for decision in joins:
        one, other = (bearers.get(iri.canonical(name), []) for name in (decision.subject, decision.object))
        if not one or (decision.verdict == "wrong" and not other):
            name = decision.object if one else decision.subject
            if decision.scope != "all":  # else it names what other reports do
                notices.append(decision.gone("no name in this report is it", name=name))
            continue
        if decision.verdict == "right":
            fit = [(a, b) for a in one for b in other if terms.is_a(a.type, b.type) or terms.is_a(b.type, a.type)]
            if other and not fit:
                kinds = "/".join(dict.fromkeys(e.type for e in (*one, *other)))
                told = {"subject": decision.subject, "object": decision.object, "kinds": kinds}
                notices.append(decision.gone("are of different types", **told))
                continue
            for a, b in fit[:1]:
                linked = _merged(document, linked, a, b)
        else:
            linked = _parted(document, linked, decision, {e.iri for e in one} & {e.iri for e in other})
        bearers = _bearers(document, linked)
        decided.append(decision.settled(decision.subject, decision.object))
    return Applied(linked, tuple(decided), tuple(notices))


def _names(document: Document, entity: Entity) -> set[str]:
    """The names that a report calls a thing by, in normal form."""
    return {iri.canonical(document.text[m.start : m.end]) for m in entity.mentions}


def _bearers(document: Document, linked: Linked) -> Bearers:
    """The things by each of their names, those that are mentioned first."""
    found: dict[str, list[Entity]] = {}
    for entity in sorted(linked.entities, key=lambda e: not e.mentions):
        for name in {entity.name, *_names(document, entity)}:
            found.setdefault(name, []).append(entity)
    return found


def _aliases(document: Document, bearers: Bearers, joins: Sequence[Decision]) -> Aliases:
    """Names that are of something the report does not name, and pairs that are kept apart."""
    forces: dict[str, str] = {}
    forbidden: set[frozenset[str]] = set()
    for decision in joins:
        one, other = iri.canonical(decision.subject), iri.canonical(decision.object)
        if decision.verdict == "wrong":
            forbidden.add(frozenset((one, other)))
        elif other not in bearers:
            here = (name for e in bearers.get(one, ()) for name in _names(document, e))
            forces |= dict.fromkeys((name for name in here if name != other), other)
            forces.pop(other, None)  # what another decision makes of it would lead in a circle
    kept = {name: other for name, other in forces.items() if frozenset((name, other)) not in forbidden}
    return Aliases(kept, frozenset(forbidden))


def _merged(document: Document, linked: Linked, one: Entity, other: Entity) -> Linked:
    """Make one thing of two: the second, with the names of both."""
    if one.iri == other.iri:
        return linked
    whole = replace(
        other,
        aliases=tuple(sorted({*other.aliases, *one.aliases, one.name} - {other.name})),
        mentions=_sorted((*other.mentions, *one.mentions)),
        code=other.code or one.code,
        jurisdiction=other.jurisdiction or one.jurisdiction,
        same_as=other.same_as or one.same_as,
        reasons=(*other.reasons, *(LinkReason(text, RULE, other.name) for text in _written(document, one.mentions))),
        open=(*other.open, *one.open),
    )
    entities = [whole if e.iri == other.iri else e for e in linked.entities if e.iri != one.iri]
    renamed = {one.iri: other.iri}
    return _told(linked._replace(entities=tuple(_open(e, renamed) for e in entities)), renamed)


def _parted(document: Document, linked: Linked, decision: Decision, both: set[str]) -> Linked:
    """Take one of two names out of a thing that linking joined without a rule that could be forbidden."""
    entities: list[Entity] = []
    for entity in linked.entities:
        entities.append(entity)
        names = [iri.canonical(name) for name in (decision.subject, decision.object)]
        out = next((n for n in names if n != entity.name and n in _names(document, entity)), None)
        if entity.iri not in both or out is None:
            continue
        taken = [m for m in entity.mentions if iri.canonical(document.text[m.start : m.end]) == out]
        texts = _written(document, taken)
        entities[-1] = replace(
            entity,
            mentions=tuple(m for m in entity.mentions if m not in taken),
            aliases=tuple(a for a in entity.aliases if a not in texts),
            reasons=tuple(r for r in entity.reasons if r.surface not in texts),
        )
        base = entity.iri[: entity.iri.rindex(f"{entity.type}/")]
        minted = iri.entity(entity.type, out, scope=document.sha256[:8], base=base)
        reasons = tuple(LinkReason(text, RULE, out) for text in texts)
        aliases = tuple(sorted(set(texts) - {out}))
        entities.append(Entity(minted, entity.type, out, aliases, _sorted(taken), reasons=reasons))
    return linked._replace(entities=tuple(entities))


def _sorted(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end)))


def _written(document: Document, mentions: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(document.text[m.start : m.end] for m in mentions))


def _open(entity: Entity, renamed: dict[str, str]) -> Entity:
    left = (replace(r, target=renamed.get(r.target, r.target)) for r in entity.open)
    return replace(entity, open=tuple(dict.fromkeys(r for r in left if r.target != entity.iri)))


def _told(linked: Linked, renamed: dict[str, str]) -> Linked:
    """Let the report be told by the thing that its reporter now is."""
    who = linked.reporter
    if who is None:
        return linked
    entity, publisher = (renamed.get(name or "", name) for name in (who.entity, who.publisher))
    return linked._replace(reporter=replace(who, entity=entity, publisher=publisher))
