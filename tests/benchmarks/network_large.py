"""Time and memory of the network of many reports: reading, connecting, measuring, writing GEXF.

    python tests/benchmarks/network_large.py --reports 20000

The reports are made from the sample report's graph: each is of another division of the gazetteer, so that its bodies and
places are its own, while campaigns without a region are shared by all.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from gongbao import lexicon
from gongbao.cli.graph_commands import teller
from gongbao.export.atomic import write_atomic
from gongbao.export.graph_xml import gexf
from gongbao.network.connect import connect
from gongbao.network.facts import Tell, read_graphs
from gongbao.network.measures import measure
from gongbao.ontology import load

SAMPLE = Path(__file__).parents[2] / "output" / "tianjin-transport-2023.ttl"
DIGEST, REGION = "a92d196d472ee1f5", "天津市"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    given = parser.parse_args()
    terms = load()
    clock = _Clock()
    tell = teller()
    network = read_graphs(_made(given.reports, tell), terms)
    clock.tell(f"read {given.reports:,} reports: {len(network.nodes):,} nodes, {len(network.edges):,} statements")
    connected = connect(network, terms)
    edges = len(connected.ties)
    clock.tell(f"connected: {edges:,} edges", edges)
    measure(connected, terms)
    clock.tell("measured", edges)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.gexf"
        write_atomic(path, gexf(connected))
        clock.tell(f"wrote {path.stat().st_size / 1e6:,.0f} MB of GEXF", edges)


class _Clock:
    def __init__(self) -> None:
        self.last = time.process_time()

    def tell(self, what: str, edges: int = 0) -> None:
        now = time.process_time()
        taken = now - self.last
        each = f", {taken / edges * 1e6:,.0f} µs an edge" if edges else ""
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{what}: {taken:.1f} CPU s{each}; {most:,.0f} MiB at most so far", flush=True)
        self.last = time.process_time()


def _made(count: int, tell: Tell) -> Iterator[list[ox.Quad]]:
    sample = ox.serialize(ox.parse(path=str(SAMPLE)), format=ox.RdfFormat.N_TRIPLES) or b""
    text = sample.decode()
    divisions = [entry for entry in lexicon.entries("divisions") if entry.name != REGION]
    for number in range(count):
        division = divisions[number % len(divisions)]
        made = text.replace(DIGEST, f"{number:016x}").replace(REGION, division.name)
        made = made.replace("120000", division.code or "")
        yield list(ox.parse(made.encode(), format=ox.RdfFormat.N_TRIPLES))
        tell(number + 1, count)


if __name__ == "__main__":
    main()
