"""The guide and the help of every command as one HTML page, offline, made from the texts in the package."""

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

from gongbao import __version__
from gongbao.export.templates import beside, render
from gongbao.packaged import packaged

TEXTS = ("GUIDE.md", "CORRECTING.md", "COMMANDS.md")
"""What is written by hand, and what is generated from the commands (tests/tools/reference.py)."""


def render_guide() -> str:
    """Return the page: its contents, then the guide, then the commands."""
    markdown = MarkdownIt("commonmark").enable("table")
    parts, headings = "", []
    for name in TEXTS:
        tokens = markdown.parse(packaged("gongbao", name).read_text("utf-8"))
        for opening, words in zip(tokens, tokens[1:], strict=False):
            if opening.type == "heading_open" and opening.tag == "h2":
                opening.attrSet("id", _anchor(words.content))
                headings.append(words.content)
        parts += markdown.renderer.render(tokens, markdown.options, {})
    given = {"headings": headings, "anchor": _anchor, "parts": Markup(parts), "version": __version__}
    return render("guide.html", style=beside("reference.css", "guide.css"), **given)


def _anchor(heading: str) -> str:
    """The anchor of a heading, as code forges have it."""
    return re.sub(r"\W+", "-", heading.lower()).strip("-")
