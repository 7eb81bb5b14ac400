"""Who reports: what head, title, signature and sentences say, and what does not say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongbao.linking import link
from gongbao.linking import published as read_by
from gongbao.model import Span
from gongbao.ontology import Ontology
from linked import marked


def reporter(text: str, terms: Ontology, publisher: str | None = None) -> tuple[str, str] | None:
    document, mentions = marked(text, terms, publisher)
    linked = link(document, mentions, terms)
    if linked.reporter is None or linked.reporter.entity is None:
        return None
    own = next(e for e in linked.entities if e.iri == linked.reporter.entity)
    return own.name, str(linked.reporter.how)


def published(text: str, terms: Ontology) -> str | None:
    document, mentions = marked(text, terms)
    return read_by(document, link(document, mentions, terms)).publisher


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("记者从{Organization:海州市水务局}获悉，去年用水下降。", ("海州市水务局", "source")),
        ("据{Organization:海州市水务局}举行的情况通报会通报，用水下降。", ("海州市水务局", "source")),
        ("各位代表：\n现在，我代表{Organization:海州区法院}，向大会报告工作。", ("海州区法院", "signature")),
        ("{Organization:海州市水务局}\n用水下降，群众满意。", ("海州市水务局", "signature")),
        ("5月6日，{Organization:海州市水务局}组织开展巡查，效果良好。", ("海州市水务局", "acting")),
        (
            "海州网讯为落实要求，近日，{Organization:海州市水务局}开展巡查。{Organization:海州市财政局}配合。",
            ("海州市水务局", "acting"),
        ),
    ],
)
def test_a_report_tells_whose_it_is(text: str, expected: tuple[str, str], terms: Ontology) -> None:
    assert reporter(text, terms) == expected


@pytest.mark.parametrize(
    "text",
    [
        "贯彻{Organization:省委}部署。在{Organization:省委}领导下，全省各级依法履职，得到{Organization:省委}肯定。",
        "全年{Organization:东屿交易所}筹资5亿元。{Organization:东屿交易所}新增公司6家。",  # it is told of, and does nothing
        "近日，{Organization:某公司}组织开展促销活动。",
        "近日，{Organization:海州市水务局}的职工开展巡查。",
        "全市用水下降，群众满意。经{Organization:海州市政府}批准，节水工作持续推进。",
    ],
)
def test_who_leads_or_tells_does_not_report(text: str, terms: Ontology) -> None:
    assert reporter(text, terms) is None


def test_a_signature_goes_before_who_acts(terms: Ontology) -> None:
    document, mentions = marked("近日，{Organization:海州市公安局}开展巡查。", terms)
    signed = replace(document, publisher="海州市司法局", publisher_span=None)
    found = link(signed, mentions, terms).reporter
    assert found is not None and found.how == "signature" and str(found.entity).endswith("海州市司法局")


def test_a_newspaper_that_signs_only_tells(terms: Ontology) -> None:
    document, mentions = marked("用水下降，群众满意。", terms, "海州日报")
    found = link(document, mentions, terms).reporter
    assert found is None or not found.acts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{Organization:海州新闻网}8月3日讯（记者 王某）今天，{Organization:海州市水务局}检查堤防。", "海州新闻网"),
        ("{Organization:东屿日报}客户端记者 李某 8月3日，{Organization:东屿县法院}召开座谈会。", "东屿日报"),
        ("近日，{Organization:海州市水务局}联合{Organization:海州市公安局}开展检查，查获三艘船只。", "海州市水务局"),
        (
            "8月3日，{Organization:東嶼縣衞生局}組織檢查食肆。{Organization:東嶼縣衞生局}提醒市民注意衞生。",
            "東嶼縣衞生局",
        ),
        ("渔政执法开展检查。执法人员登船检查。（来源：{Organization:东屿县农业农村局}）", "东屿县农业农村局"),
        (
            "采购假酒案开庭\n首页\n发布人：-{Organization:海州日报}\n{Organization:海州市财政局}去年采购酒水，供应商被起诉。",
            "海州日报",
        ),
        (
            "有心事，打热线。【{Organization:海州商报}讯】（记者 王某）8月1日，平台揭牌，{Organization:团市委}主办。",
            "海州商报",
        ),
        (
            "近日，{Organization:海州市公安局}查获渔网。{Organization:海州市公安局}提醒市民守法。来源：{Organization:海州警事}",
            "海州市公安局",
        ),
        ("{Organization:海州市公安局}近日查获渔网三百张。来源/{Organization:海州新闻}编辑：王某", "海州新闻"),
        ("昨日，{Organization:東嶼縣衞生局}檢查食肆，查獲三家。轉自：{Organization:東嶼縣政府網站}", "東嶼縣政府網站"),
        ("近日，{Organization:海州市公安局}查获渔网三百张。{Organization:海州晚报}记者 王某", "海州晚报"),
        (
            "渔港检查\n据悉，{Organization:海州市公安局}查获渔网。（作者：{Organization:海州特区报}记者 王某）",
            "海州特区报",
        ),
        (
            "近日，{Organization:海州市公安局}开展检查，查获渔网三百张。图片来源：{Organization:海州图片社}",
            "海州市公安局",
        ),
        (
            "近日，{Organization:海州市水务局}印发清单。《 {Organization:海州日报} 》（ 2023年07月25日   11 版）",
            "海州日报",
        ),
        (
            "8月3日，{Organization:海州市水务局}发布通报，检查渔港三处。{Organization:海州市水务局}提醒市民守法，{Organization:海州市水务局}表示将继续检查。"
            "《 {Organization:海州日报} 》（ 2023年08月17日 11 版）",
            "海州日报",
        ),
        (
            "8月3日，{Organization:海州市水务局}发布通报，检查渔港三处。{Organization:海州市水务局}提醒市民守法，{Organization:海州市水务局}表示将继续检查。"
            "采写：{Organization:海州晚报}记者 王某",
            "海州晚报",
        ),
        ("近日，{Organization:海州市水务局}检查堤防，成效明显。({Organization:海州市政府网})", "海州市政府网"),
        ("案情回顾\n王某搭乘李某的车辆受伤。\n文/{Organization:海州市法院} 法官助理 王某", "海州市法院"),
        ("近日，{Organization:海州市水务局}检查堤防，成效明显。图/{Organization:海州市公安局}", "海州市水务局"),
        ("日前，{Organization:政府}公布渔港检查结果，{Organization:政府}提醒渔民注意安全。", None),
        ("日前，{Organization:海州市政府}公布渔港检查结果，提醒渔民注意安全。", "海州市政府"),
        ("贯彻{Organization:省委}部署，得到{Organization:省委}肯定，全省各级依法履职。", None),
        ("经{Organization:海州市政府}批准，节水工作持续推进。", None),
        ("近日，{Organization:某公司}组织开展促销活动。", None),
    ],
)
def test_who_publishes_where_nobody_signs(text: str, expected: str | None, terms: Ontology) -> None:
    assert published(text, terms) == expected


@pytest.mark.parametrize("indent", ["\t", "\xa0\xa0", "\u3000\u3000"])
def test_how_a_line_is_indented_does_not_hide_who_publishes(indent: str, terms: Ontology) -> None:
    told = "{Organization:海州市水务局}有关负责人提醒市民，用水要节约。"
    assert published(indent + told, terms) == "海州市水务局"


def test_a_newspaper_publishes_what_a_body_does(terms: Ontology) -> None:
    text = "{Organization:海州日报}讯（记者 王某）近日，{Organization:海州市水务局}开展巡查。"
    document, mentions = marked(text, terms)
    linked = link(document, mentions, terms)
    who = linked.reporter
    assert who is not None and who.entity and who.publisher
    assert (who.entity.endswith("海州市水务局"), who.publisher.endswith("海州日报")) == (True, True)


def test_the_newspaper_that_opens_the_text_is_one_in_text_and_graph(terms: Ontology) -> None:
    text = "渔港检查\n{Organization:海州日报社}讯（记者 王某）近日，{Organization:海州市水务局}开展检查。"
    document, mentions = marked(text, terms)
    linked = link(document, mentions, terms)
    who = linked.reporter
    assert who is not None and who.entity and who.publisher
    assert (who.entity.endswith("海州市水务局"), who.publisher.endswith("海州日报社")) == (True, True)
    assert read_by(document, linked).publisher == "海州日报社"


def test_who_begins_the_title_acts_where_a_newspaper_tells(terms: Ontology) -> None:
    text = "{Organization:海州市水务局}多方协同 共护堤防\n海州网讯（记者 王某）近年来，堤防检查日益重要。"
    assert reporter(text, terms) == ("海州市水务局", "acting")
    assert reporter(text.replace("\n海州网讯（记者 王某）", "\n"), terms) != ("海州市水务局", "acting")


def test_a_signature_is_the_publisher_whatever_else_speaks(terms: Ontology) -> None:
    document, mentions = marked("{Organization:海州日报}讯 近日，{Organization:海州市公安局}开展巡查。", terms)
    signed = replace(document, publisher="海州市司法局", publisher_span=None)
    assert read_by(signed, link(signed, mentions, terms)).publisher == "海州市司法局"


def test_a_publisher_is_named_in_full(terms: Ontology) -> None:
    text = "近日，{Organization:水务局}开展检查。{Organization:海州市水务局}提醒：{Organization:水务局}热线已开通。"
    assert published(text, terms) == "海州市水务局"


@pytest.mark.parametrize(
    ("name", "account"),
    [
        pytest.param("Platform:海州发布", True, id="an account publishes"),
        pytest.param("Document:海州发布会议纪要", False, id="a document that begins with the name does not"),
        pytest.param("Event:海州发布论坛", False, id="an event does not"),
    ],
)
def test_who_publishes_is_a_body_or_an_account(name: str, account: bool, terms: Ontology) -> None:
    document, mentions = marked(f"来源：{{{name}}}\n近日，{{Organization:海州市水务局}}开展检查。", terms)
    signed = replace(document, publisher="海州发布", publisher_span=Span(3, 7))
    who = link(signed, mentions, terms).reporter
    found = who.publisher if who else None
    assert ("/Platform/" in (found or "")) is account


def test_who_is_sued_neither_reports_nor_publishes(terms: Ontology) -> None:
    text = "王某诉{Organization:海州县国土局}出让案\n{Organization:海州县国土局}发布公告拍卖土地。{Organization:海州县国土局}与王某订立确认书。"
    document, mentions = marked(text, terms)
    assert link(document, mentions, terms).reporter is None


def test_whose_former_member_is_told_of_does_not_report(terms: Ontology) -> None:
    text = "日前，{Organization:河西省人大常委会}原委员厉某受贿一案，由{Organization:海州市检察院}提起公诉。"
    document, mentions = marked(text, terms)
    who = link(document, mentions, terms).reporter
    assert who is None or "人大" not in (who.entity or "")


@pytest.mark.parametrize("titled", [True, False])
@pytest.mark.parametrize("announced", ["公布典型案例", "曝光一批餐饮浪费典型案件", "公开三起餐饮违法案"])
def test_who_announces_cases_acts_not_the_first_who_handles_one(announced: str, titled: bool, terms: Ontology) -> None:
    text = f"{{Organization:海州市商务局}}{announced}\n案例一：{{Organization:东屿区商务局}}查处某酒家案\n案例二：某饭店浪费案\n"
    document, mentions = marked(text, terms)
    document = replace(document, title=f"海州市商务局{announced}" if titled else None)
    linked = link(document, mentions, terms)
    own = next(e for e in linked.entities if linked.reporter and e.iri == linked.reporter.entity)
    assert own.name == "海州市商务局"
    assert read_by(document, linked).publisher == "海州市商务局"
