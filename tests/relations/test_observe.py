"""What a quantity belongs to: actor, campaign, time, modality; numbers of names count nothing."""

from __future__ import annotations

import pytest

from gongbao import ontology, temporal
from gongbao.model import Quantity
from marked import related

TERMS = ontology.load()


def observed(marked: str, own: str | None = None) -> tuple[Quantity, ...]:
    return related(marked, TERMS, own)[2]


def test_actor_of_the_clause_and_of_the_sentence_for_what_a_body_does() -> None:
    first, second = observed("[甲局|O]出动警力5人，检查企业30家。")
    assert (first.actor, second.actor) == ("x:甲局", "x:甲局")


def test_the_reporter_does_what_nobody_else_is_said_to() -> None:
    marked = "[甲局|O]报告如下。\n检查企业30家。"
    assert [q.actor for q in observed(marked, "甲局")] == ["x:甲局"]
    assert [q.actor for q in observed(marked)] == [None]


def test_campaign_time_and_modality() -> None:
    (found,) = observed("2023年5月，[甲局|O]将在[清风行动|C]中检查企业30家。")
    assert (found.campaign, found.time, found.modality) == ("x:清风行动", 0, "planned")


def test_a_campaign_of_another_line_is_not_meant() -> None:
    (found,) = observed("[甲局|O]开展[清风行动|C]。\n检查企业30家。")
    assert found.campaign is None


def test_a_campaign_of_an_earlier_sentence_is_meant_where_the_text_goes_on_with_it() -> None:
    opened = "今年以来，[甲局|O]开展[清风行动|C]。"
    told = ("此次行动出动警力5人。", "期间，共检查企业5家。", "全市群众满意度提高5%。", "每瓶以5元售出。")
    assert [observed(opened + sentence)[-1].campaign for sentence in told] == ["x:清风行动"] * 2 + [None] * 2
    (share,) = observed("[甲局|O]开展[清风行动|C]，优良天数比例达77%。")
    assert share.campaign is None


def test_whose_words_are_told_does_not_act() -> None:
    assert [q.actor for q in observed("[甲报|O]记者获悉，检查企业30家。")] == [None]


def test_who_tells_of_it_or_is_told_of_does_not_act() -> None:
    told = {
        "[甲报|O]消息：全市新建水厂5座。": None,
        "[甲网|O]记者从[乙局|O]了解到，检查企业30家。": None,
        "近日，李某向[甲局|O]求助，领回工资3万元。": None,
        "[甲局|O]成立，居民自费改造楼道5处。": None,
        "[甲局|O]破案，涉及企业3家。": None,
        "[甲局|O]破案，成功查处企业3家。": "x:甲局",
        "[甲局|O]检查企业30家，[乙局|O]立案5起，罚款3万元。": "x:乙局",
        "[甲局|O]開展巡查，在河道兩岸清理垃圾3噸。": "x:甲局",
    }
    assert {marked: observed(marked)[-1].actor for marked in told} == told
    supplied = {"全市居民改造楼道5处。": None, "共改造楼道5处。": "x:甲局", "此次行动共改造楼道5处。": "x:甲局"}
    assert {t: observed("[甲局|O]报告如下。\n" + t, "甲局")[-1].actor for t in supplied} == supplied


def test_what_bodies_without_a_name_do_is_nobodys() -> None:
    told = {
        "全市公安机关共出动警力5人，检查企业30家。": None,
        "各地法院审结案件5件。": None,
        "去年，公安机关共破获案件5起。": None,
        "共出动警力5人，检查企业30家。": "x:甲局",
    }
    source = {t: observed("[甲局|O]报告如下。\n" + t, "甲局")[-1].actor for t in told}
    assert source == told
    assert observed("[甲店|O]因违规被罚款5万元。")[-1].actor is None
    assert observed("[甲局|O]部署全市公安机关行动，破获案件5起。")[-1].actor is None


def test_a_penalty_that_the_law_sets_was_not_imposed() -> None:
    told = {
        "屡教不改的，处3日以上8日以下拘留，另处200元以下罚款。": "required",
        "休渔期即将结束，查处案件5起。": "done",
        "据预测，降水偏多5成。": "planned",
        "即将查处案件5起。": "planned",
    }
    assert {text: {q.modality for q in observed(text)} for text in told} == {t: {m} for t, m in told.items()}


def test_to_whom_something_is_done_does_not_act() -> None:
    for told in ("[甲局|O]将为[甲会|O]举办12场讲座。", "[甲局|O]拨付[甲会|O]5万元。", "[甲局|O]向[甲会|O]移交30件。"):
        assert [q.actor for q in observed(told)] == ["x:甲局"]


