"""Cases that are lines of a list by themselves are handled by the body whose list it is."""

from __future__ import annotations

import pytest

from gongbao.ontology import Ontology
from gongbao.relations import _listed
from marked import build


@pytest.mark.parametrize(
    ("text", "handled"),
    [
        (
            "[甲局|O]公布典型案例\n案例一：[某店缺斤少两案|A]\n案例二：[某厂排污案|A]\n",
            {"某店缺斤少两案", "某厂排污案"},
        ),
        ("[甲局|O]曝光案件\n1.[某店缺斤少两案|A]\n（2）[某厂排污案|A]\n", {"某店缺斤少两案", "某厂排污案"}),
        (
            "[甲局|O]通報典型案例\n典型案例一 [某廠排污案|A]\n典型案例二 [某店缺斤少兩案|A]\n",
            {"某廠排污案", "某店缺斤少兩案"},
        ),
        ("[甲局|O]工作总结\n案例一：[某店缺斤少两案|A]\n", set()),
        ("[甲局|O]公布典型案例\n案例一：[某店缺斤少两案|A]引起讨论\n", set()),
    ],
)
def test_who_handles_the_cases_of_a_list(text: str, handled: set[str], terms: Ontology) -> None:
    found = list(_listed(*build(text, terms), "x:甲局", terms))
    assert {fact.object.removeprefix("x:") for fact in found} == handled
    assert {(fact.subject, fact.predicate) for fact in found} <= {("x:甲局", "handles")}
