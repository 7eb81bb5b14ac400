"""Whether scores and names of reports are the same bytes alone, in batches, with more threads and in another order.

    python tests/benchmarks/same_bytes.py FOLDER [COUNT]

FOLDER holds .txt files; the first COUNT (200) are read. Exit status 1 where anything differs.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import onnxruntime

from gongbao import ontology
from gongbao.mentions import Finder, tagger
from gongbao.model import Document
from gongbao.read import from_text


def digests(finder: Finder, documents: Sequence[Document], size: int) -> dict[str, str]:
    found = {}
    for at in range(0, len(documents), size):
        batch = documents[at : at + size]
        readings = tagger.load().read([d.folded[d.body.start : d.body.end] for d in batch], finder.segmenter)
        for document, names, reading in zip(batch, finder.find(batch), readings, strict=True):
            found[document.source] = hashlib.sha256(repr(names).encode() + reading.scores.tobytes()).hexdigest()
    return found


def main(folder: Path, count: int) -> int:
    terms = ontology.load()
    paths = sorted(folder.glob("*.txt"))[:count]
    documents = [from_text(path.read_text("utf-8"), path.name, ontology=terms) for path in paths]
    finder = Finder(terms)
    alone = digests(finder, documents, 1)
    ways = {
        "batches of 7": digests(finder, documents, 7),
        "batches of 64": digests(finder, documents, 64),
        "batches of 64, other order": digests(finder, documents[::-1], 64),
    }
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    kept = tagger.load
    two = kept()._replace(session=onnxruntime.InferenceSession(str(tagger.FOLDER / "tagger.onnx"), options))
    tagger.load = lambda folder=None: two
    ways["two threads, batches of 7"] = digests(finder, documents, 7)
    tagger.load = kept
    for name, found in ways.items():
        wrong = sum(found[source] != alone[source] for source in alone)
        print(f"{name}: {len(alone) - wrong} of {len(alone)} the same as alone")
    return int(any(found != alone for found in ways.values()))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 200))