def test_when_a_body_was_founded_dates_no_figure() -> None:
    (found,) = observed("[甲会|O]成立于1998年5月6日，现有会员300人。")
    assert found.time is None
    (found,) = observed("[甲会|O]于1998年5月6日招收会员300人。")
    assert found.time == 0


def test_what_one_compares_with_is_of_another_time() -> None:
    told = "2023年5月，[甲局|O]查处案件30件，比去年同期20件增加10件。"
    assert [q.time for q in observed(told)] == [0, None, 0]
    assert [q.time for q in observed("2023年5月，[甲局|O]受理量由上年同期的5%升至8%。")] == [1, 0]
    assert [q.time for q in observed("2023年5月，[甲局|O]受理量由2021年的5%升至8%。")] == [1, 0]
    assert [q.time for q in observed("客运量从2020年的5.2万人提高到2025年的7.4万人。")] == [0, 1]
    assert [q.time for q in observed("客運量由2020年的三成增至2023年的五成。")] == [0, 1]
    assert [q.time for q in observed("2023年，客运量为2020年的1.5倍，成立于2005年的3家车站停用。")] == [None, None]
    assert [q.time for q in observed("2023年，客运量增长4%，快于2021年2个百分点、高于全市3个百分点。")] == [0, 0, 0]
    assert [q.time for q in observed("继2021年5月后，[甲局|O]又受理5件。")] == [None]
    assert [q.time for q in observed("2023年上半年，[甲局|O]受理5件，是2021年全年总量的近3倍，办结4件。")] == [0, 0, 0]
    assert [q.time for q in observed("2023年上半年，失业率3%，相較2021年5%，降低2%。")] == [0, None, 0]
    assert [q.time for q in observed("2023年上半年，失业率比2021年降低2%。")] == [0]


def test_a_day_is_of_later_figures_only_where_their_sentence_goes_on_with_it() -> None:
    told = {
        "听取意见。此次活动发放手册5册。": 0,
        "听取意见。据介绍，此次活动发放手册5册。": 0,
        "检查行动共发放手册5册。": 0,
        "聽取意見。活動現場發放手冊5冊。": 0,
        "收到建议5条。其中3条可行。": 0,
        "收到建议5条。采纳3条。": None,
        "[丙局|O]组织护水行动，清理垃圾3吨。": None,
        "经查，[丁店|O]获利5万元。": None,
        "此次活动之外，近日发放手册5册。": None,
        "自清河行动开展以来，此次活动发放手册5册。": None,
        "目前，在册职工60人。": None,
    }
    assert {text: observed("5月8日，[甲局|O]开会。" + text)[-1].time for text in told} == told
    assert [q.time for q in observed("截至5月8日，[甲局|O]收到建议5条；采纳3条。")] == [0, 0]
    assert [q.time for q in observed("据统计，截至5月8日，[甲局|O]收到建议5条；采纳3条。")] == [0, 0]
    assert [q.time for q in observed("[甲局|O]收到建议5条，5月8日采纳3条；驳回2条。")] == [None, 0, None]


def test_a_period_is_of_later_figures_of_its_line_until_another_is_told_of() -> None:
    figure = "\n小结。{}[甲局|O]开展巡查。群众满意。收到建议5条。"
    told = {
        "今年以来，": 0,
        "上半年，": 0,
        "2023年1至9月，": 0,
        "7月份，": 0,
        "2022年，": 0,
        "“十四五”时期，": 0,
        "2022年，全市换新颜。2023年5月8日，": None,  # a day is not lent, and the year before is over
        "2022年春耕活動後，": None,
        "按照2022年度考核，": None,
        "到2025年，": None,
        "7月下旬，": None,
        "河图由安川书社2022年出版，": None,
        "2022年起，": None,
        "于7月份": None,
        "2022年，全市换新颜。截至目前，": None,
        "上半年，全市换新颜。现有职工60人。": None,
    }
    found = {text: observed("甲局工作通报，2023年8月2日\n" + figure.format(text))[-1].time for text in told}
    assert {text: number if number is None else 0 for text, number in found.items()} == told


