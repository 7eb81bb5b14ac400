"""The house: imports go one way (model → text, ontology → stages → pipeline → export → corpus → serve → cli), without circles
between files; a file name is used once; files and functions fit a screen or two; tests share helpers, not tests."""

from __future__ import annotations

import ast
import graphlib
import subprocess
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

import gongbao

SOURCE = Path(gongbao.__file__).parent
LAYERS = (
    ("messages",),
    ("errors", "model", "trace"),
    ("apart", "compiled", "keywords", "locks", "offline", "packaged", "workers"),
    ("text", "triples"),
    ("kinds",),
    ("ontology",),
    ("iri", "lexicon", "subjects", "userdict"),
    ("read", "temporal", "quantities"),
    ("mentions",),
    ("linking",),
    ("relations",),
    ("decisions",),
    ("settings",),
    ("ntriples",),
    ("provenance",),
    ("graph", "stored", "view"),
    ("pipeline",),
    ("record", "query"),
    ("frames",),
    ("validate",),
    ("network",),
    ("export",),
    ("deciding", "outputs", "explain", "evaluate"),
    ("corpus", "train"),
    ("opening", "batch"),
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


TESTS = Path(__file__).parent
FIXED = ("__init__.py", "conftest.py")


def _modules(path: Path, known: Collection[str]) -> set[str]:
    """The modules that a file imports when it is loaded; what a function imports comes later and makes no circle."""
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in known else node.module or "")
    return found & set(known)


def test_the_top_level_holds_what_was_agreed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=TESTS.parent, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("needs a checkout: git clone")
    kept = {line.partition("/")[0] for line in listed.stdout.splitlines()}
    shown = {name for name in kept if not name.startswith(".")}
    assert shown == {"README.md", "ontology", "output", "pyproject.toml", "src", "tests"}


def test_no_files_import_each_other_in_a_circle() -> None:
    names = {
        ".".join(("gongbao", *path.relative_to(SOURCE).with_suffix("").parts)): path for path in SOURCE.rglob("*.py")
    }
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    graph = {name: _modules(path, names.keys()) - {name} for name, path in names.items()}
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


@pytest.mark.parametrize("root", [SOURCE, TESTS], ids=["source", "tests"])
def test_no_file_name_stands_twice(root: Path) -> None:
    names = Counter(path.name for path in root.rglob("*.py") if path.name not in FIXED)
    assert [name for name, count in names.items() if count > 1] == [], "one file, one subject, one name"


def _long(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    if text.count("\n") > LONGEST_FILE:
        yield f"{path.name}: {text.count(chr(10))} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{path.name}: {node.name} has {length} lines"


LONGEST_FILE, LONGEST_FUNCTION = 400, 60


@pytest.mark.parametrize("root", [SOURCE, TESTS], ids=["source", "tests"])
def test_files_and_functions_are_short(root: Path) -> None:
    assert [line for path in sorted(root.rglob("*.py")) for line in _long(path)] == []


def test_tests_import_no_tests() -> None:
    wrong = [
        f"{path.name} imports {node.module}"
        for path in sorted(TESTS.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("test_")
    ]
    assert wrong == [], "what two tests need stands in a module of its own, or in conftest.py"
