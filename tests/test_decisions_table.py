"""The table of decisions: what is read, what is refused and how that is said, and how lines are added."""

from __future__ import annotations

import csv
import io
import multiprocessing
import pickle
import re
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import gongbao
from deciding_texts import COLUMNS, REPORT, digest, row, table
from gongbao import deciding, locks, read
from gongbao.deciding import add
from gongbao.decisions import Ledger, found, load
from gongbao.decisions.decision import ABOUT, HEADINGS, SCOPES, VERDICTS
from gongbao.decisions.ledger import kept, parse, written
from gongbao.errors import DecisionError, OutputError
from gongbao.ontology import Ontology
from gongbao.settings import Recipe

NAME = row("name", "wrong", at="688案")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "found nothing; missing about, verdict, who, when"),
        ("id,text\n1,甲\n", 1, "columns of about, verdict"),
        ("about,verdict,who,when,who\n", 1, "no table of decisions"),
        ("sep=,\n" + table(row("nam", "wrong")), 3, "about 'nam' is not one of name"),
        (table(NAME + ",9"), 2, "18 cells, the header has 17"),
        (table(NAME, row("nam", "wrong")), 3, "about 'nam' is not one of name, statement"),
        (table(row("name", "maybe", "x")), 2, "verdict 'maybe' is not one of right, wrong, open, 对"),
        (table(row("name", "wrong", "x", scope="somewhere")), 2, "is not one of here, report, all"),
        (table(row("name", "wrong", "x", who="")), 2, "who is empty"),
        (table(row("name", "wrong", "x", when="yesterday")), 2, "no time such as 2026-11-29T09:30:00Z"),
        (table(row("name", "wrong", "x", when="2026-02-30")), 2, "no time such as"),
        (table(row("name", "wrong", "x", report="", source="")), 2, "give its digest, or its file name"),
        (table(row("name", "wrong", "x", report="abc")), 2, "sha256: and 16 to 64"),
        (table(row("name", "wrong", "x", scope="here")), 2, "needs start and end"),
        (table(row("name", "wrong", "x", start="3", end="3")), 2, "two whole numbers"),
        (table(row("name", "wrong", "x", start="3", end="9")), 2, "text has 1 characters, from start to end are 6"),
        (table(row("name", "wrong")), 2, "text is empty"),
        (table(row("name", "right", "x")), 2, "needs its type"),
        (table(row("name", "right", "x", type="Organisation")), 2, "close: Organization 组织"),
        (table(row("statement", "wrong", subject="a", object="b")), 2, "predicate is empty"),
        (table(row("statement", "wrong", subject="a", object="b", predicate="conduct")), 2, "conducts 开展"),
        (table(row("statement", "right", subject="a", object="b", predicate="开展")), 2, "needs its evidence"),
        (
            table(row("statement", "wrong", subject="a", object="b", predicate="开展", instead="soon")),
            2,
            "instead 'soon' is unknown; allowed: done 已完成",
        ),
        (table(row("same", "right", subject="甲", object="“甲”")), 2, "given twice"),
        (table(row("issued", "wrong", instead="2023-13")), 2, "no date"),
        (table(row("figure", "wrong", "3")), 2, "needs its place"),
        (table(row("figure", "wrong", at="688", instead="many")), 2, "no number such as 1200"),
        (table(row("time", "wrong", at="2023年4月", instead="2023-04/spring")), 2, "no date"),
        (table(row("title", "wrong", scope="all")), 2, "does not go with title"),
        (table(row("report", "wrong")), 2, "'right' (all of it is decided) or 'open'"),
        (table(row("name", "wrong", "a\x00b")), 2, "U+0000"),
        (table(row("name", "wrong", "x" * 100_001)), 2, "at most 100000"),
    ],
)
def test_what_is_wrong_is_refused_by_file_and_line(text: str, line: int, says: str, terms: Ontology) -> None:
    with pytest.raises(DecisionError) as refused:
        parse(text, "decisions.csv", terms)
    assert str(refused.value).startswith(f"decisions.csv, line {line}: ")
    assert says in str(refused.value)
    assert f"第 {line} 行" in refused.value.zh


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("told", ["", "sep={}\r\n"])
def test_it_is_read_as_spreadsheets_save_it(
    encoding: str, delimiter: str, told: str, tmp_path: Path, terms: Ontology
) -> None:
    rows = csv.reader(io.StringIO(table(NAME, row("title", "wrong", instead="甲，乙", when="2026/11/9 8:05"))))
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    (path := tmp_path / "decisions.csv").write_bytes((told.format(delimiter) + out.getvalue()).encode(encoding))
    ledger = load([path], terms)
    assert [(d.about, d.text, d.instead, d.when) for d in ledger.decisions] == [
        ("title", "", "甲，乙", "2026-11-09T08:05:00Z"),
        ("name", "688案", "", "2026-11-29T09:00:00Z"),
    ]
    assert pickle.loads(pickle.dumps(ledger)) == ledger


