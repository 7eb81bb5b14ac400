"""The title in the head of a page, on one line or several, among numbers, issuers, dates and the places of speeches."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from gongbao.model import Span
from gongbao.read.encodings import HAN
from gongbao.read.issue_date import WEEKDAY, find_dates
from gongbao.read.lines import SPACES, Line, squeeze
from gongbao.read.wording import WAYS, Wording, any_of, opening, page_words, words_in
from gongbao.text.punctuation import JOINERS

TITLE_MIN, TITLE_MAX, LINE_MAX = 4, 90, 200
_LETTER = 16  # lines of a letter before the report that it sends, those of the letter that it sends on among them
JOINED_MAX, PART_MAX = 80, 40
PARTS, _PLACE = 4, 2
_DASHES = ("—", "－", "-")
_GOES_ON = ("的", *JOINERS, "暨")


class Head(NamedTuple):
    """The lines of the title, in order, none where the page gives no title, and the line where the report begins."""

    title: Span | None
    begin: int


def find_head(lines: Sequence[Line], first: int, known: Sequence[str], wording: Wording, *, spaced: bool) -> Head:
    """Find the title among the lines above the first of running text; `known` are titles told beside the text, folded.

    In this order: the lines that together are, or lie in, a known title; the first that ends as titles do; the one above
    labels or a gap; the first. Lines that are numbers, issuers, dates, or the place and speaker of a speech are no titles.
    """
    head = lines[:first] if first else _headed(lines, wording)
    if told := _told(head, known) or _sent_on(lines[first:], known, first):
        end = lines[told[1]].start + len(bare(lines[told[1]].text))
        return Head(Span(lines[told[0]].start, end), told[0])
    part = page_words()["part"]
    ended = (i for i, x in enumerate(head) if x.kind == "short" and x.text not in part and _ends_title(x.text))
    candidates = [i for i, line in enumerate(head) if _is_candidate(line, wording)] or list(ended)
    if not candidates:
        page = [i for i, line in enumerate(head) if line.kind not in ("short", "blank")]
        return Head(None, page[-1] + 1 if page else 0)
    candidates = _below_series(head, [i for i in candidates if not _runs_above(head, i)] or candidates)
    named = _again(head, candidates) or [i for i in candidates if _ends_title(head[i].text)]
    chosen = named[0] if named else candidates[0]
    if WAYS["release"].search(head[chosen].text):  # 某会第4次定期会 / 质询新闻稿 / 日期：… / 议员关心离岛医疗
        chosen = next((i for i in candidates if i > chosen and len(head[i].text) >= 2 * TITLE_MIN), chosen)
    under = next((line.text for line in head[chosen + 1 :] if line.kind != "blank"), "")
    made = words_in("signedAfter", before="(.+?)", after="$").match(under)
    if made and is_issuer(made[1], wording):
        chosen = candidates[0]  # 某某担责 / 消费者权益典型案例 / 某法院发布
    if not named and len(candidates) > 1:
        after_meta = [i for i in candidates if i + 1 < len(head) and head[i + 1].kind in ("meta", "blank")]
        chosen = after_meta[0] if after_meta else chosen
    begin = _start(head, chosen, wording)
    if not (named or spaced) and begin == chosen and (halves := _halves(head, candidates, chosen)):
        begin, chosen = halves  # which gaps behind all lines hide
    chosen = _closed(head, begin, chosen)
    own = _own(head, chosen)
    return Head(Span(head[begin].start if begin < chosen else own.start, own.end), begin)


def _halves(head: Sequence[Line], candidates: Sequence[int], chosen: int) -> tuple[int, int] | None:
    """Return the two halves of a headline: all that may be a title, or what stands above the gap below it."""
    upper, lower = (*candidates[:2], 0)[:2]
    halves = head[upper].text, head[lower].text
    gap = chosen == lower and min(map(len, halves)) >= 3 * TITLE_MIN and all(x.kind == "blank" for x in head[:upper])
    one = gap or candidates == [upper, lower] and all(map(WAYS["half"].fullmatch, halves))
    whole = lower != upper + 1 or halves[1] in halves[0] or WAYS["site_name"].search(halves[0])
    return (upper, lower) if one and not whole else None


def _again(head: Sequence[Line], candidates: Sequence[int]) -> list[int]:
    """Return the last of the lines with whose words the first of a page opens, before the name of the site (标题- 某网)."""
    page = next(line for line in head if line.kind != "blank")
    told = [
        i
        for i in candidates
        if page.text.startswith(head[i].text) and WAYS["before_site"].match(page.text, len(head[i].text))
    ]
    return told[-1:]


def _runs_above(head: Sequence[Line], at: int) -> bool:
    """Say whether a line only heads the page (审计报告), and stands in the title below it, of one line or several."""
    told, joined = squeeze(head[at].text), ""
    below = [line for line in head[at + 1 : at + 1 + PARTS] if line.kind != "blank"]
    for number, line in enumerate(below):
        joined += squeeze(line.text)
        if line.kind != "short" or not told.startswith(joined[:_PLACE]) and number:
            return False
        if joined.endswith(told) or joined.startswith(told) and WAYS["years"].fullmatch(joined, len(told)):
            return len(told) >= TITLE_MIN and (number > 0 or told != joined)
    return False


def _below_series(head: Sequence[Line], candidates: list[int]) -> list[int]:
    """Return the titles below the name and number of a series, all candidates where there are none."""
    shown = [i for i, line in enumerate(head) if line.kind != "blank"]
    numbered = [
        i
        for above, i in pairwise(shown)
        if above in candidates
        and (
            WAYS["series_issue"].match(head[i].text)
            or (len(head[above].text) <= 2 * TITLE_MIN or WAYS["series"].fullmatch(head[above].text))
            and WAYS["document_number"].fullmatch(head[i].text)
        )
    ]
    below = [i for i in candidates if numbered and i > numbered[0]]
    brief = any(WAYS["series"].fullmatch(line.text) for line in head[: numbered[0]]) if below else False
    told = [i for i in below if brief and not words_in("compiled", after="$").search(head[i].text)]
    return [i for i in below if _ends_title(head[i].text)] or told or candidates


def _own(head: Sequence[Line], chosen: int) -> Span:
    """Return the last line of a title without the name of the site behind it (标题- 某网): a newspaper, or the page shows it so."""
    line = head[chosen]
    text = bare(line.text)
    series = WAYS["series_issue"].match(text)
    series = series if series and series[0][-1] in "：:" else WAYS["title_label"].match(text)
    begin = line.start + (series.end() if series else 0)
    shown = (len(x.text) for x in head[chosen + 1 :] if len(x.text) >= 2 * TITLE_MIN and text.startswith(x.text))
    named = (
        WAYS["site_name"].search(text, 2 * TITLE_MIN)
        if text.endswith((*page_words()["press"], *page_words()["outlet"]))
        else None
    )
    site = next((found for size in shown if (found := WAYS["before_site"].match(text, size))), named)
    return Span(begin, line.start + (site.start() if site else len(text)))


def _closed(head: Sequence[Line], begin: int, chosen: int) -> int:
    """Return the last line of a title that goes on with years in brackets, 及… or a last character, or with the end of 《…》."""
    below = head[chosen + 1].text if chosen + 1 < len(head) else ""
    whole = head[chosen].text + below if 0 < len(below) <= _PLACE else below  # 关于渔港的公 / 告
    if _ends_title(whole) and (whole != below or WAYS["goes_on"].match(below)):
        chosen += 1
    span = WAYS["years"].fullmatch(head[chosen + 1].text) if chosen + 1 < len(head) else None
    if span and re.search("[0-9年][—–-]|[0-9]年度?[）)]$", span[0]):
        return chosen + 1  # 某某白皮书 / （2021—2023）, 某某公报 / （2023年度）
    text = "".join(line.text for line in head[begin : chosen + 1])
    for last in range(chosen, min(begin + PARTS, len(head))):
        text += head[last].text if last > chosen else ""
        if text.count("《") <= text.count("》"):
            return last
    return chosen


def _headed(lines: Sequence[Line], wording: Wording) -> Sequence[Line]:
    """The head of a page without running text: what stands above who is written to, and ends as titles do, else such a first line."""
    shown = [
        i for i, line in enumerate(lines) if line.kind != "blank" and not WAYS["table_number"].fullmatch(line.text)
    ]
    if len(shown) < 2 or any(line.kind in ("prose", "heading") for line in lines):
        return ()
    ends = [i for i in shown[: 2 * PARTS] if lines[i].kind == "short" and _ends_title(lines[i].text)]
    to = next((i for i in shown[: 2 * PARTS] if lines[i].text[-1] in "：:"), 0)
    if ends and ends[0] < to:
        return lines[:to]
    over = [lines[i].text for i in shown if ends and i < ends[0]]
    ways = WAYS["document_number"].fullmatch, WAYS["begun"].search
    if over and all(any(way(text) for way in ways) or is_issuer(text, wording) for text in over):
        return lines[: ends[0] + 1]
    return lines[: shown[0] + 1] if ends[:1] == shown[:1] else ()


def _told(head: Sequence[Line], known: Sequence[str]) -> tuple[int, int] | None:
    """Return the first and last of the lines that together are a known title, else the longest row inside one."""
    best: tuple[int, tuple[int, int]] | None = None
    for start, line in enumerate(head):
        joined = ""
        for end in range(start, min(start + PARTS, len(head))):
            if head[end].kind != "short":
                break
            joined += squeeze(bare(head[end].text))
            if (len(joined) >= 2 * TITLE_MIN or joined in known) and (best is None or len(joined) > best[0]):
                inside = any(joined in title for title in known) and not WAYS["document_number"].fullmatch(line.text)
                best = (len(joined), (start, end)) if inside else best
    return best[1] if best else None


def _sent_on(lines: Sequence[Line], known: Sequence[str], first: int) -> tuple[int, int] | None:
    """Return the line with which a known title ends, behind what a letter says of it (附上通稿，请采用。); counted from `first`."""
    at = next((i for i, line in enumerate(lines[:_LETTER]) if _is_end(line, known)), None)
    return None if at is None else (first + at, first + at)


def _is_end(line: Line, known: Sequence[str]) -> bool:
    told = squeeze(bare(line.text))
    short = line.kind == "short" and len(told) >= 2 * TITLE_MIN and not WAYS["title_label"].match(line.text)
    return short and any(title.endswith(told) or _within(WAYS["label_first"].sub("", title), told) for title in known)


def _within(title: str, told: str) -> bool:
    """Say whether a title begins a longer one (座谈 / 座谈　承诺改善), or is a shorter way of saying it (某县治安通报 / 某县公安局关于治安的通报)."""
    rest = iter(told)
    return told.startswith(title) or _ends_title(told) and len(title) >= 2 * TITLE_MIN and all(c in rest for c in title)


def bare(text: str) -> str:
    """Return a title without the mark of its footnote (公报[1]), and without its date in brackets."""
    return WAYS["footnote"].sub("", text).rstrip(SPACES)


def _ends_title(text: str) -> bool:
    return words_in("title", after="(?:[（(][^（）()]{2,8}[）)]|[）)》”])?$").search(bare(text)) is not None


def _is_candidate(line: Line, wording: Wording) -> bool:
    text = line.text
    shortest = 2 if _ends_title(text) else TITLE_MIN
    if line.kind != "short" or not shortest <= len(text) <= LINE_MAX or not HAN.search(text):
        return False
    if (
        text.startswith((*_DASHES, *_BULLETS[:5]))
        or (text[0] in "（(" and text[-1] in "）)")
        or text[-1] in "：:"
        or WAYS["page_number"].fullmatch(text)
    ):
        return False
    if (
        text in page_words()["part"]
        or WAYS["label_alone"].fullmatch(text)
        or WAYS["no_title"].match(text)
        or re.match(f"(?:{any_of('attachment')})[一二三四五六七八九十\\d]{{0,2}}[：:]", text)
        or WAYS["document_number"].fullmatch(text)
        or WAYS["table_number"].fullmatch(text)
        or (paper := WAYS["congress_paper"].search(text))
        and paper.end() == len(text)
        or is_issuer(text, wording)
    ):
        return False
    date = next(find_dates(text), None)
    beside = text[: date.start] + WEEKDAY.sub("", text[date.end :]) if date else text
    beside = WAYS["clock"].sub("", beside).strip(SPACES + "（）()") if date else text
    if date and (
        "T" in date.value
        or beside.endswith(page_words()["press"])
        or is_issuer(words_in("compiled", after="$").sub("", beside), wording)
    ):
        return False  # who put it online, and when
    if (signed := WAYS["byline"].fullmatch(text)) and signed[1].endswith(
        (*page_words()["press"], *page_words()["byline"])
    ):
        return False  # who wrote it
    placed = WAYS["occasion"].search(text) and not _ends_title(text)
    return bool(beside) and not placed and not (date and date.start == 0 and beside.startswith(page_words()["placed"]))


def is_issuer(text: str, wording: Wording) -> bool:
    """Say whether a line is only the name of a body, as over or under a title (某某局, 某某局文件)."""
    name = WAYS["under_issuer"].sub("", text)
    return (
        name.endswith((*wording.body_end, "特别行政区"))
        and len(name) <= PART_MAX
        and not WAYS["no_issuer"].search(name)
    )


def _start(head: Sequence[Line], chosen: int, wording: Wording) -> int:
    """Return the first line of a title of several: 某某局 / 关于印发某某市安全生产 / 专项整治方案的通知."""
    first, size = chosen, len(head[chosen].text)
    while first and chosen - first < 2 * PARTS:
        above, line = head[first - 1], head[first]
        size += len(above.text)
        if (
            above.kind != "short"
            or above.text == line.text
            or size > JOINED_MAX
            or len(above.text) > PART_MAX
            or not (_continues(above, line, wording) or _is_inside(head, first - 1, chosen, wording))
        ):
            break
        first -= 1
    return first


def _is_inside(head: Sequence[Line], at: int, chosen: int, wording: Wording) -> bool:
    """Say whether a line stands between one that opens a title and the one that ends it (关于印发全省优化 / 营商环境会议 / 分工方案的通知)."""
    if not _ends_title(head[chosen].text):
        return False
    for line in head[max(0, chosen - PARTS) : at + 1][::-1]:
        if (
            line.kind != "short"
            or len(line.text) > PART_MAX
            or not _is_candidate(line, wording)
            or _ends_title(line.text)
        ):
            return False
        if WAYS["opens"].search(line.text):
            return True
    return False


def _continues(above: Line, line: Line, wording: Wording) -> bool:
    """Say whether a line goes on where the one above it breaks off."""
    text = above.text
    if WAYS["years"].match(line.text) or WAYS["years"].fullmatch(text):
        return not WAYS["document_number"].fullmatch(text)
    if (
        WAYS["document_number"].fullmatch(text)
        or WAYS["label_alone"].fullmatch(text)
        or WAYS["page_number"].fullmatch(text)
        or text[-1] in "：:）)"
    ):
        return False
    if is_issuer(text, wording):
        whole = _ends_title(line.text) and not line.text.startswith(text[:_PLACE])  # 某市某局 / 某市2024年公报
        several = " " in text and "关于" in line.text and all(x.endswith(wording.body_end) for x in text.split())
        joint = (several or is_issuer(line.text, wording)) and not text.endswith(page_words()["governmentFull"])
        return (
            "：" not in text
            and not text.endswith("文件")
            and (line.text.startswith(page_words()["opens"]) or whole or joint)
        )
    if _ends_title(text):
        return False
    court = is_issuer(line.text, wording) and len(text) <= PART_MAX / 2 and text.endswith(page_words()["division"])
    mere = len(bare(line.text)) <= TITLE_MIN and _ends_title(line.text)  # 某县2024年经济发展 / 统计公报
    named = "：" not in text and len(text) > TITLE_MIN and _is_candidate(above, wording)
    begun = WAYS["begun"].search(text) and _ends_title(line.text) and not WAYS["begun"].search(line.text)
    if court or (mere or begun) and named:
        return True
    return bool(WAYS["opens"].search(text) or WAYS["unfinished"].search(text)) or line.text.startswith(_GOES_ON)


_BULLETS = "□■◆●▲|｜丨/（(【["
OUTLET_MAX = 7  # characters of a newspaper's name behind a title and a space; a longer one has some of the title in it
_LONG = (
    48  # characters of a title that seems to have some of the text glued to it: it ends where it last calls out before
)
_REPEAT_MIN, _RETURNS = 6, 12  # characters said twice in a row that are a title, and of its beginning that comes again


def original_title(line: Line, wording: Wording) -> Span | None:
    """Return the title that a page of news tells before its text runs on (原标题：…): all that is said twice, or up to the text.

    A body behind its last mark is the subject of the text (追回渔网！清河警方近期…).
    """
    found = WAYS["original_title"].match(line.text)
    if not found:
        adopted = WAYS["adopted"].match(line.text)
        return Span(line.start, line.start + adopted.end()) if adopted else None
    text_opens = words_in("purpose", f"{WAYS.written['text_opens']}|【(?:{any_of('part')})】|(?<![只因])为")
    outlets = words_in("outlet", after="[^，。！？]{0,12}(?:讯|电|消息|记者|获悉|日报道)")
    told = line.text[found.end() : found.end() + 2 * TITLE_MAX + 2]
    places = [index for index, char in enumerate(told) if char not in SPACES]
    plain = "".join(told[index] for index in places)
    start = line.start + found.end()
    if padded := WAYS["padded"].match(told):
        return Span(start, start + len(padded[0].rstrip(SPACES)))
    for size in range(min(TITLE_MAX, len(plain) // 2), _REPEAT_MIN - 1, -1):
        if plain.startswith(plain[:size], size):
            return Span(start, start + places[size - 1] + 1)
    again = plain.find(plain[:_RETURNS], _RETURNS)
    if _RETURNS <= again <= TITLE_MAX and not text_opens.search(told, 0, places[again]):
        return Span(start, start + places[again - 1] + 1)
    ends = [end for end in (_opened(told, outlets), _opened(told, text_opens)) if end is not None]
    opened = (opening().match(told, m.end()) for m in re.finditer("[ 　！？…]|(?=【)", told) if m.start() >= TITLE_MIN)
    ends += [m.start() for m in opened if m and len(m["name"]) <= OUTLET_MAX]
    subject = WAYS["subject"].match(told) if ends else None
    again = told.find(subject["name"], subject.end() + TITLE_MIN) if subject else 0
    ends += [again] if again > 0 else []  # 清河股份：收到补助清河股份公告，…
    title = _without_sentence(told[: min(ends)]) if ends and min(ends) <= TITLE_MAX else ""
    if (
        not title
        or WAYS["unsure"].search(title)
        or WAYS["sent_here"].match(told, len(title))
        or WAYS["wrote"].search(f"{title} ")
        or WAYS["wrote"].match(told, len(title) - 1)
    ):
        return None
    mark = max(m.end() for m in re.finditer("^|[！？…]", title))
    if mark >= 2 * TITLE_MIN and is_issuer(title[mark:].strip(SPACES), wording):
        title = title[:mark]
    if len(title) > _LONG:  # 谁来负责？醉驾汽车与…
        calls = [m.end() for m in re.finditer("(?:[！？]|…+|[.]{3,})[”’]?", title) if _RETURNS <= m.end() <= _LONG]
        title = title[: next(iter([at for at in calls if at <= _LONG - _RETURNS][-1:] + calls), None)]
    return Span(start, start + len(title.rstrip(SPACES + _BULLETS)))


def _opened(told: str, ways: re.Pattern[str]) -> int | None:
    """Return where the text first opens in one of some ways, but for one before which no title can end (某县举行今年以来…)."""
    found = (m.start() for m in ways.finditer(told, TITLE_MIN))
    return next((end for end in found if not WAYS["cut_short"].search(told, 0, end)), None)


def _without_sentence(told: str) -> str:
    """Return a title without sentences of the text behind it: up to its last mark of exclamation, nothing if it has none."""
    sentence = re.search("。|，$", told.rstrip(SPACES))
    if sentence is None:
        return told
    ends = "[！？][”’]?" if sentence[0] == "。" else "(?:[！？…]|[.]{3})[”’]?"
    marks = [m.end() for m in re.finditer(ends, told[: sentence.start()]) if m.end() >= 2 * TITLE_MIN]
    return told[: max(marks, default=0)]
