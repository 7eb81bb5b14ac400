"""What gongbao wrote itself and is no report, told by how it begins: a folder that holds it is read again as before."""

import re
from pathlib import Path

_JSON = re.compile(rb'\A\{(\s*"directed": true|"format": \d+, "base"|"source": [^\n]*?"sha256": "[0-9a-f]{64}")')
_TABLES = rb"report,source,(title|start)|entity,type,name|statement,subject,subject_name|quantity,counted,value"
_RDF = (".ttl", ".trig")
_OURS = {
    ".html": re.compile(rb'<meta name="(gongbao-inputs|generator" content="gongbao)"'),
    ".csv": re.compile(rb"\A(\xef\xbb\xbf)?(" + _TABLES + rb"|iri:ID|:START_ID),"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), _JSON),
    **dict.fromkeys(_RDF, re.compile(rb"\n@prefix report: <[^\n]*/report/> \.\n")),
}
_BEGINNING, _PREFIXES = 1 << 12, 1 << 20  # bytes that are looked at; of a graph all its prefixes, one for each class


def is_result(path: Path) -> bool:
    """Say whether a file is a page, graph, table, network, record or store that gongbao wrote."""
    pattern = _OURS.get(path.suffix.lower())
    if pattern is None:
        return False
    try:
        with path.open("rb") as file:
            return pattern.search(file.read(_PREFIXES if path.suffix.lower() in _RDF else _BEGINNING)) is not None
    except OSError:  # who reads it will say so
        return False
