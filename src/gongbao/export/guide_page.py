"""The guide and the help of every command as one HTML page, offline, made from the texts in the package."""

from __future__ import annotations

import re
from html import escape
from importlib import resources

from markdown_it import MarkdownIt
from markdown_it.token import Token

from gongbao import __version__
from gongbao.export.ontology_page import beside

TEXTS = ("GUIDE.md", "CORRECTING.md", "COMMANDS.md")
"""What is written by hand, and what is generated from the commands (tests/tools/reference.py)."""


def render_guide() -> str:
    """Return the page: its contents, then the guide, then the commands."""
    markdown = MarkdownIt("commonmark").enable("table")
    parts, links = [], []
    for name in TEXTS:
        tokens = markdown.parse(resources.files("gongbao").joinpath(name).read_text("utf-8"))
        links += list(map(_link, _anchored(tokens)))
        parts.append(markdown.renderer.render(tokens, markdown.options, {}))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>gongbao {__version__}: guide</title><style>{beside('reference.css')}{beside('guide.css')}</style></head><body>"
        f'<header><nav aria-label="Contents">{"".join(links)}</nav></header><main>{"".join(parts)}</main></body></html>\n'
    )


def _anchored(tokens: list[Token]) -> list[str]:
    """Give each heading of the second level an anchor, as code forges do; return the headings."""
    found = []
    for opening, words in zip(tokens, tokens[1:], strict=False):
        if opening.type == "heading_open" and opening.tag == "h2":
            opening.attrSet("id", _anchor(words.content))
            found.append(words.content)
    return found


def _anchor(heading: str) -> str:
    return re.sub(r"\W+", "-", heading.lower()).strip("-")


def _link(heading: str) -> str:
    return f'<a href="#{_anchor(heading)}">{escape(heading)}</a>'
