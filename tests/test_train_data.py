"""Annotated and unlabelled texts as training reads them; what does not fit is refused by file, line and reason."""

from __future__ import annotations

import json
import lzma
import re
from pathlib import Path

import pytest

from gongbao.errors import GoldError
from gongbao.train.data import load, part, plain_texts

CLASSES = frozenset({"Organization", "Place", "Campaign"})
TEXT = "江北区消防救援大队开展“平安”行动。"
SPANS = [(0, 3, "Place"), (3, 9, "Organization"), (12, 14, "Campaign")]


def _gold(folder: Path, content: object, text: str = TEXT) -> Path:
    (folder / "text").mkdir(exist_ok=True)
    (folder / "text" / "one.txt").write_text(text, "utf-8")
    path = folder / "one.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def _mentions(*spans: tuple[int, int, str]) -> dict[str, object]:
    return {"mentions": [{"start": start, "end": end, "type": kind} for start, end, kind in spans]}


def _file(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, "utf-8", newline="")
    return path


def _bio(kind: str) -> str:
    tags = ["O"] * len(TEXT)
    for start, end, name in SPANS:
        tags[start:end] = [f"B-{name}", *[f"I-{name}"] * (end - start - 1)]
        if kind == "BIES":
            tags[end - 1] = f"E-{name}"
    return "\n".join(f"{char} {tag}" for char, tag in zip(TEXT, tags, strict=True)) + "\n"


def test_every_form_says_the_same(tmp_path: Path) -> None:
    doccano = {"text": TEXT, "label": [list(span) for span in SPANS]}
    newer = {
        "text": TEXT,
        "entities": [{"start_offset": a, "end_offset": z, "label": kind} for a, z, kind in SPANS],
    }
    results = [{"value": {"start": a, "end": z, "text": TEXT[a:z], "labels": [kind]}} for a, z, kind in SPANS]
    studio = {"data": {"text": TEXT}, "annotations": [{"result": [*results, {"type": "relation", "from_id": "a"}]}]}
    files = [
        _gold(tmp_path, _mentions(*SPANS)),
        _file(tmp_path, "a.jsonl", "\n".join(json.dumps(item) for item in (doccano, newer, studio))),
        _file(tmp_path, "b.bio", _bio("BIO")),
        _file(tmp_path, "c.conll", "-DOCSTART- -X- O\r\n\r\n" + _bio("BIES").replace("\n", "\r\n")),
    ]
    examples = load(files, CLASSES)
    assert [(example.text, example.spans) for example in examples] == [(TEXT, tuple(SPANS))] * 6
    assert [example.name for example in examples] == ["one", "a:1", "a:2", "a:3", "b:1", "c:3"]


def test_a_folder_is_read_in_order_and_marks_around_names_are_left_out(tmp_path: Path) -> None:
    _gold(tmp_path, _mentions((11, 15, "Campaign")))
    _file(tmp_path, "a.jsonl", json.dumps({"text": "《安全》“”", "label": [[0, 4, "Campaign"], [4, 6, "Place"]]}))
    first, second = load([tmp_path], CLASSES)
    assert (first.name, first.spans) == ("a:1", ((1, 3, "Campaign"),))
    assert (second.name, second.spans) == ("one", ((12, 14, "Campaign"),))


