"""The rules beside the tagger: what is regular in official Chinese, and what users bring.

`RULES` is the order in which they run: each sees what the tagger and the rules before it proposed. A rule is here
because annotated reports that it was not written for are read better with it (`gongbao score --by-rule`), or because it
reads what users bring.
"""

from gongbao.mentions.rules.abbreviations import ABBREVIATIONS
from gongbao.mentions.rules.cases import HANDLED
from gongbao.mentions.rules.numbers import NUMBERS
from gongbao.mentions.rules.rule import Rule as Rule
from gongbao.mentions.rules.rule import Sheet as Sheet
from gongbao.mentions.rules.user import HEADS, NAMES, TYPED

RULES: tuple[Rule, ...] = (NUMBERS, HANDLED, NAMES, ABBREVIATIONS, TYPED, HEADS)
