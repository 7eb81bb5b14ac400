"""The notebook of the README's examples runs, cell by cell, and shows what it is to show."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pandas
import pytest

import gongbao

HERE = Path(__file__).parent
NOTEBOOK = HERE / "data" / "reports.ipynb"


def shown(source: str, names: dict[str, Any]) -> Any:
    """Run a cell and return what the notebook would show: the value of a last line that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, str(NOTEBOOK), "exec"), names)
    return (
        eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names) if isinstance(last, ast.Expr) else None
    )


def test_every_cell_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE.parent)
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    names: dict[str, Any] = {}
    values = [shown("".join(cell["source"]), names) for cell in cells if cell["cell_type"] == "code"]
    assert isinstance(values[0], gongbao.Result) and "<svg" in values[0]._repr_html_()
    frame = values[1]
    assert isinstance(frame, pandas.DataFrame) and len(frame) == 10 and frame["quote"].str.len().min() > 0
    assert isinstance(names["reports"], gongbao.Reports) and len(names["reports"]) == 4
    assert values[-1] > 1000


def test_it_is_committed_without_outputs() -> None:
    for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]:
        assert not cell.get("outputs") and cell.get("execution_count") is None