@pytest.mark.parametrize("encoding", ["big5", "gb18030"])
def test_traditional_script_is_read_in_either_encoding(encoding: str, tmp_path: Path, terms: Ontology) -> None:
    lines = table(row("name", "wrong", "清河市水利局", source="關於防汛工作的通知.txt", when="2026/11/9 8:05"))
    (path := tmp_path / "decisions.csv").write_bytes(lines.encode(encoding))
    assert [(d.text, d.source) for d in load([path], terms).decisions] == [("清河市水利局", "關於防汛工作的通知.txt")]


def test_a_report_may_be_named_by_its_path_as_results_have_it(terms: Ontology) -> None:
    for source in ("年报/报告.txt", "C:\\\\年报\\\\报告.txt", " 报告.txt "):
        (found,) = parse(table(row("name", "wrong", "x", source=source)), "t", terms)
        assert found.source == "报告.txt"


def test_columns_and_dates_may_be_chinese(terms: Ontology) -> None:
    text = "关于,判定,应为,文件,判定人,时间\n日期,错,2023年4月,报告.txt,李四,2026年11月29日 9:30\n"
    (decision,) = parse(text, "x", terms)
    assert (decision.about, decision.verdict, decision.instead) == ("issued", "wrong", "2023-04")
    assert (decision.source, decision.who, decision.when) == ("报告.txt", "李四", "2026-11-29T09:30:00Z")
    assert set(HEADINGS.values()) == set(COLUMNS.split(","))
    with pytest.raises(DecisionError, match="no table of decisions"):
        parse(text.replace("判定人", "文件"), "x", terms)


def test_what_is_written_is_read_and_harms_no_spreadsheet(terms: Ontology) -> None:
    hostile = ['=HYPERLINK("http://x")', "@sum", "＋1", "'=1", "a\\nb", '第一行\n第二行\t，“”"', " -2"]
    for text in hostile:
        cells = {"text": text, "about": "title", "verdict": "right", "who": text, "when": "2026-11-29", "source": "a"}
        out = io.StringIO()
        writer = csv.DictWriter(out, list(cells))
        writer.writeheader()
        writer.writerow(cells | {"text": text.replace("\\", "\\\\"), "who": text.replace("\\", "\\\\")})
        (decision,) = (
            parse(out.getvalue(), "x", terms)
            if not text.startswith("'")
            else parse(out.getvalue().replace("'=", "''="), "x", terms)
        )
        assert decision.text == text
        lines = written([decision]).decode("utf-8-sig")
        assert parse(lines, "x", terms)[0].cells() == decision.cells()
        assert lines.count("\r\n") == 2 and lines.count("\n") == 2
        cell = next(csv.DictReader(io.StringIO(lines)))["text"]
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＋"))


def test_digits_are_safe_from_a_spreadsheet_and_come_back_as_they_were(terms: Ontology) -> None:
    """00123 would come back as 123, 3/4 and 4月5日 as dates, 123456789012345678 as 1.23E+17."""
    for text in ("00123", "123456789012345678", "3/4", "2023-04", "12.10", "4月5日", "9:30", "TRUE", "'3/4", "' 3"):
        (decision,) = parse(table(row("title", "wrong", instead="x")), "x", terms)
        lines = written([decision._replace(instead=text)]).decode("utf-8-sig")
        assert next(csv.DictReader(io.StringIO(lines)))["instead"] == f"'{text}"
        assert parse(lines, "x", terms)[0].instead == text
    for text in ("1200", "688案", "第3-4号", "0", "x1"):
        lines = written([decision._replace(instead=text)]).decode("utf-8-sig")
        assert next(csv.DictReader(io.StringIO(lines)))["instead"] == text


def test_lines_are_added_once_and_what_stands_there_stays(tmp_path: Path, terms: Ontology) -> None:
    path = tmp_path / "decisions.csv"
    first, second = parse(table(NAME, row("title", "right")), "x", terms)
    assert add(path, [first], terms) == 1
    before = path.read_bytes()
    assert before.startswith(b"\xef\xbb\xbfabout,verdict,")
    assert add(path, [first, second, second], terms) == 1
    assert path.read_bytes().startswith(before)
    assert add(path, [first], terms) == 0
    path.write_text(table(NAME).replace(",", ";"), "utf-16")
    assert add(path, [second], terms) == 1
    assert [d.about for d in load([path], terms).decisions] == ["name", "title"]
    path.write_text("id,text\n", "utf-8")
    with pytest.raises(DecisionError):
        add(path, [second], terms)
    assert path.read_text("utf-8") == "id,text\n"
    with pytest.raises(OutputError):
        add(path / "inside" / "decisions.csv", [second], terms)


