"""What a stage decided of a place in the text, because of which word: told to whoever asks, and to nobody else."""

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple


class Why(Enum):
    """The grounds on which rules take a place or pass it by: what people are told (see `gongbao.messages`), whether they take it.

    `{word}` in it is the word of the wording, or of the text, that decided.
    """

    NUMBER_CASE = ("a number that marks cases", True)
    NUMBER_ALONE = ("a number with nobody before it", True)
    NUMBER_DOCUMENT = ("a number of a document", True)
    USER_NAME = ("a name of the user's dictionary", True)
    CUE = ("a short name behind a cue", True)
    SHORTENED = ("shortens the name before it", True)
    NO_NAME_BEFORE = ("no name before the bracket", False)
    NO_SHORT_NAME = ("no short name in brackets", False)
    HEAD_OF_NAME = ("a head ends the name", True)
    OTHER_HEAD = ("no such head ends the name", False)
    HEAD = ("back from the head", True)
    HEAD_ALONE = ("nothing before the head", False)
    REPEATED = ("named surely elsewhere", True)
    REPEAT_SHORT = ("too short to be sought again", False)
    REPEAT_UNSURE = ("too unsure to be sought again", False)
    REPEAT_ACROSS = ("a word runs across its edge", False)
    TRIGGER = ("a trigger joins them", True)
    TRIGGER_IN_NAME = ("the trigger stands in a name", False)
    NO_SENTENCE = ("the trigger stands in no sentence", False)
    NO_OBJECT = ("no object behind the trigger", False)
    NO_SUBJECT = ("no subject before the trigger", False)


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
