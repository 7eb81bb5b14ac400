"""What is report and what is page: titles, signatures and residue as the sites of Chinese governments print them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongbao import ontology, read
from gongbao.model import Document

DATA = Path(__file__).parent / "data"
PROSE = "今年以来，市水务局坚持问题导向，组织开展河湖清理整治专项行动，排查问题120个，整改到位118个。"


def document(text: str) -> Document:
    return read.from_text(text, "page.txt", ontology=ontology.load())


def body(text: str) -> str:
    doc = document(text)
    return doc.text[doc.body.start : doc.body.end]


def test_the_real_report_ends_with_its_signature() -> None:
    (doc,) = read.read_bytes((DATA / "tianjin-transport-2023.txt").read_bytes(), "a.txt", ontology=ontology.load())
    assert doc.text[: doc.body.end].endswith("2023-12-01 14:09:33)")
    assert doc.publisher == "天津市交通運輸綜合行政執法總隊"
    assert doc.publisher_span and doc.text[doc.publisher_span.start : doc.publisher_span.end] == doc.publisher
    assert doc.issued == "2023-12-01T14:09:33"
    assert doc.issued_span and doc.text[doc.issued_span.start : doc.issued_span.end] == "2023-12-01 14:09:33"
    after = [s for s in doc.sentences if s.start >= doc.text.index("下一步")]
    assert [s.modality for s in after[:-1]] == ["planned"] * (len(after) - 1)
    assert all(s.end <= doc.body.end for s in doc.sentences)


PAGE = f"""首页 > 政务公开 > 工作动态
当前位置：首页 > 政务公开
【字号：
大
中
小
】
打印
分享到：
某某市水务局2024年度法治政府建设情况报告
——在市人大常委会第八次会议上
来源：某某市水务局　　发布时间：2025-01-20 09:30　　浏览次数：123次　　字号：[大 中 小]
{PROSE}
一、主要做法
{PROSE}
二、下一步工作打算
持续推进河湖长制。
附件：某某市水务局任务清单
扫一扫在手机打开当前页
相关文章
某某市水务局召开会议
某某市水务局开展检查  2025-01-03
版权所有：某某市人民政府 京ICP备00000000号
"""


def test_words_of_footers_inside_a_paragraph_drop_nothing() -> None:
    said = "今年以来，渔政支队开展了未经许可捕捞专项整治，联合主办单位巡查水域30次，查扣渔船2艘。"
    doc = document(f"{PROSE}\n{said}\n{PROSE}\n未经许可，不得转载。\n技术支持：某某公司")
    sentences = [doc.text[s.start : s.end] for s in doc.sentences]
    assert said in sentences
    assert not any("转载" in s or "技术支持" in s for s in sentences)


def test_a_government_page() -> None:
    doc = document(PAGE)
    assert doc.title == "某某市水务局2024年度法治政府建设情况报告"
    assert (doc.publisher, doc.issued) == ("某某市水务局", "2025-01-20T09:30")
    text = doc.text[doc.body.start : doc.body.end]
    assert text.startswith("某某市水务局2024年度") and text.endswith("附件：某某市水务局任务清单")
    said = [doc.text[s.start : s.end] for s in doc.sentences]
    assert not any("浏览" in s or "打印" in s or "召开会议" in s for s in said)
    assert [(s.level, doc.text[s.heading.start : s.heading.end]) for s in doc.sections] == [
        (1, "一、主要做法"),
        (1, "二、下一步工作打算"),
    ]
    assert {s.modality for s in doc.sentences if s.section == 1} == {"planned"}


@pytest.mark.parametrize(
    ("tail", "publisher", "issued"),
    [
        ("某某市水务局\n2024年1月15日", "某某市水务局", "2024-01-15"),
        ("　　　　某某市水务局\n\n　　　　2024年1月15日\n（此件公开发布）", "某某市水务局", "2024-01-15"),
        ("某某市水务局（盖章）\n二〇二四年一月十五日", "某某市水务局", "2024-01-15"),
        ("某某市水务局\n（印章）\n2024年1月15日", "某某市水务局", "2024-01-15"),
        ("某某市水务局\n二〇二四年一月", "某某市水务局", "2024-01"),
        ("某某市水务局　某某市财政局\n\n某某市司法局\n\n2024年1月15日", "某某市水务局", "2024-01-15"),
        ("某某市水务局\n二○二四年十二月三十一日", "某某市水务局", "2024-12-31"),
        ("某某市水務局\n中華民國113年1月15日", "某某市水務局", "2024-01-15"),
        ("某某市水務局\n中華民國113年1月", "某某市水務局", "2024-01"),
        ("某某市水务局\n２０２４年１月１５日", "某某市水务局", "2024-01-15"),
        ("某某市水务局 2024年1月15日", "某某市水务局", "2024-01-15"),
        ("（某某市水务局 2024-01-15 08:00:01）", "某某市水务局", "2024-01-15T08:00:01"),
        ("2024年1月15日", None, "2024-01-15"),
    ],
)
def test_signatures(tail: str, publisher: str | None, issued: str) -> None:
    text = f"关于河湖整治的报告\n{PROSE}\n{PROSE}\n{tail}\n相关新闻\n另一个局开展检查 2024-02-02\n"
    doc = document(text)
    assert (doc.publisher, doc.issued) == (publisher, issued)
    assert "另一个局" not in doc.text[doc.body.start : doc.body.end]


def test_a_signature_after_the_last_sentence_of_its_paragraph() -> None:
    doc = document(f"{PROSE}\n{PROSE}（某某市水务局 2024-01-15）\n热点推荐：\n另一个局开展检查")
    assert (doc.publisher, doc.issued) == ("某某市水务局", "2024-01-15")
    assert doc.text[: doc.body.end].endswith("2024-01-15）")


def test_an_attachment_after_the_signature_stays() -> None:
    text = f"{PROSE}\n某某市水务局\n2024年1月15日\n附件\n河湖整治方案\n一、总体要求\n{PROSE}{PROSE}\n"
    assert "总体要求" in body(text)


def test_a_head_block_with_its_labels_apart() -> None:
    doc = document(
        f"索 引 号：\n000-1\n发文机关：\n某某市水务局\n成文日期：\n2024年03月05日\n标　　题：\n河湖情况\n河湖情况\n{PROSE}"
    )
    assert (doc.title, doc.publisher, doc.issued) == ("河湖情况", "某某市水务局", "2024-03-05")
    assert body(f"2024-03-05 09:00 来源：某某市水务局\n{PROSE}") == PROSE


def test_a_work_report_is_published_by_those_it_speaks_for() -> None:
    text = f"2026年某某省政府工作报告\n来源：某某日报\n时间：2026-02-01\n各位代表：\n现在，我代表省政府，向大会报告工作。\n{PROSE}\n相关报道："
    doc = document(text)
    assert doc.publisher == "某某省人民政府"
    assert doc.publisher_span and doc.text[doc.publisher_span.start : doc.publisher_span.end] == "省政府"
    assert doc.issued == "2026-02-01"
    assert doc.text[: doc.body.end].endswith(PROSE)


@pytest.mark.parametrize(
    ("over", "own"),
    [
        ("海渔发〔2024〕7号\n", True),
        ("海州市渔政处文件\n\n海渔发〔2024〕7号\n\n", True),
        ("海漁字〔2024〕7號\n", True),
        ("渔政简报　第32期\n", False),
        ("海州市渔政处\n", False),
    ],
)
def test_a_number_right_over_the_title_belongs_to_the_report(over: str, own: bool) -> None:
    doc = document(f"{over}海州市渔政处关于检查渔港的通知\n各渔港：\n{PROSE}\n海州市渔政处\n2024年3月5日\n")
    assert doc.title == "海州市渔政处关于检查渔港的通知"
    assert ("〔2024〕7" in doc.text[doc.body.start : doc.body.end]) is own


def test_plain_sentences_are_all_body() -> None:
    doc = document("深化科技创新。\n加快建设。")
    assert doc.title is None and doc.publisher is None and doc.issued is None
    assert (doc.body.start, doc.body.end) == (0, len(doc.text))


def test_impossible_dates_are_no_signature() -> None:
    assert document(f"{PROSE}\n某某市水务局\n2024年13月45日").issued is None


def test_the_head_block_and_the_colophon_keep_their_values_only() -> None:
    doc = document(
        f"河湖整治见成效\n来源：某某市水务局　作者：张三丰　时间：2024-03-05　字体：【大 中 小】\n{PROSE}\n{PROSE}\n"
        "（供稿：某某市水务局办公室　审核：李四光）\n上一篇：别的"
    )
    said = [doc.text[s.start : s.end] for s in doc.sentences]
    assert said[1:4] == ["某某市水务局", "张三丰", "2024-03-05"]
    assert said[-2:] == ["某某市水务局办公室", "李四光"]
    assert doc.text[: doc.body.end].endswith("李四光）")
    assert doc.publisher == "某某市水务局"


def test_a_title_of_two_lines_and_a_signature_without_a_date() -> None:
    doc = document(
        f"某某市水务局\n关于河湖整治情况的通报\n（某水发〔2024〕3号　2024年5月6日）\n{PROSE}\n{PROSE}\n某某市水务局"
    )
    assert (doc.title, doc.publisher, doc.issued) == (
        "某某市水务局关于河湖整治情况的通报",
        "某某市水务局",
        "2024-05-06",
    )


def test_a_press_release() -> None:
    doc = document(
        "新聞公報\n水務署檢獲違規船隻\n　　香港水務署今日（六月十二日）公布，組織檢查。\n完\n2025年6月12日（星期四）"
    )
    assert (doc.title, doc.issued) == ("水務署檢獲違規船隻", "2025-06-12")


def test_an_office_stands_for_its_body() -> None:
    doc = document(f"河湖整治见成效\n{PROSE}\n（某某市水務局辦公室供稿）")
    assert doc.publisher == "某某市水務局"


def test_a_title_of_three_lines_and_labels_in_brackets() -> None:
    doc = document(
        f"某某市人民政府办公室\n关于印发某某市安全生产\n专项整治工作方案的通知\n【发布日期】2024-01-05　【来源】某某市人民政府办公室\n{PROSE}\n{PROSE}"
    )
    assert doc.title == "某某市人民政府办公室关于印发某某市安全生产专项整治工作方案的通知"
    assert (doc.publisher, doc.issued) == ("某某市人民政府办公室", "2024-01-05")
    assert [doc.text[s.start : s.end] for s in doc.sentences][1:3] == ["2024-01-05", "某某市人民政府办公室"]


def test_a_date_alone_in_the_last_line_is_of_the_issue() -> None:
    prose = "各县区应急管理局：\n现将专项检查情况通报如下，共检查企业218家次，发现隐患1026项，责令停产整顿5家。\n"
    assert document("临江市应急管理局关于检查情况的通报\n" + prose + "2023年9月27日\n").issued == "2023-09-27"
    assert document("临江市应急管理局关于检查情况的通报\n" + prose + "整改至2023年9月27日\n").issued is None


@pytest.mark.parametrize("mark", ["- 1 -", "—12—", "第 3 页 共 5 页", "· 2 ·"])
def test_numbers_of_pages_are_no_text(mark: str) -> None:
    assert mark not in body(f"工作报告\n{PROSE}\n{PROSE}\n          {mark}\n")


@pytest.mark.parametrize(
    ("head", "issued"),
    [
        ("临江市人民法院　2024年4月", "2024-04"),
        ("全市法院　2024年4月以来", None),
        ("字号 大 中 小 来源：临江市水务局 2024-03-29 15:02 打印", "2024-03-29T15:02"),
        ("来源：临江人大　浏览字号：大 中 小　2024年3月29日", "2024-03-29"),
        ("实施日期：2024-05-01　有效期：至2029年5月1日", None),
        ("[ 2024-03-29 ]　来源：临江市水务局　阅读次数：1034", "2024-03-29"),
        ("2024-03-29 10:00　来源：临江市水务局", "2024-03-29T10:00"),
    ],
)
def test_the_date_in_the_head_of_a_page(head: str, issued: str | None) -> None:
    assert document(f"临江市人民法院行政审判白皮书\n{head}\n{PROSE}\n{PROSE}").issued == issued


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        (f"2023-08-04 17:39，正文：近日，{PROSE}", "2023-08-04T17:39"),
        (f"2023年08月14日 13:18:30 来自某地，正文：近日，{PROSE}", "2023-08-14T13:18:30"),
        (f"2023-08-04 17:39，近日，{PROSE}", None),
        (f"某案判决书\n{PROSE}\n审判员　王某\n二〇二四年五月二十日\n书记员　李某", "2024-05-20"),
        (f"工作情况\n{PROSE}\n参会人员　王某\n二〇二四年五月二十日\n见证人　李某", None),
    ],
)
def test_dates_before_a_text_and_below_who_judges(text: str, issued: str | None) -> None:
    assert document(text).issued == issued


@pytest.mark.parametrize(
    ("listed", "kept"),
    [
        ("目　录\n一、主要做法\t1\n二、打算 3", False),
        ("一、主要做法………………… 1\n二、打算.........3", False),
        ("主要指标\n一、受理 12\n二、打算 3", True),
    ],
)
def test_a_table_of_contents_is_no_text(listed: str, kept: bool) -> None:
    doc = document(f"工作报告\n{listed}\n\n一、主要做法\n{PROSE}\n二、打算\n{PROSE}")
    assert (
        any(doc.text[x.start : x.end].startswith("二、打算") and doc.text[x.end - 1] == "3" for x in doc.sentences)
        is kept
    )
    assert len(doc.sections) == (4 if kept else 2)


def test_the_date_behind_a_title_is_of_its_issue() -> None:
    assert document(f"临江市法治建设报告 (2025年01月24日)\n{PROSE}\n{PROSE}").issued == "2025-01-24"


def test_the_value_of_a_label_keeps_the_bracket_that_it_opens() -> None:
    page = f"名称：临江市处罚决定书（冯某）\n发布机构：临江市水务局\n{PROSE}\n{PROSE}"
    assert document(page).title == "临江市处罚决定书（冯某）"


@pytest.mark.parametrize(("writer", "kept"), [("供稿：水务局", True), ("责编：王某、李某", False)])
def test_who_wrote_a_report_stays_and_who_put_it_online_goes(writer: str, kept: bool) -> None:
    doc = document(f"河湖整治见成效\n{PROSE}\n{PROSE}\n（{writer}）\n")
    assert doc.text[doc.body.start : doc.body.end].rstrip().endswith(f"（{writer}）") is kept
