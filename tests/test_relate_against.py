"""What campaigns act against: the conduct in their names, in the sentences about them, and what is none of theirs."""

from __future__ import annotations

import pytest

from test_relate import rows


def told(text: str) -> set[tuple[str, str]]:
    return {(s, o) for s, p, o in rows(text) if p == "targets"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("打击电信网络诈骗违法犯罪专项行动", {"电信网络诈骗"}),
        ("打击整治枪爆违法犯罪专项行动", {"枪爆违法犯罪"}),
        ("打击涉烟违法犯罪专项行动", {"涉烟违法犯罪"}),
        ("打击治理成品油走私2号行动", {"成品油走私"}),
        ("打击成品油走私第三号专项行动", {"成品油走私"}),
        ("擅自占用消防通道专项整治", {"擅自占用消防通道"}),
        ("“清风·整治知识付费领域乱象”专项行动", {"知识付费领域乱象"}),
        ("打击成品油走私“利刃”联合行动", {"成品油走私"}),
        ("海州湾水域非法捕捞清理整治行动", {"非法捕捞"}),
        ("打击侵犯商标权和制售假冒伪劣种子专项行动", {"侵犯商标权", "制售假冒伪劣种子"}),
        ("打击欺行霸市犯罪“砺剑”行动暨整治农村市场环境联合行动", {"欺行霸市"}),
        ("打击非法捕猎、保护森林资源专项行动", {"非法捕猎"}),
        ("打击“春季危害候鸟专项行动”", set()),
        ("出版物市场专项整治", set()),
        ("安全生产专项整治三年行动", set()),
        ("打击整治突出治安问题专项行动", set()),
        ("大气污染防治攻坚行动", set()),
        ("“护苗”专项行动", set()),
    ],
)
def test_the_name_of_a_campaign_says_what_it_acts_against(name: str, expected: set[str]) -> None:
    assert {o for _, o in told(f"[海州市交通局|O]开展[{name}|C]。")} == expected


def test_a_verb_before_the_name_belongs_to_it() -> None:
    assert told("[海州市交通局|O]开展了整治[旅游市场乱象百日行动|C]。") == {("旅游市场乱象百日行动", "旅游市场乱象")}


@pytest.mark.parametrize(
    "text",
    [
        "为严厉打击节前的侵财性犯罪，[海州市公安局|O]部署开展[春风行动|C]。",
        "[海州市公安局|O]开展[春风行动|C]。行动中，民警走访群众。执法人员严厉打击侵财性犯罪。",
        "[海州市公安局|O]开展[春风行动|C]，有效遏制了各类侵财性犯罪。",
        "[海州市公安局|O]开展[春风行动|C]，对侵财性犯罪形成有力震慑。",
        "[海州市公安局|O]开展[春风行动|C]。\n会上总结了经验。\n此次联合行动共出动警力百余人，重点打击侵财性犯罪。",
    ],
)
def test_one_kind_of_conduct_of_the_campaign_spoken_of(text: str) -> None:
    assert told(text) == {("春风行动", "侵财性犯罪")}


def test_a_list_of_a_later_sentence_without_names() -> None:
    text = "[海州市城管局|O]开展[亮剑行动|C]。执法人员对沿街商铺进行检查，重点打击了占道经营、乱搭乱建等突出问题。"
    assert told(text) == {("亮剑行动", "占道经营"), ("亮剑行动", "乱搭乱建")}


def test_a_list_whose_items_are_clauses() -> None:
    text = "针对网店售卖假冒化妆品，虚构用户评价等突出问题，[海州市监局|O]开展[净网行动|C]。"
    assert told(text) == {("净网行动", "网店售卖假冒化妆品"), ("净网行动", "虚构用户评价")}


