"""Pages from templates that lie beside the code of a package: what they show of files and reports is escaped."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from gongbao.packaged import packaged


@cache
def environment(package: str) -> Environment:
    """Return the templates of a package; all but Turtle and plain text is escaped."""
    escapes = select_autoescape(disabled_extensions=("ttl", "txt"), default=True)
    found = Environment(loader=PackageLoader(package), autoescape=escapes, auto_reload=False, trim_blocks=True)
    found.filters["plain"] = plain
    return found


def plain(words: object) -> str:
    """Return a text with what cannot be seen, or turns the direction of what can, replaced, but for ends of lines and tabs."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in str(words))


def render(page: str, **given: Any) -> str:
    """Return a page of reference, or what a notebook shows."""
    return environment("gongbao.export").get_template(page).render(given)


def beside(*names: str, package: str = "gongbao.export") -> Markup:
    """Return style sheets or scripts of the pages of reference, or those of another package."""
    return Markup("".join(packaged(package, name).read_text("utf-8") for name in names))
