"""Sections, sentences and modality; and the laws of documents on any text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongbao import ontology, read
from gongbao.errors import InputError
from gongbao.model import Document
from gongbao.read.sentences import split_line
from gongbao.text.typesetting import find_gaps


def document(text: str) -> Document:
    return read.from_text(text, "report.txt", ontology=ontology.load())


def said(doc: Document) -> list[tuple[str, str]]:
    return [(doc.text[s.start : s.end], s.modality) for s in doc.sentences]


def test_sections_nest_by_their_numbering() -> None:
    doc = document(
        "第一章 总则\n一、情况\n（一）执法。开展检查。\n1.水上。\n2.陆上。\n（二）服务\n办好实事。\n二、打算\n第二章 附则\n"
        "一是抓好落实。再接再厉。\n其他。"
    )
    outline = [(s.level, s.parent, doc.text[s.heading.start : s.heading.end]) for s in doc.sections]
    assert outline == [
        (1, None, "第一章 总则"),
        (2, 0, "一、情况"),
        (3, 1, "（一）执法。"),
        (4, 2, "1.水上。"),
        (4, 2, "2.陆上。"),
        (3, 1, "（二）服务"),
        (2, 0, "二、打算"),
        (1, None, "第二章 附则"),
        (2, 7, "一是抓好落实。"),
    ]
    parts = {doc.text[s.start : s.end]: s.section for s in doc.sentences}
    assert (parts["开展检查。"], parts["办好实事。"], parts["再接再厉。"], parts["其他。"]) == (2, 5, 8, 7)
    assert doc.sections[1].end == doc.text.index("二、打算") and doc.sections[7].end == doc.body.end


def test_decimals_and_years_are_no_headings() -> None:
    assert not document("1.5万人参加。\n3.28亿元到位。\n2024年，一切正常。").sections


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("甲。乙！丙？丁；戊", ["甲。", "乙！", "丙？", "丁；", "戊"]),
        ("他说：“好。可以。”然后走。", ["他说：“好。可以。”然后走。"]),
        ("（一。二）三。四", ["（一。二）三。", "四"]),
        ("“不成对。下一句。", ["“不成对。", "下一句。"]),
        ("真的！？……走", ["真的！？……", "走"]),
        ("  前后空格。  ", ["前后空格。"]),
        ("  ", []),
    ],
)
def test_sentences(line: str, sentences: list[str]) -> None:
    assert [line[start:end] for start, end in split_line(line)] == sentences


def test_what_comes_after_next_steps_is_planned_until_the_section_ends() -> None:
    doc = document("一、做法\n完成检查。\n下一步，加强监管。\n组织培训。\n二、成效\n办结案件。")
    assert [m for _, m in said(doc)] == ["done", "done", "planned", "planned", "done", "done"]


def test_plans_in_a_line_end_where_it_tells_of_what_was_or_of_who_came() -> None:
    line = "甲局办事。下一步，甲局继续宣传。{}"
    back = ("据悉，已有50人报名。", "此前，乙局发出公告。", "甲局、乙局负责人等50人参加活动。")
    assert [said(document(line.format(sentence)))[-1][1] for sentence in back] == ["done"] * 3
    assert said(document(line.format("乙局加强巡查。")))[-1][1] == "planned"


def test_headings_plan_or_look_back() -> None:
    doc = document(
        "一、2024年工作回顾\n建成道路。\n二、成就和目标任务\n建成桥梁。\n三、2025年重点工作\n（一）建设完成情况通报制度\n建设学校。\n"
        "四、加强自身建设\n改进作风。\n五、有关情况说明\n办结提案。"
    )
    modality = dict(said(doc))
    assert [modality[s] for s in ("建成道路。", "建成桥梁。", "建设学校。", "改进作风。", "办结提案。")] == [
        "done",
        "done",
        "planned",
        "planned",
        "done",
    ]


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("市水务局牢记“五个必须坚持”，启动整治。", "done"),
        ("市水务局将继续推进整治。", "planned"),
        ("切实将专项整治成果转化为动力。", "done"),
        ("将学习培训纳入考核。", "done"),
        ("局里拟会同公安局启动行动。", "planned"),
        ("到2030年，全部完成。", "planned"),
        ("政策期限统一延长至2030年12月底。", "done"),
        ("到2020年，全部完成。", "done"),
        ("2025年，启动行动。", "planned"),
        ("各部门要落实责任。", "required"),
        ("会上强调，必须压实责任。", "required"),
        ("通知要求，各地落实责任。", "required"),
        ("按照市水务局下发的通知要求，开展检查。", "done"),
        ("按市政府要求，紧急采购物资。", "done"),
        ("幼儿园按照上级部门要求通知家长。", "done"),
        ("按照规定应当移送。", "required"),
        ("主要做法重要。", "done"),
        ("争取资金3亿元。", "done"),
    ],
)
def test_modality_of_a_sentence(sentence: str, modality: str) -> None:
    doc = document(f"情况通报\n日期：2024-01-02\n已经开展检查。\n{sentence}")
    assert said(doc)[-1] == (sentence, modality)


CHARACTERS = st.sampled_from(
    "市水务局开展检查。，；！？“”（）《》一二、1.0 \n\r\t：年月日2024来源上篇将要下步\u3000𠮷\x07#|"
)


def _solid(text: str) -> str:
    return "".join(text.split())


@given(st.text(CHARACTERS, max_size=120))
@example("00" + "“" * 17 + "，一\r。")
@settings(max_examples=300, deadline=None)
def test_the_laws_of_documents(text: str) -> None:
    try:
        doc = document(text)
    except InputError:
        return
    assert len(doc.folded) == len(doc.text)
    assert 0 <= doc.body.start < doc.body.end <= len(doc.text)
    wrapped = {at for gap in find_gaps(doc.folded) for at in range(gap.start, gap.end)}
    end = 0
    for sentence in doc.sentences:
        assert end <= sentence.start < sentence.end
        assert doc.body.start <= sentence.start and sentence.end <= doc.body.end
        assert sentence.section is None or 0 <= sentence.section < len(doc.sections)
        said = doc.text[sentence.start : sentence.end]
        ends = {sentence.start + at for at, char in enumerate(said) if char == "\n"}
        assert ends <= wrapped or _solid(said) in _solid(doc.title or "")  # a title may stand on several lines
        end = sentence.end
    for index, section in enumerate(doc.sections):
        assert section.start == section.heading.start and section.heading.end <= section.end <= doc.body.end
        assert section.parent is None or section.parent < index
        assert section.level == (1 if section.parent is None else doc.sections[section.parent].level + 1)
    assert document(text) == doc
