from __future__ import annotations

from pathlib import Path

import pytest

from gongbao.alias_table import load, parse
from gongbao.errors import AliasError
from gongbao.linking.aliases import Aliases

HEADER = "surface\ttarget\taction\n"


def test_reads_rows_in_any_column_order() -> None:
    found = parse("action\tsurface\ttarget\nforce\t站區辦\t天津市“站区”管理办公室\n# note\n\nforbid\t总队\t执法总队\n")
    assert found.target("站区办") == "天津市站区管理办公室"
    assert found.forbids("执法总队", "总队")
    assert set(found.forces.values()) == {"天津市站区管理办公室"}


def test_forces_follow_chains() -> None:
    found = parse(HEADER + "甲\t乙\tforce\n乙\t丙\tforce\n")
    assert found.target("甲") == "丙"
    assert found.target("丙") is None


def test_an_empty_table_is_fine() -> None:
    assert parse(HEADER) == Aliases({}, frozenset(), {})


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "header"),
        ("surface\ttarget\n", 1, "columns surface, target, action"),
        ("surface\ttarget\taction\tnote\n", 1, "note"),
        (HEADER + "甲\t乙\n", 2, "2 cells, expected 3"),
        (HEADER + "甲\t\tforce\n", 2, "target is empty"),
        (HEADER + "甲\t乙\tjoin\n", 2, "force, forbid, parent"),
        (HEADER + "甲\t“甲”\tforce\n", 2, "its own target"),
        (HEADER + "甲\t乙\tforce\n甲\t丙\tforce\n", 3, "two targets: 乙 (line 2) and 丙"),
        (HEADER + "甲\t乙\tforce\n乙\t甲\tforbid\n", 3, "forbids what other rows force"),
        (HEADER + "甲\t丙\tforce\n乙\t丙\tforce\n甲\t乙\tforbid\n", 4, "forbids what other rows force"),
        (HEADER + "甲\t乙\tforce\n乙\t甲\tforce\n", 2, "甲 → 乙 → 甲"),
        (HEADER + "甲\t乙\tparent\n乙\t丙\tparent\n丙\t甲\tparent\n", 2, "甲 → 乙 → 丙 → 甲"),
        (HEADER + "甲\t乙\tparent\n甲\t丙\tparent\n", 3, "two targets"),
    ],
)
def test_mistakes_name_the_line(text: str, line: int, says: str) -> None:
    with pytest.raises(AliasError) as caught:
        parse(text, "mine.tsv")
    assert str(caught.value).startswith(f"mine.tsv, line {line}: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.zh.startswith("mine.tsv 第")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(AliasError, match="cannot be read"):
        load(tmp_path / "none.tsv")
    wrong = tmp_path / "gbk.tsv"
    wrong.write_bytes("surface\ttarget\taction\n甲\t乙\tforce\n".encode("gbk"))
    with pytest.raises(AliasError, match="not UTF-8"):
        load(wrong)


def test_a_byte_order_mark_is_no_column(tmp_path: Path) -> None:
    path = tmp_path / "bom.tsv"
    path.write_text(HEADER + "甲\t乙\tforce\n", "utf-8-sig")
    assert load(path).target("甲") == "乙"


def test_long_chains_and_circles_take_the_length_of_the_table() -> None:
    names = [f"第{n}水务局" for n in range(10_000)]
    chain = [f"{a}\t{b}\tforce" for a, b in zip(names, names[1:], strict=False)]
    forbidden = [f"{name}\t省厅\tforbid" for name in names]
    found = parse(HEADER + "\n".join(chain + forbidden))
    assert found.target(names[0]) == names[-1] == found.target(names[5000])
    with pytest.raises(AliasError, match=f"line 2: force goes round in a circle: {names[0]} → {names[1]} → .* → … → "):
        parse(HEADER + "\n".join([*chain, f"{names[-1]}\t{names[0]}\tforce"]))
    with pytest.raises(AliasError, match="line 4: force goes round in a circle: 丙 → 丁 → 丙"):
        parse(HEADER + "甲\t乙\tforce\n乙\t丙\tforce\n丙\t丁\tforce\n丁\t丙\tforce\n")
