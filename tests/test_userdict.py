"""A dictionary in jieba's format: jieba reads the same file, names of it are found in every command, mistakes are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import gongbao
from gongbao import ontology, userdict
from gongbao.cli import cli
from gongbao.errors import DictionaryError
from gongbao.mentions.rules.rule import Sheet
from gongbao.mentions.rules.user import NAMES
from gongbao.ontology import Ontology
from gongbao.text.words import SURE_FREQUENCY, dictionary

LINES = "清湖夜巡 20 campaign\n東湖新城 ns\n云治理\n\n星火先锋榜 Document\n老规矩 5\n"
TEXT = "市公安局启动清湖夜巡，覆盖東湖新城。清湖夜巡入选星火先鋒榜。\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "userdict.txt"
    path.write_text(LINES, "utf-8")
    return path


def test_names_have_a_class_and_words_a_tag(file: Path, terms: Ontology) -> None:
    found = userdict.load(file, terms)
    assert found.names == (("东湖新城", "Place"), ("星火先锋榜", "Document"), ("清湖夜巡", "Campaign"))
    assert ("云治理", "n", SURE_FREQUENCY) in found.words and ("老规矩", "n", 5) in found.words
    assert ("东湖新城", "ns", SURE_FREQUENCY) in found.words and ("清湖夜巡", "nz", 20) in found.words
    assert userdict.load(None, terms) == userdict.UserDict()


@pytest.mark.filterwarnings("ignore")
def test_jieba_reads_the_same_file(file: Path) -> None:
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.load_userdict(str(file))
    assert tokenizer.user_word_tag_tab["清湖夜巡"] == "campaign"
    assert "云治理" in tokenizer.lcut("推广云治理经验")


def test_its_names_are_found_by_every_command_and_from_python(file: Path, tmp_path: Path) -> None:
    wanted = {("清湖夜巡", "Campaign"), ("東湖新城", "Place"), ("星火先鋒榜", "Document")}
    result = gongbao.build_text(TEXT, userdict=file)
    assert wanted <= {(TEXT[m.start : m.end], m.type) for m in result.mentions}
    report = tmp_path / "r.txt"
    report.write_text(TEXT, "utf-8")
    run = CliRunner().invoke(cli, ["extract", str(report), "--userdict", str(file)])
    assert wanted <= {(m["text"], m["type"]) for m in json.loads(run.stdout.splitlines()[0])["mentions"]}
    store = tmp_path / "store"
    added = CliRunner().invoke(cli, ["corpus", "add", str(store), str(report), "--userdict", str(file)])
    assert added.exit_code == 0, added.output
    with gongbao.open(store) as reports:
        assert wanted <= {(row["text"], row["type"]) for row in reports.tables("rows")["mentions"]}


@pytest.mark.parametrize("command", [["build"], ["extract"], ["corpus", "add"], ["corpus", "replace"], ["score"]])
def test_every_command_that_extracts_takes_it(command: list[str]) -> None:
    assert "--userdict FILE" in CliRunner().invoke(cli, [*command, "--help"]).output


def test_mistakes_are_told_by_line(tmp_path: Path, terms: Ontology) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("云治理\n清湖夜巡 20 campagin\n", "utf-8")
    with pytest.raises(DictionaryError, match="line 2: no class 'campagin' in the ontology; close matches: campaign"):
        userdict.load(wrong, terms)
    wrong.write_bytes("云治理".encode("gbk"))
    with pytest.raises(DictionaryError, match="not UTF-8"):
        userdict.load(wrong, terms)
    with pytest.raises(DictionaryError, match="cannot be read"):
        userdict.load(tmp_path / "none.txt", terms)


@pytest.mark.parametrize(
    "line",
    [
        *("清河市 -5 place", "清河市 -5", "清河市,+5,place", "清河市 －５ 地点", "清河市 -0.5 n"),
        *("清河市 1,000 place", "清河市 12，000", "清河市 place 5", "清河市,ns,5", "清河市 abc place"),
    ],
)
def test_what_is_meant_as_a_frequency_is_no_part_of_the_word(tmp_path: Path, terms: Ontology, line: str) -> None:
    (path := tmp_path / "words.txt").write_text(f"云治理\n{line}\n", "utf-8")
    with pytest.raises(DictionaryError, match="line 2: the frequency '.*' is no whole number"):
        userdict.load(path, terms)
    path.write_text("清河市 ５ place\n城市大脑 2.0 platform\n东岭-5 place\nSmart Place platform\nA 1,5 n\n", "utf-8")
    words = {word: frequency for word, _, frequency in userdict.load(path, terms).words}
    usual = dict.fromkeys(("城市大脑 2.0", "东岭-5", "Smart Place"), SURE_FREQUENCY)
    assert words == usual | {"清河市": 5, "A 1": 5}


@pytest.mark.parametrize(
    "line", ["{},20,campaign", "{}，20，行動", "{} 行动", "{}\t20\tgb:Campaign", "{},,CAMPAIGN", "{} , 20 , campaign"]
)
def test_a_class_is_known_by_id_prefix_and_label_behind_spaces_or_commas(
    tmp_path: Path, terms: Ontology, line: str
) -> None:
    path = tmp_path / "userdict.txt"
    for name in ("清湖夜巡", "清湖2"):
        path.write_text(line.format(name), "utf-8")
        assert userdict.load(path, terms).names == ((name, "Campaign"),)


@pytest.mark.parametrize(
    "line",
    [
        "2024年5月，常熟市消防救援支队启动清湖夜巡。",
        "名稱：清湖夜巡；類別：行動",
        "甲局,乙局,丙局,丁局",
        "<p>清湖夜巡</p>",
        "清湖" * 31,
    ],
)
def test_what_is_no_dictionary_is_refused(tmp_path: Path, terms: Ontology, line: str) -> None:
    (path := tmp_path / "report.txt").write_text(f"清湖夜巡 20 campaign\n不忘初心，牢记使命\n{line}", "utf-8")
    with pytest.raises(DictionaryError, match="report.txt, line 3: .* is no word; .*FILE") as raised:
        userdict.load(path, terms)
    assert "不是词" in raised.value.zh


@pytest.mark.parametrize(
    ("line", "tag"), [("清湖夜巡 xyz", "xyz"), ("清湖夜巡,20,文建", "文建"), ("清湖夜巡 gb:Caes", "gb:Caes")]
)
def test_a_tag_that_is_nobodys_is_refused(tmp_path: Path, terms: Ontology, line: str, tag: str) -> None:
    path = tmp_path / "userdict.txt"
    path.write_text(line, "utf-8")
    with pytest.raises(DictionaryError, match=f"line 1: no class '{tag}' .*close matches: .*tag of jieba's") as raised:
        userdict.load(path, terms)
    assert tag in raised.value.zh and "结巴" in raised.value.zh


def test_the_id_of_a_class_goes_before_the_label_of_another(tmp_path: Path) -> None:
    mine, path = tmp_path / "mine.ttl", tmp_path / "userdict.txt"
    mine.write_text(
        "@prefix gb: <https://w3id.org/gongbao/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix x: <https://example.org/x#> .\n"
        'x:Suit a owl:Class ; rdfs:subClassOf gb:Event ; rdfs:label "case"@en , "诉讼"@zh-Hans .\n',
        "utf-8",
    )
    path.write_text("清湖一号 case\n清湖二号 訴訟\n清湖三号 x:Suit\n", "utf-8")
    found = dict(userdict.load(path, ontology.load((mine,))).names)
    assert found == {"清湖一号": "Case", "清湖二号": "Suit", "清湖三号": "Suit"}


def test_a_comma_of_the_word_stays(tmp_path: Path, terms: Ontology) -> None:
    path = tmp_path / "userdict.txt"
    path.write_text("1,000\n清湖，夜巡\n", "utf-8")
    assert {word for word, *_ in userdict.load(path, terms).words} == {"1,000", "清湖，夜巡"}


def test_lines_made_to_take_long_or_to_hold_no_number(tmp_path: Path, terms: Ontology) -> None:
    path = tmp_path / "userdict.txt"
    path.write_text(f"夜巡{' ' * 100_000}！\n云治理 {'9' * 5000} n\n20 ns\n东 湖 7 ns\n", "utf-8")
    words = {word: (tag, frequency) for word, tag, frequency in userdict.load(path, terms).words}
    assert words["云治理"] == ("n", 999_999_999)
    assert words["东 湖"] == ("ns", 7) and words["20"] == ("ns", SURE_FREQUENCY) and len(words) == 4


def test_ten_thousand_names_are_sought_without_an_expression_each(terms: Ontology) -> None:
    names = tuple((f"{chr(0x4E00 + n % 9000)}湖夜巡{n}", "Campaign") for n in range(10_000))
    sheet = Sheet("市公安局启动" + names[77][0] + "，覆盖全市。", terms, dictionary(), frozenset(), names)
    assert [sheet.text[c.start : c.end] for c in NAMES.find(sheet, ())] == [names[77][0]]
