"""What lies in what, up to the province: division codes, the gazetteer, and names that begin with what they belong to;
and which body leads which by law, up to the nation.

A thing is tied to the nearest of what contains it that the network has; a place that no report names is added only
where it joins two things.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import unquote

from gongbao import lexicon
from gongbao.lexicon import Entry
from gongbao.linking import divisions
from gongbao.network.values import LABELS, LED, UNSAID, Edge, Node, Tie
from gongbao.ontology import Ontology
from gongbao.text.words import dictionary

_BY_MEMBERS = ("regions", "landforms", "places", "organizations")


def containment(nodes: Sequence[Node], terms: Ontology) -> tuple[list[Tie], list[Node]]:
    """Return what lies in, belongs to or is led by what, sorted, and the places that are added because they join things."""
    gazetteer = _Gazetteer(nodes, terms)
    found = [*gazetteer.places(), *gazetteer.units(), *gazetteer.led()]
    added = gazetteer.added(found)
    known = {node.iri for node in (*nodes, *added)}
    kept = dict.fromkeys(tie for tie in found if tie.ends <= known and tie.source != tie.target)
    return sorted(kept, key=lambda tie: (tie.source, tie.target, tie.kind, tie.by)), added


class _Gazetteer:
    """The places of a network by the division that each is."""

    def __init__(self, nodes: Sequence[Node], terms: Ontology) -> None:
        self.nodes = nodes
        self.terms = terms
        self.located = terms.property_role("containment")
        self.unit = terms.property_role("parent")
        self.is_place = {n.iri: terms.is_a(n.type, terms.role("place")) for n in nodes}
        self.is_body = {n.iri: terms.is_a(n.type, terms.role("actor")) for n in nodes}
        self.by_code = {n.code: n.iri for n in nodes if n.code}
        self.by_label = {n.label: n.iri for n in nodes if self.is_place[n.iri]}
        place = next((n for n in nodes if n.code), None)
        self.base = place.iri[: -len(place.label)] if place and place.iri.endswith(place.label) else ""

    def tie(self, part: str, whole: str, relation: str, by: str, words: str) -> Tie:
        """What lies in, belongs to or is led by what; `by` says so, in `words`."""
        label = LABELS.get(relation) or self.terms.get_property(relation).label("zh-Hans")
        proof = Edge(part, whole, relation, label, "", 1.0, "", words, 0, 0, "", "", "")
        return Tie(part, whole, relation, label, 1.0, UNSAID, by, (proof,))

    def iri_of(self, region: Entry) -> str | None:
        """The node of a division, or the IRI that it would have."""
        found = self.by_code.get(region.code or "") or self.by_label.get(region.name)
        return found or (self.base + region.name if self.base and region.level == 1 else None)

    def places(self) -> Iterator[Tie]:
        """Places and bodies in divisions."""
        for node in self.nodes:
            if not self.is_place[node.iri] and not self.is_body[node.iri]:
                continue
            division = lexicon.divisions_by_code().get(node.code)
            if division is not None:
                yield from self.inside(node, divisions.lineage(division)[:-1], "gazetteer", _row(division))
                continue
            listed = _listed().get(node.label)
            if listed is not None:
                yield from self.members(node, listed)
                continue
            begun = divisions.prefix(node.label)
            if (
                begun is not None
                and begun.length < len(node.label)
                and (begun.official or _apart(node.label, begun.length))
            ):
                yield from self.inside(node, divisions.lineage(begun.region), "name", node.label)

    def inside(self, node: Node, chain: Sequence[Entry], by: str, words: str) -> Iterator[Tie]:
        """In the innermost division of a chain that is a node; else in the province, which may be added."""
        found = next(((region, iri) for region in reversed(chain) if (iri := self.iri_of(region)) is not None), None)
        if found is not None and (by == "gazetteer" or not node.jurisdiction):
            whole = f"{words} < {_row(found[0])}" if by == "gazetteer" else words
            yield self.tie(node.iri, found[1], self.located, by, whole)

    def members(self, node: Node, listed: Entry) -> Iterator[Tie]:
        """A region of several has them as parts (京津冀); what belongs to one is its part (三晋, a town, a hospital)."""
        names = (listed.parent or "").split("|")
        words = f"{listed.name}: {listed.parent} ({listed.source})"
        for name in names:
            other = self.by_label.get(name)
            if other is not None:
                part, whole = (other, node.iri) if len(names) > 1 else (node.iri, other)
                yield self.tie(part, whole, self.located, "gazetteer", words)

    def units(self) -> Iterator[Tie]:
        """Bodies whose name begins with another body's name, cut between words (…公安厅 | 网安总队)."""
        names = {n.label: n.iri for n in self.nodes if self.is_body[n.iri] and len(n.label) > _SHORTEST}
        for node in self.nodes:
            if not self.is_body[node.iri]:
                continue
            for end in range(len(node.label) - 2, _SHORTEST, -1):
                whole = names.get(node.label[:end])
                if whole is not None and _apart(node.label, end):
                    yield self.tie(node.iri, whole, self.unit, "name", node.label)
                    break

    def led(self) -> Iterator[Tie]:
        """Bodies that others of their kind lead by law: the nearest one that the network has, up to the nation's."""
        bodies = {n.label: n.iri for n in self.nodes if self.is_body[n.iri]}
        for chain in lexicon.superiors():
            before, _, behind = chain.pattern.partition("{}")
            for label, body in bodies.items():
                if not (label.startswith(before) and label.endswith(behind)):
                    continue
                region = divisions.place(label[len(before) : len(label) - len(behind)])
                wider = divisions.lineage(region)[-2::-1] if region is not None else ()
                above = [*(chain.pattern.format(divisions.official_name(r)) for r in wider), chain.top]
                whole = next((name for name in above if name in bodies), None)
                if region is not None and whole is not None:
                    yield self.tie(body, bodies[whole], LED, "law", f"{label} < {whole}（{chain.source}）")

    def added(self, found: Sequence[Tie]) -> list[Node]:
        """Provinces that no report names, where two things or more lie in them."""
        known = {node.iri for node in self.nodes}
        parts: dict[str, set[str]] = defaultdict(set)
        for one in found:
            if one.target not in known:
                parts[one.target].add(one.source)
        place = self.terms.get_class(self.terms.role("place"))
        codes = {entry.name: entry.code or "" for entry in lexicon.entries("divisions") if entry.level == 1}
        names = {iri: iri[len(self.base) :] for iri, members in sorted(parts.items()) if len(members) > 1}
        return [Node(iri, place.id, n, n, (), 0, codes.get(n, ""), place.color) for iri, n in names.items()]


