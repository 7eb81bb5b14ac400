"""A text becomes a document: body, title, signature, sections and sentences, with the offsets of the text as given."""

from __future__ import annotations

import hashlib
import re

from gongbao.model import Document
from gongbao.ontology import Ontology
from gongbao.read.dates import find_dates
from gongbao.read.decode import check_text, normalise
from gongbao.read.lines import split_lines
from gongbao.read.page import read_page
from gongbao.read.publisher import find_publisher
from gongbao.read.sections import find_sections
from gongbao.read.sentences import find_sentences
from gongbao.read.wording import wording
from gongbao.text.reading import Reading, given
from gongbao.text.script import fold
from gongbao.text.typesetting import find_gaps


def from_text(
    text: str,
    source: str,
    *,
    ontology: Ontology,
    title: str | None = None,
    publisher: str | None = None,
    issued: str | None = None,
) -> Document:
    r"""Read a text as one report. `title`, `publisher` and `issued` are used where the text itself states none.

    Offsets refer to `Document.text`: `text` with `\n` line ends and a space for each other control character.
    Raises InputError for texts that are empty, without Chinese, or beyond the limits.
    """
    whole = check_text(text, source)
    folded_whole = fold(whole)
    gaps = find_gaps(folded_whole)
    text = Reading(gaps).cut(whole) if gaps else whole
    folded = fold(text) if gaps else folded_whole
    title, publisher = (value and normalise(value) for value in (title, publisher))
    words = wording(ontology)
    lines = split_lines(folded)
    page = read_page(lines, words)
    sections = find_sections(page.kept, page.body)
    signature = page.issued if page.issued and page.body.covers(page.issued) else None
    sentences = find_sentences(page.kept, sections, signature, _year(page.issued_value or _given_date(issued)), words)
    own_title = squeeze_title(text[page.title.start : page.title.end]) if page.title else title
    name, span = find_publisher(text, folded, page, words)
    document = Document(
        source=source,
        sha256=hashlib.sha256(whole.encode("utf-8")).hexdigest(),
        text=text,
        folded=folded,
        title=own_title,
        publisher=name or publisher,
        publisher_span=span,
        issued=page.issued_value or _given_date(issued),
        issued_span=page.issued,
        body=page.body,
        sections=sections,
        sentences=sentences,
    )
    return given(document, whole, folded_whole, gaps)


def _year(issued: str | None) -> int | None:
    return int(issued[:4]) if issued else None


def _given_date(written: str | None) -> str | None:
    """Return a date that came with the text, in any of the ways of writing dates, or a mere year, as ISO 8601."""
    if written is None:
        return None
    for date in find_dates(fold(written)):
        return date.value
    year = re.match(r"\s*((?:19|20)\d{2})\s*年?\s*$", written)
    return year[1] if year else None


def squeeze_title(title: str) -> str:
    """Return a title on one line with single spaces; its own lines are joined without."""
    return " ".join("".join(line.strip() for line in title.split("\n")).split())