def test_two_names_side_by_side_are_two(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.bio", "甲 B-Place\n乙 E-Place\n丙 S-Place\n丁 B-Place\n戊 B-Organization\n")
    assert load([path], CLASSES)[0].spans == (
        (0, 2, "Place"),
        (2, 3, "Place"),
        (3, 4, "Place"),
        (4, 5, "Organization"),
    )


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    item = json.dumps({"text": "甲\u2028乙", "label": [[2, 3, "Place"]]}, ensure_ascii=False)
    assert load([_file(tmp_path, "a.jsonl", item)], CLASSES)[0].text == "甲\u2028乙"


def test_an_ideographic_space_is_a_character(tmp_path: Path) -> None:
    assert load([_file(tmp_path, "a.bio", "甲\tS-Place\n\u3000\tO\n")], CLASSES)[0].text == "甲\u3000"


JSONL = [
    ('{"text": "甲乙"', "it is no JSON"),
    ('["甲乙"]', "it is no JSON object"),
    ('{"text": "甲乙"}', "none of label, labels, entities, annotations"),
    ('{"label": [[0, 1, "Place"]]}', "it has no text"),
    ('{"text": "甲乙", "label": [[0, 3, "Place"]]}', "span 0–3 is not inside the text of 2 characters"),
    ('{"text": "甲乙", "label": [[1, 1, "Place"]]}', "span 1–1 is not inside"),
    ('{"text": "甲乙", "label": [[-1, 1, "Place"]]}', "span -1–1 is not inside"),
    ('{"text": "甲乙", "label": [[0, 1, "Plcae"]]}', "unknown type 'Plcae' at 0–1; types here: Place"),
    ('{"text": "甲乙", "label": [[0, 2, "Place"], [1, 2, "Place"]]}', "spans 0–2 and 1–2 overlap"),
    ('{"text": "甲乙", "label": [[0, "1", "Place"]]}', "a span is not [start, end, type]"),
    ('{"text": "甲乙", "label": ["Place"]}', "a span is not [start, end, type]"),
    ('{"text": "甲乙", "entities": [{"start_offset": 0, "label": "Place"}]}', "a span is not [start, end, type]"),
    ('{"data": {"text": "甲乙"}}', "no list `annotations`"),
    ('{"data": {"text": "甲乙"}, "annotations": ["x"]}', "no list `annotations`"),
    ('{"data": {"text": "甲乙"}, "annotations": []}', "it has 0 annotations"),
    ('{"data": {"text": "甲乙"}, "annotations": [{"result": []}, {"result": []}]}', "it has 2 annotations"),
    ('{"data": {"words": "甲乙"}, "annotations": [{"result": []}]}', "it has no text"),
    (
        '{"data": {"text": "甲"}, "annotations": [{"result": [{"value": {"start": 0, "end": 1, "labels": []}}]}]}',
        "a span has not one label: []",
    ),
    (
        '{"data": {"text": "甲"}, "annotations": [{"result": [{"value": {"start": 0, "end": 2, "labels": ["Place"]}}]}]}',
        "span 0–2 is not inside the text of 1 characters",
    ),
]


@pytest.mark.parametrize(("line", "reason"), JSONL)
def test_a_bad_line_is_refused_by_file_line_and_reason(tmp_path: Path, line: str, reason: str) -> None:
    good = json.dumps({"text": "甲", "label": []})
    path = _file(tmp_path, "a.jsonl", f"{good}\n\n{line}\n{good}\n")
    with pytest.raises(GoldError, match=re.escape(f"{path}, line 3: ") + ".*" + re.escape(reason)) as caught:
        load([path], CLASSES)
    assert "第 3 行" in caught.value.zh


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("甲", "'甲' is no character with a tag"),
        ("甲 Place", "is no character with a tag"),
        ("甲 B-", "is no character with a tag"),
        ("甲 O-Place", "is no character with a tag"),
        ("甲 I-Place", "I-Place follows no B-Place"),
        ("甲 B-Nowhere", "unknown type 'Nowhere'"),
    ],
)
def test_a_bad_tag_is_refused_by_file_line_and_reason(tmp_path: Path, line: str, reason: str) -> None:
    path = _file(tmp_path, "a.bio", f"甲 O\n\n{line}\n")
    with pytest.raises(GoldError, match=re.escape(f"{path}, line 3: ") + ".*" + re.escape(reason)):
        load([path], CLASSES)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "it is no JSON"),
        ([], "no list `mentions`"),
        ({"mentions": {}}, "no list `mentions`"),
        ({"mentions": ["x"]}, "a span is no object: 'x'"),
        ({"mentions": [{"start": 0, "end": 3}]}, "a span is not [start, end, type]"),
        (_mentions((0, 99, "Place")), "span 0–99 is not inside the text"),
        (_mentions((0, 3, "Palce")), "unknown type 'Palce' at 0–3; types here: Place"),
        (_mentions((0, 3, "Place"), (2, 9, "Organization")), "spans 0–3 and 2–9 overlap"),
    ],
)
def test_bad_gold_is_refused_by_file_and_reason(tmp_path: Path, content: object, reason: str) -> None:
    path = _gold(tmp_path, content)
    with pytest.raises(GoldError, match=re.escape(str(path)) + ".*" + re.escape(reason)):
        load([path], CLASSES)


def test_what_is_no_gold_is_refused(tmp_path: Path) -> None:
    path = _gold(tmp_path, _mentions())
    (tmp_path / "text" / "one.txt").write_bytes("江北区".encode("gbk"))
    with pytest.raises(GoldError, match=r"one\.txt: .*give a file in UTF-8"):
        load([path], CLASSES)
    (tmp_path / "text" / "one.txt").unlink()
    with pytest.raises(GoldError, match="its text is missing"):
        load([path], CLASSES)
    with pytest.raises(GoldError, match="there is no such file or folder"):
        load([tmp_path / "nowhere"], CLASSES)
    with pytest.raises(GoldError, match="no form of annotated texts ends with '.csv'"):
        load([_file(tmp_path, "a.csv", "")], CLASSES)
    (tmp_path / "empty").mkdir()
    with pytest.raises(GoldError, match="no annotated texts there"):
        load([tmp_path / "empty"], CLASSES)


def test_the_lines_of_one_file_go_to_all_parts(tmp_path: Path) -> None:
    line = json.dumps({"text": "甲", "label": []})
    examples = load([_file(tmp_path, "a.jsonl", "\n".join([line] * 200))], CLASSES)
    parts = [part(example.name) for example in examples]
    assert {name: parts.count(name) for name in ("train", "calibrate", "test")} == {
        "train": parts.count("train"),
        "calibrate": len(parts) - parts.count("train") - parts.count("test"),
        "test": parts.count("test"),
    }
    assert set(parts) == {"train", "calibrate", "test"}
    assert 20 < parts.count("test") < 60


def test_unlabelled_texts_of_every_form(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    _file(tmp_path / "deep", "a.txt", "甲\r\n乙")
    lines = "\n".join(json.dumps({"text": text}) for text in ("丙", " ", "丁"))
    _file(tmp_path, "b.jsonl", lines)
    (tmp_path / "c.jsonl.xz").write_bytes(lzma.compress(lines.encode()))
    _file(tmp_path, "d.csv", "no")
    assert plain_texts([tmp_path]) == ["丙", "丁", "丙", "丁", "甲\n乙"]
    assert plain_texts([tmp_path / "c.jsonl.xz"]) == ["丙", "丁"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.jsonl", b'{"text": "x"}\n{"body": "x"}', "a.jsonl, line 2: it is no object with a `text`"),
        ("a.jsonl", b"{", "a.jsonl, line 1: it is no JSON"),
        ("a.txt", "江北区".encode("gbk"), "a.txt: "),
        ("a.jsonl.xz", b"x", "a.jsonl.xz: "),
        ("a.doc", b"x", "no form of unlabelled texts"),
        ("a.txt", b" ", "no texts there"),
    ],
)
def test_bad_unlabelled_texts_are_refused(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(GoldError, match=re.escape(reason)):
        plain_texts([tmp_path / name])
