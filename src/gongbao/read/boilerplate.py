"""The body of a report inside its page: where it begins, where it ends, who signed it and when."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise, takewhile
from operator import attrgetter
from typing import NamedTuple

from gongbao.model import Span
from gongbao.read.heads import TITLE_MIN, find_head, is_issuer, original_title
from gongbao.read.issue_date import WEEKDAY, Date, beside, find_dates, only_date
from gongbao.read.lines import SPACES, Field, Line, fields, squeeze
from gongbao.read.wording import WAYS, Wording, any_of, page_words

NAME_MAX, SITE_MAX = 40, 18
TAIL_SHARE = 0.2  # a signature ends the report where the sentences after it are at most this share of those before it
_NOT_A_NAME = re.compile("[。！？；，,：:…]")
_TRAIL_MAX = 80  # what pages of news put right behind a signature, on its line
_SIGNERS, NOTE_MAX = 10, 8
_OWN = frozenset({"heading", "prose", "short"})
_RUNNING = frozenset({"heading", "prose"})
_TELLING = frozenset({"metaSource", "metaPublisher", "metaPerson", "metaIssued", "metaWritten"})


class Page(NamedTuple):
    """What a page says of its report. `kept` are the lines of the body that are the report's own words, `alone` a body on
    a line of its own in its head.

    Of the head block only the values are kept (who, when, from where), as lines of the kind `value`.
    """

    body: Span
    kept: tuple[Line, ...]
    alone: Span | None
    title: Span | None
    titled: str
    signed: Span | None
    labelled: tuple[Field, ...]
    issued: Span | None
    issued_value: str | None


class _Signature(NamedTuple):
    name: Span | None
    date: Date
    line: int


def read_page(lines: tuple[Line, ...], wording: Wording, given: str | None = None) -> Page:
    """Find the body among the lines of a page, its title, and the signature or head block that says who and when.

    `given` is the title that came with the text, folded: the lines that say the same are the title.
    """
    spaced = all("blank" in (above.kind, below.kind) for above, below in pairwise(lines))  # then a gap parts nothing
    lines = tuple(line for line in lines if line.kind != "blank") or lines if spaced else lines
    first = _first_content(lines)
    last = _last_content(lines)
    signature = _signature(lines, wording, first)
    if signature is not None:
        last = _with_notes(lines, max(signature.line, first))
    labelled = fields(lines)
    above = lines[first].start if any(line.kind in _RUNNING for line in lines) else len(lines) and lines[-1].end
    named = next((f for f in labelled if f.kind == "metaTitle" and len(f.text) >= TITLE_MIN and f.start < above), None)
    known = [squeeze(text) for text in (named.text if named else None, given) if text]
    head = find_head(lines, first, known, wording, spaced=spaced)
    title, begin = head.title, head.begin
    over = next((i for i in range(begin - 1, -1, -1) if lines[i].kind != "blank"), begin)
    numbered = WAYS["document_number"].fullmatch(lines[over].text) if title else None
    begin = over if numbered and numbered[0][-1] in "号）)" else begin  # as over circulars
    if title is None and (opening := next((line for line in lines if line.kind != "blank"), None)):
        title = original_title(opening, wording)
    kept = list(_kept(lines[begin : last + 1], labelled))
    if not kept:
        kept = [line for line in lines if line.kind != "blank"]
    body = Span(min(line.start for line in kept), max(line.end for line in lines[begin : last + 1] or kept))
    if named and (title is None or squeeze(named.text) != squeeze(_between(lines, title))):
        title = Span(named.start, named.end)
    titled = _between(lines, title) if title else ""
    if signature is None or WAYS["forwards"].search(titled):
        signature = _letter(lines, wording, first) or signature
    date = (
        signature.date
        if signature
        else _labelled_date(labelled)
        or _head_date(lines[:first], title, wording)
        or _lead_date(lines)
        or _tail_date(kept)
    )
    return Page(
        body=Span(body.start, max(body.end, kept[-1].end)),
        kept=tuple(kept),
        alone=_alone(lines[:first], title, wording),
        title=title,
        titled=titled,
        signed=signature.name if signature else None,
        labelled=labelled,
        issued=Span(date.start, date.end) if date else None,
        issued_value=date.value if date else None,
    )


def _kept(lines: tuple[Line, ...], labelled: tuple[Field, ...]) -> Iterator[Line]:
    """Yield the lines of the report itself, and of labelled lines the values that name bodies, persons and dates."""
    values, start = [field for field in labelled if field.kind in _TELLING], attrgetter("start")
    for line in lines:
        if line.kind in _OWN:
            yield line
        elif line.kind in ("meta", "value"):
            inside = values[bisect_left(values, line.start, key=start) : bisect_left(values, line.end, key=start)]
            yield from (Line(field.start, field.end, field.text, "value") for field in inside)


def _alone(head: tuple[Line, ...], title: Span | None, wording: Wording) -> Span | None:
    """Return a body on a line of its own: between title and date, as over communiques, else the
    first of a title, or above, whose site it is; over a title a date may stand behind it."""

    def names(line: Line) -> bool:
        plain = line.kind == "short" and not re.search("[：】\\]]", line.text)
        return plain and is_issuer(line.text, wording) and line.text.endswith(wording.body_end)

    head = tuple(_undated(line, below=not title or line.start >= title.start) for line in head)
    shown = [x for x in head if x.kind != "blank" and (title is None or x.start <= title.start or x.start >= title.end)]
    above = [x for x in shown if title and x.start <= title.start]
    below = list(takewhile(names, shown[len(above) :]))
    dated = below and any(only_date(x.text) for x in shown[len(above) + len(below) :][:1])
    told = below if dated else (x for x in reversed(above) if names(x) and len(x.text) <= SITE_MAX)
    return next((Span(x.start, x.end) for x in told), None)


def _undated(line: Line, *, below: bool) -> Line:
    """Return a line without the date, and the day of the week, at its end, if no title is above, and what it heads (某某局 新闻稿)."""
    behind = ("", *page_words()["datedBefore"], *page_words()["signedAfter"])
    ends = (x for x in find_dates(line.text) if WEEKDAY.sub("", line.text[x.end :]).strip(SPACES) in behind)
    last = None if below else next(ends, None)
    text = WAYS["under_issuer"].sub("", line.text[: last.start].rstrip(SPACES) if last and last.start else line.text)
    return line._replace(text=text, end=line.start + len(text))


def _between(lines: tuple[Line, ...], span: Span) -> str:
    """Return the folded characters of a span, those of its lines joined."""
    within = (x for x in lines if x.end > span.start and x.start < span.end)
    return "".join(x.text[max(0, span.start - x.start) : span.end - x.start] for x in within)


def _first_content(lines: tuple[Line, ...]) -> int:
    """Return the index of the first line of running text or numbered heading, but for an editor's note over a title."""
    kinds = [line.kind for line in lines]
    running = [index for index, kind in enumerate(kinds) if kind in _RUNNING] or [0]
    first = running[0]
    if not WAYS["editor"].match(lines[first].text) or "short" in kinds[:first]:
        return first
    return next((index for index in running if index <= first + NOTE_MAX and "short" in kinds[first:index]), first)


