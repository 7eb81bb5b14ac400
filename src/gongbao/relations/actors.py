"""Who may act in what follows: not a body that others only act beside."""

from __future__ import annotations

import re
from bisect import bisect_right

from gongbao.model import Span
from gongbao.relations.classifier import Judgement
from gongbao.relations.periods import Named, Periods
from gongbao.text.punctuation import CLAUSE_ENDS, JOINERS

_LONG = 40
_INSIDE = f"[^{re.escape(CLAUSE_ENDS)}]"
_STOP = f"[{re.escape(CLAUSE_ENDS)}]"
_OTHERS = tuple(
    (re.compile(f"(?:{before}){_INSIDE}{{0,30}}$"), re.compile(f"{_INSIDE}{{0,24}}{after}{_STOP}"))
    for before, after in (
        (f"(?<!{_INSIDE})在", "下"),
        (
            "[接收受得]到|获|受|应|经|由|按照|根据|依据|依照|遵照",
            "(?:下|后|表彰|肯定|好评|认可|嘉奖|委托|邀请|批准|批复|同意|授权|指导|要求|线索|通报|举报|反映|来函)",
        ),
        ("按照|根据|依据|依照|遵照", f"(?:印发|制定|发布|出台|下发|颁布){_INSIDE}*"),
        ("与|携手|跟|(?<![共大合协会])同", f"(?:合作|签[约署]|商讨|座谈|对接|共建|成立){_INSIDE}{{0,12}}"),
        ("被|邀请|向|接受|迎接|落实|(?<![针面相反应绝])对(?!此|于)", ""),
    )
)
"""Around a body beside whom others act: 在省委、省政府领导下，, 接到市纪委线索后，, 与某公司签署备忘录，, 被市政府评为先进，."""
_GIVES = re.compile(f"{_INSIDE}{{0,4}}(?:提交|提出|发出|发送|递交|呈交|报送|送达|移送|制发)")
_BESIDE = re.compile(f"(?:^|[{re.escape(CLAUSE_ENDS + JOINERS)}”》）)日前近])[“《 　]*$")


class Actors:
    """Behind which bodies of a report others act."""

    def __init__(self, periods: Periods) -> None:
        self.text, self.starts = periods.text, periods.starts
        self.ways: dict[int, int] = {}

    def gives_way(self, name: Named | Span, place: int) -> bool:
        """Say whether others than a body act at a place behind it."""
        if name.start not in self.ways:
            left = self.text[max(0, name.start - _LONG) : name.start]
            behind = (after for before, after in _OTHERS if before.search(left))
            ways = (match.end() for after in behind if (match := after.match(self.text, name.end, name.end + _LONG)))
            self.ways[name.start] = next(ways, len(self.text) + 1)
        return self.ways[name.start] <= place

    def acts(self, fact: Judgement) -> bool:
        """Say whether a body named in an earlier sentence was its subject: nobody acts whom others lead."""
        head, tail, text = fact.head, fact.tail, self.text
        if head is None or head.start > tail.start:
            return True
        given = text.endswith("向", 0, head.start) and _GIVES.match(text, head.end)  # 向甲会提交《…》
        if given or self.gives_way(head, tail.start):
            return False
        if bisect_right(self.starts, head.start) == bisect_right(self.starts, tail.start):
            return True
        return _BESIDE.search(text[max(0, head.start - 4) : head.start]) is not None
