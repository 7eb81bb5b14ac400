"""Pages as browsers save them: texts in scripts, pages of accounts, archives, and what interfaces answer."""

from __future__ import annotations

import base64
import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from gongbao import read
from gongbao.model import Document
from gongbao.ontology import Ontology

TITLE, BODY = (
    "海州市卫生健康委员会关于做好汛期防疫工作的通知",
    "全市储备消杀药品12吨，组建应急队伍6支，检查供水单位27家，整改隐患8处。",
)
FIELDS = {"id": 7, "newsTitle": TITLE, "pubTime": "2025-06-03 16:20:00", "dept": "海州市卫生健康委员会"}


def only(data: bytes, name: str, terms: Ontology) -> Document:
    (document,) = read.read_bytes(data, name, ontology=terms)
    return document


def told(document: Document) -> tuple[str | None, str | None, str | None]:
    return document.title, document.publisher, (document.issued or "")[:10]


@pytest.mark.parametrize(
    "script",
    [
        "<script>var a = [1], b = {c: 1}; window.__STATE__={};render()</script>",
        '<script id="data" type="application/json">{}</script>',
    ],
)
def test_a_text_that_a_script_holds_is_read(script: str, terms: Ontology) -> None:
    state = {"site": {"icp": "备1号"}, "page": {"article": FIELDS | {"newsContent": f"<p>{BODY}</p><p>特此通知。</p>"}}}
    page = f"<html><head><title>通知公告</title>{script.replace('{}', json.dumps(state))}</head><body><div id=app></div></body></html>"
    found = only(page.encode(), "a.html", terms)
    assert (told(found), found.text) == ((TITLE, "海州市卫生健康委员会", "2025-06-03"), f"{BODY}\n特此通知。")


def test_a_page_with_a_text_of_its_own_is_that_text(terms: Ontology) -> None:
    state = json.dumps({"content": "推荐阅读" * 99})
    page = f"<html><script>a={state}</script><p>{BODY}{BODY}</p></html>"
    assert only(page.encode(), "a.html", terms).text == BODY + BODY


def test_what_an_interface_answers_is_looked_into(terms: Ontology) -> None:
    rows = [FIELDS | {"content": BODY, "createTime": 1748938800000}, FIELDS | {"content": "第二篇：检查两次。"}]
    answer = json.dumps({"code": 200, "data": {"total": 2, "list": rows}}).encode()
    documents = read.read_bytes(answer, "a.json", ontology=terms)
    assert [(x.source, x.text, x.issued) for x in documents] == [
        ("a.json#1", BODY, "2025-06-03T16:20:00"),
        ("a.json#2", "第二篇：检查两次。", "2025-06-03T16:20:00"),
    ]


def test_the_field_of_a_text_may_only_end_like_one(terms: Ontology) -> None:
    rows = [
        {"infoTitle": TITLE, "deptName": "海州市教育局", "pubDate": "2024-07-09", "infoContent": f"<p>{BODY}</p>"},
        {"infoTitle": TITLE, "context": "目录"},
    ]
    (document,) = read.read_bytes(json.dumps({"data": {"rows": rows}}).encode(), "a.json", ontology=terms)
    assert told(document) == (TITLE, "海州市教育局", "2024-07-09")


@pytest.mark.parametrize("written", ["1748938800000", "1748938800", "20250603", "20250603162000", "2025.6.3"])
def test_dates_of_columns_in_numbers(written: str, terms: Ontology) -> None:
    row = json.dumps({"title": TITLE, "createTime": written, "content": BODY})
    assert (only(row.encode(), "a.jsonl", terms).issued or "")[:10] == "2025-06-03"


def test_a_column_of_pages_is_read_as_pages(terms: Ontology) -> None:
    table = f"标题,内容\n{TITLE},\"<p>{BODY}</p><p style=''>其中城区3处&nbsp;。</p>\"\n"
    assert only(table.encode(), "a.csv", terms).text == f"{BODY}\n其中城区3处 。"


def account(date: str) -> bytes:
    head = (
        f'<h1 id="activity-name">{TITLE}</h1><div id="meta_content"><span>小海</span><a id="js_name"> 海州市教育局 </a>'
    )
    return f'<html><title></title>{head}<em id="publish_time">{date}</em><em>海州</em></div><div id="js_content" style="visibility: hidden"><p>{BODY}</p></div></html>'.encode()


def test_a_page_of_an_account_says_whose_it_is_and_when(terms: Ontology) -> None:
    assert told(only(account("2024年5月20日 18:02"), "a.html", terms)) == (TITLE, "海州市教育局", "2024-05-20")
    assert told(only(account(""), "a.html", terms)) == (TITLE, "海州市教育局", "")


