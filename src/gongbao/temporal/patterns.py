"""The words of times as patterns: where one may begin, what it is made of, and what stands around it."""

from gongbao.text import tsv
from gongbao.text.script import LETTER

_PACKAGE, LATER = "gongbao.temporal", ("下", "傍", "晚", "夜")
RELATIVE = {word: (unit, int(by)) for unit, by, words in tsv.rows(_PACKAGE, "relative.tsv") for word in words.split()}
"""What lies beside a time: the unit, and by how many of it."""
ANAPHORIC = frozenset(word for word, (unit, _) in RELATIVE.items() if unit == "Y" and word[0] in "本上次翌下是该")
"""Years beside the one being told; 今年, 去年 and 明年 lie beside the year of the issue."""
SAME = {"当日": 10, "当天": 10, "当晚": 10, "同日": 10, "当": 10, "当月": 7, "同月": 7, "同年月": 7}
UNDATED, BORN, STOPS = ("全年", "年内"), ("生于", "出生"), "，。；、,;）)\n"
UNTIL = ("持续至", "持续到", "延续至", "延续到", "延长至", "开展至", "推迟至", "延期至", "有效期至")
AS_OF = ("截至", "截止", "截至到", "截止到")
_BY_LENGTH = sorted(RELATIVE, key=len, reverse=True)
_GIVEN = {
    "letter": LETTER,
    "relative_years": "|".join([*(w for w in _BY_LENGTH if RELATIVE[w][0] == "Y"), *UNDATED]),
    "relative_rest": "|".join(w for w in _BY_LENGTH if RELATIVE[w][0] != "Y" and w not in {"前天", "后天"} and w[1:]),
    "same": "|".join(w for w in SAME if w[1:] and w != "当晚"),
}
WAYS = tsv.Patterns(_PACKAGE, "grammar.tsv", _GIVEN)
"""The ways of writing a time, and what stands around them, as patterns by name."""
YEAR = WAYS.written["yyyy"]
