"""Tables of very many decisions, and tables that contradict others: each report takes what concerns it, and ends."""

from __future__ import annotations

from pathlib import Path

from deciding_texts import REPORT, folder_with, row
from gongbao.errors import GongbaoError
from gongbao.model import Extraction
from gongbao.pipeline import outcomes
from gongbao.settings import Recipe
from timing import least


def _extracted(recipe: Recipe, report: Path) -> Extraction:
    (found,) = outcomes(report, recipe.settings)
    assert not isinstance(found, GongbaoError)
    return found


def test_decisions_about_what_a_report_does_not_name_cost_next_to_nothing(tmp_path: Path) -> None:
    made = {"scope": "all", "source": "", "report": ""}
    rows: list[str] = []
    for number in range(3000):
        rows.append(row("same", "right", subject=f"第{number}水务局", object=f"清河第{number}水务局", **made))
        rows.append(row("name", "wrong", f"第{number}水务局", **made))
        told = {"subject": f"第{number}水务局", "predicate": "conducts", "object": "春风专项行动"}
        rows.append(row("statement", "wrong", **told, **made))
    text = REPORT + "".join(
        f"{name}市公安局、{name}市水务局开展检查。\n" for name in "清洪漳卫淮泗沂沭" for _ in range(20)
    )
    report = folder_with(tmp_path, *rows, text=text)
    plain, decided = Recipe(), Recipe(decisions=(tmp_path / "decisions.csv",))
    assert _extracted(decided, report).mentions == _extracted(plain, report).mentions
    without = least(lambda: _extracted(plain, report), 3)
    assert least(lambda: _extracted(decided, report), 3) < 15 * without
