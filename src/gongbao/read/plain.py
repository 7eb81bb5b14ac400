"""A text becomes a document: body, title, signature, sections and sentences, with the offsets of the text as given."""

from __future__ import annotations

import hashlib
import re

from gongbao.model import Document, Span
from gongbao.ontology import Ontology
from gongbao.read.dates import find_dates
from gongbao.read.decode import check_text
from gongbao.read.lines import SPACES, split_lines, squeeze
from gongbao.read.page import Page, read_page
from gongbao.read.sections import find_sections
from gongbao.read.sentences import find_sentences
from gongbao.read.wording import alternation, page_words, wording
from gongbao.text.script import fold

DELIVERY_LINES = 12
"""我代表…人民政府 is looked for in so many lines of the body."""


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
    text = check_text(text, source)
    folded = fold(text)
    words = wording(ontology)
    lines = split_lines(folded)
    page = read_page(lines, words)
    sections = find_sections(page.kept, page.body)
    signature = page.issued if page.issued and page.body.covers(page.issued) else None
    sentences = find_sentences(page.kept, sections, signature, words)
    own_title = squeeze_title(text[page.title.start : page.title.end]) if page.title else title
    name, span = _publisher(text, page)
    return Document(
        source=source,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
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


def _given_date(written: str | None) -> str | None:
    """Return a date that came with the text, in any of the ways of writing dates, or a mere year, as ISO 8601."""
    if written is None:
        return None
    for date in find_dates(fold(written)):
        return date.value
    year = re.match(r"\s*((?:19|20)\d{2})\s*年?\s*$", written)
    return year[1] if year else None


def squeeze_title(title: str) -> str:
    """Return a title on one line with single spaces."""
    return " ".join(title.split())


def _publisher(text: str, page: Page) -> tuple[str | None, Span | None]:
    """Return the body that signs; where none does, the one on whose behalf the report is delivered to a congress."""
    if page.publisher is not None:
        return squeeze(text[page.publisher.start : page.publisher.end]), page.publisher
    words = page_words()
    delivered = re.compile(
        f"(?:{alternation(words['deliver'])})(?P<name>[^，,。；：]{{2,25}}?)[，,]?(?:{alternation(words['deliverTo'])})"
    )
    for line in page.kept[:DELIVERY_LINES]:
        match = delivered.search(line.text)
        if match and _is_government(match["name"]):
            span = Span(line.start + match.start("name"), line.start + match.end("name"))
            return _full_name(match["name"], page, text[span.start : span.end]), span
    return None, None


def _is_government(name: str) -> bool:
    return name.endswith(page_words()["governmentShort"])


def _full_name(name: str, page: Page, written: str) -> str:
    """Complete 省政府 and 市人民政府 by the division that the title names: 吉林省人民政府, 天津市人民政府."""
    words = page_words()
    short, full = words["governmentShort"][0], words["governmentFull"][0]
    place = name.removesuffix(full).removesuffix(short)
    if place not in words["division"]:
        return written
    match = re.match(f"(?:\\d{{4}}年)?(?P<place>[^\\d年]{{1,20}}?{re.escape(place)})(?:{full}|{short})", page.titled)
    return match["place"].strip(SPACES) + full if match else written
