"""The wording of conduct that somebody acts against, compiled: what names it, what leads to it and what closes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gongbao.ontology import PropertySpec


def alternation(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, longest first; one that never matches where there are none."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(map(re.escape, ordered)) or "(?!)"


@dataclass(frozen=True)
class Conduct:
    """How conduct that somebody acts against is worded.

    `mark` is in every name of it (非法), `lead` may begin one (擅自…), `state` may end one that says no more (乱象),
    `ends` also one that is named by its sector (毒品犯罪), with the word `head`;
    `vague` are words that alone name none (违法行为), `loose` those before a name that are no part of it (各类).
    `closer` ends one, `marked` also where the verb comes after it (对…行为形成震慑).
    `led` and `aimed` stand around it where it is the aim of a campaign named next (以打击甲为重点的乙行动).
    `listing` leads to a list of it (整治重点分别是).
    `asked` is a noun that belongs to conduct named before it (腐败问题专项治理).
    `field` is a noun for where or what conduct is about (等场所违规行为).
    `force` follows a verb that is a noun (加大对甲的打击力度).
    `told` is a verb that begins a phrase for it (销售…的行为), `handling` one that is none without its object (生产).
    `watching` verbs with a `weak` closer are of conduct only where it is named as such (紧盯民生问题); `sector` may precede it.
    `attacks` (alone: `verb`) and `corrects` are the verbs of the names of efforts, `tails` what follows them there.
    """

    mark: re.Pattern[str]
    lead: re.Pattern[str]
    state: re.Pattern[str]
    ends: re.Pattern[str]
    head: re.Pattern[str]
    vague: re.Pattern[str]
    loose: re.Pattern[str]
    closer: re.Pattern[str]
    marked: re.Pattern[str]
    asked: re.Pattern[str]
    led: re.Pattern[str]
    aimed: re.Pattern[str]
    listing: re.Pattern[str]
    field: re.Pattern[str]
    force: re.Pattern[str]
    told: re.Pattern[str]
    handling: re.Pattern[str]
    harm: re.Pattern[str]
    verb: re.Pattern[str]
    watching: re.Pattern[str]
    weak: re.Pattern[str]
    sector: re.Pattern[str]
    attacks: str
    corrects: str
    tails: str

    def clean(self, text: str, start: int, end: int, *, closed: bool = False) -> tuple[int, int] | None:
        """Return where a range names conduct, without what only leads to it or closes it; None where it names none.

        `closed` keeps what closes it.
        """
        at = text.rfind("的", start, end)
        loose = self.loose.match(text, at + 1 if at >= 0 else start, end)
        start = loose.end() if loose else start
        closer = self.closer.search(text, start, end)
        if closer is not None and not closed:
            if self._stands(text, start, closer.start(), end):
                end = closer.start()
            elif not self.ends.search(text, start, end):
                named = [m.end() for m in self.head.finditer(text, closer.start(), end)]
                if not named:
                    return None
                end = named[-1]
        quoted = end - start > 2 and text[start] in "“‘「『" and text.find(text[start], start + 1, end) < 0
        whole = quoted and text[end - 1] in "”’」』"
        if end - start < 2 or self.vague.fullmatch(text, start, end):
            return None
        return (start, end) if whole or self.mark.search(text, start, end) else None

    def says_nothing(self, text: str, start: int, end: int) -> bool:
        """Say whether a range is no more than 违法行为."""
        return self.vague.fullmatch(text, start, end) is not None and self.mark.search(text, start, end) is not None

    def _stands(self, text: str, start: int, end: int, closed: int) -> bool:
        """Say whether a range names conduct without the noun that closes it: 骗取退税(违法犯罪), but not 侵财性(犯罪)."""
        if self.state.search(text, start, closed):
            return False
        told = self.mark.search(text, start, end) is not None and not text.endswith("性", start, end)
        return told and end - start > 1 and not self.vague.fullmatch(text, start, end)


def conduct(p: PropertySpec) -> Conduct:
    """The wording of conduct, for the properties that have it as their object."""

    def any_of(*kinds: str) -> str:
        return alternation(w for kind in kinds for w in p.words(kind))

    states = p.words("offenceState")
    general = alternation(w for kind in ("vague", "closer", "loose") for w in p.words(kind) if not w.endswith(states))
    return Conduct(
        mark=re.compile(any_of("offence", "offenceLead", "offenceState")),
        lead=re.compile(any_of("offenceLead")),
        state=re.compile(f"(?:{any_of('offenceState')})$"),
        ends=re.compile(f"(?:{any_of('offenceState', 'offenceHead')})$"),
        head=re.compile(any_of("offenceHead")),
        vague=re.compile(f"(?:{any_of('loose')})*(?:{any_of('offenceState')})|(?:{general}|[和及、])*"),
        loose=re.compile(f"(?:{any_of('loose')})*"),
        closer=re.compile(f"(?:{any_of('closer')})$"),
        marked=re.compile(f"(?:等[^，,。；;：、]{{0,8}}?)?(?:{any_of('closer')})(?=[^，,。；;、的]{{0,6}}(?:的|$))"),
        asked=re.compile(any_of("offenceNoun")),
        led=re.compile(f"(?:{any_of('focusOf')})[^，,、]{{0,2}}$"),
        listing=re.compile(
            f"(?:{any_of('listed')})(?:分别)?(?:{any_of('listing')})|(?:{any_of('listed')})[，,](?:分别)(?:{any_of('listing')})"
        ),
        aimed=re.compile(any_of("aim")),
        field=re.compile(any_of("fieldNoun")),
        force=re.compile(any_of("force")),
        told=re.compile(any_of("deed")),
        handling=re.compile(any_of("handling")),
        harm=re.compile(any_of("harm")),
        verb=re.compile(any_of("attacks", "plain")),
        watching=re.compile(any_of("watching")),
        weak=re.compile(f"(?:{any_of('weakCloser')})$"),
        sector=re.compile(f"[^、，,]{{2,6}}?(?:{any_of('offenceField')})(?=..)"),
        attacks=any_of("attacks"),
        corrects=any_of("corrects"),
        tails=any_of("nameTail"),
    )


def named(p: PropertySpec) -> re.Pattern[str]:
    """The quoted object inside a name: 无人机“黑飞”专项整治."""
    return re.compile(f"(?<=[^“‘「])(?P<object>[“‘「][^“”‘’「」]{{2,8}}[”’」])(?:{alternation(p.words('named'))})")
