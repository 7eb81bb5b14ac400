"""One small extraction with a bit of everything, made by hand."""

from __future__ import annotations

from gongbao import iri
from gongbao.model import Entity, Evidence, Extraction, Keyword, Mention, Quantity, Span, Statement, Time
from gongbao.ontology import Ontology
from gongbao.read import from_text

TEXT = "2023年4月以來，市執法總隊開展“春風”行動，走訪企業600余家，未開展“秋風”行動。\n"


def small_extraction(terms: Ontology) -> Extraction:
    document = from_text(TEXT, "dir/報告.txt", ontology=terms)

    def mention(words: str, type_: str) -> Mention:
        start = TEXT.index(words)
        return Mention(start, start + len(words), type_, "grammar", 0.9)

    actor, campaign = terms.role("actor"), terms.role("campaign")
    team, spring, autumn = (
        mention("市執法總隊", actor),
        mention("“春風”行動", campaign),
        mention("“秋風”行動", campaign),
    )
    entities = tuple(
        Entity(
            iri.entity(m.type, TEXT[m.start : m.end]),
            m.type,
            iri.canonical(TEXT[m.start : m.end]),
            (TEXT[m.start : m.end],),
            (m,),
        )
        for m in (team, spring, autumn)
    )
    predicate = next(p.id for p in terms.relations if terms.fits(campaign, p.range) and p.domain == (actor,))
    first = TEXT.index("開展")
    last = TEXT.rindex("開展")
    statements = (
        Statement(
            entities[0].iri,
            predicate,
            entities[1].iri,
            "entity",
            (Evidence(team.start, spring.end, Span(first, first + 2), team.span, spring.span),),
            "done",
            0.8,
            0,
        ),
        Statement(
            entities[0].iri,
            predicate,
            entities[2].iri,
            "entity",
            (Evidence(last - 1, autumn.end, Span(last, last + 2), None, autumn.span),),
            "negated",
            0.8,
        ),
    )
    number = TEXT.index("600余家")
    quantity = Quantity(
        number, number + 5, "600余家", "走访企业", 600.0, "家", "atLeast", Span(0, len(TEXT) - 1), actor=entities[0].iri
    )
    times = (Time(0, 9, "2023年4月以來", "2023-04/.."),)
    keyword = Keyword("开展", 0.5, (Span(first, first + 2), Span(last, last + 2)))
    return Extraction(document, (team, spring, autumn), entities, statements, (quantity,), times, keywords=(keyword,))
