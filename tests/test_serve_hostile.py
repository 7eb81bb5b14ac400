"""Names that would be program code are text on every page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

import page_samples
from page_samples import HOSTILE
from serving import serving


def test_hostile_names_are_text_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "hostile.trig"
    store = page_samples.hostile()
    store.dump(str(path), format=ox.RdfFormat.TRIG)
    kinds = {q.subject.value for q in store.quads_for_pattern(None, ox.NamedNode(f"{ox_rdf()}type"), None, None)}  # type: ignore[union-attr]
    with serving(path, tmp_path / "log", "--quiet") as served, served.client(Accept="text/html") as client:
        paths = [urlsplit(iri).path for iri in sorted(kinds)]
        paths += ["/", "/reports", "/things/Organization", "/things/Campaign"]
        paths += [
            f"{page}{quote(name)}"
            for page in ("/search?q=", "/ask/campaigns?name=", "/query?query=")
            for name in HOSTILE
        ]
        pages = [client.get(path) for path in paths]
        assert all(page.status_code == 200 for page in pages)
        heading = re.compile("<h1>(.*?)</h1>", re.S)
        for page in pages[: len(kinds)]:
            switched = client.get(other_language(page.text))
            assert heading.findall(switched.text) == heading.findall(page.text), "the same thing in another language"
        assert other_language(client.get(f"{served.url}//elsewhere.example/x").text).startswith("/elsewhere")
        pages.append(client.get("/" + quote(HOSTILE[0])))
        for page in pages:
            text = page.text
            assert text.count("<script") == text.count('<script src="/static/') and "<img" not in text
            assert 'onerror="' not in text
            assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u0007\u001b\u2028")
        shown = " ".join(page.text for page in pages)
        assert "[U+202E]" in shown and "&lt;/script&gt;&lt;script&gt;" in shown


def other_language(page: str) -> str:
    found = re.search(r'<a href="([^"]+)" lang="(?:en|zh)"', page)
    assert found
    return unescape(found[1])


def ox_rdf() -> str:
    return "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
