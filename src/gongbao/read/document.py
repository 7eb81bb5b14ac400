"""A text becomes a document: body, title, signature, sections and sentences, with the offsets of the text as given."""

import hashlib
import re
from datetime import datetime, timedelta, timezone

from gongbao.model import Document, Span
from gongbao.ontology import Ontology
from gongbao.read.boilerplate import read_page
from gongbao.read.encodings import check_text, normalise
from gongbao.read.heads import TITLE_MIN
from gongbao.read.issue_date import find_dates
from gongbao.read.lines import split_lines
from gongbao.read.publisher import find_publisher
from gongbao.read.sections import find_sections
from gongbao.read.sentences import find_sentences
from gongbao.read.wording import Wording, is_body, page_words, wording
from gongbao.text.reading import Reading, given
from gongbao.text.script import fold
from gongbao.text.typesetting import find_gaps, joined

_CHINA = timezone(timedelta(hours=8))
_COMPACT = r"^\s*((?:19|20)\d\d)([01]\d)([0-3]\d)(?:\d{6})?(?!\d)"

_MINGUO = r"^\s*(1[0-2]\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)"

_LONGEST = 1_000  # characters of what is given beside a text: what has more is no title and no name


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
    folded = fold(whole)
    title, publisher, issued = (
        value and normalise(value) if len(value or "") <= _LONGEST else None for value in (title, publisher, issued)
    )
    gaps = find_gaps(folded)
    words = wording(ontology)
    inner = _Plain(whole, folded, gaps, title, words)
    if inner.page.title and (broken := inner.broken()):
        over, headed = inner.page.alone, inner.page.title
        inner = _Plain(whole, folded, joined(gaps, broken), title, words)
        if inner.page.alone is None and over and headed and over.start == headed.start:
            inner.page = inner.page._replace(alone=over)  # the first line of the title, which is a body
    page, date = inner.page, inner.page.issued_value or _given_date(issued)
    sections = find_sections(page.kept, page.body)
    signature = page.issued if page.issued and page.body.covers(page.issued) else None
    sentences = find_sentences(page.kept, sections, signature, int(date[:4]) if date else None, words)
    body = find_publisher(inner.text, inner.folded, page, words)
    if publisher and body and fold(body.name).endswith(page_words()["department"]) and not is_body(body.name):
        body = None  # 发稿单位：规划科, on the page of a body
    own = squeeze_title(inner.text[page.title.start : page.title.end]) if page.title else title
    kind_only = title and own and len(own) <= TITLE_MIN and title.endswith(own)  # # 通告, below a title of its own
    document = Document(
        source=source,
        sha256=hashlib.sha256(whole.encode("utf-8")).hexdigest(),
        text=inner.text,
        folded=inner.folded,
        title=title if kind_only else own,
        publisher=body.name if body else publisher,
        publisher_span=body.span if body else None,
        issued=date,
        issued_span=page.issued,
        body=page.body,
        sections=sections,
        sentences=sentences,
    )
    return given(document, whole, folded, inner.gaps)


class _Plain:
    """A text without its gaps, and the page that it is."""

    def __init__(self, whole: str, folded: str, gaps: tuple[Span, ...], title: str | None, words: Wording) -> None:
        self.gaps = gaps
        self.reading = Reading(gaps)
        self.text = self.reading.cut(whole) if gaps else whole
        self.folded = fold(self.text) if gaps else folded
        self.page = read_page(split_lines(self.folded), words, fold(title) if title else None)

    def broken(self) -> list[Span]:
        """The line ends inside the title, as ranges of the whole text: no word ends there."""
        title = self.page.title
        ends = re.finditer("[ 　\t]*\n[ 　\t]*", self.folded[title.start : title.end]) if title else ()
        return [self.reading.span_out(Span(title.start + m.start(), title.start + m.end())) for m in ends if title]


def _given_date(written: str | None) -> str | None:
    """Return a date that came with the text, in any of the ways of writing dates, or a mere year, as ISO 8601."""
    if written is None:
        return None
    if re.fullmatch(r"1[0-9]{9}(?:[0-9]{3})?", written):  # seconds since 1970, or thousandths of them
        return datetime.fromtimestamp(int(written[:10]), _CHINA).date().isoformat()
    plain = re.sub(_MINGUO, r"民国\1年\3月\4日", re.sub(_COMPACT, r"\1-\2-\3", written))
    for date in find_dates(fold(plain)):
        return date.value
    year = re.match(r"\s*((?:19|20)[0-9]{2})\s*年?\s*$", written)
    return year[1] if year else None


def squeeze_title(title: str) -> str:
    """Return a title on one line with single spaces; its own lines are joined without."""
    return " ".join("".join(line.strip() for line in title.split("\n")).split())