def _last_content(lines: tuple[Line, ...]) -> int:
    """Return the index of the last line before related articles and footers; short lines at the end are kept."""
    weight = [len(line.text) if line.kind in _RUNNING else 0 for line in lines]
    total, behind = sum(weight), 0
    stop = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        behind += weight[index]
        if behind > TAIL_SHARE * total:
            break
        if lines[index].kind in ("related", "footer"):
            stop = index
    while stop > 1 and (last := lines[stop - 1]).kind not in _OWN:
        if last.kind == "meta" and re.match("[（(](?!责)", last.text):
            break  # the writers of the report: （供稿：…　审核：…）, and not who put it online (责编：…)
        stop -= 1
    return stop - 1


def _with_notes(lines: tuple[Line, ...], last: int) -> int:
    """Return the index of the last of the lines in brackets right below a signature: （联系人：…）, （此件公开发布）."""
    for index in range(last + 1, min(last + 4, len(lines))):
        line = lines[index]
        if line.kind in ("meta", "short") and line.text[0] in "（(" and line.text[-1] in "）)":
            last = index
        elif line.kind != "blank":
            break
    return last


def _signature(lines: tuple[Line, ...], wording: Wording, first: int) -> _Signature | None:
    """Return the first signature that ends the report: little running text comes after it, and no headings."""
    weight = [len(line.text) if line.kind in _RUNNING else 0 for line in lines]
    total, before = sum(weight), 0
    headings = [index for index, line in enumerate(lines) if line.kind == "heading"]
    last_heading = headings[-1] if headings else -1
    for index in range(len(lines)):
        before += weight[index]
        if index < max(first, last_heading) or (total and before < total * (1 - TAIL_SHARE)):
            continue
        signature = _signed_line(lines, index, wording)
        if signature is not None:
            return signature
    return None


