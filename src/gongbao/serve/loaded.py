"""The graph that is served, as its worker processes have it: loaded where this module is imported.

Where the system can fork, the process that forks workers imports it: it loads the graph once, and has one thread, so that
forking is safe. Elsewhere each worker imports it, and so loads the graph for itself. The server never does.
"""

import gc
import json
import os
import signal
from pathlib import Path

from gongbao import messages
from gongbao.errors import GongbaoError
from gongbao.export import jsonld
from gongbao.ontology import Ontology
from gongbao.opening import Opened, open_graph
from gongbao.query import ready_made
from gongbao.serve import processes, worker
from gongbao.serve.configuration import VARIABLE, Source
from gongbao.serve.markup import templates
from gongbao.text.script import fold, to_traditional

assert processes and worker  # imported here, so that no worker has to

for _name in ("SIGINT", "SIGTERM", "SIGHUP"):  # the server says when to end, by closing the channel
    if hasattr(signal, _name):
        signal.signal(getattr(signal, _name), signal.SIG_IGN)


def _load() -> tuple[str, Ontology, Opened | None] | GongbaoError:
    """The state of the graph, the terms, and a graph file's graph; a store's each worker opens, since that starts threads."""
    try:
        state, terms, path = source.state(), source.terms(), Path(source.graph)
        opened = None if path.is_dir() else open_graph(path)
    except GongbaoError as error:
        return error
    (
        messages.table(),
        jsonld.context(),
        ready_made(),
        templates(),
        to_traditional(fold("寫")),
    )  # read now: workers open no files
    gc.freeze()  # what is here now stays shared with the workers
    return state, terms, opened


source = Source(**json.loads(os.environ[VARIABLE]))
loaded = _load()
