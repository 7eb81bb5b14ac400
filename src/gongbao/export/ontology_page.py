"""The ontology as one HTML page, offline: classes, properties, concepts, what they are aligned with, how they are worded."""

from collections.abc import Mapping
from functools import cache

import pyoxigraph as ox

from gongbao.export.templates import beside, render
from gongbao.ontology import BASE, DCTERMS, GB, RDFS, SKOS, VOCABULARY, Ontology, Term, directory
from gongbao.triples import Facts, local

_KINDS = "措辞的种类 · kinds of wording"
STRUCTURE = ("role", "scheme", "off", "without")
"""What the ontology says of its terms by wording, and that is no wording."""


def render_reference(terms: Ontology, *, served: bool = False) -> str:
    """Return the page for an ontology, a user's own files included. Everything that comes from a file is escaped.

    As the server shows it, it has a way home and a field to search it; the page as it is written runs no script.
    """
    facts = Facts()
    for path in terms.files:
        facts.read(path)
    linked = (terms.classes, terms.properties)
    return render(
        "ontology.html",
        terms=terms,
        facts=facts,
        title=facts.literals(GB[:-1], DCTERMS + "title"),
        about=facts.literals(GB[:-1], DCTERMS + "description"),
        own=[path.name for path in terms.files if directory() not in path.parents],
        groups=_groups(terms),
        known={term.iri for group in linked for term in group.values()},
        below=lambda id_: (spec.iri for spec in terms.classes.values() if id_ in spec.parents),
        style=beside("reference.css"),
        script=beside("reference.js") if served else "",
        short=_short,
        local=local,
        **{"GB": GB, "KINDS": _KINDS, "RDFS": RDFS, "SKOS": SKOS, "STRUCTURE": STRUCTURE},
    )


def _groups(terms: Ontology) -> tuple[tuple[str, str, list[Term]], ...]:
    """What stands under each heading, with its anchor."""
    things, relations = terms.entity_classes, terms.relations
    classes, properties = terms.classes.values(), terms.properties.values()
    inverses = [p for p in properties if p.inverse]
    concepts = sorted(terms.concepts.values(), key=lambda concept: concept.scheme)
    return (
        ("things", "报告所说的事物 · things", [c for c in classes if c in things]),
        ("relations", "事物之间的关系 · relations", [p for p in properties if p in relations]),
        ("structure", "图谱的结构 · structure of a graph", [c for c in classes if c not in things]),
        ("properties", "结构的属性 · its properties", [p for p in properties if p not in (*relations, *inverses)]),
        ("inverses", "逆关系 · inverses", [*inverses]),
        ("concepts", "概念 · concepts", [*concepts]),
    )


def _short(iri: str) -> str:
    for prefix, namespace in _prefixes().items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix(BASE)


@cache
def _prefixes() -> Mapping[str, str]:
    """The prefixes that the ontology's own file declares."""
    parser = ox.parse((directory() / VOCABULARY[0]).read_bytes(), format=ox.RdfFormat.TURTLE)
    next(iter(parser))  # which reads what stands before the first triple
    return parser.prefixes
