"""What was decided is there after a rebuild: in every export, on the command line, in whatever order files come."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gongbao
from called import run
from deciding_texts import REPORT, TEAM, folder_with, row, table
from gongbao.export.formats import FORMATS

GONE, THERE = "春风专项行动", "安全月活动"
DECISIONS = (
    row("name", "wrong", at="“春风”专项行动"),
    row("name", "right", at=THERE, type="Event"),
    row("statement", "wrong", subject=TEAM, predicate="cooperatesWith", object="市公安局", scope="report"),
)


def test_every_export_goes_by_what_was_decided(tmp_path: Path) -> None:
    report = folder_with(tmp_path)
    before, after = tmp_path / "before", tmp_path / "after"
    names = [one.name for one in FORMATS]
    gongbao.build(report).save(before, *names)
    folder_with(tmp_path, *DECISIONS)
    gongbao.build(report).save(after, *names)
    files = sorted(path.relative_to(before) for path in before.rglob("*") if path.is_file())
    assert len(files) >= len(names)
    named = 0
    for path in files:
        old, new = (folder.joinpath(path).read_bytes() for folder in (before, after))
        if path.suffix == ".parquet":
            import pandas

            old, new = (str(pandas.read_parquet(folder / path).to_dict()).encode() for folder in (before, after))
        if f"{GONE}".encode() not in old and json.dumps(GONE)[1:-1].encode() not in old:
            continue
        named += 1
        assert not any(w in new for w in (GONE.encode(), json.dumps(GONE)[1:-1].encode())), path
        if "statement" not in path.name and "rel" not in path.name:
            assert THERE.encode() in new or json.dumps(THERE)[1:-1].encode() in new, path
    assert named >= len(names)


def test_the_command_line_and_the_page_go_by_it(tmp_path: Path) -> None:
    report = folder_with(tmp_path, *DECISIONS)
    other = tmp_path / "另一份.txt"
    other.write_text(REPORT.replace("春风", "秋风"), "utf-8")
    done = run("build", report, other, "-o", tmp_path / "one")
    assert done.exit_code == 0, done.stderr
    assert "decisions of people it goes by: 3" in done.stdout
    again = run("build", other, report, "-o", tmp_path / "two", "--decisions", tmp_path / "decisions.csv")
    assert again.exit_code == 0, again.stderr
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
    page = (tmp_path / "one" / "报告.html").read_text("utf-8")
    data: Any = json.loads(page.partition('id="gongbao-data">')[2].partition("</script>")[0])
    assert GONE not in {node["n"] for node in data["nodes"]}
    assert THERE in {node["n"] for node in data["nodes"]}
    assert [(d["a"], d["v"], d["who"]) for d in data["decisions"]][:2] == [
        ("name", "wrong", "李四"),
        ("name", "right", "李四"),
    ]
    record = json.loads(run("extract", report).stdout)
    assert {"name", "statement"} == {decision["about"] for decision in record["decisions"]}
    assert not any(s["predicate"] == "cooperatesWith" for s in record["statements"])
    assert run("check", tmp_path / "one" / "all.trig").exit_code == 0


def test_decisions_on_reports_that_were_not_read_are_told(tmp_path: Path) -> None:
    report = folder_with(tmp_path, *DECISIONS, row("title", "wrong", instead="年报", source="报吿.txt", report=""))
    done = run("build", report, "-o", tmp_path / "out", "--quiet")
    assert "1 decision is on a report that was not read" in done.stderr
    assert "decisions.csv:5 (报吿.txt)" in done.stderr
    assert run("extract", report).stderr == done.stderr


def test_a_report_that_cannot_be_written_was_read(tmp_path: Path) -> None:
    report = folder_with(tmp_path, *DECISIONS)
    (tmp_path / "out" / "报告.ttl").mkdir(parents=True)
    done = run("build", report, "-o", tmp_path / "out")
    assert done.exit_code == 1 and "it is there" in done.stderr and "not read" not in done.stderr


def test_a_wrong_table_stops_the_run_with_its_line(tmp_path: Path) -> None:
    report = folder_with(tmp_path, row("name", "perhaps", "x"))
    done = run("build", report, "-o", tmp_path / "out")
    assert (done.exit_code, (tmp_path / "out").exists()) == (2, False)
    assert "decisions.csv, line 2: verdict 'perhaps' is not one of right, wrong" in done.stderr
    (tmp_path / "decisions.csv").write_text("id,text\r\n", "utf-8")
    assert "this is no table of decisions" in run("extract", report).stderr
    missing = run("extract", report, "--decisions", tmp_path / "none.csv")
    assert (missing.exit_code, "no such file" in missing.stderr) == (2, True)


def test_a_folder_of_reports_with_a_table_is_built(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    folder_with(tmp_path / "in", *DECISIONS)
    (tmp_path / "in" / "decisions (1).csv").write_text(table(row("title", "wrong", instead="年报")), "utf-8-sig")
    for given in (
        [tmp_path / "in"],
        sorted((tmp_path / "in").iterdir()),
    ):  # the folder, and all in it as a shell has it
        record = [json.loads(line) for line in run("extract", *given).stdout.splitlines()]
        assert [(r["title"], len(r["decisions"])) for r in record] == [("年报", 4)]
