"""The words that reading looks for: page furniture from `page.tsv`, fields from `fields.tsv`, modality and bodies from the ontology.

These are tables, no wording: their words are parts of pages (menus, footers, names of metadata), of which the ontology
has no class, so there is nothing that they could be declared on and that a user's class could take over from.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from gongbao.ontology import Concept, Ontology
from gongbao.text import tsv
from gongbao.text.alternation import alternation, longest_first
from gongbao.text.script import LETTER, fold

DONE, PLANNED, REQUIRED = "done", "planned", "required"
"""The modality concepts that a sentence can have as read; a relation may find it negated."""


_SHORTEST = 2
WAYS = tsv.Patterns("gongbao.read", "patterns.tsv", {"letter": LETTER})


@cache
def page_words() -> Mapping[str, tuple[str, ...]]:
    """Return the words of government pages by kind, longest first, simplified."""
    kinds: dict[str, list[str]] = {}
    for kind, word, _source in tsv.rows("gongbao.read", "page.tsv"):
        kinds.setdefault(kind, []).append(word)
    return {kind: longest_first(words) for kind, words in kinds.items()}


@cache
def field_names(kind: str) -> tuple[str, ...]:
    """Return what columns of tables, fields of JSON or metadata of pages are called that tell one thing, the surest first."""
    return tuple(name for of, _rank, name, _source in tsv.rows("gongbao.read", "fields.tsv") if of == kind)


@cache
def any_of(kind: str) -> str:
    """Return a regular expression for any word of a kind, the longest first."""
    return alternation(page_words()[kind])


@cache
def words_in(kind: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """Return the pattern of any word of a kind between two other patterns."""
    return re.compile(f"{before}(?:{any_of(kind)}){after}")


def is_body(name: str) -> bool:
    """Say whether a name, given where persons may stand too, is that of a body, by how it ends."""
    return len(name) > _SHORTEST and fold(name).endswith((*page_words()["signs"], *page_words()["press"]))


@cache
def opening() -> re.Pattern[str]:
    """Return what a newspaper opens its text with: 某社某地1月3日电（…, 某网讯（…, 某报记者…, 【某报消息】."""
    after = "[网社台络格点友民告名警销考送区会保团]|报(?!道)"  # 网络, 报告, 社区
    name = f"(?P<name>(?!本[报网台刊]|据){LETTER}{{0,9}}(?:{any_of('press')}|[网报社]|发布(?=讯))(?<!客户端)(?!{after})|{any_of('outlet')})"
    also = f"(?:[（(][^（）()]{{2,12}}[）)]|[-—·]{LETTER}{{2,10}})?"
    sent = f"{WAYS.written['sent']}(?:】|(?=[ 　\xa0（(：:]|据|\\d{{1,2}}月|$))|[^，。：\n]{{0,16}}日[电讯]|{LETTER}{{0,8}}?[ 　]?(?:[|｜丨/][ 　]?)?(?:记者|通讯员)"
    return re.compile(f"(?:[^：。]{{0,60}}正文[：:])?[ 　\t]*(?:文?[/／丨｜|]|【)?{name}{also}(?:{sent})")


class Modality(NamedTuple):
    """One modality concept: what its headings, the openings of its paragraphs and its clauses say.

    What only gives the ground of something (按照…通知要求) is no cue.
    """

    id: str
    heading: re.Pattern[str]
    opening: re.Pattern[str]
    cue: re.Pattern[str]
    ground: re.Pattern[str]


class Wording(NamedTuple):
    """What a document is read with: the modalities by role, and the ends of the names of bodies."""

    default: str
    planned: Modality
    required: Modality
    past_heading: re.Pattern[str]
    past_opening: re.Pattern[str]
    body_end: tuple[str, ...]


@lru_cache(maxsize=8)
def wording(ontology: Ontology) -> Wording:
    """Collect the words of an ontology: modality concepts by their roles, head nouns of the classes that act."""
    actor = ontology.role("actor")
    heads = [word for spec in ontology.classes.values() if actor in spec.ancestors for word in spec.words("headNoun")]
    done, planned, required = (ontology.concepts[name] for name in (DONE, PLANNED, REQUIRED))
    return Wording(
        default=done.id,
        planned=_modality(planned),
        required=_modality(required),
        past_heading=re.compile(alternation(done.words("heading"))),
        past_opening=re.compile(alternation(done.words("opening"))),
        body_end=tuple({*heads, *page_words()["signs"]}),
    )


def _modality(concept: Concept) -> Modality:
    cue, clause = (alternation(concept.words(kind)) for kind in ("cue", "clauseCue"))
    neutral = alternation(set(concept.words("neutral")).difference(concept.words("clauseCue")))  # 应急 asks nothing
    return Modality(
        id=concept.id,
        heading=re.compile(alternation(concept.words("heading"))),
        opening=re.compile(alternation(concept.words("opening"))),
        cue=re.compile(f"(?!{neutral}){cue}|(?:^|[，,；;：:。])(?!{neutral})(?:{clause})"),
        ground=re.compile(
            f"(?:{alternation(concept.words('basis'))})[^，,。；;：:]*?(?:{alternation(concept.words('nounCue'))})"
        ),
    )
