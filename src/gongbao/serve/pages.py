"""The pages that a worker writes from the graph, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gongbao.serve import asking, home, listing, searching
from gongbao.serve.markup import Visit
from gongbao.serve.reader import Reader

Page = Callable[[Reader, Visit, Mapping[str, Any]], str]

PAGES: Mapping[str, Page] = {
    "ask": asking.page,
    "home": home.page,
    "reports": listing.reports,
    "search": searching.page,
}