def _letter(lines: tuple[Line, ...], wording: Wording, first: int) -> _Signature | None:
    """Return the signature, a body or who heads it above a date, of a letter that is followed by what it sends or orders."""
    told = False
    above = ""
    for index in range(first, len(lines)):
        line = lines[index]
        date = next(find_dates(line.text), None) if told and line.kind == "short" else None
        if date is not None and not line.text[: date.start].strip(SPACES):
            signature = _signed_line(lines, index, wording)
            if signature is not None and (signature.name or WAYS["signer"].match(above)):
                return signature
        told = told or line.kind == "prose"
        above = squeeze(line.text) or above
    return None


def _signed_line(lines: tuple[Line, ...], index: int, wording: Wording) -> _Signature | None:
    line = lines[index]
    if line.kind not in _OWN:
        return None
    trail = WAYS["trail"].search(line.text, max(0, len(line.text) - _TRAIL_MAX))
    line = line._replace(text=line.text[: trail.start()].rstrip(SPACES)) if trail else line
    tail_start = max(0, len(line.text) - NAME_MAX - 40)
    dates = list(find_dates(line.text[tail_start:]))
    if not dates:
        return None
    local = dates[-1].behind(tail_start)
    after = WEEKDAY.sub("", line.text[local.end :]).strip(SPACES + "）)】]。.")
    signs = not line.text[: local.start].strip(SPACES) and WAYS["speaker"].match(
        after
    )  # 2024年7月30日　水务署署长　某某
    if after and after not in page_words()["signedAfter"] and not signs:
        return None
    found = local.behind(line.start)
    before = line.text[: local.start].rstrip(SPACES)
    if not before.strip("（([【"):
        return _signed_above(lines, index, found, wording)
    opened = max(before.rfind(mark) for mark in "（([【")
    ended = max(before.rfind(mark) for mark in "。！？；")
    wrapped = opened > ended and line.text[local.end :].rstrip(SPACES)[-1:] in tuple("）)】]")
    if line.kind == "prose" and not wrapped and ended < 0:
        return None
    name_start = max(opened if wrapped else ended, -1) + 1
    name = WAYS["closes"].sub("", before[name_start:].strip(SPACES))
    name_start = before.index(name, name_start) if name else name_start
    name = re.sub(f"(?:{any_of('contributed')})$", "", name).rstrip(SPACES)
    plain = name and len(name) <= NAME_MAX and not _NOT_A_NAME.search(name)
    if plain and (wrapped or name.endswith(wording.body_end)):
        return _Signature(Span(line.start + name_start, line.start + name_start + len(name)), found, index)
    return None


