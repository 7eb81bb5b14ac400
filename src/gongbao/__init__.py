"""gongbao (公报) turns Chinese official reports into knowledge graphs in which every statement shows its source.

import gongbao

result = gongbao.build("report.txt")
result.entities, result.statements    # with offsets into result.document.text
result.to_rdflib(), result.to_networkx()
result.query("cases")                 # or SPARQL
result.tables()["statements"]         # a data frame, with names and quotes
gongbao.open("corpus/")               # many reports: the same again
"""

import os
from typing import TYPE_CHECKING

# Before anything imports ONNX Runtime: it would keep records of its use, and send them to its makers.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

if TYPE_CHECKING:
    from gongbao.api import Result, build, build_all, build_text, join, open
    from gongbao.errors import GongbaoError
    from gongbao.reports import Reports

__version__ = "0.1.0"

__all__ = ["GongbaoError", "Reports", "Result", "__version__", "build", "build_all", "build_text", "join", "open"]

_HOME = {"GongbaoError": "gongbao.errors", "Reports": "gongbao.reports"}  # all else is of gongbao.api


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for: `import gongbao` alone costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'gongbao' has no attribute {name!r}; it has: {', '.join(__all__)}")
    import importlib

    found: object = getattr(importlib.import_module(_HOME.get(name, "gongbao.api")), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