def test_a_page_that_shows_its_time_in_an_element_of_its_own(terms: Ontology) -> None:
    page = f'<html><h1>{TITLE}</h1><div><span>小海</span> <time datetime="2025-04-08T10:12">昨天</time></div><article><p>{BODY}</p></article></html>'
    assert only(page.replace("昨天", "").encode(), "a.html", terms).issued == "2025-04-08T10:12"


def test_an_archive_of_a_page_says_its_charset_beside_it(terms: Ontology) -> None:
    page = base64.encodebytes(f"<html><h1>{TITLE}</h1><p>{BODY}</p></html>".encode("big5", "ignore"))
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="big5"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    found = only(head + page + b"\r\n--b--\r\n", "a.mht", terms)
    assert "12" in found.text and "州市" in found.text


@pytest.mark.parametrize(
    ("author", "publisher"), [("海州市人民政府", "海州市人民政府"), ("王小明", None), ("https://a.example", None)]
)
def test_the_author_of_a_text_publishes_it_if_it_is_a_body(author: str, publisher: str | None, terms: Ontology) -> None:
    text = f"---\ntitle: 工作动态\nauthor: {author}\ndate: 2024-01-15\n---\n\n{BODY}\n"
    assert told(only(text.encode(), "a.md", terms)) == ("工作动态", publisher, "2024-01-15")


def test_lines_of_text_that_was_typed_are_lines(terms: Ontology) -> None:
    typed = f"<html><center><b>{TITLE}</b><br>海州市统计局<br>2021年4月6日</center><hr><pre>\n一、概况\n{BODY}\n</pre></html>"
    found = only(typed.encode(), "a.html", terms)
    assert found.text.split("\n")[-2:] == ["一、概况", BODY]
    assert (found.publisher, found.issued) == ("海州市统计局", "2021-04-06")


def test_a_table_of_figures_in_a_csv_is_one_report(terms: Ontology) -> None:
    rows = "海州市各镇人口统计表,,\n填报单位：海州市统计局,,单位：人\n镇,户数（户）,人口\n东屿镇,8562,26310\n"
    found = only(rows.encode("gbk"), "a.csv", terms)
    assert found.text.endswith("东屿镇户数8562户，东屿镇人口26310人。")
    assert (found.title, found.publisher) == ("海州市各镇人口统计表", "海州市统计局")


def test_the_header_of_a_csv_may_stand_below_its_title(terms: Ontology) -> None:
    found = only(f"工作动态汇总,,\n序号,标题,正文\n1,{TITLE},{BODY}\n".encode(), "a.csv", terms)
    assert (found.source, found.title, found.text) == ("a.csv#1", TITLE, BODY)


def test_a_year_of_the_republic_in_a_column(terms: Ontology) -> None:
    rows = f"公告標題,公告單位,公告日期,公告內容\n{TITLE},海州市教育局,113-05-06,{BODY}\n"
    assert told(only(rows.encode(), "a.csv", terms)) == (TITLE, "海州市教育局", "2024-05-06")


def test_a_cell_alone_over_a_table_of_words_is_its_title(terms: Ontology) -> None:
    rows = "海州市食品抽检不合格信息表,,\n发布单位：海州市教育局,,发布日期：2024年11月4日\n样品名称,不合格项目,结果\n韭菜,腐霉利,1.4mg/kg\n"
    assert told(only(rows.encode("gb18030"), "a.csv", terms)) == (rows.split(",")[0], "海州市教育局", "2024-11-04")


def test_a_text_that_a_field_keeps_for_a_script_is_read(terms: Ontology) -> None:
    page = f"<html><h2>{TITLE}</h2><textarea style='display:none'>&lt;p&gt;{BODY}{BODY}&lt;/p&gt;&lt;p&gt;特此通知，请认真执行。&lt;/p&gt;</textarea></html>"
    assert only(page.encode(), "a.html", terms).text == f"{TITLE}\n{BODY}{BODY}\n特此通知，请认真执行。"
    assert only(page.replace("textarea", "select").encode(), "a.html", terms).text == TITLE


def test_a_page_saved_as_a_text_is_a_page(terms: Ontology) -> None:
    assert only(f"<!DOCTYPE html><html><p>{BODY}</p></html>".encode(), "a.txt", terms).text == BODY
    assert only(f"<{BODY}>".encode(), "a.txt", terms).text == f"<{BODY}>"


