"""Open the network of a graph file, a corpus or a store, and say how far the reading has come."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongbao.cli import say

if TYPE_CHECKING:
    from gongbao.network.values import Network
    from gongbao.ontology import Ontology

_STEP = 500  # reports between two words of progress


def read(graph: Path, terms: Ontology) -> Network:
    """Read the network of a graph file, a corpus or a store. Raises GraphError or StoreError."""
    from gongbao.network.facts import read_network, read_store

    if not graph.is_dir():
        from gongbao.export.rdf import parse

        return read_network(parse(graph), terms)
    from gongbao.corpus.on_disk import CATALOG
    from gongbao.opening import reading

    with reading(graph) as opened:
        return read_store(opened.store, terms, left_out=(CATALOG,), tell=teller())


def teller() -> Callable[[int, int], None]:
    """Return what tells, on standard error, how many reports are read: in place on a terminal, else on lines."""
    end, start = ("", "\r") if sys.stderr.isatty() else ("\n", "")

    def tell(done: int, total: int) -> None:
        if total > _STEP and (done % _STEP == 0 or done == total):
            told = say(f"{done:,}/{total:,} reports read", f"已读 {done:,}/{total:,} 份报告")
            click.echo(f"{start}{told}{end if done < total else chr(10)}", nl=False, err=True)

    return tell
