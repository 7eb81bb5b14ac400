"""Who reports, where signatures are not plain: parts of a body, mastheads, contributors, bodies introduced later."""

from __future__ import annotations

import pytest

from gongbao.ontology import Ontology
from gongbao.read import from_text

BODY = "　　一年来，全院共受理各类案件三百余件，办案质效稳步提升，群众满意度持续提高。\n" * 3


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (f"临江市人民检察院通报\n关于公益诉讼的情况\n{BODY}（第五检察部供稿　2024年7月3日）\n", "临江市人民检察院"),
        (f"工作简报\n（2024年第3期）\n临江市河长制办公室编　　　　2024年7月3日\n\n{BODY}", "临江市河长制办公室"),
        (f"某銀行違規裁罰案\n\n臨江市監督管理委員會　裁處書\n發文日期：2023年1月5日\n{BODY}", "臨江市監督管理委員會"),
        (f"修路期间绕行事宜公告\n\n临江市交通局　公告\n发文日期：2023年1月5日\n{BODY}", "临江市交通局"),
        (f"临江某银行违反规定，核处罚款5万元。\n发文日期：2023年1月5日\n{BODY}", None),
        (f"临江小区　公告\n{BODY}", None),
        (f"年度报告\n{BODY}（临江市司法局办公室　2024年2月6日发布）\n", "临江市司法局"),
        (f"年度报告\n{BODY}　　临江市救助站（以下简称“救助站”）参加了活动。\n", None),
        (f"【工作总结】临江市司法局2024年工作总结\n{BODY}", "临江市司法局"),
        (f"工作总结\n{BODY}临江市司法局\n2024年2月6日\n", "临江市司法局"),
        (f"【工作总结】临江市司法局2023年工作总结和2024年工作思路\n{BODY}", "临江市司法局"),
        (f"临江市司法局2023年工作总结\n时间：2024-02-28　来源：临江市政数局\n{BODY}", "临江市司法局"),
        (f"临江市司法局开展宣传活动\n时间：2024-02-28　来源：临江市政数局\n{BODY}", "临江市政数局"),
        (f"临江市司法局关于法律援助情况的通报\n{BODY}", "临江市司法局"),
        (f"临江市司法局联合临江市公安局开展宣传\n{BODY}", "临江市司法局"),
        (f"临江市司法局部署法律援助中心工作\n{BODY}", "临江市司法局"),
        (f"香港海关与内地及澳门海关展开行动\n{BODY}", "香港海关"),
        (f"公安部部署派出所工作\n来源：新华社 2022-07-13 10:19:56\n{BODY}", "公安部"),
        (f"公安部通报行动成果\n{BODY}", "公安部"),
        (f"全市局通报行动成果\n{BODY}", None),
        (f"中国气象局连线九省份气象部门\n{BODY}", "中国气象局"),
        (f"水利部部署开展清理行动\n{BODY}", "水利部"),
        (f"农业农村部部署开展清理行动\n{BODY}", "农业农村部"),
        (f"临江市委组织部召开会议\n{BODY}", "临江市委组织部"),
        (f"临江:开展案件查办 保护群众利益\n{BODY}", None),
        (f"关于修路的通知\n{BODY}临江市交通局\n临江市财政局\n临江市水利局\n2024年4月1日\n", "临江市交通局"),
        (f"2023年统计公报\n临江市统计局\n国家统计局临江调查队\n（2024年3月5日）\n{BODY}", "临江市统计局"),
        (
            f"索引号 012-7 发布机构 临江市水利局\n发文日期 2024-03-05 有效性 有效\n关于防汛的通知\n{BODY}",
            "临江市水利局",
        ),
        (f"發布單位：臺北市政府環境保護局\n發布日期：113年6月5日\n關於稽查的說明\n{BODY}", "臺北市政府環境保護局"),
        (f"时间 地点 来源\n关于防汛的通知\n{BODY}", None),
        (f"去年临江消防救援队伍接报火灾下降\n{BODY}", None),
        (f"山东烟台:立体巡航守护春运\n2024-02-03 02:01:30\n{BODY}", None),
    ],
)
def test_who_reports(text: str, publisher: str | None, terms: Ontology) -> None:
    assert from_text(text, "x", ontology=terms).publisher == publisher