def test_a_row_whose_page_cannot_be_read_is_an_error_in_its_place(terms: Ontology, tmp_path: Path) -> None:
    rows = (BODY, "<div>" * 200_000, BODY)
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"text": text}, ensure_ascii=False) for text in rows), "utf-8")
    found = list(read.files.extract_file(path))
    assert [isinstance(one, read.Raw) for one in found] == [True, False, True]


def test_a_long_account_is_told_whole(terms: Ontology) -> None:
    name = "海州省海州市海州区纪律检查委员会监察委员会"
    page = (
        f"<html><body><h1>{TITLE}</h1><a id='js_name'>{name}</a><div id='js_content'><p>{BODY}</p></div></body></html>"
    )
    assert only(page.encode(), "a.html", terms).publisher == name


def test_a_letter_of_many_lines_of_dashes_is_no_letter_of_many_parts(terms: Ontology) -> None:
    data = f"Subject: {TITLE}\nContent-Type: text/plain; charset=utf-8\n\n{BODY}\n" + "--\n" * 25_000
    assert BODY in only(data.encode(), "a.eml", terms).text


def test_what_stands_below_the_element_of_the_text_may_sign_it(terms: Ontology) -> None:
    text = f'<div id="text"><p>{BODY}</p><p>其中三成已整改，其余限期整改。</p></div>'
    signed = "<div>完</div><div>2025年3月13日（星期四）<br>香港時間15時20分</div>"
    bare = "<ul><li>海州市教育局</li><li>网站地图</li></ul>"
    page = "<html><body><h1>{}</h1><div>{}{}</div><div>版权所有</div></body></html>"
    assert told(only(page.format(TITLE, text, signed).encode(), "a.html", terms))[2] == "2025-03-13"
    assert "教育局" not in only(page.format(TITLE, text, bare).encode(), "a.html", terms).text


def test_a_body_and_a_time_above_the_text(terms: Ontology) -> None:
    page = f"<html><article><h1>{TITLE}</h1><div><span>海州市教育局</span> <time>2024年6月18日 19:20</time></div><div><p>{BODY}</p></div></article></html>"
    assert told(only(page.encode(), "a.html", terms)) == (TITLE, "海州市教育局", "2024-06-18")


@pytest.mark.parametrize(
    ("shown", "issued"),
    [
        ("<span>原创</span> <a>海州发布</a> <em>2024年9月2日 17:20</em> <em>海州</em>", "2024-09-02T17:20"),
        ("<span>今天是2024年9月2日 17:20</span>", None),
        ("<span>原创 海州发布 2024年9月</span>", None),
    ],
)
def test_the_minute_above_a_text_dates_it(shown: str, issued: str | None, terms: Ontology) -> None:
    page = f"<html><h1>{TITLE}</h1><div>{shown}</div><div><p>{BODY}</p></div></html>"
    assert only(page.encode(), "a.html", terms).issued == issued


def test_the_line_above_labels_is_the_title_where_nothing_marks_one(terms: Ontology) -> None:
    rows = f"<tr><td>您的位置：首页 &gt;&gt; 动态</td></tr><tr><td><font>{TITLE}</font></td></tr><tr><td>时间：2023-02-20 来源：本院</td></tr><tr><td><p>{BODY}</p><p>其中三成已整改。</p></td></tr>"
    page = f"<html><title>海州市人民检察院</title><table><tr><td>首页</td></tr></table><table>{rows}</table></html>"
    assert told(only(page.encode(), "a.html", terms))[::2] == (TITLE, "2023-02-20")


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_letters(kind: str, terms: Ontology) -> None:
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["Date"] = (
        "河道治理",
        "海州市水利局 <a@example.org>",
        "Mon, 06 May 2024 09:00:00 +0800",
    )
    text = "今年以来，排查河道问题12个，整改到位10个。"
    letter.set_content(text if kind == "plain" else f"<html><body><p>{text}</p></body></html>", subtype=kind)
    (document,) = read.read_bytes(letter.as_bytes(), "a.eml", ontology=terms)
    assert (document.title, document.publisher, document.issued) == ("河道治理", "海州市水利局", "2024-05-06")
    assert document.text.strip() == text


@pytest.mark.parametrize("before", ["Fwd: ", "Re: [外部邮件] ", "【外部】转发："])
def test_a_letter_that_quotes_what_it_sends_on(before: str, terms: Ontology) -> None:
    letter = EmailMessage()
    letter["Subject"], letter["Date"] = f"{before}关于河道整治的公告", "Mon, 06 May 2024 09:00:00 +0800"
    letter.set_content(
        "请尽快上会。\n\n> 关于河道整治的公告\n>\n> 海州市今年排查河道问题12个，请予配合。\n>\n>> 海州市水利局\n>> 2024年元月5日\n"
    )
    document = only(letter.as_bytes(), "a.eml", terms)
    assert told(document) == ("关于河道整治的公告", "海州市水利局", "2024-01-05") and ">" not in document.text


