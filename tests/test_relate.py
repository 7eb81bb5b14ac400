"""The relations of made-up sentences: each construction with what it says, and what it does not say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongbao import ontology, quantities, read, temporal
from gongbao.linking.reporter import of_entities
from gongbao.model import Document, Entity, Mention, Statement
from gongbao.ontology import Ontology
from gongbao.relate import relate
from gongbao.text.script import fold

CLASSES = {
    "O": "Organization", "P": "Place", "C": "Campaign", "A": "Case",
    "E": "Event", "D": "Document", "W": "Platform", "H": "Person",
}  # fmt: skip
OWN = "海州市交通局"
MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z])\]")
Row = tuple[str, str, str]


def build(marked: str, terms: Ontology, own: str | None = OWN) -> tuple[Document, list[Entity]]:
    """Turn 甲[乙|O]丙 into a document and the entities of its marks; `own` signs the report."""
    text, spans, at = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[1]), CLASSES[match[2]], match[1]))
        text += match[1]
        at = match.end()
    document = read.from_text(text + marked[at:], "made-up.txt", ontology=terms, publisher=own)
    found: dict[tuple[str, str], list[Mention]] = {}
    for start, end, kind, name in spans:
        found.setdefault((kind, name), []).append(Mention(start, end, kind, "test", 1.0))
    if own is not None:
        found.setdefault(("Organization", own), [])
    entities = [Entity(f"x:{n}", k, fold(n), (n,), tuple(m)) for (k, n), m in found.items()]
    return document, entities


def statements(marked: str, terms: Ontology | None = None, own: str | None = OWN) -> tuple[Statement, ...]:
    terms = terms or ontology.load()
    document, entities = build(marked, terms, own)
    when = temporal.find(document, terms)
    found, _ = relate(
        document,
        entities,
        quantities.find(document, terms, when),
        when,
        terms,
        reporter=of_entities(document, entities, terms),
    )
    for statement in found:
        for evidence in statement.evidence:
            parts = [p for p in (evidence.trigger, evidence.subject, evidence.object) if p]
            assert all(evidence.start <= p.start < p.end <= evidence.end for p in parts)
    by_names = {"hasJurisdiction", "subOrganizationOf"}
    return tuple(s for s in found if s.predicate not in by_names or any(e.trigger for e in s.evidence))


def rows(marked: str, **options: object) -> set[Row]:
    return {
        (s.subject.removeprefix("x:"), s.predicate, s.object.removeprefix("x:"))
        for s in statements(marked, **options)  # type: ignore[arg-type]
    }


def modalities(marked: str) -> dict[Row, str]:
    return {
        (s.subject.removeprefix("x:"), s.predicate, s.object.removeprefix("x:")): s.modality for s in statements(marked)
    }


def conducts(*actors: str, of: str = "“清风”行动") -> set[Row]:
    return {(a, "conducts", of) for a in actors}


C = "[“清风”行动|C]"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (f"深入开展{C}，检查企业30家。", conducts(OWN)),
        (f"[市公安局|O]深入开展{C}。", conducts("市公安局")),
        (f"3月至5月，[市公安局|O]、[市城管局|O]先后组织{C}。", conducts("市公安局", "市城管局")),
        (f"[市公安局|O]认真履职，扎实推进{C}。", conducts("市公安局")),
        (f"{C}由[市公安局|O]牵头实施。", conducts("市公安局")),
        (f"由[市公安局|O]开展的{C}取得实效。", conducts("市公安局")),
        (f"认真落实[市委|O]、[市政府|O]{C}部署要求。", conducts("市委", "市政府")),
        (f"{C}扎实推进。", conducts(OWN)),
        (f"组织[市公安局|O]、[市城管局|O]开展{C}。", conducts(OWN, "市公安局", "市城管局")),
        (f"指导[市公安局|O]开展{C}。", conducts("市公安局")),
        (f"（一）[市公安局|O]接续开展{C}。", conducts("市公安局")),
        (f"[省厅|O]所属[省总队|O]开展{C}。", conducts("省总队") | {("省总队", "subOrganizationOf", "省厅")}),
        (f"[市公安局|O]副局长[王明|H]介绍，深入开展{C}。", conducts("市公安局")),
        (f"[市公安局|O]局长[王明|H]说：“我们开展{C}。”", conducts("市公安局")),
        (f"[甲局|O]积极参与[乙局|O]牵头的{C}。", conducts("甲局", "乙局")),
        (f"[省厅|O]印发通知，要求[市局|O]开展{C}。", conducts("市局")),
    ],
)
def test_who_acts(sentence: str, expected: set[Row]) -> None:
    assert rows(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        f"群众积极参加{C}。",
        f"各地深入开展{C}。",
        f"多家企业参与{C}。",
        f"[云阳市|P]开展{C}。",
        f"支持举办[春季博览会|E]，{C}成果得到肯定。",
        f"为推进{C}，多次召开会议。",
        f"召开{C}动员会。",
        f"做好{C}宣传贯彻工作。",
        f"对照《清单》，{C}问题得到整改。",
        f"鼓励企业参加{C}。",
        f"将{C}成果转化为工作实效。",
        f"市长[王明|H]等领导出席会议，并启动{C}。",
        f"[市公安局|O]局长[王明|H]参加{C}。",
        f"会议部署{C}。",
        f"[市公安局|O]召开会议，会议就开展{C}作出安排。",
        f"对扎实开展{C}提出要求。",
        f"制定{C}方案。",
        f"{C}开展情况如下。",
        f"要求各地开展{C}。",
        f"落实[省厅|O]制定的{C}方案。",
        "印发[《办法》|D]实施细则。",
        "处罚决定书文号为[海监罚〔2024〕7号|A]。",
        f"开展{C}安全生产检查。",
        "支持举办[春季博览会|E]。",
        "[市公安局|O]在[东港|P]开展巡逻。",
    ],
)
def test_who_does_not_act(sentence: str) -> None:
    assert rows(sentence) == set()


def test_no_reporting_body_no_subject() -> None:
    assert rows(f"深入开展{C}。", own=None) == set()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            f"联合[市公安局|O]、[市城管局|O]等部门开展{C}。",
            conducts(OWN, "市公安局", "市城管局")
            | {(OWN, "cooperatesWith", "市公安局"), (OWN, "cooperatesWith", "市城管局")},
        ),
        (
            f"[甲局|O]会同[乙局|O]开展{C}。",
            conducts("甲局", "乙局") | {("甲局", "cooperatesWith", "乙局")},
        ),
        (
            "[甲局|O]与[乙局|O]在[东港|P]共同举办[春季论坛|E]。",
            {
                ("甲局", "cooperatesWith", "乙局"),
                ("甲局", "organizes", "春季论坛"),
                ("乙局", "organizes", "春季论坛"),
                ("春季论坛", "locatedIn", "东港"),
            },
        ),
        (
            f"[甲局|O]、[乙局|O]、[丙局|O]联合开展{C}。",
            conducts("甲局", "乙局", "丙局")
            | {
                ("甲局", "cooperatesWith", "乙局"),
                ("甲局", "cooperatesWith", "丙局"),
                ("乙局", "cooperatesWith", "丙局"),
            },
        ),
        ("[甲局|O]、[乙局|O]投入警力200人。", set()),
        ("积极配合[市公安局|O]制定[《管理办法》|D]。", {(OWN, "cooperatesWith", "市公安局")}),
        (f"[甲局|O]开展{C}，[乙局|O]密切配合。", conducts("甲局") | {("乙局", "cooperatesWith", "甲局")}),
        ("[甲局|O]与[乙局|O]相比仍有差距。", set()),
        ("会同[国务院|O]有关部门制定[《办法》|D]。", {(OWN, "issues", "《办法》")}),
        (f"各地开展自查；联合[乙局|O]开展{C}。", conducts(OWN, "乙局") | {(OWN, "cooperatesWith", "乙局")}),
        ("[甲局|O]联合侦破[公安部|O]督办的[甲案|A]。", {("甲局", "handles", "甲案"), ("公安部", "handles", "甲案")}),
        ("[甲局|O]、[乙局|O]通力配合。", {("甲局", "cooperatesWith", OWN), ("乙局", "cooperatesWith", OWN)}),
        ("指导[甲局|O]立案调查，会同[乙局|O]勘验。", {("甲局", "cooperatesWith", "乙局")}),
        (
            "[甲局|O]与[乙局|O]会签[《意见》|D]。",
            {("甲局", "cooperatesWith", "乙局"), ("甲局", "issues", "《意见》"), ("乙局", "issues", "《意见》")},
        ),
        ("[甲局|O]与[乙局|O]签署协议。", {("甲局", "cooperatesWith", "乙局")}),
        (
            f"联合[乙局|O]开展{C}；印发[《管理办法》|D]。",
            conducts(OWN, "乙局") | {(OWN, "cooperatesWith", "乙局"), (OWN, "issues", "《管理办法》")},
        ),
    ],
)
def test_acting_together(sentence: str, expected: set[Row]) -> None:
    assert rows(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("[“3·15”假药案|A]被[市公安局|O]依法查处。", {("市公安局", "handles", "“3·15”假药案")}),
        ("[“3·15”假药案|A]由[市法院|O]审结。", {("市法院", "handles", "“3·15”假药案")}),
        ("[市公安局|O]查办的[“3·15”假药案|A]受到关注。", {("市公安局", "handles", "“3·15”假药案")}),
        ("[“3·15”假药案|A]、[“6·1”伪劣案|A]等重点案件得到快速妥善处置。",
         {(OWN, "handles", "“3·15”假药案"), (OWN, "handles", "“6·1”伪劣案")}),
        ("[某公司|O]虚构交易，被[市监局|O]罚款80万元（案号：[海监罚〔2024〕7号|A]）。",
         {("市监局", "handles", "海监罚〔2024〕7号")}),
        ("[市法院|O]作出[（2024）海01民初3号|A]民事判决。", {("市法院", "handles", "（2024）海01民初3号")}),
        ("[“3·15”假药案|A]案情复杂。该案由[市公安局|O]侦办。", {("市公安局", "handles", "“3·15”假药案")}),
        ("落实[省厅|O]出台的[《管理办法》|D]。", {("省厅", "issues", "《管理办法》")}),
        ("由[甲局|O]和[乙局|O]共同主办的[春季论坛|E]在[东港|P]举行。",
         {("甲局", "organizes", "春季论坛"), ("乙局", "organizes", "春季论坛"), ("甲局", "cooperatesWith", "乙局"),
          ("春季论坛", "locatedIn", "东港")}),
        ("[市检察院|O]对[“3·15”假药案|A]提起公诉。", {("市检察院", "handles", "“3·15”假药案")}),
        ("[春季论坛|E]由[甲局|O]主办，[乙局|O]、[丙局|O]承办。",
         {("甲局", "organizes", "春季论坛"), ("乙局", "organizes", "春季论坛"), ("丙局", "organizes", "春季论坛")}),
        ("经[省厅|O]批准，举办[春季论坛|E]。", {(OWN, "organizes", "春季论坛")}),
        ("学习[《管理办法》|D]。", set()),
        ("圆满完成[春运|E]、[春季论坛|E]等重大活动保障任务。",
         {(OWN, "safeguards", "春运"), (OWN, "safeguards", "春季论坛")}),
        ("为[春季论坛|E]提供运输保障。", {(OWN, "safeguards", "春季论坛")}),
        ("完成[《裁量基准》|D]修订工作。", {(OWN, "issues", "《裁量基准》")}),
    ],
)  # fmt: skip
def test_what_is_done(sentence: str, expected: set[Row]) -> None:
    assert rows(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (f"在[东站|P]、[西站|P]等重点场所开展{C}。",
         conducts(OWN) | {("“清风”行动", "locatedIn", "东站"), ("“清风”行动", "locatedIn", "西站")}),
        ("在[东站|P]发放宣传单300份。", set()),
        (f"服务[长江经济带|P]发展，开展{C}。", conducts(OWN)),
        ("[“3·15”假药案|A]入选[《典型案例汇编》|D]。", {("“3·15”假药案", "recordedIn", "《典型案例汇编》")}),
        ("[“3·15”假药案|A]被[省厅|O]列入[《典型案例汇编》|D]。", {("“3·15”假药案", "recordedIn", "《典型案例汇编》")}),
        ("[市公安局|O]的做法入选[《典型案例汇编》|D]。", set()),
        ("通过[“海州交通”公众号|W]发布[《出行指南》|D]。",
         {(OWN, "operates", "“海州交通”公众号"), (OWN, "issues", "《出行指南》"),
          ("《出行指南》", "publishedOn", "“海州交通”公众号")}),
        ("群众通过[12345热线|W]反映问题。", set()),
        ("修订[《出行指南》|D]，在[海州网|W]公布。",
         {(OWN, "issues", "《出行指南》"), ("《出行指南》", "publishedOn", "海州网")}),
    ],
)  # fmt: skip
def test_where_and_in_what(sentence: str, expected: set[Row]) -> None:
    assert rows(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("紧盯群众反映强烈的出租车拒载、绕路、“黑车”等违规行为，开展[专项整治|C]。", {"拒载", "绕路", "“黑车”"}),
        ("开展[专项整治|C]，严厉打击无证经营、虚假宣传等违法行为。", {"无证经营", "虚假宣传"}),
        ("开展[专项整治|C]，打击各类违法行为。", set()),
        (
            "开展[专项整治|C]，严打寻衅滋事、抢劫等暴力犯罪和“两抢”、入室盗窃等侵财犯罪。",
            {"寻衅滋事", "抢劫", "“两抢”", "入室盗窃"},
        ),
        ("开展[专项整治|C]，打击入室盗窃、盗窃车辆及电信诈骗等犯罪。", {"入室盗窃", "盗窃车辆", "电信诈骗"}),
        ("开展[专项整治|C]，聚焦企业难点痛点。", set()),
        ("开展[专项整治|C]，对“黑车”揽客、校园欺凌等问题重拳整治。", {"“黑车”揽客", "校园欺凌"}),
        ("开展[专项整治|C]，以乱倒垃圾、私设排污口为监督重点。", {"乱倒垃圾", "私设排污口"}),
        ("开展[专项整治|C]，以实际行动服务群众、企业。", set()),
        ("紧盯拒载、绕路、[“黑车”|C]等行为，开展[专项整治|C]。", {"拒载", "绕路", "“黑车”"}),
        ("开展[专项整治|C]，聚焦[东站|P]、[西站|P]等突出问题。", set()),
        ("打击无证经营、虚假宣传等行为。", set()),
        ("开展[无人机“黑飞”专项整治|C]。", {"“黑飞”"}),
        ("开展[“护苗”专项整治|C]。", set()),
    ],
)
def test_what_is_acted_against(sentence: str, expected: set[str]) -> None:
    assert {o for _, p, o in rows(sentence) if p == "targets"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开展[专项整治|C]，[甲案|A]得到妥善处置。", {("甲案", "专项整治")}),
        ("[专项整治|C]中，[甲案|A]被[市公安局|O]查处。", {("甲案", "专项整治")}),
        ("开展[专项整治|C]。[甲案|A]被[市公安局|O]查处。", set()),
        ("开展[专项整治|C]。其间，[甲案|A]由[市公安局|O]侦办。", {("甲案", "专项整治")}),
        ("围绕[三年行动|C]，开展[集中整治|C]。", {("集中整治", "三年行动")}),
        ("深入推进[三年行动|C]。加强管理。实施[更新行动|C]。", {("更新行动", "三年行动")}),
        ("深入推进[三年行动|C]，加强管理。实施[更新行动|C]。", set()),
        ("深入推进[三年行动|C]。\n实施[更新行动|C]。", set()),
    ],
)
def test_what_is_part_of_what(text: str, expected: set[tuple[str, str]]) -> None:
    assert {(s, o) for s, p, o in rows(text) if p == "partOf"} == expected


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        (f"开展{C}。", "done"),
        (f"未开展{C}。", "negated"),
        (f"尚未按要求组织{C}。", "negated"),
        (f"未来可期，已开展{C}。", "done"),
        (f"拟开展{C}。", "planned"),
        (f"拟会同[乙局|O]在[东站|P]开展{C}。", "planned"),
        (f"下一步，将深入开展{C}。", "planned"),
        (f"必须抓好{C}。", "required"),
        (f"将[东站|P]作为重点，开展{C}。", "done"),
        (f"重要性不断提升，开展{C}。", "done"),
    ],
)
def test_modality(sentence: str, modality: str) -> None:
    assert {m for (_, p, _), m in modalities(sentence).items() if p == "conducts"} == {modality}


def test_an_intention_holds_for_what_follows_but_a_negation_does_not() -> None:
    found = modalities("拟开展[甲行动|C]，印发[《办法》|D]。")
    assert set(found.values()) == {"planned"}
    found = modalities("未开展[甲行动|C]，印发[《办法》|D]。")
    assert found[OWN, "issues", "《办法》"] == "done"


def test_a_heading_that_is_a_body_is_the_subject_of_its_section() -> None:
    text = "工作总结\n一、[市公安局|O]\n扎实开展[甲行动|C]。\n二、主要成效\n扎实开展[乙行动|C]。\n"
    assert rows(text) == {("市公安局", "conducts", "甲行动"), (OWN, "conducts", "乙行动")}


def test_a_case_that_opens_its_paragraph_is_what_the_paragraph_is_about() -> None:
    text = "——[甲案|A]。4月9日，[市公安局|O]根据举报，在[东港|P]查获货物5吨。"
    assert rows(text) == {("市公安局", "handles", "甲案"), ("甲案", "locatedIn", "东港")}


def test_the_evidence_points_to_its_words() -> None:
    text = "2024年3月，[市公安局|O]深入开展[“清风”行动|C]。"
    (found,) = statements(text)
    document, _ = build(text, ontology.load())
    evidence = found.evidence[0]
    parts = (evidence.trigger, evidence.subject, evidence.object)
    assert [document.text[p.start : p.end] for p in parts if p] == ["开展", "市公安局", "“清风”行动"]
    assert document.text[evidence.start : evidence.end] == "市公安局深入开展“清风”行动"
    assert found.time == 0
    assert 0 < found.score <= 1


def test_each_of_several_actors_has_its_own_characters() -> None:
    text = f"[甲局|O]、[乙局|O]联合[丙局|O]开展{C}。"
    document, _ = build(text, ontology.load())
    acting = [s for s in statements(text) if s.predicate == "conducts"]
    spans = [s.evidence[0].subject for s in acting]
    assert sorted(document.text[p.start : p.end] for p in spans if p) == ["丙局", "乙局", "甲局"]


def test_a_time_of_comparison_does_not_bound() -> None:
    (found,) = statements(f"较2023年有所改进，开展{C}。")
    assert found.time is None


def test_traditional_script_reads_alike() -> None:
    assert rows("聯合[警務處|O]展開[「雷霆」行動|C]。") == {
        (OWN, "cooperatesWith", "警務處"), (OWN, "conducts", "「雷霆」行動"), ("警務處", "conducts", "「雷霆」行動"),
    }  # fmt: skip


def test_quantities_get_actor_campaign_time_and_modality() -> None:
    terms = ontology.load()
    marked = f"2024年3月，[市公安局|O]开展{C}，检查企业300余家，未整改问题20个。群众满意度达98%。"
    document, entities = build(marked, terms)
    when = temporal.find(document, terms)
    _, found = relate(
        document,
        entities,
        quantities.find(document, terms, when),
        when,
        terms,
        reporter=of_entities(document, entities, terms),
    )
    first = found[0]
    assert (first.actor, first.campaign, first.time, first.modality) == ("x:市公安局", "x:“清风”行动", 0, "done")
    assert found[-1].actor is None


def test_a_property_of_a_user_is_read_without_code(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        """@prefix gb: <https://w3id.org/gongbao/ontology#> .
        @prefix gbw: <https://w3id.org/gongbao/wording#> .
        @prefix ex: <https://example.org/> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        ex:inspects a owl:ObjectProperty ; rdfs:domain gb:Organization ; rdfs:range gb:Organization ;
            gbw:trigger "检查" , "抽查" .
        ex:namedAfter a owl:ObjectProperty ; rdfs:domain gb:Campaign ; rdfs:range gb:Place ; gbw:trigger "得名于" .
        """,
        encoding="utf-8",
    )
    terms = ontology.load((mine,))
    assert rows("[市监局|O]检查[甲公司|O]、[乙公司|O]。", terms=terms) == {
        ("市监局", "inspects", "甲公司"), ("市监局", "inspects", "乙公司"),
    }  # fmt: skip
    assert rows("[甲公司|O]被[市监局|O]抽查。", terms=terms) == {("市监局", "inspects", "甲公司")}
    assert rows("[净水行动|C]得名于[清江|P]。", terms=terms) == {("净水行动", "namedAfter", "清江")}


@pytest.mark.parametrize(
    "text", ["。", "，，，", "“", "（（（", "由", "[甲局|O]", "[甲局|O]与", "[甲局|O]联合", "被[甲局|O]"]
)
def test_broken_sentences_say_nothing(text: str) -> None:
    assert rows(f"今天天气很好{text}") == set()
