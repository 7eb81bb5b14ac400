"""Graphs to draw: made-up reports of any size, and one whose every text is hostile."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pyoxigraph as ox

from gongbao import graph, iri, ontology
from gongbao.model import (
    Document,
    Entity,
    Evidence,
    Extraction,
    Mention,
    Quantity,
    Reporter,
    Sentence,
    Span,
    Statement,
    Time,
)
from gongbao.text.script import fold

HOSTILE = (
    "</script><script>document.title='pwned'</script>局",
    '"><img src=x onerror="document.title=1">局',
    "\u202e局通交市\u202c执法局",
    '=HYPERLINK("http://x")局',
    "<!--局-->&lt;&#60;局",
    "𠮷野家\u2028𡈽局",
    "\u0007铃\u001b[31m局",
    "{{constructor.constructor('alert(1)')()}}局",
    "执\u200b法\u2060\ufeff局",
    "\u200b\u200d\u00ad",
    "مكتب الشرطة局",
    "局" + "\u0301\u0489" * 60,
    "\U000e0041\U000e0042局",
)
LONG_TITLE = "<b>关于" + "很长的标题" * 600


class Writer:
    """Puts a report together sentence by sentence, so that every offset is right by construction."""

    def __init__(self) -> None:
        self.text = ""
        self.sentences: list[Sentence] = []
        self.mentions: dict[str, list[Mention]] = {}
        self.types: dict[str, str] = {}
        self.statements: list[Statement] = []
        self.quantities: list[Quantity] = []
        self.times: list[Time] = []
        self.codes: dict[str, str] = {}

    def iri(self, name: str) -> str:
        return iri.entity(self.types[name], name)

    def add(self, name: str, type_: str) -> Span:
        self.types.setdefault(name, type_)
        start = len(self.text)
        self.text += name
        mention = Mention(start, len(self.text), type_, "made", 0.9)
        self.mentions.setdefault(name, []).append(mention)
        return mention.span

    def words(self, text: str) -> Span:
        start = len(self.text)
        self.text += text
        return Span(start, len(self.text))

    def state(self, subject: tuple[str, str], verb: str, predicate: str, object_: tuple[str, str], **more: str) -> None:
        start = len(self.text)
        when = self.time(more["time"]) if "time" in more else None
        s, t, o = self.add(*subject), self.words(verb), self.add(*object_)
        self.words("。\n")
        modality = more.get("modality", "done")
        self.sentences.append(Sentence(start, len(self.text) - 1, None, modality))
        evidence = Evidence(s.start, o.end, t, s, o)
        pair = (self.iri(subject[0]), self.iri(object_[0]))
        self.statements.append(Statement(pair[0], predicate, pair[1], "entity", (evidence,), modality, 0.8, when))

    def time(self, value: str) -> int:
        span = self.words(value.split("/")[0])
        self.times.append(Time(span.start, span.end, self.text[span.start : span.end], value))
        self.words("，")
        return len(self.times) - 1

    def count(self, counted: str, words: str, value: float, unit: str, actor: str) -> None:
        start = len(self.text)
        self.words(counted)
        span = self.words(words)
        self.words("。\n")
        sentence = Span(start, len(self.text) - 1)
        self.quantities.append(
            Quantity(span.start, span.end, words, counted, value, unit, "atLeast", sentence, actor=self.iri(actor))
        )

    def extraction(self, source: str, *, title: str | None = None, publisher: str | None = None) -> Extraction:
        text = self.text or "无"
        digest = hashlib.sha256(text.encode()).hexdigest()
        span = self.mentions[publisher][0].span if publisher else None
        body = Span(0, len(text))
        document = Document(
            source,
            digest,
            text,
            fold(text),
            title,
            publisher,
            span,
            "2024-01-05",
            None,
            body,
            (),
            tuple(self.sentences),
        )
        entities = tuple(
            Entity(self.iri(name), self.types[name], iri.canonical(name), (name,), tuple(found), self.codes.get(name))
            for name, found in self.mentions.items()
        )
        mentions = tuple(sorted((m for found in self.mentions.values() for m in found), key=lambda m: m.start))
        reporter = Reporter(self.iri(publisher), "title", self.iri(publisher)) if publisher else None
        facts = (tuple(self.statements), tuple(self.quantities), tuple(self.times))
        return Extraction(document, mentions, entities, *facts, reporter=reporter)


def store_of(extractions: Sequence[Extraction]) -> ox.Store:
    terms = ontology.load()
    store = ox.Store()
    for extraction in extractions:
        store.extend(graph.quads(extraction, terms))
    return store


def story() -> ox.Store:
    """One small report with every kind of thing that the page shows, and a second that speaks of the same body."""
    team, drive, forum = (
        ("天津市交通执法总队", "Organization"),
        ("出租汽车专项整治行动", "Campaign"),
        ("世界智能大会", "Event"),
    )
    first = Writer()
    first.state(team, "开展", "conducts", drive, time="2023-04/2023-09")
    first.state(team, "保障", "safeguards", forum, time="2023-05")
    first.state(team, "计划举办", "organizes", ("执法论坛", "Event"), modality="planned")
    first.state(team, "查处", "handles", ("688案", "Case"))
    first.state(("688案", "Case"), "属于", "partOf", drive)
    first.state(team, "未发布", "issues", ("执法目录", "Document"), modality="negated")
    first.state(team, "会同", "cooperatesWith", ("站区办", "Organization"))
    first.state(team, "参与", "conducts", ("十项行动", "Campaign"), time="2023-11/..")
    first.state(team, "推进", "conducts", drive, modality="planned")
    first.count("走访企业", "600余家", 600, "家", team[0])
    first.add("天津西站", "Place")
    second = Writer()
    second.state(("市交通委员会", "Organization"), "會同", "cooperatesWith", team, time="2024-01")
    second.state(("市交通委员会", "Organization"), "開展", "conducts", ("春运保障行动", "Campaign"))
    return store_of(
        [
            first.extraction("一.txt", title="关于专项整治的报告", publisher=team[0]),
            second.extraction("二.txt", title="交通委报告"),
        ]
    )


def opposite() -> ox.Store:
    """Two bodies with a line each way between them."""
    one, other = ("海州市应急管理局", "Organization"), ("海州市救援队", "Organization")
    report = Writer()
    report.state(one, "领导", "organizes", other)
    report.state(other, "隶属", "subOrganizationOf", one)
    return store_of([report.extraction("三.txt", title="应急管理局报告")])


def atlas() -> ox.Store:
    """Two reports of two provinces, with periods of years and a figure that both give."""
    found = []
    for city, code, companies in (("天津市", "120000", 300), ("哈尔滨市", "230100", 20)):
        writer = Writer()
        body = (f"{city}人民政府", "Organization")
        writer.codes[city] = code
        writer.state(body, "辖区", "hasJurisdiction", (city, "Place"))
        writer.state(body, "开展", "conducts", ("清洁行动", "Campaign"), time="2021/2025")
        writer.state(body, "计划开展", "conducts", (f"{city}护林行动", "Campaign"), time="2026", modality="planned")
        writer.add(city, "Place")
        writer.words("走在前列。")
        writer.count("走访企业", f"{companies}家", companies, "家", body[0])
        found.append(writer.extraction(f"{city}.txt", title=f"{city}报告", publisher=body[0]))
    return store_of(found)


def hostile() -> ox.Store:
    """A report whose names try to leave the page, one of 500 characters, and characters outside the first plane."""
    writer = Writer()
    for index, name in enumerate(HOSTILE):
        writer.state((name, "Organization"), "开展", "conducts", (f"行动{index}", "Campaign"))
    writer.state(("长" * 499 + "局", "Organization"), "开展", "conducts", ("行动0", "Campaign"))
    return store_of([writer.extraction("</title><script>.txt", title=HOSTILE[0])])


def titled_at_length() -> ox.Store:
    """Two reports, one with a title of 3,000 characters, one with a title that nobody sees."""
    found = []
    for title in (LONG_TITLE, "\u200b\u202e"):
        writer = Writer()
        writer.state(("海州市应急管理局", "Organization"), "开展", "conducts", ("清洁行动", "Campaign"))
        writer.words(title[:40])
        found.append(writer.extraction(f"{len(title)}.txt", title=title, publisher="海州市应急管理局"))
    return store_of(found)


def single() -> ox.Store:
    """One node, no edges."""
    writer = Writer()
    writer.add("天津西站", "Place")
    return store_of([writer.extraction("一.txt")])


def without_edges(count: int) -> ox.Store:
    writer = Writer()
    for index in range(count):
        writer.add(f"第{index}车站", "Place")
        writer.words("、")
    return store_of([writer.extraction("站.txt")])


def long_report(paragraphs: int) -> ox.Store:
    """A report of long paragraphs, each with one action and one figure of its own."""
    writer = Writer()
    for index in range(paragraphs):
        writer.words(
            "各区各部门坚持问题导向，把群众关心的事一件一件办好，工作进展及时公开并接受监督，不足之处逐项整改。"
            * (1 + index % 3)
        )
        writer.state(
            ("市交通委员会", "Organization"),
            "开展",
            "conducts",
            (f"第{index}号专项行动", "Campaign"),
            modality="planned" if index % 2 else "done",
        )
        writer.count("走访企业", f"{index + 10}家", index + 10, "家", "市交通委员会")
    return store_of([writer.extraction("长.txt", title="长报告", publisher="市交通委员会")])


def brackets(count: int) -> ox.Store:
    """A report with a row of opening brackets of two kinds, which no line may end with."""
    writer = Writer()
    writer.words("（" * count + "《" * count)
    writer.state(("海州市应急管理局", "Organization"), "开展", "conducts", ("清洁行动", "Campaign"))
    return store_of([writer.extraction("括号.txt")])


def many_mentions(count: int) -> ox.Store:
    """One report in which twenty names are mentioned `count` times."""
    writer = Writer()
    for index in range(count // 2):
        writer.state(
            (f"第{index % 10}执法局", "Organization"), "开展", "conducts", (f"第{index % 7}号专项行动", "Campaign")
        )
    return store_of([writer.extraction("长.txt", title="长报告")])


def large(nodes: int, *, to_a_report: int = 60) -> ox.Store:
    """`nodes` things in as many reports as that takes; every report has its own bodies and some that others share."""
    extractions: list[Extraction] = []
    made = shared = 0
    while made < nodes:
        writer = Writer()
        number = len(extractions)
        room = min(to_a_report, nodes - made)
        bodies = [f"第{number}市{kind}局" for kind in ("交通", "公安", "卫生")][: max(1, room // 4)]
        for index in range(room - len(bodies)):
            body = bodies[(index * index) % len(bodies)]
            writer.state((body, "Organization"), "开展", "conducts", (f"第{number}市第{index}号专项行动", "Campaign"))
        if number:
            writer.state((bodies[0], "Organization"), "会同", "cooperatesWith", (f"第{shared}市交通局", "Organization"))
            shared = (shared * 7 + 3) % (number + 1)
        made += room
        extractions.append(writer.extraction(f"{number:05}.txt", title=f"第{number}市工作报告"))
    return store_of(extractions)
