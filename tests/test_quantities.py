"""Quantities carry value, unit, bound, change and comparison, and what was counted; look-alikes are left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao import ontology, quantities, temporal
from gongbao.model import Quantity
from relating import document

ONTOLOGY = ontology.load()


def found(text: str, issued: str = "2024-07-25") -> tuple[Quantity, ...]:
    report = document(text, issued=issued)
    result = quantities.observe(report, ONTOLOGY, temporal.find(report, ONTOLOGY)).quantities
    assert all(report.text[q.start : q.end] == q.text for q in result)
    return result


AMOUNTS = {
    "广告占页面不得超过30%。": ("不得超过30%", 30, "1/100", "atMost"),
    "每班教師不得少於三人。": ("不得少於三人", 3, "人", "atLeast"),
    "停职30日。": ("30日", 30, "日", "exactly"),
    "市面八成產品合格。": ("八成", 8, "1/10", "exactly"),
    "鋼筋有三成不合格。": ("三成", 3, "1/10", "exactly"),
    "最低气温零下12度。": ("零下12度", -12, "度", "exactly"),
    "宰杀五头牛。": ("五头", 5, "头", "exactly"),
    "搜救三個多小時。": ("三個多小時", 3, "個小時", "atLeast"),
    "併處新臺幣25萬元之罰鍰。": ("新臺幣25萬元", 250_000, "新台币", "exactly"),
    "每個值10元美金。": ("10元美金", 10, "美元", "exactly"),
    "罚款人民币5万元。": ("人民币5万元", 50_000, "元", "exactly"),
    "销售额US$3,200万。": ("US$3,200万", 32_000_000, "美元", "exactly"),
    "票价￥300元。": ("￥300元", 300, "元", "exactly"),
    "出口同比+4.6%。": ("+4.6%", 4.6, "1/100", "exactly"),
    "賠償54億8千萬澳門元。": ("54億8千萬澳門元", 5480000000, "澳门元", "exactly"),
    "賠償澳門元六十萬元。": ("澳門元六十萬元", 600000, "澳门元", "exactly"),
    "賠償港幣(下同)4千元。": ("港幣(下同)4千元", 4000, "港元", "exactly"),
    "走访企业600余家。": ("600余家", 600, "家", "atLeast"),
    "阅读总量达10余万人次。": ("10余万人次", 100000, "人次", "atLeast"),
    "抽查音视频7.33万余段次。": ("7.33万余段次", 73300, "段次", "atLeast"),
    "受理线索1,234条。": ("1,234条", 1234, "条", "exactly"),
    "查获鳗苗14万2,680尾。": ("14万2,680尾", 142_680, "尾", "exactly"),
    "查扣烟草3万5680件。": ("3万5680件", 35680, "件", "exactly"),
    "培训人员１２３名。": ("１２３名", 123, "名", "exactly"),
    "挽回损失1.2亿元。": ("1.2亿元", 120_000_000, "元", "exactly"),
    "抓获犯罪嫌疑人二十三名。": ("二十三名", 23, "名", "exactly"),
    "举办培训班两期。": ("两期", 2, "期", "exactly"),
    "满意率为百分之九十八。": ("百分之九十八", 98, "1/100", "exactly"),
    "占比超过三分之一。": ("超过三分之一", 1, "1/3", "atLeast"),
    "刑期减三分之一至两星期。": ("三分之一", 1, "1/3", "exactly"),
    "超标率为千分之二。": ("千分之二", 2, "1/1000", "exactly"),
    "覆盖率达98%以上。": ("98%以上", 98, "1/100", "atLeast"),
    "减量约50平方公里。": ("约50平方公里", 50, "平方公里", "about"),
    "学习超过60学时。": ("超过60学时", 60, "学时", "atLeast"),
    "办理时间压缩至30秒以内。": ("30秒以内", 30, "秒", "atMost"),
    "就业近15万人。": ("近15万人", 150000, "人", "atMost"),
    "走访重点企业380户左右。": ("380户左右", 380, "户", "about"),
    "惠及群众上百户。": ("上百户", 100, "户", "atLeast"),
    "减税降费超万亿元。": ("超万亿元", 10**12, "元", "atLeast"),
    "调处纠纷十几起。": ("十几起", 10, "起", "atLeast"),
    "新增光伏装机214万千瓦。": ("214万千瓦", 2_140_000, "千瓦", "exactly"),
    "截获内河船一艘。": ("一艘", 1, "艘", "exactly"),
    "整改完成半数以上。": ("半数以上", 1, "1/2", "atLeast"),
    "亩产提高一成左右。": ("一成左右", 1, "1/10", "about"),
    "公众满意度连续13年提升。": ("13年", 13, "年", "exactly"),
    "人均保障标准提高至842元/月。": ("842元/月", 842, "元/月", "exactly"),
    "微型消防站近三成人员未配齐。": ("近三成", 3, "1/10", "atMost"),
    "对该企业扣除信用分300分。": ("300分", 300, "分", "exactly"),
    "查获私烟2022 箱。": ("2022 箱", 2022, "箱", "exactly"),
    "拘捕一名男子。": ("一名", 1, "名", "exactly"),
    "百余人参加仪式。": ("百余人", 100, "人", "atLeast"),
    "最高可被判罚款二百万元。": ("二百万元", 2_000_000, "元", "atMost"),
    "处5年以下有期徒刑。": ("5年以下", 5, "年", "atMost"),
    "查缉廿二人。": ("廿二人", 22, "人", "exactly"),
    "培训64名关键岗位人员。": ("64名", 64, "名", "exactly"),
    "年满65周岁。": ("65周岁", 65, "周岁", "exactly"),
    "花费大约50万元。": ("大约50万元", 500_000, "元", "about"),
    "惩戒6家业者。": ("6家", 6, "家", "exactly"),
    "调集3架飞机。": ("3架", 3, "架", "exactly"),
    "实到两万三千人。": ("两万三千人", 23000, "人", "exactly"),
    "损失两万三元。": ("两万三元", 23000, "元", "exactly"),
    "查扣烟草3万5件。": ("3万5件", 35000, "件", "exactly"),
    "接通率提高1.2个百分点。": ("1.2个百分点", 1.2, "个百分点", "exactly"),
}


@pytest.mark.parametrize(("text", "expected"), AMOUNTS.items())
def test_amount(text: str, expected: tuple[str, float, str, str]) -> None:
    assert [(q.text, q.value, q.unit, q.bound) for q in found(text)] == [expected]


NONE = [
    "发现一起查处一起，绝不说三道四。",
    "《某法》第1218、1222、1223条确立此责。",
    "依照第一百二十条、一百二十二条处理。",
    "某中心遭攻击25日，清河市通报。",
    "地址：700臺南市中山路。",
    "會期自5月2日起至9日。",
    "他上周四（9日）到場。",
    "過程花的時間十分漫長。",
    "购置E型2024款。",
    "見第3章12至14節。",
    "就23條立法提意見。",
    "這是《甲法》142條賦予的權利。",
    "來了二、三百人。",
    "假期从1月23起",
    "一点一滴积累经验",
    "2023年12月1日召开第七届大会。",
    "依据第三条第二款和津交罚〔2023〕12号决定。",
    "“688案”和“3个100”工程。",
    "拨打12345热线或者110报警。",
    "落实“十四五”规划和“四个中心”建设。",
    "依据《行政执法事项目录（2023版）》第5条。",
    "统一思想，进一步提升一批项目。",
    "重点抓了九个方面工作和7大领域。",
    "三次产业结构优化，实施三年行动。",
    "党的二十届三中全会和省委十二届七次、八次全会。",
    "PM2.5浓度稳定，C919大飞机用5G技术。",
    "数十家企业和几百名职工参加。",
    "居全国第4位，排名前10名。",
    "每10万人口配备民警。",
    "长三角一体化，关键零部件。",
    "城乡收入比缩小至2.21∶1。",
    "“15分钟便民生活圈”建成，24小时值守。",
    "各部门、各项目、两部门。",
    "“9·11”案和“3·15”晚会。",
    "实现两位数增长。",
    "五年来成效明显。",
    "会见了一名市民代表。",
    "3年提升行动。",
    "市局今（29日）表示，环境署昨日（6日）指出。",
    "报名截止时间为本月15日，上月20日已公布。",
    "目录\n1 人事管理。",
    "三轮车和三门峡、七台河、六里桥。",
    "公布12包括在内。",
    "住1单元。",
    "高度为1米78。",
    "（记者王海）10日至16日，举办展览。",
    "处三至五十人。",
    "从2030到15家。",
]


@pytest.mark.parametrize("text", NONE)
def test_no_quantity(text: str) -> None:
    assert [q.text for q in found(text)] == []


def test_a_range_has_two_bounds() -> None:
    assert [(q.value, q.bound, q.text) for q in found("增设警务站4—6个。")] == [
        (4, "atLeast", "4—6个"),
        (6, "atMost", "4—6个"),
    ]
    assert [(q.value, q.bound) for q in found("生产总值增长5%-5.5%。")] == [(5, "atLeast"), (5.5, "atMost")]
    assert [(q.value, q.unit) for q in found("收入下降25%至52亿元。")] == [(25, "1/100"), (5_200_000_000, "元")]


def test_two_numbers_next_to_each_other_are_a_range() -> None:
    assert [(q.value, q.bound) for q in found("還能抬三、四包米。")] == [(3, "atLeast"), (4, "atMost")]
    assert [q.value for q in found("片長20秒到50秒不等。")] == [20, 50]


def test_a_list_shares_bound_subject_and_change() -> None:
    first, second = found("城镇、农村居民人均可支配收入分别增长4.5%、5.5%左右。")
    assert (first.counted, second.counted) == ("城镇居民人均可支配收入增长", "农村居民人均可支配收入增长")
    assert {q.bound for q in (first, second)} == {"about"}
    assert {q.change for q in (first, second)} == {"increase"}


def test_change_and_comparison() -> None:
    visitors, vehicles, more, fewer = found("监管旅客1.18亿人次、车辆812万余辆次，同比分别增长42.6%、15.1%。")
    assert (visitors.counted, vehicles.counted) == ("监管旅客", "监管车辆")
    assert (more.counted, fewer.counted) == ("监管旅客同比增长", "监管车辆同比增长")
    assert (more.change, more.comparison) == ("increase", "yearOnYear")
    assert visitors.change is None
    assert found("浓度较2020年下降25%。")[0].comparison == "sinceEarlier"
    assert found("警情环比下降8%。")[0].comparison == "periodOnPeriod"
    down, up = found("營業額同比衰退1.5%，出口成長9.9%。")
    assert (down.change, down.comparison, up.change) == ("decrease", "yearOnYear", "increase")
    assert found("接通率提高到98%。")[0].change is None, "a level is no change"


@pytest.mark.parametrize(("words", "times_"), [("翻一番", 2), ("翻了两番", 4), ("翻番", 2)])
def test_doubling(words: str, times_: int) -> None:
    (quantity,) = found(f"案值较去年同期{words}。")
    assert (quantity.value, quantity.unit, quantity.change) == (times_, "倍", "increase")


COUNTED = {
    "某县发生4.1级地震，最大风力达9级（22米/秒），企业向灾区捐赠300箱饮用水。": [
        "地震",
        "最大风力",
        "最大风力",
        "捐赠饮用水",
    ],
    "6件作品入选省级名录，9名嫌疑人已悉数落网，3支球队都没有晋级。": ["作品", "嫌疑人", "球队"],
    "水务局检查泵站12座，执法人员共检查渔船9艘，城镇新增就业3万人。": ["检查泵站", "检查渔船", "城镇新增就业"],
    "农业局启动为期三个月的护苗行动。": ["启动护苗行动"],
    "平台收到12次投诉，销毁货值60万元的假酒80瓶。": ["收到投诉", "销毁货值", "假酒"],
    "8家企业均已整改，3个点位已经清理，20名教师代表受邀参会。": ["企业", "点位", "教师代表"],
    "财政局再次紧急预拨2亿元救灾资金，违法占用某村30亩耕地。": ["救灾资金", "耕地"],
    "地区生产总值迈上3万亿元新台阶，发放补贴500万元。": ["地区生产总值", "发放补贴"],
    "单位：万元\n科目｜预算数\n农林｜4,250\n": ["农林预算数"],
    "序號\t村名\t耕地（畝）\n1\t柳樹村\t860\n": ["柳树村耕地"],
    "乙局依第8条规定处5万元罚款。": ["罚款"],
    "依第3條之1規定處甲公司新臺幣6萬元之罰鍰。": ["罰鍰"],
    "走访企业600余家，发放问卷1200份。": ["走访企业", "发放问卷"],
    "建设10个县级综合养老服务中心、60个乡镇养老服务站。": ["建设县级综合养老服务中心", "建设乡镇养老服务站"],
    "新增养老床位3852张、托育床位3326张。": ["新增养老床位", "新增托育床位"],
    "累计宣传受众达1.5万人次。": ["宣传受众"],
    "发布工作简报、基层动态等工作动态60余条。": ["发布工作简报、基层动态等工作动态"],
    "覆盖欧亚120多个城市。": ["覆盖城市"],
    "选派专家368名包县包乡。": ["选派专家"],
    "查处各类违法行为1.86万起。": ["查处各类违法行为"],
    "办理时限由10个工作日压缩至5个工作日以内。": ["办理时限", "办理时限"],
    "新建绿道137公里、累计达到2136公里。": ["新建绿道", "新建绿道"],
    "刑事立案数、事故数分别下降13.5%、2.7%。": ["刑事立案数下降", "事故数下降"],
    "粮食总产量达1600亿斤，占全国总产量近九分之一。": ["粮食总产量", "粮食总产量占全国总产量"],
    "走訪企業600余家。": ["走訪企業"],
    "按照民政局等9家单位下发的《方案》检查。": ["单位"],
    "公安部等9个部门于6月29日联合召开会议。": ["部门"],
    "3家公墓（1家经营性公墓、2家公益性公墓）全部整改。": ["公墓", "经营性公墓", "公益性公墓"],
    "派出4个工作组赴各县指导。": ["派出工作组"],
    "划分为四个行动小组并采用轮岗方式。": ["行动小组"],
    "通报5起腐败和“保护伞”问题典型案例。": ["通报腐败和“保护伞”问题典型案例"],
    "以24个小故事的形式普法。": ["小故事"],
    "侵占耕地问题（7个）。": ["侵占耕地问题"],
    "检查企业300家，发现各类问题隐患，共126处。": ["检查企业", "发现各类问题隐患"],
    "独居长者设置率99.63%，因安装报警器成功逃生者，共23件、62人。": ["独居长者设置率"] + ["因安装报警器成功逃生者"] * 2,
    "新增就业5万人，城镇登记失业率，为3.1%。": ["新增就业", "城镇登记失业率"],
    "受理案件100件，截至目前，80件已办结。": ["受理案件", "受理案件"],
    "受理案件100件，其中，80件已办结。": ["受理案件", "受理案件"],
    "全年培训3期，共120人。": ["培训", "培训"],
    "大型企业PMI为50.4%，比上月微落0.1个百分点。": ["大型企业PMI", "大型企业PMI比上月微落"],
    "中、小型企业PMI分别为48.7%和46.4%。": ["中型企业PMI", "小型企业PMI"],
    "两市产值增长5.2、3.1个百分点。": ["两市产值增长", "两市产值增长"],
    "生产8瓶（试制3瓶，损耗1瓶）。": ["生产", "试制", "损耗"],
    "5家旅行社被暂停业务。": ["旅行社"],
    "新培育智能工厂8家、绿色工厂9家。": ["新培育智能工厂", "新培育绿色工厂"],
    "4个项目纳入国家试点。": ["项目"],
    "认定企业8户和种子企业2户。": ["认定企业", "认定种子企业"],
    "按照每处3万元保养。": ["每处"],
    "推动600个以上亿元级项目。": ["亿元级项目"],
    "全縣9個村共30名代表到場。": ["村", "代表"],
    "近300人參與。": ["參與"],
    "12个监测点中，3个点位超标。": ["监测点", "点位"],
    "新建3所高中。": ["新建高中"],
    "本次行动共出动冲锋舟2艘。": ["出动冲锋舟"],
    "20名学生因腹痛送到医院，15人经检查返校，6人受伤。": ["学生", "", "受伤"],
    "兩人隨後到場，3名教師均已退休。": ["", "教師"],
    "老张说，3人是在山上走散的。": [""],
    "解决了230人的饮水难题，山东均达12毫米。": ["", ""],
    "走访加油站2家，走访的企业3家。": ["走访加油站", "走访的企业"],
    "通报4起领导干部利用职权谋利典型案例。": ["通报领导干部利用职权谋利典型案例"],
    "14家企业引入临时管理人，两座水厂已停止运行。": ["企业", "水厂"],
    "6份报告详细解释了规则，4名考生受到处分。": ["报告", "考生"],
    "学校连续3年举办运动会，为期3天的培训结束。": ["学校", "培训"],
    "电价由2019年的5元降到2021年的4元。": ["电价", "电价"],
    "查处违法行为30起 清河交警开展整治。": ["查处违法行为"],
    "| 柳树村 | 5户 | [保证金]20元。": ["柳树村", "保证金"],
    "甲、乙、丙厂产值分别增长5%、6%。": ["", ""],
    "有4亿农民参加。": ["农民"],
}


@pytest.mark.parametrize(("text", "expected"), COUNTED.items())
def test_counted(text: str, expected: list[str]) -> None:
    assert [q.counted for q in found(text)] == expected


def test_sentence_and_modality_are_kept() -> None:
    report = document("走访企业600家。抽检商品1500批次。", modality="planned")
    first, second = quantities.observe(report, ONTOLOGY, ()).quantities
    assert first.sentence.end <= second.sentence.start
    assert {first.modality, second.modality} == {"planned"}


@given(st.integers(2, 10**6), st.sampled_from(["家", "人次", "万元", "公里", "%"]))
def test_any_number_reads_back(number: int, unit: str) -> None:
    (quantity,) = found(f"完成任务{number}{unit}。")
    assert quantity.value == number * (10_000 if unit == "万元" else 1)


@given(
    st.text(
        alphabet="0123456789一二两三十百千万亿余多近约超第、，。%个家次年增长分别同比翻番一半之以上—“”（）", max_size=40
    )
)
def test_any_text_gives_quantities_in_order(text: str) -> None:
    result = found("完成" + text + "。")
    assert all(a.start <= b.start for a, b in zip(result, result[1:], strict=False))


@pytest.mark.parametrize("bound", ["约", "大约", "大致", "大约了", "超过约"])
def test_words_of_a_bound_that_end_like_one_another(bound: str) -> None:
    (quantity,) = found(f"走访企业{bound}60家。")
    assert (quantity.value, quantity.unit) == (60, "家") and quantity.bound in ("about", "atLeast")
