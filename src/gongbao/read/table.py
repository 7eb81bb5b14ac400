"""CSV and JSON Lines: a report a row, its text in one column, title, publisher and date in others."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TypeAlias

from gongbao.errors import InputError, UnsupportedInput
from gongbao.read import limits
from gongbao.read.encodings import HAN, decode
from gongbao.read.raw import Found, Raw, check_size

TEXT = (
    "full_text", "fulltext", "text", "content", "body", "article", "全文", "正文", "内容", "报告", "文本",
    "text_content", "正文内容", "文章内容", "新闻内容", "报道内容", "稿件内容", "详细内容", "文章正文", "报告正文",
    "报告内容", "原文", "article_content", "news_content",
)  # fmt: skip
TITLE = (
    "title", "标题", "题名", "名称", "headline", "文章标题", "新闻标题", "文件标题", "报告标题", "文件名称", "article_title", "news_title",
)  # fmt: skip
PUBLISHER = (
    "publisher", "organization", "org", "agency", "发布机构", "发文机关", "机构", "单位", "发布单位", "发文单位", "发布机关", "制发机关",
    "发布部门", "来源", "文章来源", "信息来源", "来源单位", "媒体", "来源网站", "source",
)  # fmt: skip
ISSUED = (
    "issued", "date", "published", "pubdate", "publish_date", "发布日期", "成文日期", "发布时间", "日期", "时间",
    "发文日期", "印发日期", "发表时间", "发表日期", "公开日期", "更新时间", "publish_time", "pub_time",
)  # fmt: skip

_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.S)

Row: TypeAlias = dict[str, str] | InputError
"""The cells of a row that are text, by column; a row that cannot be read is an error in its place."""


def extract_csv(data: bytes, name: str) -> Found:
    """Yield the reports of a CSV or TSV file, called `name#row`; rows count from 1 below the header."""
    text = decode(check_size(data, name), name)
    csv.field_size_limit(limits.MAX_TEXT_BYTES)
    header = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",\t;|", key=lambda mark: (header.count(mark), -",\t;|".index(mark)))
    yield from _rows(_records(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), name), name)


def from_rows(rows: list[dict[str, str]], name: str) -> Found:
    """Yield the reports of rows that are read already, called `name#row`."""
    yield from _rows(rows, name)


def _records(rows: Iterator[list[str]], name: str) -> Iterator[Row]:
    """Yield the rows below the header as they are filled: a short row under a wide header costs what it holds."""
    header = None
    try:
        for row in filter(None, rows):
            if header is None:
                header = row
            else:
                yield {key: value for key, value in zip(header, row, strict=False) if key}
    except csv.Error as error:
        yield InputError(
            f"{name}: not a CSV file: {error}; save it again as CSV with quotes",
            f"{name}：CSV格式错误：{error}，请重新另存为带引号的CSV",
        )


def extract_jsonl(data: bytes, name: str) -> Found:
    """Yield the reports of a JSON Lines file, one object a line, or of a JSON file with one object or a list of them."""
    text = decode(check_size(data, name), name)
    yield from _rows(_objects(text, name), name)


def _objects(text: str, name: str) -> Iterator[Row]:
    if sum(map(text.count, "[{,")) > limits.MAX_JSON_VALUES < sum(map(_STRING.sub("", text).count, "[{,")):
        raise UnsupportedInput(
            f"{name}: more than {limits.MAX_JSON_VALUES} values, objects and lists in it; split the file",
            f"{name}：对象和数组超过{limits.MAX_JSON_VALUES}个，请拆分文件",
        )
    try:
        whole = json.loads(text, object_pairs_hook=_strings)
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, dict | list):
        yield from (_row(item) for item in (whole if isinstance(whole, list) else [whole]))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield _row(json.loads(line, object_pairs_hook=_strings))
            except (ValueError, RecursionError) as error:
                yield InputError(
                    f"{name}: line {number} is not JSON ({error}); write one object a line",
                    f"{name}：第{number}行不是JSON，应每行一个对象",
                )


def _strings(pairs: list[tuple[str, object]]) -> dict[str, str]:
    return {key: value for key, value in pairs if isinstance(value, str)}


def _row(item: object) -> dict[str, str]:
    return item if isinstance(item, dict) else {}


def _rows(rows: Iterable[Row], name: str) -> Iterator[Raw | InputError]:
    stream = iter(rows)
    first = list(islice(stream, 20))
    good = [row for row in first if not isinstance(row, InputError)]
    if first and not good and isinstance(first[0], InputError):
        raise first[0]  # not this format at all
    column = _text_column(good, name)
    for number, row in enumerate(chain(first, stream), 1):
        source = f"{name}#{number}"
        if number > limits.MAX_ROWS:
            raise UnsupportedInput(
                f"{name}: more than {limits.MAX_ROWS} rows; split the file",
                f"{name}：超过{limits.MAX_ROWS}行，请拆分文件",
            )
        if isinstance(row, InputError):
            yield row.at(source)
        elif not (text := row.get(column, "")).strip():
            error = InputError(f"{source}: no text in column {column!r}", f"{source}：“{column}”列没有文字")
            yield error.at(source)
        else:
            lowered = {key.strip().lower(): value for key, value in row.items()}
            title, publisher, issued = (_pick(lowered, names) for names in (TITLE, PUBLISHER, ISSUED))
            yield Raw(text, source, title, publisher, issued)


def _pick(lowered: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((lowered[key].strip() for key in names if lowered.get(key, "").strip()), None)


def _text_column(rows: list[dict[str, str]], name: str) -> str:
    """Return the column of the text: by its name, or the one with the most Chinese."""
    columns = {key: key.strip().lower().lstrip("\ufeff") for row in rows for key in row}
    for wanted in TEXT:
        for key, lowered in columns.items():
            if lowered == wanted:
                return key
    sizes = {key: sum(len(HAN.findall(row.get(key, ""))) for row in rows) for key in columns}
    best = max(sizes, key=lambda key: sizes[key], default=None)
    if best is None or sizes[best] < 20 * len(rows):
        raise UnsupportedInput(
            f"{name}: no column with the text of reports; name it one of: {', '.join(TEXT[:6])}, 全文, 正文",
            f"{name}：找不到正文列，请命名为：text、全文、正文",
        )
    return best