@pytest.mark.parametrize(
    "text",
    [
        "[海州市交通局|O]开展[春运保畅行动|C]。联合公安部门严厉查处短途驳载、冲站闯卡等违法行为。",
        "[海州市交通局|O]开展[春运保畅行动|C]，筹备[安全月|C]。\n今年以来，严厉查处短途驳载、冲站闯卡等违法行为。",
        "[海州市交通局|O]开展[春运保畅行动|C]，精准发现和严厉打击各类违法行为。",
        "[海州市交通局|O]开展[春运保畅行动|C]，有效打击了客运市场经营单位的违法违规行为。",
        "[海州市交通局|O]开展[春运保畅行动|C]，查处影响通行安全的行为。",
        "[海州市交通局|O]开展[春运保畅行动|C]，查处超限超载200余辆次。",
    ],
)
def test_what_is_not_said_to_be_acted_against(text: str) -> None:
    assert told(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "[海州市公安局|O]开展了以打击扒窃、入室盗窃为重点的[春风行动|C]。",
        "针对扒窃、入室盗窃等问题，[海州市公安局|O]加大[春风行动|C]力度。",
        "[海州市公安局|O]开展[春风行动|C]，严厉打击扒窃、入室盗窃等群众反映强烈、影响恶劣的违法犯罪行为。",
    ],
)
def test_lists_and_their_campaigns(text: str) -> None:
    assert told(text) == {("春风行动", "扒窃"), ("春风行动", "入室盗窃")}


@pytest.mark.parametrize(
    "text",
    [
        "[海州市文旅局|O]开展[春风行动|C]，主要针对歌厅、舞厅、网吧等场所违规经营行为。",
        "[海州市农业局|O]开展[春风行动|C]，重点打击生产、使用甲胺磷等农药的行为。",
        "[海州市检察院|O]以集市、舞厅、水源地为监督重点，开展[春风行动|C]。",
        "[海州市农业局|O]开展[春风行动|C]；[海州市文旅局|O]严厉打击盗版、盗印等违法行为，启动[护苗行动|C]和[清源行动|C]。",
    ],
)
def test_lists_of_places_and_goods(text: str) -> None:
    assert not {("春风行动", "舞厅"), ("春风行动", "生产"), ("护苗行动", "盗版"), ("清源行动", "盗版")} & told(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[海关总署|O]开展[利剑行动|C]，严厉打击洋垃圾、象牙等走私。", {"洋垃圾", "象牙"}),
        ("[甲办|O]开展[利剑行动|C]，严厉打击销售非法出版物及传播有害信息的行为。", {"销售非法出版物", "传播有害信息"}),
        ("[甲办|O]开展[利剑行动|C]，查处违规开展“整形”等美容培训行为。", {"违规开展“整形”等美容培训"}),
        ("[甲办|O]在多区打击非法劳工，包括[利剑行动|C]。", {"非法劳工"}),
        ("[甲办|O]开展[利剑行动|C]，继续保持打击走私高压态势。", set()),
        ("[甲办|O]开展[利剑行动|C]，与乙方建立打击骗税协调机制。", set()),
        ("[甲办|O]开展[利剑行动|C]，打击影响水上交通安全的行为。", set()),
        (
            "[甲办|O]开展以打击破坏林地和野生动物资源违法犯罪活动为主要内容的[利剑行动|C]。",
            {"破坏林地和野生动物资源违法犯罪"},
        ),
        ("[甲办|O]开展[利剑行动|C]，打击震慑各类违法犯罪活动。", set()),
        ("[甲办|O]开展[利剑行动|C]，整治甲路、乙路等重点点位的占道经营行为。", set()),
        ("[甲办|O]开展[利剑行动|C]，严查严处酒驾、醉驾违法行为。", {"酒驾", "醉驾"}),
    ],
)
def test_phrases_of_conduct(text: str, expected: set[str]) -> None:
    assert {o for _, o in told(text)} == expected


def test_a_sentence_that_heads_the_next_one() -> None:
    text = "[甲关|O]开展[利剑行动|C]。\n概述如下。严厉打击成品油走私。[甲关|O]开展[断链行动|C]，立案多起。"
    assert told(text) == {("断链行动", "成品油走私")}
    text = "[甲关|O]开展[利剑行动|C]。严厉打击成品油走私。[甲关|O]开展[断链行动|C]和[蓝天行动|C]。"
    assert told(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "[甲局|O]紧盯民生最敏感、社会最关切问题，开展[利剑行动|C]。",
        "[甲局|O]开展欠薪整治[“百日攻坚”专项整治|C]。",
        "[甲局|O]聚焦药品、食品等产品质量问题，开展[利剑行动|C]。",
    ],
)
def test_what_is_watched_is_no_conduct(text: str) -> None:
    assert told(text) == set()


