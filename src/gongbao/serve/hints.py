"""Help with queries: terms to complete, and for a term that nothing has, those that it may have meant."""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from gongbao.errors import close_matches
from gongbao.keywords import QUOTED
from gongbao.ontology import Ontology, Term, directory

Json: TypeAlias = dict[str, Any]

OWN = "gb"
MOST = 50  # terms of a query that are looked at
_NAMED = re.compile(r"(?<![\w:?$])([A-Za-z][\w-]*):([A-Za-z][\w-]*)")
_DECLARED = re.compile(r"(?<![\w:?$])PREFIX\s+([\w-]*):", re.I)


class Hints:
    """The closed vocabulary of a graph: gongbao's own terms, and those of others that its files use."""

    def __init__(self, terms: Ontology, prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes
        groups: tuple[tuple[str, Mapping[str, Term]], ...] = (
            ("class", terms.classes),
            ("property", terms.properties),
            ("concept", terms.concepts),
        )
        self.own = {f"{OWN}:{term.id}": (kind, term) for kind, group in groups for term in group.values()}
        files = [*terms.files, directory() / "shapes.ttl"]
        used = {found for path in files for found in _NAMED.findall(QUOTED.sub(" ", path.read_text("utf-8")))}
        self.others = sorted(f"{prefix}:{name}" for prefix, name in used if prefix in prefixes and prefix != OWN)
        self.closed = {name.partition(":")[0] for name in self.others} - {"rdf", "rdfs", "owl", "xsd", "time", "wd"}

    def vocabulary(self, language: str) -> list[Json]:
        """Return the terms with label and definition in a language, then the prefixes."""
        code = language.lower()
        own = self.own.items()
        rows = [(name, kind, term.label(language), term.definitions.get(code, "")) for name, (kind, term) in own]
        rows += [(name, "other", "", "") for name in self.others]
        rows += [(f"{prefix}:", "prefix", "", iri) for prefix, iri in self.prefixes.items()]
        return [dict(zip(("term", "kind", "label", "about"), row, strict=True)) for row in rows]

    def unknown(self, query: str) -> list[Json]:
        """Return the terms and prefixes of a query that nothing has, each with those that are close."""
        bare = QUOTED.sub(" ", query)  # without strings, IRIs and comments
        declared = set(_DECLARED.findall(bare))
        found = []
        for prefix, name in list(dict.fromkeys(_NAMED.findall(bare)))[:MOST]:
            term = f"{prefix}:{name}"
            if prefix in declared:
                continue
            if prefix not in self.prefixes:
                found.append(
                    {"term": f"{prefix}:", "close": [f"{c}:" for c in close_matches(prefix, list(self.prefixes))]}
                )
            elif prefix == OWN and term not in self.own:
                found.append({"term": term, "close": self._meant(name)})
            elif prefix in self.closed and term not in self.others:
                alike = [other for other in self.others if other.startswith(f"{prefix}:")]
                found.append({"term": term, "close": close_matches(term, alike)})
        return found

    def _meant(self, name: str) -> list[str]:
        """Own terms close to a name, by their ids or by their labels."""
        by_name = {term.id.lower(): full for full, (_, term) in self.own.items()}
        by_label = {label.lower(): full for full, (_, term) in self.own.items() for label in term.labels.values()}
        known = by_label | by_name
        return list(dict.fromkeys(known[word] for word in close_matches(name.lower(), list(known))))