def test_a_letter_whose_text_only_points_to_its_page(terms: Ontology) -> None:
    letter, text = EmailMessage(), "据海州市气象局预报，将有寒潮，海州市民政局储备棉衣3200件。"
    letter.set_content("请看附页")
    letter.add_alternative(f"<html><body><p>{text}</p></body></html>", subtype="html")
    (document,) = read.read_bytes(letter.as_bytes(), "a.eml", ontology=terms)
    assert document.text == text


def test_labels_that_stand_in_several_elements(terms: Ontology) -> None:
    head = "<div><span>发布</span><span>时间：2024-06-18</span><span>来源：海州市教育局</span></div>"
    page = f"<html><h1>{TITLE}</h1>{head}<div><p>{BODY}</p></div></html>"
    assert told(only(page.encode(), "a.html", terms)) == (TITLE, "海州市教育局", "2024-06-18")


def test_a_heading_is_the_title_before_the_name_of_a_column_of_the_site(terms: Ontology) -> None:
    page = f'<html><title>新闻-海州市</title><div class="page-title">市府新闻</div><h3>海州 整治 集市</h3><div><p>{BODY}</p></div></html>'
    assert only(page.encode(), "a.html", terms).title == "海州 整治 集市"


@pytest.mark.parametrize(
    ("head", "above", "publisher", "issued"),
    [
        ("<title>汛期防疫 - 海州市疾控中心</title>", "", "海州市疾控中心", ""),
        (
            "<title>汛期防疫_海州晚报数字报</title>",
            "海州晚报 2024年8月1日 星期四 第03版：民生",
            "海州晚报",
            "2024-08-01",
        ),
        ('<meta property="og:site_name" content="海州人民法院網"><title>防疫</title>', "", "海州人民法院", ""),
        ("<title>汛期防疫-海州市人民政府门户网站</title>", "", None, ""),
        ("<title>海州县政府资讯网-县府新闻</title>", "", None, ""),
        ("<title>防疫－海州县选举委员会</title>", "", "海州县选举委员会", ""),
        ('<meta name="source" content="海州市水利局"><title>防疫-海州市教育局</title>', "", "海州市水利局", ""),
    ],
)
def test_the_site_publishes_what_names_no_source(
    head: str, above: str, publisher: str | None, issued: str, terms: Ontology
) -> None:
    page = f"<html><head>{head}</head><body><div>{above}</div><h1>汛期防疫有力有序</h1><div><p>{BODY}</p></div></body></html>"
    assert told(only(page.encode(), "a.html", terms)) == ("汛期防疫有力有序", publisher, issued)


def test_the_title_of_a_report_that_a_letter_sends_stands_below_what_it_says(terms: Ontology) -> None:
    letter = EmailMessage()
    letter["Subject"] = "转发：新闻稿：海州市开展渔港消防演练"
    letter.set_content(f"各位老师：\n附上新闻稿，请采用。谢谢！\n\n海州市开展渔港消防演练\n\n{BODY}\n")
    document = only(letter.as_bytes(), "a.eml", terms)
    assert document.title == "海州市开展渔港消防演练"
    assert document.text[document.body.start :].startswith("海州市开展渔港消防演练")


def test_the_title_of_a_release_may_be_longer_than_its_subject(terms: Ontology) -> None:
    letter = EmailMessage()
    letter["Subject"] = "【新聞稿】港埠局邀請業者座談"
    letter.set_content(f"各位先進：\n敬請刊登，謝謝。\n\n港埠局邀請業者座談　承諾改善動線\n\n{BODY}\n")
    assert only(letter.as_bytes(), "a.eml", terms).title == "港埠局邀請業者座談 承諾改善動線"


def test_the_title_of_a_report_may_say_its_subject_in_full(terms: Ontology) -> None:
    letter = EmailMessage()
    letter["Subject"] = "请审阅：海州市三季度渔业形势通报"
    full = "海州市渔业局关于2024年三季度渔业形势的通报"
    letter.set_content(f"王主任：\n\n全文如下，妥否请示。\n\n{full}\n\n{BODY}\n")
    assert only(letter.as_bytes(), "a.eml", terms).title == full
    letter.replace_header("Subject", "请审阅：海州市四季度渔业形势通报")
    assert only(letter.as_bytes(), "a.eml", terms).title == "请审阅：海州市四季度渔业形势通报"


