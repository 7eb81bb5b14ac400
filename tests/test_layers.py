"""Imports go one way: model → text, ontology → stages → pipeline → export, check, corpus → serve → cli."""

from __future__ import annotations

import ast
from pathlib import Path

import gongbao

SOURCE = Path(gongbao.__file__).parent
LAYERS = (
    ("errors", "model", "trace"),
    ("apart", "keywords", "offline", "workers"),
    ("text", "triples"),
    ("kinds",),
    ("ontology",),
    ("iri", "lexicon", "subjects", "userdict"),
    ("read", "temporal", "quantities"),
    ("mentions",),
    ("linking",),
    ("relations",),
    ("settings",),
    ("graph", "stored", "view"),
    ("pipeline",),
    ("record", "query", "search"),
    ("validate",),
    ("network",),
    ("export",),
    ("outputs", "explain", "evaluate"),
    ("corpus", "train"),
    ("opening", "frames", "batch"),
    ("reports",),
    ("api",),
    ("serve",),
    ("train",),
    ("cli",),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def _imports(path: Path) -> list[str]:
    """Modules of the package that a file imports, at import time or inside a function."""
    tree = ast.parse(path.read_text("utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "gongbao" else [module]
            found += names
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return [name.split(".")[1] for name in found if name.startswith("gongbao.")]


def test_imports_go_down_only() -> None:
    wrong = []
    for path in sorted(SOURCE.rglob("*.py")):
        own = path.relative_to(SOURCE).with_suffix("").parts[0]
        if own.startswith("__"):
            continue
        assert own in LEVEL, f"{path.name}: give the module {own} a place in LAYERS"
        for other in _imports(path):
            if other.startswith("__") or other == own:
                continue
            if LEVEL[other] > LEVEL[own] or (LEVEL[other] == LEVEL[own] and other != own):
                wrong.append(f"{path.relative_to(SOURCE)} imports gongbao.{other}")
    assert not wrong, "\n".join(wrong)


def test_no_test_file_name_stands_twice() -> None:
    names = [
        path.name for path in Path(__file__).parent.rglob("*.py") if path.name not in ("__init__.py", "conftest.py")
    ]
    assert sorted({name for name in names if names.count(name) > 1}) == [], "pytest tells tests apart by file name"