def test_sectors_before_conduct_are_left_out() -> None:
    text = "[甲局|O]开展[利剑行动|C]，打击互联网领域仿冒混淆、侵犯商业秘密等行为。"
    assert told(text) == {("利剑行动", "仿冒混淆"), ("利剑行动", "侵犯商业秘密")}
    text = "[甲局|O]开展[利剑行动|C]，从严惩处跨区域乱倒渣土违法违规行为。"
    assert told(text) == {("利剑行动", "跨区域乱倒渣土")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[甲局|O]开展[利剑行动|C]，严厉打击特种设备违法行为。", {"特种设备违法行为"}),
        ("[甲局|O]开展[利剑行动|C]，严厉打击各类违法行为。", set()),
        ("[甲局|O]开展[利剑行动|C]，严厉打击破坏野生植物违法犯罪活动。", set()),
        ("[甲局|O]开展[利剑行动|C]，成立专班，走访群众，严厉打击特种设备违法行为。", set()),
    ],
)
def test_what_is_against_the_law_in_a_sector(text: str, expected: set[str]) -> None:
    assert {o for _, o in told(text)} == expected


def test_what_a_campaign_sets_out_as_its_aims() -> None:
    text = "[甲局|O]开展[铁拳行动|C]。明确四类查办重点，分别是食用油掺杂掺假，油品质量违法和加油站计量作弊，民生服务。"
    assert told(text) == {("铁拳行动", "食用油掺杂掺假"), ("铁拳行动", "油品质量违法"), ("铁拳行动", "加油站计量作弊")}
    assert told("明确四类查办重点，分别是食用油掺杂掺假，油品质量违法。[甲局|O]开展[铁拳行动|C]。") == set()


def test_a_row_of_quotations_in_a_name() -> None:
    assert {o for _, o in told("[甲局|O]开展[打击“假企业”“假出口”虚开发票、骗取退税专项行动|C]。")} == {
        "“假企业”", "“假出口”", "虚开发票", "骗取退税",
    }  # fmt: skip


def test_another_effort_ends_the_first() -> None:
    text = "[甲局|O]开展[利剑行动|C]。\n次日，[乙局|O]开展跨省联合执法行动。\n行动中，严查拒载、绕路等行为。"
    assert told(text) == set()
    text = "[甲局|O]开展[利剑行动|C]。\n次日，[乙局|O]开展专项行动。\n行动中，严查拒载、绕路等行为。"
    assert told(text) == {("利剑行动", "拒载"), ("利剑行动", "绕路")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加大对“黑社”“黑导”、“黑车”的打击力度，[甲局|O]开展[春风行动|C]。", {"“黑社”", "“黑导”", "“黑车”"}),
        ("[甲局|O]开展[春风行动|C]，加大对非法捕捞、电毒炸鱼的查处力度。", {"非法捕捞", "电毒炸鱼"}),
        ("[甲局|O]开展[春风行动|C]，加大对集市、歌厅的整治力度。", set()),
        ("[甲局|O]开展[春风行动|C]，加大对“五小”企业和“三无”船舶的整治力度。", set()),
        ("[甲局|O]开展[春风行动|C]，打击内科补液和无证医疗美容等行为。", {"内科补液", "无证医疗美容"}),
        ("[甲局|O]开展[春风行动|C]，打击非法采砂和取土等行为。", {"非法采砂和取土"}),
        (
            "[甲局|O]将开展[打击骗保行动|C]，加强监管，查处虚假住院、伪造病历等骗保行为。",
            {"骗保", "虚假住院", "伪造病历"},
        ),
        ("[甲局|O]将开展[春风行动|C]，加强监管，查处虚假住院、伪造病历等骗保行为。", set()),
    ],
)
def test_measures_against_conduct(text: str, expected: set[str]) -> None:
    assert {conduct for _, conduct in told(text)} == expected


def test_verbs_of_one_object_are_no_conduct() -> None:
    lead = "[海州市市场监管局|O]开展[清风行动|C]，严厉打击"
    assert told(f"{lead}生产、销售假药等违法犯罪行为。") == {("清风行动", "销售假药")}
    assert told(f"{lead}走私、销售假药等违法犯罪行为。") == {("清风行动", "走私"), ("清风行动", "销售假药")}


def test_a_text_that_ends_without_a_mark_behind_the_name_of_a_drive() -> None:
    told("[海州市交通局|O]开展[“清源”专项行动|C]整治")
    told("[海州市交通局|O]针对违法经营开展[“清源”专项行动|C]整治")
