"""The words of times as patterns: where one may begin, what it is made of, and what stands around it."""

from __future__ import annotations

import re

from gongbao.temporal.reference import YEAR
from gongbao.text import tsv
from gongbao.text.script import LETTER

_PACKAGE = "gongbao.temporal"
LATER = ("下", "傍", "晚", "夜")
RELATIVE = {word: (unit, int(by)) for unit, by, words in tsv.rows(_PACKAGE, "relative.tsv") for word in words.split()}
"""What lies beside a time: the unit, and by how many of it."""
ANAPHORIC = frozenset(word for word, (unit, _) in RELATIVE.items() if unit == "Y" and word[0] in "本上次翌下")
"""Years beside the one being told; 今年, 去年 and 明年 lie beside the year of the issue."""
BESIDE = ("比", "较", "与", "同", "和", "相比", "相较于", "对比")
SAME = {"当日": 10, "当天": 10, "同日": 10, "当": 10, "当月": 7, "同月": 7, "同年月": 7}
UNDATED = ("全年", "年内")
PLAN_ITSELF = re.compile("规划|建议|纲要")


def ways() -> dict[str, str]:
    """Read the ways of writing a time (`grammar.tsv`) as patterns by name, each with those that it names put in."""
    words = sorted(RELATIVE, key=len, reverse=True)
    patterns = {
        "yyyy": YEAR,
        "letter": LETTER,
        "relative_years": "|".join([*(w for w in words if RELATIVE[w][0] == "Y"), *UNDATED]),
        "relative_rest": "|".join(
            w for w in words if RELATIVE[w][0] != "Y" and w not in {"前天", "后天"} and len(w) > 1
        ),
        "same": "|".join(w for w in SAME if len(w) > 1),
    }
    for name, _example, pattern in tsv.rows(_PACKAGE, "grammar.tsv"):
        patterns[name] = re.sub("{([a-z_]+)}", lambda part: patterns[part[1]], pattern)
    return patterns


_WAYS = ways()
_SEP = _WAYS["sep"]
TOKEN, SHORT_RANGE, CLOCK, START, NO_TIME, LENGTH = (
    re.compile(_WAYS[name]) for name in ("token", "short_range", "clock_time", "start", "no_time", "length")
)
STOPS = "，。；、,;）)\n"
OPENS = re.compile("[，。；：、,;:（()）\n 　于在从自即]$|^$|[日时分间午晚上晨][至到]$|截[至止]$")
YEARLY = re.compile("每年(?:[的在于自从])?$")
"""Before a month or day without a year: it is one of every year, and so is what it lasts to (每年10月1日至次年3月31日)."""
ALSO = re.compile(rf"[ 　]?起?(?:{_SEP}|[、和及])[ 　]?")
OPENS_CLAUSE = re.compile("(?:[，。；：、,;:（(\n 　]|于|^)$")
SINCE = re.compile(
    "(?:成立|设立|组建|挂牌|启动|实施|施行|开展|运行|建成|投用)?以来|起(?![数步来到点源草诉居飞降航讫因火义吊爆床])|开始|至今(?![年日天])"
)
JOIN = re.compile(rf"[ 　]?(?:起|[春夏秋冬]|夜间|上午|白天|早晨|傍晚)?(?:{_SEP})[ 　]?")
JOIN_BEFORE = re.compile(
    rf"(?:(?<![0-9]{{3}})[0-9]|(?<=[0-9一二三四五六七八九十])[年月日季度]|[今去]年)(?P<join>起?(?:{_SEP}))[ 　]?$"
)
JOIN_AFTER = re.compile(rf"[ 　]?起?(?:{_SEP})[ 　]?(?P<other>[0-9]{{1,4}} ?[年月日]|[今去]年)")
BORN = ("生于", "出生")
OF_LIFE = re.compile("(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:出生|生[，,。）)]|参加工作|加入中国共产党|入党)")
"""Around a year of somebody's life, which is not the one being told."""
BUDGET = re.compile("年度|年(?:财政年度|预算)")
"""At the end of a year or behind it: it may be of a budget, of which the year before tells."""
AHEAD = re.compile("(?:预[计期估料]|有望|拟|将)")
EXPECTED = re.compile("(?:预计|预期|力争|确保|争取|计划|目标|预测)$")
PASSING = re.compile(
    "(?<=年)(?:[^，。；0-9]{0,6}以来|(?!的)[^，。；、0-9]{2,6}的(?=[0-9]))|(?<=年初)(?:预算|计划|目标|确定|部署|批准)"
)
"""Behind a year since which something is so: it is not the one being told, nor is a time up to which something is due."""
DUE = re.compile("(?:以|之)?前(?![已曾后三两二0-9])|止(?![步住血])")
TAKES_EFFECT = re.compile("起(?:正式)?(?:施行|实施|执行|生效)")
UNTIL = ("持续至", "持续到", "延续至", "延续到", "延长至", "开展至", "推迟至", "延期至", "有效期至")
