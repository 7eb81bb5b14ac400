"""What people decided about a report as PROV-O: each decision an activity, with who, when, what the program had read, what stands.

What was found wrong is a `gb:Original`: it can be asked for, and is neither a statement nor a name of the graph.
"""

from collections.abc import Iterator, Mapping

from gongbao import iri
from gongbao.model import PERSON, Decided, Evidence, Mention, Statement
from gongbao.ntriples import TYPE, Writer, decimal, literal, named, triple
from gongbao.ontology import DCTERMS, PROV, RDFS, XSD

_HEAD = ("title", "publisher", "issued")


def decisions(writer: Writer) -> Iterator[str]:
    """Yield the triples of all decisions on a report, in their order."""
    told = writer.extraction.decided
    stands = {_key(s): f"s{number}" for number, s in enumerate(writer.extraction.statements, 1)}
    names = {(m.start, m.end, m.type): f"m{m.start}-{m.end}" for m in writer.extraction.mentions}
    for number, decided in enumerate(told, 1):
        yield from _decision(writer, number, decided, stands, names)
    for who in sorted({decided.who for decided in told}):
        agent = _agent(writer, who)
        yield triple(agent, TYPE, named(PROV + "Agent"))
        yield triple(agent, named(RDFS + "label"), literal(who))


def _key(statement: Statement) -> tuple[str, str, str, str]:
    return statement.subject, statement.predicate, statement.object, statement.modality


def _agent(writer: Writer, who: str) -> str:
    return named(f"{writer.base}agent/{iri.segment(who)}")


def _decision(
    writer: Writer,
    number: int,
    decided: Decided,
    stands: Mapping[tuple[str, str, str, str], str],
    names: Mapping[tuple[int, int, str], str],
) -> Iterator[str]:
    node = writer.node(f"d{number}")
    yield triple(node, TYPE, writer.cls("Decision"))
    yield triple(node, writer.prop("concerns"), literal(decided.about))
    yield triple(node, writer.prop("verdict"), writer.concept(decided.verdict))
    yield triple(node, named(PROV + "wasAssociatedWith"), _agent(writer, decided.who))
    yield triple(node, named(PROV + "endedAtTime"), literal(decided.when, datatype=XSD + "dateTime"))
    yield triple(node, named(PROV + "used"), writer.report)
    for words in decided.words:
        yield triple(node, writer.prop("words"), literal(words))
    if decided.note:
        yield triple(node, named(RDFS + "comment"), literal(decided.note))
    now = [names.get((m.start, m.end, m.type)) for m in decided.given]
    now += [stands.get(_key(statement)) for statement in decided.stated]
    own = {m for m in decided.given if m.by == PERSON}, {s for s in decided.stated if s.by == PERSON}
    for there, made in zip(now, (*decided.given, *decided.stated), strict=True):
        if there:
            did = "generated" if made in own[0] or made in own[1] else "used"
            yield triple(node, named(PROV + did), writer.node(there))
    fate = named(PROV + ("used" if decided.verdict == "right" else "invalidated"))
    found: tuple[Mention | Statement, ...] = (*decided.names, *decided.statements)
    for place, before in enumerate(found, 1):
        original = writer.node(f"o{number}.{place}")
        yield triple(node, fate, original)
        yield from _original(writer, original, f"oe{number}.{place}", before)
    if decided.value is not None:
        original = writer.node(f"o{number}.1")
        of = named(DCTERMS + decided.about) if decided.about in _HEAD else writer.prop("value")
        yield triple(node, fate, original)
        yield triple(original, TYPE, writer.cls("Original"))
        yield triple(original, writer.prop("originalPredicate"), of)
        yield triple(original, writer.prop("originalValue"), literal(decided.value))


def _original(writer: Writer, node: str, name: str, before: Mention | Statement) -> Iterator[str]:
    """What the program had read: a name with its class, or a statement."""
    yield triple(node, TYPE, writer.cls("Original"))
    if before.by:
        yield triple(node, writer.prop("foundBy"), literal(before.by))
    yield triple(node, writer.prop("score"), decimal(before.score))
    if isinstance(before, Mention):
        yield triple(node, writer.prop("originalClass"), named(writer.terms.get_class(before.type).iri))
        places: tuple[Evidence, ...] = (Evidence(before.start, before.end),)
    else:
        yield triple(node, writer.prop("originalSubject"), named(before.subject))
        yield triple(node, writer.prop("originalPredicate"), writer.prop(before.predicate))
        yield triple(node, writer.prop("originalObject"), writer.object_of(before))
        yield triple(node, writer.prop("modality"), writer.concept(before.modality))
        places = before.evidence
    for number, evidence in enumerate(places, 1):
        there = writer.node(f"{name}.{number}")
        yield triple(node, writer.prop("evidence"), there)
        yield from writer.evidence_triples(there, evidence)
