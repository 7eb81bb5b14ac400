"""What a rule is: a value that says what it finds and in what, with an example and a counter-example that tests run."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gongbao.mentions.candidate import Candidate
from gongbao.ontology import Ontology
from gongbao.text.words import Segmenter, Word
from gongbao.trace import Cited, Hear, Verdict, Why, unheard


@dataclass(frozen=True)
class Sheet:
    """What rules look at: `text` is a body in simplified script and plain punctuation (`columns.plain`).

    `trained` are the head nouns, with their classes, that the tagger was trained beside; `hear` is told what each rule
    decides, and why.
    """

    text: str
    ontology: Ontology
    segmenter: Segmenter
    trained: frozenset[tuple[str, str]]
    user_names: tuple[tuple[str, str], ...] = ()
    hear: Hear = unheard

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the text, cut only where a rule asks for them."""
        return tuple(self.segmenter.cut(self.text))

    def tell(self, by: str, start: int, end: int, why: Why, cited: Cited | None = None, word: str = "") -> None:
        """Tell whoever listens what a rule decided of a place."""
        self.hear(Verdict(by, start, end, why, cited, word))

    def cite(self, type_: str, kind: str, word: str) -> Cited:
        """Cite a word that a class has of its own or from a class above it."""
        above = sorted(self.ontology.get_class(type_).ancestors & self.ontology.classes.keys())
        return Cited(next(a for a in above if word in self.ontology.classes[a].words(kind)), kind, word)

    def role(self, role: str) -> str | None:
        """Return the class that plays a role, None where it is switched off."""
        return next((c.id for c in self.ontology.entity_classes if role in c.roles), None)


class Rule(NamedTuple):
    """A rule: `id` names it in outputs, `finds` is the role of the class it proposes (`*`: of any class).

    `reads` says what it goes by. In `example` the names it must find stand in 【】; in `counter` it must find nothing.
    `find` gets the sheet and what was proposed before it, in the order of `RULES`.
    """

    id: str
    finds: str
    reads: str
    example: str
    counter: str
    find: Callable[[Sheet, Sequence[Candidate]], Iterable[Candidate]]
