"""Who reports: what head, title, signature and sentences say, and what does not say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongbao.linking import link
from gongbao.ontology import Ontology
from test_linking import marked


def reporter(text: str, terms: Ontology, publisher: str | None = None) -> tuple[str, str] | None:
    document, mentions = marked(text, terms, publisher)
    linked = link(document, mentions, terms)
    if linked.reporter is None:
        return None
    own = next(e for e in linked.entities if e.iri == linked.reporter.entity)
    return own.name, linked.reporter.how


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
    assert found is not None and found.how == "signature" and found.entity.endswith("海州市司法局")


def test_a_newspaper_that_signs_only_tells(terms: Ontology) -> None:
    document, mentions = marked("用水下降，群众满意。", terms, "海州日报")
    found = link(document, mentions, terms).reporter
    assert found is None or not found.acts
