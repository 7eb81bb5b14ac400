"""Fill the viewer's page: one HTML file that holds the graph, its reports and the program that shows them.

The page is built from `src/viewer` when gongbao is installed (`src/hatch_build.py`).
"""

import json
import unicodedata
from collections.abc import Mapping

import pyoxigraph as ox
from markupsafe import escape

from gongbao.errors import OutputError
from gongbao.export.payload import Row, payload
from gongbao.network.measures import Measured
from gongbao.ontology import Ontology
from gongbao.packaged import packaged

TEMPLATE = "viewer.html"
DATA_SLOT = ('<script type="application/json" id="gongbao-data">', "</script>")
TITLE_SLOT = "<title>gongbao</title>"
_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def render(store: ox.Store, ontology: Ontology, *, measured: Mapping[str, Measured] | None = None) -> str:
    """Return the page of a store's graphs. Raises OutputError where gongbao was installed without the viewer."""
    return fill(template(), payload(store, ontology, measured=measured))


def template() -> str:
    """Return the built page before data. Raises OutputError, with the way to get it, where it was not built."""
    file = packaged("gongbao", TEMPLATE)
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise OutputError("gongbao was installed without its viewer") from None


def notice() -> str:
    """Return the licence and the notices of other people's work, which go with every page that is shared."""
    return packaged("gongbao", "NOTICE").read_text(encoding="utf-8")


def fill(page: str, data: Row) -> str:
    """Put data and title into the built page, so that no text of a report can end the script or the title."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES)
    opening, closing = DATA_SLOT
    head, slot, tail = page.partition(opening + closing)
    if not slot:
        raise OutputError(f"{TEMPLATE} has no place for data; build it again with `python src/hatch_build.py`")
    reports = data["reports"]
    named = data["title"] or f"{len(reports) if isinstance(reports, list) else 0} 份报告"
    shown = "".join(c for c in str(named) if unicodedata.category(c)[0] != "C")  # nothing may turn the tab round
    title = f"<!--\n{notice()}-->\n<title>{escape(shown)} · gongbao</title>"
    head = head.replace(TITLE_SLOT, title, 1)
    return f"{head}{opening}{written}{closing}{tail}"
