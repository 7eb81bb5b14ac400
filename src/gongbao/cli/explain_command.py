"""`gongbao explain`: why names are one thing, and why a report's names and relations were found, or were not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongbao.cli import options, say
from gongbao.errors import GongbaoError, UsageError

if TYPE_CHECKING:
    from gongbao.explain.occurrences import Occurrence, Trial
    from gongbao.explain.statements import Pair, Relation, Stated
    from gongbao.model import Span
    from gongbao.ontology import Ontology
    from gongbao.settings import Recipe
    from gongbao.trace import Cited, Verdict


@click.command()
@click.argument("graph", type=options.PATH, metavar="GRAPH|FILE")
@click.argument("names", nargs=-1, metavar="ENTITY")
@click.option(
    "--why", multiple=True, metavar="NAME", help="Why NAME was found in the report FILE, or not; two: why a relation."
)
@options.decisions_option
@options.userdict_option
@options.weights_option
@options.base_option
@options.ontology_option
def explain(
    graph: Path,
    names: tuple[str, ...],
    why: tuple[str, ...],
    base: str | None,
    ontologies: tuple[Path, ...],
    **given: Any,
) -> None:
    """Say why ENTITY (a name or an IRI) of GRAPH bears the names it does, each with its rule and place.

    With --why NAME, say what tagger, rules and chooser made of each place where NAME stands in the report FILE; with
    --why NAME NAME, what the classifier and the triggers made of the two.

    说明一个事物为何有这些名称：每处提及、所依规则和出处，以及尚未判定的归并。--why：报告中某名称为何被找到或未被找到；
    给出两个名称：两者为何有此关系，或为何没有。
    """
    from gongbao.iri import valid_base

    if not why:
        if len(names) != 1:
            raise UsageError(
                "give GRAPH and one ENTITY, or FILE and --why NAME", "请给出图谱和一个名称，或报告和 --why 名称"
            )
        _joins(graph, names[0], valid_base(base), ontologies)
        return
    asked = [name.strip() for name in (*why, *names)]
    if len(asked) > 2 or not all(asked):
        raise UsageError("--why takes one name, or two to relate", "--why 只接受一个名称，或两个有待关联的名称")
    for line in _why(graph, asked, options.recipe_of({"base": base, "ontologies": ontologies, **given}, files=[graph])):
        click.echo(line)


def _joins(graph: Path, entity: str, base: str, ontologies: tuple[Path, ...]) -> None:
    from gongbao.corpus.on_disk import readable
    from gongbao.explain.joins import explain as run
    from gongbao.graph import prefixes
    from gongbao.linking.link import known
    from gongbao.ontology import load
    from gongbao.opening import open_graph

    with readable(graph):
        found = run(open_graph(graph).store, entity, prefixes(load(ontologies), base))
    click.echo(f"{found.name}  <{found.iri}>")
    for named in found.mentions:
        rule = known().get(named.rule)
        meaning = say(f"{rule.en}, {rule.certainty:.2f}", f"{rule.zh}，{rule.certainty:.2f}") if rule else "?"
        tied = f" ← {named.target}" if named.target != named.surface else ""
        click.echo(f"  {named.source}:{named.start}  {named.surface}{tied}  [{meaning}; {named.by} {named.score}]")
        click.echo(f"      …{' '.join(named.context.split())}…")
    for surface, iri, name in found.open:
        note = f"{surface} may be {name} <{iri}>: left open; decide in decisions.csv (same: {surface}, {name})"
        click.echo("  " + say(note, f"{surface} 或即 {name}：未定，可在 decisions.csv（同一）中判定"))


def _why(file: Path, asked: list[str], recipe: Recipe) -> Iterator[str]:
    """The lines about each report of a file that holds one of the names."""
    from gongbao import read
    from gongbao.explain.occurrences import Trial
    from gongbao.pipeline import texts

    settings, told = recipe.settings, False
    for raw in texts(file):
        if isinstance(raw, GongbaoError):
            raise raw
        trial = Trial(read.from_raw(raw, ontology=settings.ontology), settings)
        if any(trial.places(name) for name in asked):
            told = True
            yield from _told(trial, asked)
    if not told:
        raise UsageError(
            f"{file}: {' and '.join(asked)} stand nowhere in its text; give a name as the report writes it, in either script",
            f"{file}：文中没有 {'、'.join(asked)}；请照原文给出名称，简体繁体均可",
        )


def _told(trial: Trial, asked: list[str]) -> Iterator[str]:
    from gongbao.explain.statements import Relation, named

    things = [named(trial, name) for name in asked]
    if len(asked) == 2 and all(things):
        for one in things[0]:
            for other in things[1]:
                yield from _relation(Relation(trial, one, other))
        yield from _decided(trial, asked)
        return
    for name, found in zip(asked, things, strict=True):
        if len(asked) == 2 and found:
            continue
        if len(asked) == 2:
            yield say(f"{name}: no thing of this report, so nothing relates it", f"{name}：未识别为事物，故无关系可言")
        for place in trial.occurrences(name):
            yield from _occurrence(trial, name, place)
    yield from _decided(trial, asked)


def _decided(trial: Trial, asked: list[str]) -> Iterator[str]:
    """What people decided about the names that are asked for."""
    from gongbao.iri import canonical

    wanted = {canonical(name) for name in asked}
    for decided in trial.extraction.decided:
        if wanted <= {canonical(words) for words in decided.words}:
            verdict = say(decided.verdict, "对" if decided.verdict == "right" else "错")
            words = " · ".join(decided.words) + (f" ({decided.note})" if decided.note else "")
            told = f"{decided.about} {words}: {verdict}; {decided.who}, {decided.when}"
            yield _row("decided", "人工判定", told)


def _row(english: str, zh: str, text: str) -> str:
    return f"  {say(f'{english:10}', zh + '　' * (5 - len(zh)))} {text}"


def _occurrence(trial: Trial, name: str, place: Occurrence) -> Iterator[str]:
    yield f"{trial.given.source}:{place.span.start}–{place.span.end}  {name}  …{place.context}…"
    if not place.in_body:
        outside = say("outside the body: page residue, where no names are sought", "不在正文之内：页面残留，不作识别")
        yield _row("body", "正文", outside)
        return
    yield _row("words", "分词", " ".join(f"{word}/{tag}" for word, tag in place.words))
    if known := place.gazetteer:
        yield _row("gazetteer", "词表", ", ".join(f"{name} {kind}" for name, kind in known))
    for char, labels in place.labels:
        yield _row("tagger", "标注", f"{char}  " + ", ".join(f"{label} {p:.3f}" for label, p in labels))
    yield from _rules(place.verdicts, trial)
    for proposal in place.proposals:
        c, outcome = proposal.candidate, say(*proposal.outcome.value).format(other=proposal.other)
        yield _row("proposed", "候选", f"{c.type} {proposal.text} {c.score:.3f} [{c.by}]: {outcome}")
    found = list(place.found)
    for mention, words, entity, reason in found:
        tied = f" ({reason.rule}: {reason.target})" if reason else ""
        by = f"[{mention.by} {mention.score}]"
        yield _row("found", "结果", f"{mention.type} {words} {by} → {entity.name} <{entity.iri}>{tied}")
    if not found:
        yield _row("found", "结果", say("nothing here", "此处无名称"))


def _rules(verdicts: list[Verdict], trial: Trial) -> Iterator[str]:
    from gongbao.mentions.rules import RULES

    for verdict in verdicts:
        stretch = trial.decisions.text[verdict.start : verdict.end]
        yield _row("rule", "规则", f"{verdict.by}: {stretch}: {_verdict(verdict, trial.settings.ontology)}")
    silent = [rule.id for rule in RULES if rule.id not in {v.by for v in verdicts}]
    if silent:
        yield _row("rule", "规则", say("saw nothing here of what they read: ", "此处无其所据：") + ", ".join(silent))


def _verdict(verdict: Verdict, terms: Ontology) -> str:
    """Yes or no, why, and the word with its file and line."""
    english, zh, taken = verdict.why.value
    cited = verdict.cited
    why = say(english, zh).format(word=cited.word if cited else verdict.word)
    text = f"{say('yes', '是') if taken else say('no', '否')}: {why}"
    if cited:
        text += f" [{_place(cited, terms)}]"
        if verdict.word:
            text += say(f"; it stopped at {verdict.word}", f"；止于“{verdict.word}”")
    return text


def _place(cited: Cited, terms: Ontology) -> str:
    """The term and kind of wording that a word belongs to, with file and line."""
    from gongbao.explain.citation import line_of

    place = line_of(cited, terms)
    return f"{cited.term} gbw:{cited.kind}" + (f", {place[0].name}:{place[1]}" if place else "")


def _relation(told: Relation) -> Iterator[str]:
    yield " — ".join(f"{thing.type} {thing.name} <{thing.iri}>" for thing in (told.one, told.other))
    if reporter := told.reporter:
        who, name = reporter
        acts = (
            ("it acts where sentences name nobody", "无主语之句由其充任") if who.acts else ("it only tells", "仅作报道")
        )
        yield _row("reporter", "报告者", f"{name} ({who.how}): {say(*acts)}")
    listed = [p if p in told.learned else p + say(" (by triggers only)", "（仅凭触发词）") for p in told.allowed]
    yield _row("allowed", "可用关系", ", ".join(listed) or say("no property joins these classes", "没有属性连接这两类"))
    for pair in told.pairs:
        yield from _pair(pair)
    if not told.pairs:
        apart = "no two of their names: too far apart, or nothing the classifier knows joins them"
        yield _row("compared", "比较", say(apart, "两者名称相距过远，或无已学关系可连"))
    for verdict, span, quote in told.triggers:
        yield _row(
            "trigger", "触发词", f"{verdict.by}: {quote} {span.start}–{span.end}: {_verdict(verdict, told.terms)}"
        )
    statements = list(told.statements)
    for stated in statements:
        yield from _stated(stated, told.terms)
    if not statements:
        yield _row("stated", "陈述", say("nothing", "无"))


def _pair(pair: Pair) -> Iterator[str]:
    def name(end: tuple[str, Span]) -> str:
        return f"{end[0]} {end[1].start}–{end[1].end}"

    subject = name(pair.subject) if pair.subject else say("(the reporter, left out)", "（报告机构，省略）")
    yield _row("compared", "比较", f"{subject} → {name(pair.object)}: {pair.clause}")
    for predicate, chance, threshold in pair.chances:
        sign = "≥" if chance >= threshold else "<"
        yield _row("", "", f"  {predicate} {chance:.3f} {sign} {threshold:.3f}")


_SUPPLIED = {
    "reporter": ("who reports: the sentence names no subject", "报告机构：句中无主语"),
    "running": ("what the report runs on: named in an earlier sentence", "承前文：前句所述"),
    "name": ("the names themselves", "由名称本身得出"),
}


def _stated(stated: Stated, terms: Ontology) -> Iterator[str]:
    from gongbao.relations.cues import STATING
    from gongbao.trace import Cited

    statement = stated.statement
    told = f"{statement.predicate}, {statement.modality}, {statement.score} [{statement.by}]: {stated.quote}"
    yield _row("stated", "陈述", told)
    if stated.trigger:
        spec = terms.get_property(statement.predicate)
        kind = next((k for k in STATING if stated.trigger in spec.words(k)), STATING[0])
        yield _row("", "", f"  {stated.trigger} [{_place(Cited(spec.id, kind, stated.trigger), terms)}]")
    if statement.supplied:
        english, zh = _SUPPLIED[statement.supplied]
        yield _row("", "", "  " + say(f"subject supplied by {english}", f"主语来自{zh}"))