def test_a_time_of_a_field_and_of_a_dateline_is_of_nothing_else() -> None:
    assert [q.time for q in observed("[开标日期]2023年5月8日[预算金额]5万元")] == [None]
    assert [q.time for q in observed("清河通讯社5月8日电（记者某某）[甲局|O]收到建议5条。")] == [None]
    assert [q.time for q in observed("清河通訊社5月8日訊 [甲局|O]收到建議5條。")] == [None]
    assert [q.time for q in observed("清河通訊社5月8日訊據[甲局|O]消息，收到建議5條。")] == [None]
    assert [q.time for q in observed("清河电厂5月8日发电5万度。")] == [0]
    assert [q.time for q in observed("[甲局|O]5月8日讯问嫌疑人5人。")] == [0]


def test_a_first_paragraph_is_no_title() -> None:
    first = "[甲局|O]介绍，去年以来全市各县都开展了春耕，{}，干部群众都说这项工作好，以后还要常做。\n收到建议5条。"
    for told in ("2022年的产量增加", "9月6日还将举办农机展", "覆盖率由2022年的5%提高到8%"):
        assert observed(first.format(told))[-1].time is None


def test_a_day_of_another_line_dates_nothing_far_from_it_but_a_period_or_the_title_does() -> None:
    told = "\n听取意见。\n讨论方案。\n征求建议。\n收到建议5条。"
    assert [q.time for q in observed("[甲局|O]会议\n新华社5月8日电 [甲局|O]开会。" + told)] == [None]
    assert [q.time for q in observed("2023年[甲局|O]工作" + told)] == [0]
    assert [q.time for q in observed("2023年5月[甲局|O]工作" + told)] == [0]
    assert [q.time for q in observed("2023年5月起[甲局|O]招生" + told)] == [None]
    assert [q.time for q in observed("5月8日[甲局|O]会议" + told)] == [None]


def test_a_time_behind_a_figure_is_of_its_own_clause() -> None:
    assert [q.time for q in observed("[甲局|O]出动5人于5月8日到达。")] == [0]
    assert [q.time for q in observed("[甲局|O]出动5人，任务于5月8日结束。")] == [None]


def test_a_time_without_a_value_is_no_other() -> None:
    for told in (
        "这几天共收到建议5条。",
        "受灾以来收到建议5条。",
        "春节假期收到建议5条。",
        "未来三天预计收到建议5条。",
    ):
        assert [q.time for q in observed("5月8日，[甲局|O]开会。" + told)] == [None], told
    assert [q.time for q in observed("2023年春节假期收到建议5条。")] == [0]
    assert [q.time for q in observed("2023年5月，甲厂盈利5万元，去年同期亏损2万元。")] == [0, None]


def test_numbers_in_names_count_nothing() -> None:
    found = observed("[海州市|P]投入车辆3台，前往[三门湾|P]，[巡逻总队四支队|O]出动警力5人。")
    assert [q.text for q in found] == ["3台", "5人"]


def test_a_figure_is_of_the_body_that_begins_its_clause() -> None:
    told = {
        "[甲局|O]、[乙局|O]查处案件5起。": "x:甲局",
        "5月8日，[甲局|O]向[乙委|O]移送线索5条。": "x:甲局",
        "[丙公司|O]卖假货，被[甲局|O]罚款5万元。": "x:甲局",
        "移送[乙委|O]线索5条。": None,
        "改善[丁学院|O]管理机制，新建实训楼5座。": None,
        "[甲局|O]和[乙局|O]的5名干部到场。": None,
        "[甲局|O]30家分局均已挂牌。": None,
        "[甲院|O]院长李红和两名医生到场。": None,
        "[甲社|O]东岭5月8日专电（记者王海）东岭县发生4级地震。": None,
        "[甲局|O]对30家企业检查。": "x:甲局",
    }
    assert {marked: observed(marked)[-1].actor for marked in told} == told


def test_in_a_report_of_many_campaigns_a_figure_is_of_one_only_where_it_says_so() -> None:
    names = "甲乙丙丁戊己庚辛"
    told = "\n".join(f"开展[{name}字行动|C]。" for name in names) + "\n"
    figures = {
        "实施[清风行动|C]，居民收入达到5万元。": None,
        "实施[清风行动|C]，查处企业5家。": "x:清风行动",
        "[清风行动|C]追回工资5万元。": "x:清风行动",
    }
    assert {text: observed(told + text)[-1].campaign for text in figures} == figures
    assert observed("实施[清风行动|C]，居民收入达到5万元。")[-1].campaign == "x:清风行动"


def test_a_campaign_that_a_region_was_chosen_for_has_no_later_figures() -> None:
    assert observed("入选[交通试点|C]，新建学校5所。")[-1].campaign is None
    assert observed("推进[交通试点|C]，新建学校5所。")[-1].campaign == "x:交通试点"


