"""Which words of the wording stand in no text: of the folders given, of the tests, of README and guide.

    python tests/benchmarks/wording_support.py TEXTS…

TEXTS are files or folders of .txt, .json, .jsonl and .jsonl.xz. Prints owner, kind and word of each, then the counts.
"""

from __future__ import annotations

import lzma
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from gongbao import ontology
from gongbao.text.script import fold

ROOT = Path(__file__).parents[2]
ENDS = (".txt", ".json", ".jsonl", ".xz", ".py", ".ttl", ".md")


def texts(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in ENDS and "node_modules" not in file.parts:
                content = lzma.decompress(file.read_bytes()) if file.suffix == ".xz" else file.read_bytes()
                yield content.decode("utf-8", "replace")


def main() -> None:
    known = fold(
        "\n".join(texts([*map(Path, sys.argv[1:]), ROOT / "tests", ROOT / "README.md", ROOT / "src/gongbao/GUIDE.md"]))
    )
    terms = ontology.load()
    every, lone = Counter[str](), Counter[str]()
    for group in (terms.classes, terms.properties, terms.concepts):
        for term in group.values():
            for kind, words in term.wording.items():
                if kind in ("role", "scheme"):
                    continue
                every[kind] += len(words)
                for word in words:
                    if word not in known:
                        lone[kind] += 1
                        print(term.id, kind, word)
    print(f"{every.total()} words of {len(every)} kinds; {lone.total()} stand in no text")


if __name__ == "__main__":
    main()
