"""CSV and JSON Lines: a report a row, its text in one column, title, publisher and date in others."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from gongbao.errors import InputError, UnsupportedInput
from gongbao.read import limits
from gongbao.read.decode import HAN, decode
from gongbao.read.raw import Found, Raw, check_size

TEXT = (
    "full_text",
    "fulltext",
    "text",
    "content",
    "body",
    "article",
    "全文",
    "正文",
    "内容",
    "报告",
    "文本",
    "text_content",
)
TITLE = ("title", "标题", "题名", "名称", "headline")
PUBLISHER = ("publisher", "organization", "org", "agency", "发布机构", "发文机关", "机构", "单位", "发布单位")
ISSUED = ("issued", "date", "published", "pubdate", "publish_date", "发布日期", "成文日期", "发布时间", "日期", "时间")


def extract_csv(data: bytes, name: str) -> Found:
    """Yield the reports of a CSV or TSV file, called `name#row`; rows count from 1 below the header."""
    text = decode(check_size(data, name), name)
    csv.field_size_limit(limits.MAX_TEXT_BYTES)
    header = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",\t;|", key=lambda mark: (header.count(mark), -",\t;|".index(mark)))
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
        yield from _rows(({k: v for k, v in row.items() if k and isinstance(v, str)} for row in rows), name)
    except csv.Error as error:
        raise InputError(
            f"{name}: not a CSV file: {error}; save it again as CSV with quotes", f"{name}：CSV格式错误：{error}"
        ) from error


def extract_jsonl(data: bytes, name: str) -> Found:
    """Yield the reports of a JSON Lines file, one object a line, or of a JSON file with one object or a list of them."""
    text = decode(check_size(data, name), name)
    yield from _rows(_objects(text, name), name)


def _objects(text: str, name: str) -> Iterator[dict[str, str]]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, dict | list):
        for item in whole if isinstance(whole, list) else [whole]:
            yield _strings(item)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _strings(json.loads(line))
        except (ValueError, RecursionError) as error:
            raise InputError(
                f"{name}: line {number} is not JSON ({error}); write one object a line",
                f"{name}：第{number}行不是JSON，应每行一个对象",
            ) from error


def _strings(item: object) -> dict[str, str]:
    if not isinstance(item, dict):
        return {}
    return {str(key): value for key, value in item.items() if isinstance(value, str)}


def _rows(rows: Iterable[dict[str, str]], name: str) -> Iterator[Raw | InputError]:
    stream = iter(rows)
    first = list(islice(stream, 20))
    column = _text_column(first, name)
    for number, row in enumerate(chain(first, stream), 1):
        if number > limits.MAX_ROWS:
            raise UnsupportedInput(
                f"{name}: more than {limits.MAX_ROWS} rows; split the file",
                f"{name}：超过{limits.MAX_ROWS}行，请拆分文件",
            )
        source = f"{name}#{number}"
        text = row.get(column, "")
        if not text.strip():
            yield InputError(f"{source}: no text in column {column!r}", f"{source}：“{column}”列没有文字")
        else:
            yield Raw(text, source, _pick(row, TITLE), _pick(row, PUBLISHER), _pick(row, ISSUED))


def _pick(row: dict[str, str], names: tuple[str, ...]) -> str | None:
    lowered = {key.strip().lower(): value for key, value in row.items()}
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
