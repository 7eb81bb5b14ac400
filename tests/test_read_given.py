"""What stands beside a text: the title of its page, metadata, front matter, the columns of its row."""

from __future__ import annotations

import pytest

from gongbao import read
from gongbao.ontology import Ontology

HEADED = """<html><head><title>东岭县开展渔政检查-东岭县人民政府</title>{meta}</head><body><div><a>首页</a> <a>新闻</a> <a>要闻</a></div>
<div class="article"><div class="tit">我县开展渔政大检查</div><div class="subtit">——守牢渔港安全底线</div>{info}<div class="con">
<p>8月3日，东岭县水利局检查渔港三处，发现隐患12处，当场整改9处。检查中，执法人员查看了渔船证书和消防设备。</p></div></div></body></html>"""


@pytest.mark.parametrize(
    ("page", "publisher"),
    [
        (HEADED.format(meta="", info="<div>发布时间：2024-08-05　来源：东岭县交通运输局</div>"), "东岭县交通运输局"),
        (
            HEADED.format(
                meta='<meta name="ContentSource" content="东岭县水利局">', info="<div>发布时间：2024-08-05</div>"
            ),
            "东岭县水利局",  # which its text names too
        ),
    ],
)
def test_a_title_above_a_subtitle_and_a_source_that_the_text_names(page: str, publisher: str, terms: Ontology) -> None:
    (document,) = read.read_bytes(page.encode(), "a.html", ontology=terms)
    assert (document.title, document.publisher) == ("我县开展渔政大检查", publisher)


def test_a_title_beside_a_text_is_more_than_the_kind_of_report_over_it(terms: Ontology) -> None:
    data = (
        "---\ntitle: 东岭县水利局关于渔港封闭的通告\n---\n\n# 通告\n\n东岭县水利局决定自8月3日起封闭渔港。\n".encode()
    )
    (document,) = read.read_bytes(data, "a.md", ontology=terms)
    assert document.title == "东岭县水利局关于渔港封闭的通告"


def test_a_list_of_documents_with_short_texts_gives_a_report_a_row(terms: Ontology) -> None:
    told = "东岭县水利局检查渔港三处，查扣渔船两艘，罚款5万元。"
    data = f"文件名称,发文机关,印发日期,主要内容\n渔港通知,东岭县水利局,2024-03-01,{told}\n".encode()
    (document,) = read.read_bytes(data, "a.csv", ontology=terms)
    assert (document.title, document.publisher, document.issued) == ("渔港通知", "东岭县水利局", "2024-03-01")


SITED = """<html><head><title>{title}</title></head><body><h1>{site}</h1><div><a>首页</a> <a>新闻</a> <a>公告</a></div><div>
<h3>县政府检查渔港</h3><div>{info}</div><div><p>8月3日，东岭县水利局检查渔港三处，发现隐患12处，当场整改9处。</p></div></div></body></html>"""


@pytest.mark.parametrize(
    ("title", "info", "publisher"),
    [
        (
            "东岭县水利局-新闻稿",
            "发布单位：渔港科　发布日期：2024-08-05",
            "东岭县水利局",
        ),  # a part of a body, on its site
        ("东岭县水利局-水利要闻-县政府检查渔港", "发布日期：2024-08-05", "东岭县水利局"),
        ("东岭县水利局-新闻稿", "消息来源：东岭县渔业局　2024-08-05", "东岭县渔业局"),
        ("縣政府檢查漁港", "發布日期：2024-08-05", None),
    ],
)
def test_whose_site_a_page_is_is_told_by_its_title(
    title: str, info: str, publisher: str | None, terms: Ontology
) -> None:
    page = SITED.format(title=title, site="东岭县水利局" if publisher else "水利", info=info)
    (document,) = read.read_bytes(page.encode(), "a.html", ontology=terms)
    assert (document.title, document.publisher) == ("县政府检查渔港", publisher)
