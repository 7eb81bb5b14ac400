"""What a report costs from text to the bytes that a corpus holds: alone and together, and the share of the graph.

usage: python tests/benchmarks/graph_bytes.py    (CPU seconds; the texts of tests/gold)
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from gongbao import graph, pipeline, read
from gongbao.model import Extraction
from gongbao.settings import Settings

TEXTS = Path(__file__).parents[1] / "gold" / "text"
ROUNDS = 3


def best(action: Callable[[], object]) -> float:
    """CPU seconds of the fastest round."""
    took = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        action()
        took.append(time.process_time() - begun)
    return min(took)


def through_terms(extraction: Extraction, settings: Settings) -> bytes:
    """The bytes that were stored before: an object a term, each triple in the report's graph and in the default one."""
    quads = graph.quads(extraction, settings.ontology)
    names = graph.prefixes(settings.ontology)
    merged = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.TRIG, prefixes=names) or b""
    return merged + (ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=names) or b"")


def main() -> None:
    """Run the benchmark."""
    settings = Settings()
    texts = [(path.name, path.read_text("utf-8")) for path in sorted(TEXTS.glob("agency-*.txt"))]
    documents = [read.from_text(text, source=name, ontology=settings.ontology) for name, text in texts]
    extractions = [pipeline.extract(document, settings) for document in documents]
    assert pipeline.extract_all(documents, settings) == extractions
    alone = best(lambda: [pipeline.extract(document, settings) for document in documents])
    together = best(lambda: pipeline.extract_all(documents, settings))
    terms = best(lambda: [through_terms(extraction, settings) for extraction in extractions])
    lines = best(lambda: [graph.lines(extraction, settings.ontology).stored() for extraction in extractions])
    print(
        f"{len(documents)} pages: extraction alone {alone:.2f} s, together {together:.2f} s, {alone / together:.2f} times"
    )
    print(f"graph through objects and twice {terms:.3f} s, as text and once {lines:.3f} s, {terms / lines:.1f} times")
    print(
        f"text to stored bytes: {(alone + terms) / (alone + lines):.2f} times, together {(alone + terms) / (together + lines):.2f}"
    )


if __name__ == "__main__":
    main()
