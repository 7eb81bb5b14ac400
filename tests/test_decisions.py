"""What a person decided about a report holds: names, joins, statements, head; and is told where it no longer does."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

import gongbao
from deciding_texts import REPORT, TEAM, digest, folder_with, row
from gongbao.api import Result
from gongbao.decisions import EMPTY
from gongbao.export.jsonld import jsonld
from gongbao.model import PERSON
from gongbao.pipeline import extract_file
from gongbao.settings import Settings
from gongbao.validate.laws import check


def built(folder: Path, *rows: str, text: str = REPORT) -> Result:
    found = gongbao.build(folder_with(folder, *rows, text=text))
    assert check(found.quads, found.settings.ontology) == ()
    return found


def names(result: Result) -> dict[str, str]:
    return {result.document.text[m.start : m.end]: m.type for m in result.mentions}


def said(result: Result) -> set[tuple[str, str, str, str]]:
    label = {entity.iri: entity.name for entity in result.entities}
    return {(label[s.subject], s.predicate, label.get(s.object, s.object), s.modality) for s in result.statements}


SPRING, DRIVE = "“春风”专项行动", "春风专项行动"


def test_without_decisions_nothing_changes(tmp_path: Path, settings: Settings) -> None:
    report = folder_with(tmp_path)
    (plain,) = extract_file(report, settings)
    assert gongbao.build(report).extraction == plain
    assert plain.decided == ()
    assert settings.decisions == EMPTY


def test_a_wrong_name_is_gone_and_can_be_found_as_rejected(tmp_path: Path) -> None:
    found = built(tmp_path, row("name", "wrong", at=SPRING))
    assert SPRING not in names(found)
    assert not any(entity.name == DRIVE for entity in found.entities)
    rejected = found.query(
        "SELECT ?text ?class ?who { ?d a gb:Decision ; gb:verdict gb:wrong ; prov:invalidated ?o ; "
        "prov:wasAssociatedWith/rdfs:label ?who . ?o gb:originalClass ?class ; gb:evidence/oa:exact ?text }"
    )
    assert [(r["text"], r["class"].rpartition("#")[2], r["who"]) for r in rejected] == [(SPRING, "Campaign", "李四")]


def test_a_missing_name_is_given_and_is_related_like_others(tmp_path: Path) -> None:
    found = built(tmp_path, row("name", "right", at="安全月活动", type="事件"))
    assert names(found)["安全月活动"] == "Event"
    assert (TEAM, "organizes", "安全月活动", "done") in said(found)


def test_a_name_gets_another_type_and_other_ends(tmp_path: Path) -> None:
    found = built(
        tmp_path,
        row("name", "wrong", at="市公安局", type="Place"),
        row("name", "wrong", at=SPRING, instead="专项行动", type="Campaign"),
    )
    assert names(found)["市公安局"] == "Place"
    assert "专项行动" in names(found)
    assert SPRING not in names(found)


def test_wrong_in_the_whole_report_or_at_one_place(tmp_path: Path) -> None:
    here = built(tmp_path, row("name", "wrong", at=TEAM))
    assert [m.start for m in here.mentions if here.document.text[m.start : m.end] == TEAM] == [REPORT.rindex(TEAM)]
    assert TEAM not in names(built(tmp_path, row("name", "wrong", at=TEAM, scope="report")))
    assert TEAM not in names(built(tmp_path, row("name", "wrong", "市交通執法總隊", scope="all", report="", source="")))


def test_later_decisions_win_whatever_the_order_of_lines_and_are_taken_back(tmp_path: Path) -> None:
    first = row("name", "wrong", at=SPRING, when="2026-11-29T09:00:00Z")
    then = row("name", "right", at=SPRING, type="Campaign", when="2026-11-29T18:00:00+08:00")
    for rows in ((first, then), (then, first)):
        found = built(tmp_path, *rows)
        assert next(m.score for m in found.mentions if m.type == "Campaign") == 1.0
        assert [d.verdict for d in found.extraction.decided] == ["right"]
    taken_back = built(tmp_path, first, row("name", "open", at=SPRING, when="2026-11-30"))
    assert taken_back.extraction.decided == ()
    assert SPRING in names(taken_back)


def test_two_names_are_one_thing_or_are_not(tmp_path: Path) -> None:
    police = "市公安局"
    joined = built(tmp_path, row("same", "right", subject=police, object=TEAM))
    assert [e.name for e in joined.entities if len(e.mentions) > 2] == [TEAM]
    assert not any(e.name == police for e in joined.entities)
    official = built(tmp_path, row("same", "right", subject=TEAM, object="天津市交通运输综合行政执法总队"))
    assert any(e.name == "天津市交通运输综合行政执法总队" and len(e.mentions) == 2 for e in official.entities)
    text = REPORT.replace("组织安全", "（以下简称总队）组织安全") + "总队开展“秋风”专项行动。\n"
    one = built(tmp_path, text=text)
    assert any({"总队", TEAM} <= {e.name, *e.aliases} for e in one.entities)
    apart = built(tmp_path, row("same", "wrong", subject="总队", object=TEAM, report="", scope="report"), text=text)
    assert sorted(e.name for e in apart.entities if e.name in ("总队", TEAM)) == sorted(("总队", TEAM))
    assert (
        "different types (Organization/Campaign)"
        in built(tmp_path, row("same", "right", subject=TEAM, object=DRIVE)).extraction.notices[0]
    )


def test_a_statement_is_rejected_given_confirmed_and_has_another_modality(tmp_path: Path) -> None:
    fact = {"subject": TEAM, "predicate": "开展", "object": DRIVE}
    wrong = built(tmp_path, row("statement", "wrong", scope="report", **fact))
    assert (TEAM, "conducts", DRIVE, "done") not in said(wrong)
    asked = "SELECT ?o { ?d gb:verdict gb:wrong ; prov:invalidated ?o . ?o gb:originalPredicate gb:conducts }"
    assert len(wrong.query(asked)) == 1
    right = built(tmp_path, row("statement", "right", at=f"{TEAM}联合市公安局开展{SPRING}", **fact))
    assert next(s.score for s in right.statements if s.predicate == "conducts" and TEAM in s.subject) == 1.0
    planned = built(tmp_path, row("statement", "wrong", at=f"{TEAM}联合市公安局开展{SPRING}", instead="计划", **fact))
    assert (TEAM, "conducts", DRIVE, "planned") in said(planned)
    new = built(
        tmp_path,
        row("statement", "right", at=f"{SPRING}，查处688案", subject=DRIVE, predicate="targets", object="非法营运"),
    )
    given = next(s for s in new.statements if s.predicate == "targets")
    assert (given.by, given.kind, new.quote(given)) == (PERSON, "concept", f"{SPRING}，查处688案")


def test_a_statement_is_the_one_whose_ends_are_written_so(tmp_path: Path) -> None:
    """Pages write what the evidence calls them: of 市委, whose jurisdiction its 市 says, only that."""
    text = "市交通执法总队开展“春风”专项行动，落实市委部署。\n（天津市交通运输综合行政执法总队 2023-12-01）\n"
    at = text.index("市委")
    line = {"predicate": "hasJurisdiction", "subject": "市委", "object": "市", "start": str(at), "end": str(at + 2)}
    known = {"report": f"sha256:{digest(text)[:16]}", "text": "市委"}
    party = "中共天津市委员会", "hasJurisdiction", "天津市", "done"

    def places(*rows: str) -> list[list[str]]:
        found = built(tmp_path, *rows, text=text)
        told = [s for s in found.statements if s.predicate == party[1] and party[0] in s.subject]
        assert found.extraction.notices == () and (party in said(found)) == bool(told)
        return [[text[e.start : e.end] for e in s.evidence] for s in told]

    assert places() == places(row("statement", "right", **line, **known))
    assert "市委" in places()[0][0]
    assert not any("市委" in words for words in places(row("statement", "wrong", **line, **known)))


def test_a_statement_that_cannot_be_is_told(tmp_path: Path) -> None:
    notices = built(
        tmp_path, row("statement", "right", at=SPRING, subject=DRIVE, predicate="conducts", object=TEAM)
    ).extraction.notices
    assert "no Organization here is called 春风专项行动; give that name first" in notices[0]
    assert "没有名为" in notices[0]


def test_title_publisher_and_date_are_decided(tmp_path: Path) -> None:
    found = built(
        tmp_path,
        row("title", "wrong", instead="2023年工作报告"),
        row("publisher", "wrong", instead="天津市公安局"),
        row("issued", "wrong", instead="2023/12/1"),
    )
    document = found.document
    assert (document.title, document.publisher, document.issued) == ("2023年工作报告", "天津市公安局", "2023-12-01")
    asked = "SELECT ?name { ?r a gb:Report ; dcterms:publisher/skos:prefLabel ?name FILTER(LANGMATCHES(LANG(?name), 'zh-Hans')) }"
    assert [r["name"] for r in found.query(asked)] == ["天津市公安局"]
    values = found.query("SELECT ?v { ?o gb:originalPredicate dcterms:title ; gb:originalValue ?v }")
    assert [r["v"] for r in values] == ["关于2023年工作的报告"]


COUNTED = REPORT.replace("。市交通", "，检查企业600余家。市交通")


def figure(about: str, verdict: str, words: str, **cells: str) -> str:
    start = COUNTED.index(words)
    place = {"start": str(start), "end": str(start + len(words)), "report": f"sha256:{digest(COUNTED)[:16]}"}
    return row(about, verdict, words, **place, **cells)


def test_figures_and_times_are_rejected_and_have_other_values(tmp_path: Path) -> None:
    def read(*rows: str) -> tuple[list[tuple[str, float]], list[str], Result]:
        found = built(tmp_path, *rows, text=COUNTED)
        return (
            [(q.counted, q.value) for q in found.extraction.quantities],
            [t.value for t in found.extraction.times],
            found,
        )

    figures, times, _ = read()
    assert (("检查企业", 600.0) in figures, times) == (True, ["2023", "2023-04"])
    figures, times, found = read(figure("figure", "wrong", "600余家"), figure("time", "wrong", "2023年4月"))
    assert not any(value == 600 for _, value in figures)
    assert times == ["2023"]
    was = found.query(
        "SELECT ?v { ?d gb:verdict gb:wrong ; prov:invalidated ?o . ?o gb:originalPredicate gb:value ; gb:originalValue ?v }"
    )
    assert {r["v"] for r in was} == {"600", "2023-04"}
    figures, times, found = read(
        figure("figure", "wrong", "600余家", instead='"6,000"', object="运输企业"),
        figure("time", "wrong", "2023年4月", instead="2022年4月/2023-05-01"),
        figure("time", "right", "安全月", instead="2023-06"),
        figure("figure", "right", "总队"),
    )
    assert ("运输企业", 6000.0) in figures
    assert times == ["2023", "2022-04/2023-05-01", "2023-06"]
    (notice,) = found.extraction.notices
    assert "no figure is read there" in notice
    assert [d.value for d in found.extraction.decided] == ["2023-04", None, "600"]


def test_a_decision_lasts_when_the_file_moves_and_in_a_newer_text(tmp_path: Path) -> None:
    wrong = row("name", "wrong", at=SPRING)
    report = folder_with(tmp_path, wrong)
    moved = report.rename(tmp_path / "年报.txt")
    assert SPRING not in names(gongbao.build(moved))
    newer = REPORT.replace("关于2023年工作的报告", "关于2023年全年工作情况的报告")
    assert digest(newer) != digest()
    shifted = built(tmp_path, wrong, text=newer)
    assert SPRING not in names(shifted)
    assert shifted.extraction.notices == ()


def test_a_decision_lasts_when_the_program_reads_the_report_otherwise(tmp_path: Path) -> None:
    """Another version may find other names, or none: what a person gave is there all the same, and what it rejected is not."""
    rows = (
        row("name", "wrong", at="市公安局", type="Place"),
        row("name", "wrong", at=SPRING, instead="专项行动", type="Campaign"),
        row("name", "wrong", at="688案"),
        row("name", "right", at=TEAM, type="Organization"),
        row(
            "statement",
            "right",
            at=f"{TEAM}联合市公安局开展{SPRING}",
            subject=TEAM,
            predicate="conducts",
            object="专项行动",
        ),
    )
    report = folder_with(tmp_path, *rows)
    for without in ((), ("tagger",), ("rules",), ("tagger", "rules")):
        found = gongbao.build(report, without=without)
        assert {"市公安局": "Place", "专项行动": "Campaign", TEAM: "Organization"}.items() <= names(found).items()
        assert not {SPRING, "688案"} & names(found).keys()
        assert (TEAM, "conducts", "专项行动", "done") in said(found)
        assert found.extraction.notices == ()


@pytest.mark.parametrize(
    ("at", "old", "new", "holds"),
    [
        (SPRING, "关于2023年", "关于清河市2023年", True),
        (SPRING, "联合市公安局", "会同市公安局", True),
        (SPRING, "688案。", "688案。“春风”专项行动结束。", False),
        ("688案", "关于2023年", "关于清河市2023年", True),
        ("688案", "688案", "1688案", False),
        ("688案", "688案", "3.688案", False),
        ("688案", "688案。", "688案。另有688案结案。", False),
    ],
    ids=["moved", "other neighbours", "twice", "short", "in a longer number", "in a fraction", "short and twice"],
)
def test_a_line_by_hand_holds_in_a_newer_text_where_its_words_stand_once(
    tmp_path: Path, at: str, old: str, new: str, holds: bool
) -> None:
    wrong = row("name", "wrong", at=at, report="", context="")
    found = built(tmp_path, wrong, text="\n" + REPORT.replace(old, new))
    assert [note for note in found.extraction.notices if "does not stand there" in note] == [*found.extraction.notices]
    assert (found.extraction.notices == ()) is holds
    assert at not in names(found) or not holds


def test_a_decision_that_no_longer_applies_is_told(tmp_path: Path) -> None:
    newer = REPORT.replace("开展“春风”专项行动，查处", "组织“春风”专项行动。另查处")
    found = built(tmp_path, row("name", "wrong", at=SPRING), text=newer)
    assert SPRING in names(found)
    assert "1 decision was taken on another text called 报告.txt" in found.extraction.notices[0]
    assert "decisions.csv:2" in found.extraction.notices[0]
    other = row("name", "wrong", at=SPRING).replace(SPRING, "“秋风”专项行动", 1)
    assert "“秋风”专项行动” does not stand there" in built(tmp_path, other).extraction.notices[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("关于2023年工作的报告", "首页\n\n关于2023年工作的报告"),
        ("2023年4月，市交通", "天气很好。\n2023年4月，\n市交通"),
        ("开展“春风”", "开展\n“春风”"),
        ("，查处688案", "。\n\n查处688案"),
        ("市公安局开展“春风”", "公安机关及有关部门一起开展“春风”"),
    ],
)
def test_a_decision_lasts_when_text_around_it_changes(tmp_path: Path, old: str, new: str) -> None:
    found = built(tmp_path, row("name", "wrong", at=SPRING), text=REPORT.replace(old, new))
    assert found.document.sha256 != digest()
    assert SPRING not in names(found)
    assert found.extraction.notices == ()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (row("name", "wrong", "秋风行动", scope="report"), "“秋风行动” stands nowhere"),
        (row("name", "wrong", "秋风行动", scope="report", instead="春风"), "“秋风行动” stands nowhere"),
        (row("name", "wrong", "查处", scope="report", instead="查处688"), "no name was read there; give its type"),
        (row("same", "right", subject="秋风行动", object=TEAM), "no name in this report is 秋风行动"),
        (row("same", "wrong", subject=TEAM, object="秋风行动"), "no name in this report is 秋风行动"),
        (
            row("statement", "wrong", subject="秋风队", predicate="conducts", object=DRIVE, scope="report"),
            "nothing in this report is called 秋风队",
        ),
    ],
)
def test_a_line_that_comes_to_nothing_is_told_once(tmp_path: Path, line: str, says: str) -> None:
    """A misspelt name in a table that was typed in a spreadsheet."""
    (notice,) = built(tmp_path, line).extraction.notices
    assert "decisions.csv:2: the decision does not apply" in notice
    assert says in notice


def test_what_the_program_does_not_read_is_corrected_all_the_same(tmp_path: Path) -> None:
    safe = "安全月"
    found = built(tmp_path, row("name", "wrong", safe, instead="安全月活动", type="Event", scope="report"))
    assert names(found)["安全月活动"] == "Event"
    planned = row(
        "statement",
        "wrong",
        at=f"{TEAM}组织安全月活动",
        instead="planned",
        subject=TEAM,
        predicate="organizes",
        object="安全月活动",
    )
    given = row("name", "right", at="安全月活动", type="Event")
    stated = said(gongbao.build(folder_with(tmp_path, given, planned)))
    assert (TEAM, "organizes", "安全月活动", "planned") in stated
    assert (TEAM, "organizes", "安全月活动", "done") not in stated


def test_a_graph_whose_decision_lacks_what_it_needs_is_found(tmp_path: Path) -> None:
    found = built(tmp_path, row("name", "wrong", at=SPRING))
    for lost, told in (
        ("wasAssociatedWith", "needs who decided"),
        ("endedAtTime", "exactly one prov:endedAtTime"),
        ("#verdict", "exactly one gb:verdict"),
        ("#concerns", "exactly one gb:concerns"),
    ):
        damaged = [quad for quad in found.quads if not quad.predicate.value.endswith(lost)]
        assert any(told in finding.message for finding in check(damaged, found.settings.ontology))


def test_json_ld_says_the_same_and_is_pleasant_to_read(tmp_path: Path) -> None:
    found = built(tmp_path, row("name", "wrong", at=SPRING, note="甲"), row("title", "wrong", instead="乙"))
    written = jsonld(found.quads, {})
    assert set(ox.parse(written, format=ox.RdfFormat.JSON_LD)) == set(found.quads)
    (report,) = json.loads(written)["@graph"]
    told = [node for node in report["@graph"] if node["type"] == "Decision"]
    assert [(node["concerns"], node["verdict"], node.get("comment")) for node in told] == [
        ("title", "gb:wrong", None),
        ("name", "gb:wrong", "甲"),
    ]


def test_words_given_by_hand_are_found_whatever_typesetting_put_in(tmp_path: Path) -> None:
    text = REPORT.replace("安全月活动", "安全\u200b月活动").replace("688案", "AI Plus行动")
    hand = {"report": "", "scope": "report"}
    rows = (
        row("name", "right", "安 全月活动", type="Event", **hand),
        row("name", "right", "AI Plus行动", type="Campaign", **hand),
    )
    assert {"Event", "Campaign"} <= set(names(built(tmp_path, *rows, text=text)).values())


@pytest.mark.parametrize("text", ["1号：=cmd|' /C calc'!A0<script>alert(1)</script>"])
def test_hostile_cells_are_only_text(tmp_path: Path, text: str) -> None:
    found = built(tmp_path, row("title", "wrong", instead=text, who="<b>x</b>/../y", note="]]>&amp;\\\\"))
    assert found.document.title == text
    agents = found.query("SELECT ?a { ?d prov:wasAssociatedWith ?a }")
    assert agents[0]["a"].rpartition("agent/")[2] == "%3Cb%3Ex%3C%2Fb%3E%2F..%2Fy"