def test_a_letter_that_sends_on_another_is_titled_below_the_head_of_that(terms: Ontology) -> None:
    letter = EmailMessage()
    letter["Subject"] = "转发: 【新闻稿】海州市新渔港启用"
    head = "----- 原始邮件 -----\n发件人: 渔港 <a@example.org>\n发送时间: 2024年6月4日\n收件人: 媒体\n主题: 【新闻稿】海州市新渔港启用"
    letter.set_content(f"各位老师，\n\n请查收。\n\n{head}\n\n海州市新渔港启用\n\n{BODY}\n")
    assert only(letter.as_bytes(), "a.eml", terms).title == "海州市新渔港启用"


def test_the_first_heading_of_markdown_is_its_title(terms: Ontology) -> None:
    heading = "案例一　海州市“码上举报”平台"
    assert only(f"# {heading}\n\n报送单位：海州市教育局\n\n{BODY}\n".encode(), "a.md", terms).title == heading.replace(
        "　", " "
    )
    assert only(f"## 一、概述\n\n{BODY}\n".encode(), "a.md", terms).title is None


def test_the_mark_of_a_note_is_no_part_of_a_title_given_beside_the_text(terms: Ontology) -> None:
    page = f"<html><title>海州市统计公报</title><h1>海州市2024年经济发展<br>统计公报[1]</h1><div><p>{BODY}</p></div></html>"
    assert only(page.encode(), "a.html", terms).title == "海州市2024年经济发展统计公报"


def test_a_table_is_dated_by_when_it_was_filled_in(terms: Ontology) -> None:
    table = f"海州市罚款情况表\n填报单位：海州市水利局　填报日期：2024年4月3日\n{BODY}\n"
    assert told(only(table.encode(), "a.txt", terms)) == ("海州市罚款情况表", "海州市水利局", "2024-04-03")


@pytest.mark.parametrize(
    ("page_title", "title"),
    [
        ("海州市农业局-公告-关于渔港管理的草案", "关于渔港管理的草案"),
        ("2021-2035年渔港布局规划_规划计划_海州市农业局", "2021-2035年渔港布局规划"),
        ("海州渔港-海州", "海州渔港"),
    ],
)
def test_a_title_that_only_the_page_has_is_without_names_of_the_site(
    page_title: str, title: str, terms: Ontology
) -> None:
    page = f"<html><title>{page_title}</title><body><div><p>{BODY}</p></div></body></html>"
    assert only(page.encode(), "a.html", terms).title == title


def test_a_table_of_figures_is_titled_below_its_number(terms: Ontology) -> None:
    table = "公开01表,\n海州市渔业局收支总表,\n项目,预算数（万元）\n渔港建设,120\n渔船检验,35.6\n"
    assert only(table.encode(), "a.csv", terms).title == "海州市渔业局收支总表"


@pytest.mark.parametrize(
    ("above", "below", "publisher"),
    [
        ("", "来源：海州市水利局　编辑：王某", "海州市水利局"),
        ("来源：海州市教育局", "来源：海州市水利局", "海州市教育局"),
        ("", "相关：海州市水利局", None),
    ],
)
def test_the_source_of_a_page_may_stand_below_its_text(
    above: str, below: str, publisher: str | None, terms: Ontology
) -> None:
    page = f"<html><body><h1>汛期防疫有力有序</h1><div>{above}</div><div><p>{BODY}</p><p>{BODY}</p></div><div>{below}</div></body></html>"
    document = only(page.encode(), "a.html", terms)
    assert document.publisher == publisher
    assert document.text[: document.body.end].endswith(BODY)


def test_the_date_of_a_page_may_stand_below_its_source_below_its_text(terms: Ontology) -> None:
    below = "<ul><li>發布單位：海州市教育局</li><li>發布日期：114-01-15</li><li>點閱次數：88</li></ul>"
    page = f"<html><body><h1>汛期防疫</h1><div><p>{BODY}</p><p>{BODY}</p></div>{below}</body></html>"
    assert told(only(page.encode(), "a.html", terms)) == ("汛期防疫", "海州市教育局", "2025-01-15")


def test_the_title_of_a_table_may_stand_below_the_body_that_made_it(terms: Ontology) -> None:
    table = "海州市渔业局,,\n2024年渔船公示名单,,\n序号,船名,吨位（吨）\n1,海渔01,120\n2,海渔02,86\n"
    document = only(table.encode(), "a.csv", terms)
    assert (document.title, document.publisher) == ("2024年渔船公示名单", "海州市渔业局")
