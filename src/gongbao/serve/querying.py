"""The query page: an editor with completion, the ready-made queries, and answers as table, chart or network; all offline."""

from __future__ import annotations

from collections.abc import Mapping

from gongbao.query import ready_made
from gongbao.serve.markup import Visit, document, text

FIRST = "SELECT ?thing ?name WHERE {\n  ?thing a gb:Organization ; skos:prefLabel ?name .\n}\nLIMIT 50\n"

_FORMATS = (
    ("table", "table"),
    ("chart", "chart"),
    ("network", "network"),
    ("text/csv", "CSV"),
    ("application/sparql-results+json", "JSON"),
    ("text/turtle", "Turtle"),
)


def query_page(visit: Visit, prefixes: Mapping[str, str], query: str | None) -> str:
    """Return the page, with a query that is run at once where one is given; without scripts its form asks the endpoint."""
    english = visit.language == "en"
    options = "".join(
        f'<option value="{text(ready.name)}">{text(ready.title if english else ready.title_zh)}</option>'
        for ready in ready_made().values()
    )
    known = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in prefixes.items())
    chosen = "Choose a query…" if english else "选择查询……"
    shown = (f'<option value="{v}">{visit.word(name) if v == name else name}</option>' for v, name in _FORMATS)
    body = (
        f'<h1>{visit.word("sparql")}</h1><form id="form" action="/sparql" method="get"{" data-run" if query else ""}>'
        f'<p><label>{visit.word("ready")} <select id="ready"><option value="">{chosen}</option>{options}</select>'
        f'</label></p><p id="parameters" hidden></p><div class="editor">'
        f'<textarea id="query" name="query" rows="8" spellcheck="false" autocapitalize="off" autocomplete="off" '
        f'aria-label="SPARQL" aria-autocomplete="list" aria-controls="terms">{text(query or FIRST)}</textarea>'
        f'<ul id="terms" role="listbox" aria-label="{visit.word("ontology")}" hidden></ul></div>'
        f'<p class="run"><button id="run">{visit.word("run")}</button> '
        f'<label>{visit.word("format")} <select id="format">{"".join(shown)}</select></label> '
        f'<span id="status" role="status"></span></p><div id="hints"></div></form>'
        f'<div id="answer"></div><details><summary>{visit.word("prefixes")}</summary><pre>{text(known)}</pre></details>'
    )
    scripts = ("show.js", "complete.js", "query.js")
    return document(visit.word("sparql"), body, visit, scripts=scripts)
