"""Every message that the code names is in the table, in both languages, with the same places to fill in; none stands there for nothing."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

from gongbao.errors import GongbaoError, UsageError
from gongbao.messages import both, table
from gongbao.trace import Why

TELLING = re.compile(
    r"(?:.*Error|say|tell|both|fail|gone|wrong|Refusal|Problem|UnsupportedInput|LimitPassed|Fault|ask)"
)
SOURCE = Path(__file__).parents[1] / "src" / "gongbao"


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _named() -> dict[str, list[set[str]]]:
    """Keys of the table that calls name, each with the values that the calls give."""
    found: dict[str, list[set[str]]] = {}
    for file in SOURCE.rglob("*.py"):
        for call in (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)):
            if not TELLING.fullmatch(ast.unparse(call.func).rpartition(".")[2]):
                continue
            values = {word.arg for word in call.keywords if word.arg} - {"err", "predicate", "headers", "place"}
            several = any(word.arg is None for word in call.keywords)
            for given in call.args:
                if isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value in table():
                    found.setdefault(given.value, []).append(_places(table()[given.value][0]) if several else values)
    return found


def test_each_message_is_named_and_has_what_it_says() -> None:
    named = _named()
    system = {key for key in table() if re.fullmatch("E[A-Z]+", key)}
    made = (
        {"this class", "this property"} | {why.value[0] for why in Why} | {key for key in table() if ", these " in key}
    )
    assert table().keys() - named.keys() - system == made
    wrong = [key for key, calls in named.items() for values in calls if not _places(table()[key][0]) <= values]
    assert wrong == []


def test_both_languages_say_the_same_things() -> None:
    for key, (english, zh) in table().items():
        assert english and zh and _places(zh) <= _places(english), key
        assert re.search("[一-龥]", zh) or key == "a file is wrong", key
        assert not (english in table() and english != key and _places(table()[english][0])), key


def test_what_is_given_stands_in_its_language() -> None:
    inner = UsageError("no such folder", path="甲")
    assert both("not a part made by gongbao", path="a", missing=["b", "c"]) == (
        "a: not a part made by gongbao: it lacks the columns b, c",
        "a：不是 gongbao 生成的分片，缺少列：b、c",
    )
    told = UsageError("a file is wrong", file="t", told=inner)
    assert (str(told), told.zh) == ("t: 甲: no such folder", "t：甲：没有这个文件夹")
    system = UsageError("cannot be read", path="a", error=OSError(13, "Permission denied"))
    assert (str(system), system.zh) == ("a: cannot be read: Permission denied", "a：无法读取（没有权限）")
    assert both("what no table has", "表中没有") == ("what no table has", "表中没有")
    assert str(GongbaoError("plain words, with {braces}")) == "plain words, with {braces}"
