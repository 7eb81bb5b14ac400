"""`gongbao serve`: the SPARQL endpoint and its pages."""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli import tell
from gongbao.cli.options import GRAPH, PATH, Seconds, base_option, file_option, ontology_option
from gongbao.errors import UsageError, read_utf8
from gongbao.model import Notice

if TYPE_CHECKING:
    from gongbao.serve.configuration import Source


@click.command()
@GRAPH
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
@click.option("--port", default=7878, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--seconds", default=10.0, type=Seconds(0.1, 86_400), help="Time limit of a query.")
@click.option("--memory", default=1024, type=click.IntRange(32, 1 << 20), help="Memory limit of a query, in MB.")
@click.option("--result", default=32, type=click.IntRange(1, 1 << 16), help="Size limit of an answer, in MB.")
@click.option("--workers", type=click.IntRange(1, 256), help="Queries that run at once; default: twice the processors.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="Another Host name to answer for.")
@click.option("--cors", "origins", multiple=True, metavar="ORIGIN", help="A site whose scripts may ask; * is any.")
@click.option("--token-file", type=PATH, help="Ask for this token; or set GONGBAO_TOKEN.")
@file_option(
    "--decisions", "CSV", "Let readers correct on the picture's page: what they decide is added to this table."
)
@click.option("--quiet", is_flag=True, help="No access log.")
@base_option
@ontology_option
def serve(graph: Path, host: str, port: int, base: str | None, ontologies: tuple[Path, ...], **how: Any) -> None:
    """Serve a graph file or a store: search, questions, reports, viewer, SPARQL. The graph is not written to.

    启动服务：搜索、提问、看报告、看图、SPARQL 查询。图谱只读。
    """
    from gongbao.apart import apart
    from gongbao.corpus.on_disk import base_of, is_corpus, newest
    from gongbao.iri import valid_base
    from gongbao.opening import check_folder
    from gongbao.serve.configuration import MEGABYTE, Access, Limits, Source

    try:
        from gongbao.serve.server import run
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name not in ("starlette", "uvicorn"):
            raise
        raise UsageError("serve needs", name=name, line="pip install 'gongbao[server]'") from None
    if not graph.exists():
        raise UsageError("no such graph or store", graph=graph)
    check_folder(graph)
    if is_corpus(graph):
        apart(lambda: newest(graph))  # which publishes what a killed writer left
    memory, result = (how[name] * MEGABYTE for name in ("memory", "result"))
    limits = Limits(how["seconds"], memory, result, workers=how["workers"] or Limits().workers)
    source = Source(
        str(graph.resolve()),
        base_of(graph) if base is None and is_corpus(graph) else valid_base(base),
        tuple(str(path.resolve()) for path in ontologies),
        limits.memory,
        limits.result,
    )
    token, decisions = _token(how["token_file"]), how["decisions"]
    _takes(decisions, source, host, token)
    _warn(host, token)
    names = (*Access().hosts, host, *how["hosts"])
    sys.exit(run(source, limits, Access(names, how["origins"], token, not how["quiet"], decisions), host, port))


def _takes(table: Path | None, source: Source, host: str, token: str | None) -> None:
    """Check the table that readers are to add to. Raises UsageError, DecisionError."""
    from gongbao.decisions import load

    if table is None:
        return
    if token is None and not _loopback(host):
        raise UsageError("everyone could write to the table", host=host, table=table)
    if not table.parent.is_dir():
        raise UsageError("no such folder", path=table)
    if table.exists():
        load([table], source.terms())


def _warn(host: str, token: str | None) -> None:
    """Say who can ask, and what this system does not protect from."""
    from gongbao.serve.confine import missing

    if token is None and not _loopback(host):
        tell("everyone can read this graph", host=host, err=True)
    if lacking := missing():
        english, chinese = zip(*lacking, strict=True)
        tell("less is kept from a query here", lacking=Notice("; ".join(english), "、".join(chinese)), err=True)


def _token(file: Path | None) -> str | None:
    if file is None:
        return os.environ.get("GONGBAO_TOKEN") or None
    token = read_utf8(file, UsageError).strip()
    if not token:
        raise UsageError("the token is empty", file=file)
    return token


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
