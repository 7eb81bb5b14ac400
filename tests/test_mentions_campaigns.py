"""Names of campaigns in real reports' wording: their edges, lists, quotations, and what only looks like one."""

import pytest

from gongbao import mentions, ontology, read

ONTOLOGY = ontology.load()


def found(text: str, type_: str = "Campaign") -> list[str]:
    """The names of a class in a text, without the quotation marks around them."""
    document = read.from_text(text, "report.txt", ontology=ONTOLOGY)
    names = mentions.find(document, ONTOLOGY)
    return [document.text[m.start : m.end].strip("“”") for m in names if m.type == type_]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("打击制售假酒违法犯罪行动昨日启动。", ["打击制售假酒违法犯罪行动"]),
        ("江州市公安局、江州海关联合开展的集中打击走私冻品行动于3月2日收网。", ["集中打击走私冻品行动"]),
        ("市公安局先后6次开展打击电信诈骗专项行动。", ["打击电信诈骗专项行动"]),
        ("江州市应急局深入推进夏季治安打击整治“百日行动”。", ["夏季治安打击整治“百日行动"]),
        ("区局部署开展2021民生领域案件查办“铁拳”专项行动。", ["2021民生领域案件查办“铁拳”专项行动"]),
        ("市文旅局主办的甲乙两县环线联合执法检查活动在江州举行。", ["甲乙两县环线联合执法检查活动"]),
        ("市局开展端午、中秋等重要节点旅游市场秩序专项整治。", ["端午、中秋等重要节点旅游市场秩序专项整治"]),
        ("市局持续加大“网红餐厅”乱象整治专项行动力度。", ["网红餐厅”乱象整治专项行动"]),
        ("海关开展打击跨境走私2号行动暨“亮剑2022”专项行动。", ["打击跨境走私2号行动", "亮剑2022”专项行动"]),
        ("局里开展绿色出行、“禁塑”、光盘就餐等十个专项行动。", ["绿色出行", "禁塑", "光盘就餐"]),
        ("持续开展货运“清障”和客运站秩序专项整治。", ["货运“清障", "客运站秩序专项整治"]),
        ("市住建局全面推进“扫街清楼”排查整治。", ["扫街清楼”排查整治"]),
        ("开展“微光讲堂”讲座、安全宣传咨询日活动。", ["安全宣传咨询日活动"]),
        ("市局持续推进“净网行动2024”。", ["净网行动2024"]),
        ("多部门开展“净网行动2024”联合巡查行动。", ["净网行动2024”联合巡查行动"]),
        ("海关展开代号“破浪”的特别执法行动。", ["破浪”的特别执法行动"]),
        ("警方部署代号为“春风行动”的首次战役。", ["春风行动"]),
        ("县纪委开展村级组织包括社区事务专项监督检查三年行动。", ["村级组织包括社区事务专项监督检查三年行动"]),
        ("检察院开展守护湿地专项活动。", ["守护湿地专项活动"]),
        ("落实“稳粮行动”和绿色消费推进行动。", ["稳粮行动", "绿色消费推进行动"]),
        ("县里举办禁渔专项行动暨农资“春雷行动”启动仪式，县长宣布行动启动。", ["行动"]),
        ("完成三溪河防洪整治工程。", ["三溪河防洪整治工程"]),
    ],
)
def test_names_of_campaigns(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "江州市城市管理局2022年工作总结和2023年工作计划",
        "各单位紧密协作，同步行动，迅速行动。",
        "与毗邻市积极开展联合打击行动。",
        "长沙、南宁等地也开展了类似行动。",
        "排查拆除工程、装修工程等重点领域。",
        "统筹做好“十五五”时期工作，推进“双碳”工作。",
        "提升了对强降雨、洪水及水利工程的预警能力。",
        "整治占用堵塞、违规“封窗堵网”等行为。",
        "市农业执法支队获评“种植业执法”工作表现突出单位。",
        "严厉打击传销、非法集资等专项行动中发现的问题。",
    ],
)
def test_no_names_of_campaigns(text: str) -> None:
    assert found(text) == []


def test_bare_words_count_once_the_name_is_given() -> None:
    named = "市局开展“磐石二号”行动。行动分四个小组，行动当天查处3起。各县开展行动情况良好，立即行动。"
    assert found(named) == ["磐石二号”行动", "行动", "行动", "行动"]
    assert found("行动分四个小组，行动当天查处3起。") == []


def test_words_that_point_take_another_head_noun() -> None:
    assert found("路局启动“飞鹰—2020”战役。这一专项行动将持续90天。") == ["飞鹰—2020”战役", "专项行动"]
    assert found("路局启动“飞鹰—2020”战役。此次行动方案已印发。") == ["飞鹰—2020”战役"]


def test_a_quotation_that_is_a_head_noun_is_a_name() -> None:
    assert found("大气办开展“百日攻坚”，市民参加“专项行动”。") == ["百日攻坚"]


def test_teams_and_offices_are_no_campaigns() -> None:
    assert found("全员分为前方行动组、后勤保障组。") == []


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        ("行动于9月12日统一“收网”，责令网站停业整改。", "Platform", []),
        ("省委网信办开通违法和不良信息举报平台。", "Platform", ["违法和不良信息举报平台"]),
        ("据“江州发布”微信号消息。", "Platform", ["江州发布”微信号"]),
        ("市民可致电海关24小时热线举报。", "Platform", ["海关24小时热线"]),
        ("江州市县两级医疗保障系统参加。", "Platform", []),
        ("来源：江州证券报·中国证券网", "Platform", ["中国证券网"]),
        ("检察院就周某某非法捕捞水产品公益诉讼案在法院开庭。", "Case", ["周某某非法捕捞水产品公益诉讼案"]),
        ("查办江州某肥料公司案件入选全省农资打假十大典型案例。", "Case", ["江州某肥料公司案件"]),
        ("查办案件入选江州农资打假十大典型案例。", "Document", ["江州农资打假十大典型案例"]),
        ("侦破“6·10”伤人案件，查办走私案件37起。", "Case", ["6·10”伤人案件"]),
        ("两局举行协作协议签约仪式。", "Event", []),
        ("指挥部通过视频指挥系统调度。", "Platform", []),
        (
            "记者从“清源”系列专项行动调度暨网络综合治理“回头看”专题会议上获悉。",
            "Event",
            ["清源”系列专项行动调度暨网络综合治理“回头看”专题会议"],
        ),
        ("查获全国首例芬太尼走私案。", "Case", ["芬太尼走私案"]),
    ],
)
def test_other_types(text: str, type_: str, expected: list[str]) -> None:
    assert found(text, type_) == expected
