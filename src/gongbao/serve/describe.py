"""What this endpoint is, in RDF: SPARQL 1.1 Service Description, and VoID and DCAT of its data."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from gongbao.ontology import DCTERMS, GB
from gongbao.serve.accept import GRAPHS

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": DCTERMS,
    "formats": "http://www.w3.org/ns/formats/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
}
VOID_COUNTS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects)
  (COUNT(DISTINCT ?p) AS ?properties) WHERE { ?s ?p ?o }"""

_SERVICE = """<#service> a sd:Service ; sd:endpoint <> ; sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ; sd:defaultDataset <#dataset> ;
  sd:resultFormat formats:SPARQL_Results_JSON , formats:SPARQL_Results_XML , formats:SPARQL_Results_CSV ,
    formats:SPARQL_Results_TSV , formats:Turtle , formats:JSON-LD , formats:N-Triples , formats:RDF_XML ,
    formats:TriG , formats:N-Quads .
<#dataset> a sd:Dataset ; sd:defaultGraph <#graph> .
<#graph> a sd:Graph .
"""
_DATA = """</.well-known/void#data> a void:Dataset , dcat:Dataset ; dcterms:title "gongbao 公报" ;
  dcterms:language <http://id.loc.gov/vocabulary/iso639-1/zh> ; void:sparqlEndpoint </sparql> ; void:uriSpace %s ;
  void:vocabulary <%s> .
</sparql#service> a dcat:DataService ; dcterms:title "SPARQL 1.1" ; dcat:endpointURL </sparql> ;
  dcat:endpointDescription </sparql> ; dcat:servesDataset </.well-known/void#data> .
"""


def description(endpoint: str, media: str) -> bytes:
    """Return the service description in one of the RDF formats."""
    return _written(_SERVICE, endpoint, media)


def void(origin: str, base: str, counts: Mapping[str, int], classes: Mapping[str, int], media: str) -> bytes:
    """Return what the data set is, in VoID, and in DCAT for portals.

    Where it can be asked, what it uses, how large it is (`counts`, as far as they are known), and how many things of
    each class it has.
    """
    told = [_DATA % (ox.Literal(base), GB)]
    sizes = {**counts, "entities": sum(classes.values())}
    told += (f"</.well-known/void#data> void:{name} {count} .\n" for name, count in sizes.items())
    for number, (iri, count) in enumerate(classes.items()):
        told.append(f"</.well-known/void#data> void:classPartition _:class{number} .\n")
        told.append(f"_:class{number} void:class <{iri}> ; void:entities {count} .\n")
    return _written("".join(told), origin, media)


def _written(turtle: str, base: str, media: str) -> bytes:
    known = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    quads = ox.parse(known + turtle, format=ox.RdfFormat.TURTLE, base_iri=base)
    return ox.serialize((quad.triple for quad in quads), format=GRAPHS[media], prefixes=PREFIXES) or b""
