"""The line of an ontology file on which a word of the wording stands."""

import re
from pathlib import Path

from gongbao.ontology import Ontology
from gongbao.text.script import fold
from gongbao.trace import Cited
from gongbao.triples import names, standing


def line_of(cited: Cited, terms: Ontology) -> tuple[Path, int] | None:
    """Return file and line of a word, in the last file that gives it; None where it is derived and stands in none."""
    word = fold(cited.word)

    def has_it(line: str) -> bool:
        return any(fold(literal) == word for literal in re.findall('"([^"]*)"', line))

    return standing(terms.files, names(cited.term), names(cited.kind), has_it)
