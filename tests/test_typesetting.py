"""Text typed or set in odd ways reads like the same text typed plainly, and keeps its own offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao import read
from gongbao.pipeline import extract
from gongbao.settings import Settings
from gongbao.text import tsv, typesetting
from gongbao.text.reading import Reading
from gongbao.text.script import fold
from gongbao.text.typesetting import find_gaps

BREAKS = list(tsv.rows("gongbao.text", "breaks.tsv"))


def plain(text: str) -> str:
    return fold(Reading(find_gaps(fold(text))).cut(text))


FOLDED = {
    "⺠⽣⼯程、⻓江⻄路": "民生工程、长江西路",
    "⾦融⻛险，⻋⻔⻢": "金融风险，车门马",
    "ＡＢＣ１２３％": "ABC123%",
    "开展检查,查处(重点)问题;整改到位.": "开展检查，查处（重点）问题；整改到位。",
    '开展"清风"行动和"护航"行动': "开展“清风”行动和“护航”行动",
    "一.总体要求": "一、总体要求",
    "—、总体要求": "一、总体要求",
    "二O二四年，二○○八年": "二〇二四年，二〇〇八年",
    "2O24年l2月": "2024年l2月",
    "１，２３４．５公斤": "1,234.5公斤",
    "自今年元月3日起，元月至3月；明年元月起": "自今年一月3日起，一月至3月；明年一月起",
    "共12，345件": "共12,345件",
    "查處﹐督辦﹔陳某︰": "查处，督办；陈某：",
    "阿卜杜拉•买买提": "阿卜杜拉·买买提",
}


@pytest.mark.parametrize(("text", "expected"), FOLDED.items())
def test_odd_forms_fold_in_place(text: str, expected: str) -> None:
    assert fold(text) == expected
    assert len(text) == len(expected)


KEPT = [
    "Hello, world.",
    "比例1:3",
    "2023-12-1，200",
    "1,2345",
    "(a)",
    "1．总体",
    "WTO; IMF",
    "a.b",
    "每间300元月租，多元月刊，单元月考，给予元月薪",
    "14:30",
    'say "yes"',
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_in_order_stays(text: str) -> None:
    assert fold(text) == text


READ = {
    "增长 5.2% ，下降 2% ，新增 3.5 万人。": "增长5.2%，下降2%，新增3.5万人。",
    "市水利局开展 “清河” 专项行动，检查 12 处。": "市水利局开展“清河”专项行动，检查12处。",
    "市民政局印发 《办法》 ，自 2024 年 5 月 1 日起施行。": "市民政局印发《办法》，自2024年5月1日起施行。",
    "關 於 開 展 專 項 檢 查 的 通 知": "关于开展专项检查的通知",
    "天 津 市 公 安 局 开 展 “ 清 风 ” 行 动 ， 检 查 3 0 家 。": "天津市公安局开展“清风”行动，检查30家。",
    "市卫生 健康委组织 义诊 活动，共接 诊群众 300人。": "市卫生健康委组织义诊活动，共接诊群众300人。",
    "通　　知": "通知",
    "市交\xad通\u200b局\ufeff召开会议。": "市交通局召开会议。",
    "天天津津市市公公安安局局": "天津市公安局",
    "发放补贴1 234 567元，惠及1, 200户。": "发放补贴1234567元，惠及1,200户。",
    "王　刚　　李　明": "王刚　　李明",
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_what_typesetting_put_in_is_left_out(text: str, expected: str) -> None:
    assert plain(text) == expected


PARTED = [
    "区人民法院院长 卢某",
    "清河市水利局 120.5 已整改",
    "2 总体要求",
    "时间：2024-01-05 来源：市公安局",
    "出动执法人员 检查企业",
    "The Belt and Road Forum",
    "隐患12处　罚款3万元",
    "发布于2024年1月5日 责任编辑：张三，李四",
]


@pytest.mark.parametrize("text", PARTED)
def test_spaces_that_part_stay(text: str) -> None:
    assert plain(text) == text


def test_signs_of_pages_in_a_text_are_read_as_what_they_mean() -> None:
    assert plain("&nbsp;&nbsp;市水务局设A&amp;B两个组。") == "市水务局设A&B两个组。"


WRAPPED = (
    "今年以来，市应急管理局坚持把防范化解重大安全风险摆在突出位置，组织开展了清河市工贸\n"
    "企业有限空间作业专项整治，先后检查企业三百二十家，督促整改各类隐患，取得明显的成效。\n"
)


def test_lines_of_one_width_are_joined_inside_sentences() -> None:
    assert "工贸企业有限空间作业专项整治" in plain(WRAPPED)


def test_a_sentence_goes_on_over_the_number_of_a_page() -> None:
    first, second = WRAPPED.split("\n", 1)
    assert plain(f"{first}\n— 12 —\n\n{second}") == plain(WRAPPED)
    assert "有限空间作业专项整治情况如下：" in plain(f"{first}\n企业有限空间作业专项整治情况如下：\n")
    listed = f"{first}。\n— 12 —\n\n{second}"
    assert plain(listed) == listed


@pytest.mark.parametrize(
    "text",
    [
        "市交通局开展春运保障行动，确保群众平安有序返乡过年，群众满意\n市水利局开展清淤疏浚行动，确保河道畅通安全度汛，成效明显提升\n",
        "一、聚焦主责主业，全力推进平安建设\n2024年，全市立案120件。\n",
        "清河市应急管理局关于开展“铁腕护安”行动的通知\n各县区应急管理局：\n",
        "市公安局：\n你局报来的请示收悉。\n",
    ],
)
def test_lines_of_their_own_stay_apart(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "建成于20\n21年第一\n季度。",
        "截至2024年\n12月3\n1日，上\n半年2020\n年度4月至\n6月。",
        "检查车辆1，\n234辆。",
        "查获冻品12,\n345公斤。",
        "实现利润1.\n2亿元。",
        "惠及1，\n  200人。",
    ],
)
def test_numbers_are_joined_over_line_ends(text: str) -> None:
    assert "\n" not in plain(text)


@pytest.mark.parametrize(
    "text",
    ["大事记2024年\n1月\n3日，开会。", "附件：1.\n2024年工作要点", "共检查120家，\n345人受到处罚", "第1，\n2025年2月"],
)
def test_other_line_ends_stay(text: str) -> None:
    assert "\n" in plain(text)


@pytest.mark.parametrize(("name", "example"), [(name, text) for name, texts, _ in BREAKS for text in texts.split()])
def test_a_row_of_breaks_is_found_in_its_examples(name: str, example: str) -> None:
    assert typesetting.BREAKS[name].search(example.replace("\\n", "\n"))


def test_a_report_set_with_spaces_is_extracted_like_the_plain_one(settings: Settings) -> None:
    spaced = "天津市公安局开展 “清风” 专项行动，2024 年 3 月检查企业 1200 余家，增\u200b长 5 % 。\n"
    set_, typed = (
        extract(read.from_text(text, "a.txt", ontology=settings.ontology), settings)
        for text in (spaced, spaced.replace(" ", "").replace("\u200b", ""))
    )
    assert [e.iri for e in set_.entities] == [e.iri for e in typed.entities]
    assert [(q.value, q.unit, q.bound, q.change) for q in set_.quantities] == [
        (q.value, q.unit, q.bound, q.change) for q in typed.quantities
    ]
    assert [t.value for t in set_.times] == [t.value for t in typed.times]
    assert [(s.subject, s.predicate, s.object) for s in set_.statements] == [
        (s.subject, s.predicate, s.object) for s in typed.statements
    ]
    text = set_.document.text
    assert text == spaced
    assert {text[m.start : m.end] for m in set_.mentions} == {"天津市公安局", "“清风” 专项行动"}
    assert [q.text for q in set_.quantities] == ["1200 余家", "5 %"]
    assert all(text[q.start : q.end] == q.text for q in set_.quantities)


@given(st.text(alphabet="市局检查家年月日。，“”：1234567890 　\n\u200b\xad.,%a", max_size=60))
def test_gaps_lie_apart_and_offsets_go_both_ways(text: str) -> None:
    gaps = find_gaps(fold(text))
    assert all(a.end < b.start for a, b in zip(gaps, gaps[1:], strict=False))
    assert all(text[gap.start : gap.end].strip(" 　\n\u200b\xad") in ("", text[gap.start - 1]) for gap in gaps)
    reading = Reading(gaps)
    read_ = reading.cut(text)
    assert all(read_[i] == text[reading.outward(i)] for i in range(len(read_)))
    assert all(reading.inward(reading.outward(i)) == i for i in range(len(read_)))
