"""CSV and JSON Lines: a report a row, its text in one column, title, publisher and date in others."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TypeAlias

from gongbao.errors import InputError, UnsupportedInput
from gongbao.read import grid, limits, web
from gongbao.read.encodings import HAN, decode
from gongbao.read.raw import Found, Raw, beyond, check
from gongbao.read.wording import WAYS, field_names, is_body
from gongbao.text.script import fold

TEXT, _PARTS, _PROSE = map(field_names, ("text", "textPart", "prosePart"))
TITLE, PUBLISHER = map(field_names, ("title", "publisher"))
AUTHOR, ISSUED, _CRAWLED = map(field_names, ("author", "issued", "collected"))
"""Names of columns, as `key` makes them, the surest first: a column is called so, or, of words long enough, has it in its name.

An author is a body or a person, and only bodies publish; what was collected tells of who has the texts.
"""

_YEAR, _LONGEST_VALUE = re.compile("[0-9]{4}|1[0-2][0-9][-/.年]"), 200
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.S)

_MARKUP = re.compile(r"<(?:p|br|div|span|table|section)\b[^<>]*>", re.I)
_LEAST = 10  # characters of Chinese that make a text of a field whose name only ends like those of texts (infoContent)
_NESTED = 20
_FIRST, _HEADERS, _LONGEST_CELL, _LONGEST_TITLE, _SENTENCE = 20, 5, 60, 60, 20
"""Rows that show what a table is, those among which its header stands, characters of a cell of figures, of a first cell
that stands alone, as a title, and beyond which a cell may hold a text beside title, publisher and date."""


Row: TypeAlias = dict[str, str] | InputError
"""The cells of a row that are text, by column; a row that cannot be read is an error in its place."""


def key(name: str) -> str:
    """Return the name of a column as names are compared.

    >>> key(" News_Title"), key("發布 日期")
    ('newstitle', '发布日期')
    """
    return fold(re.sub(r"[\s_\-\ufeff]", "", name).lower())


def extract_csv(data: bytes, name: str) -> Found:
    """Yield the reports of a CSV or TSV file, called `name#row`; rows count from 1 below the header. A table of figures is one."""
    text = decode(data, name)
    csv.field_size_limit(limits.MAX_TEXT_BYTES)
    header = text.partition("\n")[0]
    delimiter = max(",\t;|", key=lambda mark: (header.count(mark), -",\t;|".index(mark)))
    rows, wrong = [], []
    try:
        for row in filter(None, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            rows.append(row)
            if len(rows) > limits.MAX_ROWS + _HEADERS:
                break  # which reading the reports tells
    except csv.Error as error:
        wrong.append(InputError("no CSV to read", name=name, error=error))
    first = rows[:_FIRST]
    figures = grid.is_figures(first) and max(map(len, chain(*first))) <= _LONGEST_CELL and not wrong
    yield from reports(rows, name, header=None if figures or _is_titled(first) else 0, wrong=wrong)


def _is_titled(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether a cell that stands alone over rows of several, as the title of a table does, is in Chinese."""
    over = [cell for row in rows[:1] for cell in row if cell.strip()]
    return len(over) == 1 and HAN.search(over[0]) is not None and max(map(len, rows[1:]), default=0) > 1


def reports(rows: list[list[str]], name: str, *, header: int | None = None, wrong: Sequence[InputError] = ()) -> Found:
    """Yield the reports of a table: one a row where a column holds texts, else the whole, its rows told with their heads.

    `header` is the row of the names of columns where none of the first names that of texts; `wrong` stands behind the rows.
    """
    named = header_of(rows)
    at = header if named is None else named
    if at is None:
        if len(rows) > limits.MAX_ROWS:
            raise beyond(name, limits.MAX_ROWS, "rows", "行")
        yield _figures(rows, name)
        return
    heads = [" ".join(cell.split()) for cell in chain(*rows[at : at + 1])]
    records = ({head: cell for head, cell in zip(heads, row, strict=False) if head} for row in rows[at + 1 :])
    yield from from_rows(chain(records, wrong), name)


