"""The query page: an editor, the ready-made queries with their parameters, and a place for the answer; all offline."""

from __future__ import annotations

from collections.abc import Mapping

from gongbao.query import ready_made
from gongbao.serve.markup import document, text, word

_FIRST = "SELECT ?thing ?name WHERE {\n  ?thing a gb:Organization ; skos:prefLabel ?name .\n}\nLIMIT 50\n"


def home(language: str, origin: str, prefixes: Mapping[str, str]) -> str:
    """Return the page in the reader's language; without scripts its form still asks the endpoint."""
    options = "".join(
        f'<option value="{text(ready.name)}">{text(ready.title if language == "en" else ready.title_zh)}</option>'
        for ready in ready_made().values()
    )
    known = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in prefixes.items())
    chosen = "Choose a query…" if language == "en" else "选择查询……"
    body = (
        f'<h1>SPARQL</h1><form id="form" action="/sparql" method="get">'
        f'<p><label>{word("ready", language)} <select id="ready"><option value="">{chosen}</option>{options}</select>'
        f'</label></p><p id="parameters" hidden></p>'
        f'<textarea id="query" name="query" rows="16" spellcheck="false" autocapitalize="off" autocomplete="off" '
        f'aria-label="SPARQL">{text(_FIRST)}</textarea>'
        f'<p><button id="run">{word("run", language)}</button> '
        f'<select id="format" aria-label="format"><option value="table">HTML</option>'
        f'<option value="text/csv">CSV</option><option value="application/sparql-results+json">JSON</option>'
        f'<option value="text/turtle">Turtle</option></select> <span id="status" role="status"></span></p></form>'
        f'<div id="answer"></div><details><summary>{word("prefixes", language)}</summary><pre>{text(known)}</pre></details>'
    )
    return document("SPARQL", body, language, scripts=("query.js",), origin=origin)