@pytest.mark.parametrize("behind", ["反馈问题整改", "整改工作", "移交的問題"])
def test_an_inspection_whose_findings_are_dealt_with_has_no_later_figures(behind: str) -> None:
    assert observed(f"抓好[河道督察|C]{behind}，新建学校5所。")[-1].campaign is None
    assert observed("“[丝路合作|C]”沿线36个国家参展。")[-1].campaign is None
    assert observed("抓好[河道督察|C]，新建学校5所。")[-1].campaign == "x:河道督察"


def test_a_time_that_opens_no_clause_holds_in_its_own_sentence_only() -> None:
    told = {
        "5月8日，[甲局|O]开会。此次活动收到建议5条。": [0],
        "（记者某某）5月8日[甲局|O]开会。此次活动收到建议5条。": [0],
        "[甲局|O]5月8日开会。此次活动收到建议5条。": [0],
        "會上展出某社5月8日出版的圖冊。此次活動收到建議5條。": [None],
        "自2022年5月1日起，办法施行。收到建议5条。": [None],
        "会上展出某社5月8日印制图册5册。": [0],
    }
    assert {text: [q.time for q in observed(text)] for text in told} == told


def test_when_something_was_told_is_not_when_it_was_done() -> None:
    told = {
        "5月8日，甲报记者从[甲局|O]获悉，共查处案件5起。": None,
        "記者5月8日從[甲局|O]瞭解到，共查處案件5起。": None,
        "5月8日，[甲局|O]介绍，共查处案件5起。": None,
        "5月8日，[甲局|O]发布通报称，共查处案件5起。": 0,
        "今(17)日[甲局|O]辦理觀摩，5月8日招收學員5人。": 0,
        "5月8日，[甲局|O]開會，今(17)日辦理觀摩，學員5人到場。": None,
    }
    assert {text: observed(text)[-1].time for text in told} == told


def test_who_speaks_does_not_act_and_this_body_is_the_one_named_last() -> None:
    told = {
        "[甲局|O]有关负责人介绍，培训企业3家。": None,
        "[甲局|O]、[乙公司|O]签约。该公司共培训员工3人。": "x:乙公司",
        "[甲局|O]、[乙公司|O]簽約。該局共培訓員工3人。": "x:甲局",
        "[甲局|O]签约。该行动共培训员工3人。": None,
    }
    assert {text: observed(text)[-1].actor for text in told} == told


def test_news_of_a_body_tells_what_it_does_until_another_is_named() -> None:
    news = "[甲局|O]近日开展巡查。\n"
    told = {"共检查企业30家。": "x:甲局", "[乙局|O]到场。\n共检查企业30家。": "x:甲局"}
    assert {text: observed(news + text, "甲局")[-1].actor for text in told} == told
    assert observed("[甲局|O]报告如下。\n全市法院审结案件66件；化解纠纷8件。", "甲局")[-1].actor is None


def test_who_acts_is_no_part_of_what_is_counted() -> None:
    told = {
        "[甲局|O]对乙店罚款5万元。": "对乙店罚款",
        "[甲局|O]干部30人到会。": "甲局干部",
        "[甲局|O]當日帶回水樣5瓶。": "帶回水樣",
    }
    assert {text: observed(text)[0].counted for text in told} == told


def test_a_slogan_asks_nothing() -> None:
    told = {
        "[甲局|O]牢记“三个必须坚持”，产值增长5%。": "done",
        "[甲局|O]必须坚持改革，产值增长5%。": "required",
        "工作人员随即将情况上报，[甲局|O]破案5起。": "done",
        "每案最高可申請補助200萬元。": "planned",
        "違者最高處1萬元罰鍰。": "required",
    }
    assert {text: observed(text)[0].modality for text in told} == told


def test_what_comes_after_the_issue_is_not_told_as_done() -> None:
    report = "[甲局|O]要闻\n发布时间：2023-08-14\n"
    told = {
        "8月15日最高气温25℃。": ("planned", "2023-08-15"),
        "展期3天，8月20日起开放。": ("done", None),
        "8月14日最高气温25℃。": ("done", "2023-08-14"),
        "8月15日將檢查企業3家。": ("planned", "2023-08-15"),
    }
    for sentence, expected in told.items():
        document, _, (found,) = related(report + sentence, TERMS)
        value = None if found.time is None else temporal.find(document, TERMS)[found.time].value
        assert (found.modality, value) == expected, sentence
    _, (held,), _ = related("[甲局|O]规划于明年2月24日至27日举办[清河车展|E]。", TERMS, "甲局")
    assert held.modality == "planned"