def _signed_above(lines: tuple[Line, ...], index: int, date: Date, wording: Wording) -> _Signature | None:
    """A line that is only a date: the body that signs stands on the line above, or is not named."""
    above = index - 1
    while above >= 0 and (lines[above].kind == "blank" or WAYS["seal"].fullmatch(lines[above].text)):
        above -= 1
    if above < 0:
        return None
    name = lines[above]
    if name.kind == "prose":
        return _Signature(None, date, index)
    labelled = max(name.text.rfind("："), name.text.rfind(":")) + 1  # 采购单位：某局
    signs = WAYS["seal"].sub("", name.text[labelled:].lstrip(SPACES))
    ends = (*wording.body_end, *page_words()["department"])
    if name.kind == "short" and len(signs) <= NAME_MAX and signs.endswith(ends):
        first = _first_signer(lines, above, wording)
        end = first.start + len(WAYS["seal"].sub("", first.text))
        return _Signature(Span(end - len(signs) if labelled else first.start, end), date, index)
    if name.text.strip("（）()。") in page_words()["ending"] or WAYS["signer"].match(squeeze(name.text)):
        return _Signature(None, date, index)
    return None


def _first_signer(lines: tuple[Line, ...], last: int, wording: Wording) -> Line:
    """Return the first of several bodies that sign on lines of their own, one below the other."""
    first = lines[last]
    for line in lines[max(0, last - _SIGNERS) : last][::-1]:
        if line.kind != "blank" and not (line.kind == "short" and is_issuer(line.text, wording)):
            break
        first = line if line.kind == "short" else first
    return first


def _labelled_date(labelled: tuple[Field, ...]) -> Date | None:
    """Return the date of the head block: when it was written (成文日期), or put online, or one apart behind another label."""
    kinds = ("metaWritten", "metaIssued")
    told = [date.behind(f.start) for kind in kinds for f in labelled if f.kind == kind for date in find_dates(f.text)]
    apart = ((f, date) for f in labelled for date in find_dates(f.text))  # 来源：某局　2025-07-16
    told += [date.behind(f.start) for f, date in apart if f.text[: date.start].endswith(tuple(SPACES))]
    return next(iter(told), None)


def _lead_date(lines: tuple[Line, ...]) -> Date | None:
    """Return the date that stands before all of a text that runs on, 2023-08-04 17:39，正文：…, or opens it in brackets."""
    opens = next((line for line in lines if line.kind == "prose"), None)
    dateline = WAYS["dateline"].match(opens.text) if opens else None
    if opens and dateline and (date := next(find_dates(dateline[0]), None)):
        return date.behind(opens.start)
    first = next(line for line in lines if line.kind != "blank")
    date = next(find_dates(first.text[:40]), None)
    if date is None or date.start or not re.match("[^，。：]{0,12}，正文[：:]", first.text[date.end :]):
        return None
    return date.behind(first.start)


def _tail_date(kept: list[Line]) -> Date | None:
    """Return the date that is all of the last line, of a notice whose body is named at its head, or that of a newspaper's page."""
    line = kept[-1]
    printed = (date for date in find_dates(line.text) if WAYS["printed_page"].match(line.text, date.end))
    date = only_date(line.text) or next(printed, None)
    return date and date.behind(line.start)


def _head_date(head: tuple[Line, ...], title: Span | None, wording: Wording) -> Date | None:
    """Return the date of the head of the page: of a line that is nothing else, else a full one, or one beside a body."""
    found: Date | None = None
    for line in head:
        if line.kind != "short":
            continue
        begin = title.end if title and line.start <= title.start < title.end <= line.end else line.start
        line = line._replace(start=begin, text=line.text[begin - line.start :])
        dates = list(find_dates(line.text))
        for date in (*(date for date in dates if WAYS["made_known"].match(line.text, date.end)), *dates):
            other = beside(line.text, date)
            if not other:
                return date.behind(line.start)
            told = is_issuer(other, wording) or other in page_words()["signedAfter"]  # （2024年2月印发）
            if not found and (len(date.value) >= len("2024-01-01") or told):
                found = date.behind(line.start)
    return found
