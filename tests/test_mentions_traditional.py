"""Reports of Taiwan, Hong Kong and Macao in traditional script: their bodies, townships, districts, laws and masked names."""

from __future__ import annotations

import pytest

from gongbao import mentions, read
from gongbao.ontology import Ontology

CASES = [
    (
        "Organization",
        "高雄區監理所岡山監理站與屏東縣警察局交通隊攔檢。",
        ["高雄區監理所岡山監理站", "屏東縣警察局交通隊"],
    ),
    (
        "Organization",
        "移民署南區事務大隊臺東縣專勤隊會同內政部、勞動部訪查。",
        ["移民署南區事務大隊臺東縣專勤隊", "內政部", "勞動部"],
    ),
    ("Organization", "市府會同法制處稽查。", ["市府", "法制處"]),
    ("Organization", "香港海關港口及海域科與有組織罪案調查科跟進。", ["香港海關港口及海域科", "有組織罪案調查科"]),
    ("Organization", "觀塘警區特別職務隊搜查一間夜總會，與三合會有關。", ["觀塘警區特別職務隊"]),
    ("Organization", "食物環境衞生署與衞生署巡查。", ["食物環境衞生署", "衞生署"]),
    ("Organization", "該署持續督導各縣市衛生機關。", []),
    ("Place", "專案小組在南投縣國姓鄉、彰化縣二林鎮查獲。", ["南投縣國姓鄉", "彰化縣二林鎮"]),
    ("Place", "警員在長沙灣及將軍澳截查，在關閘口岸檢獲。", ["長沙灣", "將軍澳", "關閘口岸"]),
    ("Place", "全面建設新社區，大社區治理有成效。", []),
    (
        "Document",
        "違反食品良好衛生規範準則，依汽車運輸業管理規則處罰。",
        ["食品良好衛生規範準則", "汽車運輸業管理規則"],
    ),
    ("Person", "漁船「順○號」及林○德被移送。", ["林○德"]),
    ("Person", "勞動部次長周志遠、站長林大明到場。", ["周志遠", "林大明"]),
    ("Campaign", "市府啟動「114年冬季聯合督導檢查」。", ["114年冬季聯合督導檢查"]),
    ("Platform", "市民可透過海關熱線舉報，也可致電本署熱線。", ["海關熱線"]),
    ("Organization", "函送澎湖縣政府，由屏東縣議會監督。", ["澎湖縣政府", "屏東縣議會"]),
    ("Organization", "移民署會同臺南、高雄等地專勤隊，該隊在三合院查獲。", ["移民署"]),
    ("Organization", "大明工程有限公司及港興工程公司被定罪。", ["大明工程有限公司", "港興工程公司"]),
    ("Organization", "縣長率團隊及臺東縣總工會見證。", ["臺東縣總工會"]),
    ("Place", "警員在紅磡馬頭圍道及氹仔東北馬路截查，東北季風強勁。", ["紅磡馬頭圍道", "氹仔東北馬路"]),
    ("Document", "依就業服務法裁罰。", ["就業服務法"]),
    ("Event", "第二十屆澳門城市藝穗節圓滿落幕。", ["第二十屆澳門城市藝穗節"]),
    ("Case", "新馬路發生一宗搶劫案。", []),
    ("Platform", "可撥打 118 報案專線，或使用舉報專線2345 6789。", ["118 報案專線", "舉報專線2345 6789"]),
    ("Platform", "致電食環署熱線2868 0000，熱線電話繁忙，專線公車停駛。", ["食環署熱線"]),
    ("Campaign", "分局執行「冬防稽查專案」，履行「承諾書」。", ["冬防稽查專案"]),
    ("Place", "於台61線、國道3號查獲，平台61線上，投入2台1線。", ["台61線", "國道3號"]),
    ("Organization", "第一○岸巡隊會同○○食品公司。", ["第一○岸巡隊", "○○食品公司"]),
    ("Campaign", "關員持續打擊「水客」活動，另開展「清港」活動。", ["清港」活動"]),
]


@pytest.mark.parametrize(("type_id", "text", "names"), CASES)
def test_traditional(type_id: str, text: str, names: list[str], terms: Ontology) -> None:
    document = read.from_text(text, "報告.txt", ontology=terms)
    found = [text[m.start : m.end].strip("「」") for m in mentions.find(document, terms) if m.type == type_id]
    assert found == names
