"""The kinds of words that the wording is made of: a closed set, described in `ontology/kinds.ttl`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, NoReturn

import pyoxigraph as ox

from gongbao.errors import GongbaoError, close_matches
from gongbao.model import Notice
from gongbao.triples import GBW, OWL, RDF, RDFS, SKOS, Facts, local

ANY, CLASS, PROPERTY, CONCEPT = RDFS + "Resource", OWL + "Class", OWL + "ObjectProperty", SKOS + "Concept"
"""Owners that stand for many: every term, every class of things, every property, every concept."""

LONGEST = 100  # characters of a word
_NAMES = {
    ANY: ("all terms", "所有术语"),
    CLASS: ("classes of things", "事物的类"),
    PROPERTY: ("properties", "属性"),
    CONCEPT: ("concepts", "概念"),
}


class Kind(NamedTuple):
    """A kind of words: the terms that may have such words, what they do (by language), and one of them."""

    id: str
    owners: frozenset[str]
    definitions: Mapping[str, str]
    example: str


def read(facts: Facts) -> Mapping[str, Kind]:
    """Return the kinds that files describe, by name."""
    kinds = (
        Kind(
            local(iri),
            frozenset(facts.iris(iri, RDFS + "domain")),
            facts.literals(iri, SKOS + "definition"),
            next(iter(facts.words(iri, SKOS + "example")), ""),
        )
        for iri in facts.of_type(GBW + "Kind")
    )
    return MappingProxyType({kind.id: kind for kind in kinds})


def check(facts: Facts, kinds: Mapping[str, Kind], stands_for: Mapping[str, frozenset[str]]) -> None:
    """Refuse words of a kind that does not exist, or that its term may not have.

    `stands_for` are the terms that each of `CLASS`, `PROPERTY` and `CONCEPT` stands for.
    """
    for subject in facts.worded():
        for predicate in facts.by_subject[subject]:
            if not predicate.startswith(GBW):
                continue
            kind = kinds.get(predicate.removeprefix(GBW))
            if kind is None:
                _unknown(subject, predicate, kinds, facts)
            given = {"term": local(subject), "id": kind.id, "predicate": predicate}
            may = {subject, ANY} | {many for many, terms in stands_for.items() if subject in terms}
            _check_words(kind, subject, predicate, facts)
            if kind.owners.isdisjoint(may):
                if CLASS in kind.owners and OWL + "Class" in facts.iris(subject, RDF + "type"):
                    facts.wrong(subject, "a class with words is below no class of things", **given)
                owners = [_NAMES.get(owner, (local(owner), f" {local(owner)}")) for owner in sorted(kind.owners)]
                english, chinese = (" or ".join(o[0] for o in owners), "、".join(o[1] for o in owners))
                about = GongbaoError(kind.definitions.get("en", "-"), kind.definitions.get("zh-hans", "-"))
                facts.wrong(subject, "words are of other terms", owners=Notice(english, chinese), about=about, **given)


def _check_words(kind: Kind, subject: str, predicate: str, facts: Facts) -> None:
    """Refuse what is no word: nothing, several lines, a whole text, a node instead of a literal."""
    for node in facts.by_subject[subject][predicate]:
        word = node.value if isinstance(node, ox.Literal) else "x" if f"{GBW}scheme" == predicate else ""
        if not word.strip() or len(word) > LONGEST or not word.isprintable():
            given = {"term": local(subject), "id": kind.id, "predicate": predicate}
            facts.wrong(subject, "words stand in quotes", node=str(node)[:40], most=LONGEST, **given)


def _unknown(subject: str, predicate: str, kinds: Mapping[str, Kind], facts: Facts) -> NoReturn:
    name = predicate.removeprefix(GBW)
    close = close_matches(name, kinds)
    message = "no such kind of words, these are close" if close else "no such kind of words, these there are"
    facts.wrong(subject, message, predicate=predicate, name=name, kinds=close or sorted(kinds))