def _add_many(path: Path, first: int) -> None:
    terms = Recipe().settings.ontology
    for number in range(first, first + 20):
        add(path, parse(table(row("title", "wrong", instead=f"第{number}号")), "x", terms), terms)


def test_several_processes_add_to_one_table_and_nothing_is_lost(tmp_path: Path, terms: Ontology) -> None:
    path = tmp_path / "decisions.csv"
    with ProcessPoolExecutor(3, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(_add_many, [path] * 3, (0, 20, 40)))
    assert {d.instead for d in load([path], terms).decisions} == {f"第{number}号" for number in range(60)}
    assert found([tmp_path]) == (path,)


def test_a_table_that_another_process_holds_is_told(
    tmp_path: Path, terms: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "_TRIES", 1)
    with (tmp_path / ".decisions.csv.lock").open("a", encoding="utf-8") as held:
        locks.alone(held)
        with pytest.raises(OutputError, match="another process is writing it"):
            add(tmp_path / "decisions.csv", parse(table(NAME), "x", terms), terms)
    assert add(tmp_path / "decisions.csv", parse(table(NAME), "x", terms), terms) == 1


def test_tables_are_found_beside_reports_and_are_no_reports(tmp_path: Path, terms: Ontology) -> None:
    (tmp_path / "2023").mkdir()
    report = tmp_path / "2023" / "报告.txt"
    report.write_text(REPORT, "utf-8")
    names = ["decisions.csv", "decisions (1).csv", "2023/decisions-李.csv", "2023/Decisions-李 (2).csv"]
    for name in names:
        (tmp_path / name).write_text(table(NAME), "utf-8")
    (tmp_path / "other.csv").write_text("text\n", "utf-8")
    every = {tmp_path / name for name in names}
    assert set(found([tmp_path])) == every
    assert set(found([report])) == {tmp_path / name for name in names[2:]}
    assert set(found([f"{tmp_path}/*/*.txt"])) == every
    assert found(["-"]) == found([]) == ()
    assert set(read.expand([tmp_path])) == {report, tmp_path / "other.csv"}
    assert every.isdisjoint(read.expand([f"{tmp_path}/**/*"]))
    assert len(load(sorted(every), terms).decisions) == 1
    (workbook := tmp_path / "decisions.xlsx").write_bytes(b"PK")
    assert workbook in found([tmp_path]) and workbook not in read.expand([tmp_path])
    with pytest.raises(DecisionError, match="save it as CSV"):
        load(found([tmp_path]), terms)


def test_the_guide_says_which_columns_there_are_and_its_example_is_read(terms: Ontology) -> None:
    told = (Path(gongbao.__file__).parent / "CORRECTING.md").read_text("utf-8")
    first = "".join(line.split("|")[1] for line in told.splitlines() if line.startswith("| `"))
    assert sorted(re.findall("`([a-z]+)`", first)) == sorted(COLUMNS.split(","))
    examples = re.findall("(?:^    [^ ,]+,.*\n)+", told, re.MULTILINE)
    about = [
        [d.about for d in parse(re.sub("^ +", "", each, flags=re.MULTILINE), "CORRECTING.md", terms)]
        for each in examples
    ]
    assert about == [["name", "statement", "same"], ["name", "issued"]]
    for words in (*ABOUT, *VERDICTS, *SCOPES, *HEADINGS):
        assert words in told, words


def test_what_is_bound_to_a_report_changes_with_the_decisions_on_it_alone(terms: Ontology) -> None:
    one = Ledger(tuple(parse(table(NAME), "x", terms)))
    other = row("title", "right", report="ab" * 8, source="另.txt")
    every = row("name", "wrong", "甲", scope="all")
    more = Ledger((*one.decisions, *parse(table(other, every), "x", terms)))
    assert one.bound(digest(), "报告.txt") == more.bound(digest(), "报告.txt") == one.bound(digest(), "moved.txt") != ""
    assert one.bound("0" * 64, "x.txt") == ""
    assert (one.state, more.state != "") == ("", True)
    assert [d.cells() for d in kept(one.bound(digest(), ""), terms).decisions] == [d.cells() for d in one.decisions]
    assert COLUMNS.split(",") == next(csv.reader([written(()).decode("utf-8-sig").strip()]))