def province(iri: str, name: str) -> str | None:
    """The code of the province that a thing lies in, as the scope of its IRI, its name or the gazetteer has it."""
    scope, apart, _ = unquote(iri.rpartition("/")[2]).partition("--")
    for known in (scope, name) if apart else (name,):
        division = divisions.place(known)
        listed = _listed().get(known)
        if division is None and listed is not None and listed.parent not in (None, known):
            return None if "|" in str(listed.parent) else province("", str(listed.parent))
        begun = divisions.prefix(known) if division is None else None
        if begun is not None and (begun.official or _apart(known, begun.length)):
            division = begun.region
        if division is not None:
            return divisions.lineage(division)[0].code
    return None


_SHORTEST = 3  # characters of a body's name that others may begin with


@cache
def _listed() -> dict[str, Entry]:
    """The gazetteer's entries that belong to something, by every safe name."""
    found: dict[str, Entry] = {}
    for file in _BY_MEMBERS:
        for entry in lexicon.entries(file):
            if entry.parent:
                for name in (entry.name, *entry.short):
                    found.setdefault(name, entry)
    return found


def _row(entry: Entry) -> str:
    """An entry as evidence."""
    return f"{entry.name} {entry.code or ''}（{entry.source}）".replace(" （", "（")


@cache
def _apart(name: str, at: int) -> bool:
    """Say whether a word ends at `at`: 中国银行 does not begin 中国银行业协会."""
    return any(word.end == at for word in dictionary().cut(name))
