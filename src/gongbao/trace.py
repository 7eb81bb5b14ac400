"""What a stage decided of a place in the text, because of which word: told to whoever asks, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple


class Why(Enum):
    """The grounds on which rules take a place or pass it by: in English, in Chinese, whether they take it.

    `{word}` is the word of the wording, or of the text, that decided.
    """

    NUMBER_CASE = ("a number with {word}, which marks cases", "文号含“{word}”，是案件", True)
    NUMBER_ALONE = ("a year in brackets and a number, nobody before it: a case", "年号前无发文机关，是案号", True)
    NUMBER_DOCUMENT = ("a sender, a year in brackets, a number: a document", "发文机关、年号、序号齐备，是文号", True)
    USER_NAME = ("a name of the user's dictionary", "用户词典中的名称", True)
    CUE = ("the short name behind {word}", "“{word}”引出的简称", True)
    SHORTENED = ("in brackets behind the name that it shortens", "括号中为前名之简称", True)
    NO_NAME_BEFORE = ("no name ends before the bracket", "括号前没有名称", False)
    NO_SHORT_NAME = (
        "what is in brackets neither shortens the name nor opens with a cue",
        "括号中既非简称，也无引语",
        False,
    )
    HEAD_OF_NAME = ("a name of a wider class that ends with {word}", "上位类的名称以“{word}”结尾", True)
    OTHER_HEAD = ("the name does not end with a head noun of {word}", "名称不以 {word} 的中心词结尾", False)
    HEAD = ("from {word} back to what ends a name", "由中心词“{word}”向前延伸", True)
    HEAD_ALONE = ("nothing that belongs to a name stands before {word}", "“{word}”之前没有名称成分", False)
    REPEATED = ("named surely elsewhere in the report", "文中他处已确认此名", True)
    REPEAT_SHORT = ("named elsewhere, but too short a name to be sought again", "他处有此名，但过短，不再搜寻", False)
    REPEAT_UNSURE = (
        "named elsewhere, but not surely enough to be sought again",
        "他处有此名，但把握不足，不再搜寻",
        False,
    )
    REPEAT_ACROSS = (
        "named elsewhere, but a word of the text runs across its edge here",
        "他处有此名，但此处切断词语",
        False,
    )
    TRIGGER = ("{word} joins them", "“{word}”连接两者", True)
    TRIGGER_IN_NAME = ("{word} stands inside a name", "“{word}”在名称之内", False)
    NO_SENTENCE = ("{word} stands outside the report's sentences", "“{word}”不在正文句子之内", False)
    NO_OBJECT = ("behind {word} stands no name that the property may lead to", "“{word}”之后没有合乎值域的名称", False)
    NO_SUBJECT = (
        "nobody before {word} may do it, and who reports neither",
        "“{word}”之前没有合乎定义域的主语，报告机构亦不合",
        False,
    )


class Cited(NamedTuple):
    """A word of the wording: the term that it is declared on, its kind, and the word."""

    term: str
    kind: str
    word: str


class Verdict(NamedTuple):
    """What `by` (a rule's id) decided of a stretch of the text it saw; `word` is of the text where none is cited."""

    by: str
    start: int
    end: int
    why: Why
    cited: Cited | None = None
    word: str = ""


Hear = Callable[[Verdict], object]


def unheard(_: Verdict) -> None:
    """Hear of verdicts when nobody asks."""
