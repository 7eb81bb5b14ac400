"""A folder of 50 reports of which 10 are bad in 10 ways, two of them in a zip: 40 are done as if those were not there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from called import run
from gongbao.corpus import add as corpus
from gongbao.corpus.on_disk import open_reader
from gongbao.corpus.status import status
from gongbao.settings import Recipe
from written import archive, docx, paragraph, pdf

REPORT = "{0}号市交通运输局开展“春风{0}”专项行动，走访企业{0}家。\n（{0}号市交通运输局 2024-03-05）\n"
BAD = {
    "a-empty.txt": b"",
    "b-english.txt": b"no report",
    "c-binary.txt": bytes(range(256)) * 20,
    "d-damaged.docx": docx("<w:p>").replace(b"word/document.xml", b"word/document.xm1"),
    "e-encoding.docx": docx("", '<?xml version="1.0" encoding="gb18030"?>'),
    "f-pages.pdf": pdf(["一、市水务局开展检查，整改到位。"]).replace(b"/Count 1", b"/Count 9"),
    "g-deep.html": b"<div>" * 9000,
    "h-damaged.mht": "".join(
        f"--{i}\nContent-Type: multipart/mixed; boundary={i + 1}\n\n" for i in range(300)
    ).encode(),
}
IN_ZIP = {"m/empty.txt": b"", "m/nothing.pdf": b"%PDF-1.4 nothing"}


def fill(folder: Path, *, bad: bool) -> Path:
    folder.mkdir()
    reports = {number: REPORT.format(number).encode() for number in range(40)}
    for number in range(37):
        (folder / f"r{number:02}.txt").write_bytes(reports[number])
    (folder / "s.docx").write_bytes(docx("".join(map(paragraph, reports[37].decode().splitlines()))))
    members = {f"m/r{number}.txt": reports[number] for number in (38, 39)}
    for name, data in (BAD if bad else {}).items():
        (folder / name).write_bytes(data)
    (folder / "z.zip").write_bytes(archive(members | (IN_ZIP if bad else {})))
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder, with the bad files and without, each in turn at the same path, since outputs name their sources."""
    root = tmp_path_factory.mktemp("fifty")
    return fill(root / "with", bad=True), fill(root / "without", bad=False)


def names(text: str, folder: Path) -> list[str]:
    """The bad files that are named, one a line."""
    bad = [*BAD, *(f"z.zip/{name}" for name in IN_ZIP)]
    return [name for line in text.splitlines() for name in bad if f"{folder}/{name}:" in line]


@pytest.mark.slow
def test_build_and_extract(folders: tuple[Path, Path], tmp_path: Path) -> None:
    every, good = folders
    built = run("build", every, "-o", tmp_path / "with", "--quiet")
    assert built.exit_code == 1 and "10 failed, 40 built" in built.stderr
    assert len(names(built.stderr, every)) == len(set(names(built.stderr, every))) == 10
    assert run("build", good, "-o", tmp_path / "without", "--quiet").exit_code == 0
    files = sorted(path.name for path in (tmp_path / "without").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "with").iterdir()) and len(files) > 160
    for name in files:
        if name.endswith((".ttl", ".trig")):
            other = (tmp_path / "with" / name).read_text("utf-8").replace(str(every), str(good))
            assert other == (tmp_path / "without" / name).read_text("utf-8"), name

    extracted = run("extract", every, "--jsonl")
    lines = [json.loads(line) for line in extracted.stdout.splitlines()]
    failed = [line for line in lines if "error" in line]
    assert extracted.exit_code == 1 and len(lines) == 50 and len(failed) == 10
    assert all(set(line) == {"source", "error"} for line in failed)
    assert len(names("\n".join(f"{line['source']}: " for line in failed), every)) == 10
    alone = [json.loads(line) for line in run("extract", good, "--jsonl").stdout.splitlines()]
    kept = [line for line in lines if "error" not in line]
    assert json.dumps(kept, ensure_ascii=False).replace(str(every), str(good)) == json.dumps(alone, ensure_ascii=False)


@pytest.mark.slow
def test_a_corpus(folders: tuple[Path, Path], tmp_path: Path) -> None:
    every, _good = folders
    store = tmp_path / "store"
    summary = corpus.add(store, [every], Recipe(), jobs=1)
    assert (summary.added, len(summary.failures)) == (40, 10)
    assert len(names("\n".join(failure.reason for failure in summary.failures), every)) == 10
    before = _contents(store)
    again = corpus.add(store, [every], Recipe(), jobs=1)
    assert (again.added, again.replaced, again.removed, again.unchanged, len(again.failures)) == (0, 0, 0, 40, 10)
    assert _contents(store) == before
    assert len(status(store, Recipe()).failures) == 10
    shutil.rmtree(store)


def _contents(store: Path) -> list[str]:
    with open_reader(store) as reader:
        return sorted(map(str, reader.store))


def test_all_reports_together_do_not_depend_on_their_order(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.txt" for name in "ab"]
    for number, file in enumerate(files):
        file.write_text(REPORT.format(number), "utf-8")
    for order, folder in ((files, "one"), (files[::-1], "two")):
        assert run("build", *order, "-o", tmp_path / folder, "--quiet").exit_code == 0
    made = sorted((tmp_path / "one").iterdir())
    assert {path.name: path.read_bytes() for path in made} == {
        path.name: (tmp_path / "two" / path.name).read_bytes() for path in made
    }
