"""Statements as a person decided them: applied after relations were read; each has its evidence, like all others."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from gongbao import iri
from gongbao.decisions.anchor import Placed
from gongbao.decisions.decision import Applied, Decision
from gongbao.model import PERSON, Decided, Document, Entity, Evidence, Notice, Span, Statement
from gongbao.ontology import Ontology
from gongbao.relations import united
from gongbao.text.script import fold


class _Said:
    """The statements of a report while decisions are applied to them, and its things by all their names."""

    def __init__(
        self, document: Document, entities: Sequence[Entity], found: Sequence[Statement], terms: Ontology
    ) -> None:
        self.document, self.terms = document, terms
        self.kept = list(found)
        self.decided: list[Decided] = []
        self.notices: list[Notice] = []
        self.things: dict[str, list[Entity]] = defaultdict(list)
        for entity in entities:
            written = (document.text[m.start : m.end] for m in entity.mentions)
            for name in {iri.canonical(n) for n in (entity.name, *entity.aliases, *written)}:
                self.things[name].append(entity)

    def named(self, name: str) -> Sequence[Entity]:
        """The things that bear a name."""
        return self.things.get(iri.canonical(name), ())

    def settled(self, decision: Decision) -> None:
        """Record that a statement is wrong which the program does not read, or tell what the report does not speak of."""
        if decision.scope == "all":
            return
        ends = (decision.subject, decision.object)
        unknown = next((n for n in ends if not self.named(n) and fold(n) not in self.document.folded), None)
        if unknown is None:
            self.decided.append(_record(decision, (), ()))
        else:
            self.notices.append(decision.gone("nothing in this report is called", unknown=unknown))

    def about(self, decision: Decision) -> Callable[[Statement], bool]:
        """What tells whether a statement is the one that a decision is about: by the names of its ends, or as written."""
        subjects, objects = ({e.iri for e in self.named(n)} for n in (decision.subject, decision.object))
        subject, words = iri.canonical(decision.subject), iri.canonical(decision.object)

        def is_it(statement: Statement) -> bool:
            if statement.predicate != decision.predicate:
                return False
            named = (
                iri.canonical(statement.object) == words if statement.kind == "concept" else statement.object in objects
            )
            return (
                statement.subject in subjects or self.written(subject, (e.subject for e in statement.evidence))
            ) and (named or self.written(words, (e.object for e in statement.evidence)))

        return is_it

    def written(self, name: str, ends: Iterable[Span | None]) -> bool:
        """Say whether ends of a statement are written so, which may be parts of names (市 of 市委)."""
        return any(span and iri.canonical(self.document.text[span.start : span.end]) == name for span in ends)


def stated(
    document: Document,
    entities: Sequence[Entity],
    found: Sequence[Statement],
    standing: Sequence[Placed],
    terms: Ontology,
) -> Applied[tuple[Statement, ...]]:
    """Apply the decisions on statements."""
    if not standing:
        return Applied(tuple(found))
    said = _Said(document, entities, found, terms)
    for one in standing:
        (_right if one.decision.verdict == "right" else _wrong)(said, one)
    kept = united(said.kept) if said.decided else tuple(found)
    return Applied(kept, tuple(said.decided), tuple(said.notices))


def _at(statement: Statement, one: Placed) -> tuple[Evidence, ...]:
    """The evidence of a statement that a decision is about: that at its place, or all."""
    span = one.span
    if one.decision.scope != "here" or span is None:
        return statement.evidence
    return tuple(e for e in statement.evidence if e.start < span.end and span.start < e.end)


def _wrong(said: _Said, one: Placed) -> None:
    decision, is_it = one.decision, said.about(one.decision)
    before: list[Statement] = []
    after: list[Statement] = []
    kept: list[Statement] = []
    if one.span is None and not said.named(decision.subject):
        return said.settled(decision)
    for statement in said.kept:
        about = _at(statement, one) if is_it(statement) else ()
        if not about or statement.modality == decision.instead:
            kept.append(statement)
            continue
        before.append(replace(statement, evidence=about))
        left = tuple(e for e in statement.evidence if e not in about)
        if left:
            kept.append(replace(statement, evidence=left))
        if decision.instead:
            after.append(replace(statement, evidence=about, modality=decision.instead, by=PERSON, score=1.0))
    said.kept = [*kept, *after]
    if not before and decision.instead and one.span is not None:
        return _right(said, one)  # it is there in another modality, or the program no longer reads it
    if before or one.span is not None:
        said.decided.append(_record(decision, before, after))
    else:
        said.settled(decision)


def _right(said: _Said, one: Placed) -> None:
    decision, is_it = one.decision, said.about(one.decision)
    before: list[Statement] = []
    after: list[Statement] = []
    for number, statement in enumerate(said.kept):
        modal = decision.instead in ("", statement.modality)
        if modal and is_it(statement) and _at(statement, one):
            before.append(statement)
            after.append(replace(statement, score=1.0))
            said.kept[number] = after[-1]
    if not after:
        made = _made(said, one)
        if isinstance(made, Notice):
            said.notices.append(made)
            return
        after.append(made)
        said.kept.append(made)
    said.decided.append(_record(decision, before, after))


def _made(said: _Said, one: Placed) -> Statement | Notice:
    """The statement that a person gives, or why it cannot be."""
    decision, span, terms = one.decision, one.span, said.terms
    spec = terms.get_property(decision.predicate)
    if span is None:
        return decision.gone("its evidence is not in this report")
    subject = next(_fitting(said, decision.subject, spec.domain, span), None)
    of_things = all(terms.role("entity") in terms.get_class(name).ancestors for name in spec.range)
    thing = next(_fitting(said, decision.object, spec.range, span), None) if of_things else None
    if subject is None or (of_things and thing is None):
        name, allowed = (decision.subject, spec.domain) if subject is None else (decision.object, spec.range)
        return decision.gone("no such thing here is called", kinds=", ".join(allowed), name=name)
    written = [_within(e, span) if e else None for e in (subject, thing)]
    return Statement(
        subject.iri,
        decision.predicate,
        thing.iri if thing else iri.canonical(decision.object),
        "entity" if thing else "concept",
        (Evidence(span.start, span.end, None, *written),),
        decision.instead or _modality(said.document, span),
        1.0,
        by=PERSON,
    )


def _fitting(said: _Said, name: str, allowed: Sequence[str], span: Span) -> Iterator[Entity]:
    """The things of a name whose class a property allows, those in the evidence first."""
    fit = [e for e in said.named(name) if said.terms.fits(e.type, allowed)]
    yield from sorted(fit, key=lambda e: _within(e, span) is None)


def _within(entity: Entity, span: Span) -> Span | None:
    return next((m.span for m in entity.mentions if span.covers(m.span)), None)


def _modality(document: Document, span: Span) -> str:
    at = bisect_right(document.sentences, span.start, key=lambda sentence: sentence.start) - 1
    return document.sentences[at].modality if at >= 0 else "done"


def _record(decision: Decision, before: Sequence[Statement], after: Sequence[Statement]) -> Decided:
    words = (decision.subject, decision.predicate, decision.object)
    return decision.settled(*words, statements=tuple(before), stated=tuple(after))
