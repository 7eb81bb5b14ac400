"""The reconciliation service against the W3C community's schemas, and noisy names of bodies against a graph.

usage: python tests/benchmarks/reconciliation.py GRAPH [--specification FOLDER]

FOLDER is version 0.2 of the repository reconciliation-api/specs, with its `schemas` and `examples`; the schemas are what
the community's testbench checks answers with. Needs `pip install jsonschema` for it. Asks a served GRAPH (a file or a
store), and fails where an answer does not fit, or where fewer than 40 of 50 bodies are found first by a name with noise:
short forms, the other script, a wrong character.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).parents[1]))

from gongbao.text.script import fold, to_traditional
from serving import serving

BODIES = """SELECT ?thing (SAMPLE(?l) AS ?name) (COUNT(DISTINCT ?m) AS ?mentions) WHERE {
  ?thing a gb:Organization ; skos:prefLabel ?l . ?m gb:refersTo ?thing .
  FILTER(LANGMATCHES(LANG(?l), "zh-Hans") && STRLEN(?l) >= 6)
} GROUP BY ?thing ORDER BY DESC(?mentions) ?thing"""
WHOLE, LEAST = 50, 40
WRONG = "某甲乙丙丁戊"


def rows(client: httpx.Client, query: str) -> list[dict[str, str]]:
    found = client.get("/sparql", params={"query": query, "format": "json"}).json()["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


def noisy(client: httpx.Client) -> Iterator[tuple[str, str, str]]:
    """Yield fifty names with noise: its kind, the name as somebody might write it, the IRI that is meant."""
    chance = random.Random(19)
    bodies = rows(client, BODIES)
    chance.shuffle(bodies)
    named = {body["thing"]: body["name"] for body in bodies}
    for at, (iri, name) in enumerate(list(named.items())[:WHOLE]):
        kind = ("short", "script", "wrong")[at % 3]
        if kind == "short":
            given = shorter(name)
        elif kind == "script":
            given = to_traditional(name) if fold(to_traditional(name)) == name else name
        else:
            place = chance.randrange(1, len(name) - 1)
            given = name[:place] + chance.choice(WRONG) + name[place + 1 :]
        yield kind, given, iri


def shorter(name: str) -> str:
    """Return what people say for short: without the level of the place, of the middle the first characters only."""
    for long, short in (
        ("委员会", "委"), ("人民政府", "政府"), ("管理局", "局"), ("中国共产党", "中共"), ("自治区", ""), ("省", ""), ("市", ""),
    ):  # fmt: skip
        if long in name[1:] and len(name.replace(long, short, 1)) >= 3:
            return name.replace(long, short, 1)
    return name[:2] + name[-3:]


def right(client: httpx.Client, base: str) -> int:
    """Print and return how many bodies are found first."""
    asked = list(noisy(client))
    queries = {str(at): {"query": given, "type": "Organization"} for at, (_, given, _) in enumerate(asked)}
    answers = client.post("/reconcile", data={"queries": json.dumps(queries)}).json()
    found = Counter[str]()
    for at, (kind, given, iri) in enumerate(asked):
        results = answers[str(at)]["result"]
        first = base + results[0]["id"] if results else ""
        found[kind] += first == iri
        if first != iri:
            print(f"  {given}: {first.removeprefix(base) or 'nothing'}, meant was {iri.removeprefix(base)}")
    print(f"noisy names: {found.total()} of {len(asked)} first ({dict(found)})")
    return found.total()


def schemas(folder: Path) -> Callable[[str, Any], list[str]]:
    """Return what says how an answer fails a schema."""
    from jsonschema import Draft7Validator
    from referencing import Registry
    from referencing.jsonschema import DRAFT7

    known = {path.stem: json.loads(path.read_text("utf-8")) for path in (folder / "schemas").glob("*.json")}
    every: Any = Registry().with_resources(
        [(schema["$id"], DRAFT7.create_resource(schema)) for schema in known.values()]
    )

    def faults(name: str, told: Any) -> list[str]:
        return [error.message for error in Draft7Validator(known[name], registry=every).iter_errors(told)]

    return faults


def conforms(client: httpx.Client, folder: Path) -> bool:
    """Print whether each kind of answer fits its schema, and what becomes of the specification's own examples."""
    faults = schemas(folder)
    manifest = client.get("/reconcile").json()
    entity = client.get("/reconcile/suggest/entity", params={"prefix": "人民政府"}).json()
    ids = [hit["id"] for hit in entity["result"]]
    extend = {"ids": [*ids, "nothing"], "properties": [{"id": one} for one in ("conducts", "code", "hasJurisdiction")]}
    queries = {
        "q0": {"query": "人民政府", "type": ["Organization"], "type_strict": "any", "limit": 3},
        "q1": {"query": "x"},
    }
    told: dict[str, tuple[str, Any]] = {
        "manifest": ("manifest", manifest),
        "entities": ("suggest-entities-response", entity),
        "types": ("suggest-types-response", client.get("/reconcile/suggest/type", params={"prefix": ""}).json()),
        "properties": (
            "suggest-properties-response",
            client.get("/reconcile/suggest/property", params={"prefix": ""}).json(),
        ),
        "proposal": (
            "data-extension-property-proposal",
            client.get("/reconcile/properties", params={"type": "Organization"}).json(),
        ),
        "extend": ("data-extension-response", client.post("/reconcile", data={"extend": json.dumps(extend)}).json()),
        "queries": (
            "reconciliation-result-batch",
            client.post("/reconcile", data={"queries": json.dumps(queries)}).json(),
        ),
    }
    wrong = {name: found for name, (schema, answer) in told.items() if (found := faults(schema, answer))}
    for kind, status in (("valid", 200), ("invalid", 400)):
        for path in sorted((folder / "examples" / "reconciliation-query-batch" / kind).glob("*.json")):
            answer = client.post("/reconcile", data={"queries": path.read_text("utf-8")})
            name = f"{kind} batch {path.stem}"
            told[name] = ("reconciliation-result-batch", None)
            if answer.status_code != status:
                wrong[name] = [f"{answer.status_code} {answer.text[:200]}"]
            elif status == 200 and (found := faults("reconciliation-result-batch", answer.json())):
                wrong[name] = found
    for name, found in wrong.items():
        print(f"  {name}: {found[:3]}")
    print(f"specification: {len(told) - len(wrong)} of {len(told)} fit")
    return not wrong


def main() -> int:
    """Run both; the exit status is 1 where one falls short."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--specification", type=Path)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(given.graph, Path(folder) / "log", "--quiet") as served,
        served.client() as client,
    ):
        well = right(client, client.get("/reconcile").json()["identifierSpace"]) >= LEAST
        if given.specification:
            well = conforms(client, given.specification) and well
    return int(not well)


if __name__ == "__main__":
    sys.exit(main())
