"""Pages from templates that lie beside the code of a package: what they show of files and reports is escaped."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup


@cache
def environment(package: str) -> Environment:
    """Return the templates of a package."""
    return Environment(loader=PackageLoader(package), autoescape=True, auto_reload=False, trim_blocks=True)


def render(page: str, **given: Any) -> str:
    """Return a page of reference."""
    return environment("gongbao.export").get_template(f"{page}.html").render(given)


def beside(*names: str, package: str = "gongbao.export") -> Markup:
    """Return style sheets or scripts of the pages of reference, or those of another package."""
    return Markup("".join((resources.files(package) / name).read_text("utf-8") for name in names))