def header_of(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which of the first rows names the column of the texts of reports."""
    for number, row in enumerate(rows[:_HEADERS]):
        names = [key(cell) for cell in row]
        longest = max(map(len, chain(*rows[number:])), default=0)
        prose, listed = longest > _LONGEST_CELL, longest > _SENTENCE and _has(names, PUBLISHER) and _has(names, ISSUED)
        parts, titles = ((*_PARTS, *_PROSE) if prose else _PARTS), TITLE[: 4 if prose or listed else 2]
        if any(name in TEXT for name in names) or _has(names, parts) and _has(names, titles):
            return number
    return None


def _has(names: Sequence[str], parts: Sequence[str]) -> bool:
    return any(part in name for name in names for part in parts)


def _figures(rows: list[list[str]], name: str) -> Raw:
    """Return a table of figures as a report: its rows told with their heads, titled by what stands alone over them."""
    check(sum(map(len, chain(*rows))), limits.MAX_TEXT_CHARS, name, "characters in a report", "字")
    told = [[" ".join(cell.split()) for cell in row if cell.strip()] for row in rows[:2]]
    over = fold(told[0][0]) if len(told[0]) == 1 else ""  # 公开01表, 某局
    heads = told[-1] if WAYS["table_number"].fullmatch(over) or is_body(over) and len(told[-1]) == 1 else told[0]
    alone = len(heads) == 1 and len(heads[0]) <= _LONGEST_TITLE
    return Raw("\n".join(grid.told(rows)), name, heads[0] if alone and len(rows) > 1 else None)


def extract_jsonl(data: bytes, name: str) -> Found:
    """Yield the reports of a JSON Lines file, one object a line, or of a JSON file with one object or a list of them."""
    text = decode(data, name)
    yield from from_rows(_objects(text, name), name)


def _objects(text: str, name: str) -> Iterator[Row]:
    if sum(map(text.count, "[{,")) > limits.MAX_JSON_VALUES < sum(map(_STRING.sub("", text).count, "[{,")):
        raise beyond(name, limits.MAX_JSON_VALUES, "values, objects and lists", "个值、对象和列表")
    try:
        whole = json.loads(text, object_pairs_hook=_useful)
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, dict | list):
        rows = [_texts(item) for item in (whole if isinstance(whole, list) else [whole])]
        yield from rows if any(map(_has_text, rows)) else within(whole) or rows
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield _texts(json.loads(line, object_pairs_hook=_useful))
            except (ValueError, RecursionError) as error:
                yield InputError("a line is not JSON", name=name, number=number, error=error)


def within(value: object, depth: int = 0) -> list[dict[str, str]]:
    """Return the objects with a text, by the names of their fields, in what an interface answers: {"data": {"list": […]}}."""
    if isinstance(value, dict):
        texts = _texts(value)
        if _has_text(texts):
            return [texts]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for item in inner for found in within(item, depth + 1)] if depth < _NESTED else []


def _has_text(fields: Mapping[str, str]) -> bool:
    known = ((key(name), text) for name, text in fields.items())
    return any(
        HAN.search(text) if name in TEXT else name.endswith(_PARTS) and len(HAN.findall(text)) >= _LEAST
        for name, text in known
    )


def _useful(pairs: list[tuple[str, object]]) -> dict[str, object]:
    return {name: value for name, value in pairs if isinstance(value, str | int | dict | list)}


def _texts(item: object) -> dict[str, str]:
    fields = item.items() if isinstance(item, dict) else ()
    return {str(name): str(value) for name, value in fields if isinstance(value, str | int)}


def from_rows(rows: Iterable[Row], name: str) -> Found:
    """Yield the reports of rows, called `name#row`."""
    stream = iter(rows)
    first = list(islice(stream, 20))
    good = [row for row in first if not isinstance(row, InputError)]
    if first and not good and isinstance(first[0], InputError):
        raise first[0]  # not this format at all
    column = _text_column(good, name)
    for number, row in enumerate(chain(first, stream), 1):
        source = f"{name}#{number}"
        if number > limits.MAX_ROWS:
            raise beyond(name, limits.MAX_ROWS, "rows", "行")
        if isinstance(row, InputError):
            yield row.at(source)
        elif not (text := row.get(column, "")).strip():
            yield InputError("no text in column", source=source, column=column).at(source)
        else:
            try:
                report: Raw | InputError = told(row, text, source)
            except InputError as error:
                report = error.at(source)
            yield report


def told(fields: Mapping[str, str], text: str, source: str) -> Raw:
    """Return a report with what fields beside it say; a text with the marks of a page is read as one."""
    known = {key(name): value.strip() for name, value in fields.items() if value.strip() and "://" not in value}
    author = next((known[name] for name in AUTHOR if is_body(known.get(name, ""))), None)
    title, publisher, issued = _called(known, TITLE, HAN), _called(known, PUBLISHER, HAN), _called(known, ISSUED, _YEAR)
    return Raw(
        web.page_of(text, source).text if _MARKUP.search(text) else text, source, title, publisher or author, issued
    )


def _called(known: Mapping[str, str], names: Sequence[str], fits: re.Pattern[str]) -> str | None:
    """Return what stands in the column of one of these names, else in one whose name has one in it and whose value may be it."""
    exact = (known[name] for name in names if name in known)
    own = {
        name: value
        for name, value in known.items()
        if len(value) <= _LONGEST_VALUE and not any(c in name for c in _CRAWLED)
    }
    told = (
        value
        for name in names
        if len(name) >= (2 if HAN.match(name) else 4)
        for column, value in own.items()
        if name in column and fits.search(value)
    )
    return next(chain(exact, told), None)


def _text_column(rows: list[dict[str, str]], name: str) -> str:
    """Return the column of the text: by its name or a part of it, or the one with the most Chinese."""
    columns = {column: key(column) for row in rows for column in row}
    for wanted in TEXT:
        for column, known in columns.items():
            if known == wanted:
                return column
    sizes = {column: sum(len(HAN.findall(row.get(column, ""))) for row in rows) for column in columns}
    most = max(sizes.values(), default=0)
    called = [
        name for name, known in columns.items() if 2 * sizes[name] > most and any(part in known for part in _PARTS)
    ]
    best = max(called or sizes, key=lambda column: sizes[column], default=None)
    if best is None or not called and sizes[best] < 20 * len(rows):
        raise UnsupportedInput("no column with the text of reports", name=name, known=", ".join(TEXT[:7]))
    return best
