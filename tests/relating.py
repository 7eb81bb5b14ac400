"""Documents for tests of what is read from sentences, made without the reader."""

from __future__ import annotations

import re

from gongbao.model import Document, Section, Sentence, Span
from gongbao.text.script import fold


def document(
    text: str,
    *,
    issued: str | None = None,
    title: str | None = None,
    modality: str = "done",
    headings: tuple[str, ...] = (),
) -> Document:
    """Cut a text into sentences at 。；！ and line ends, all of one modality; a line in `headings` opens a section."""
    sections: list[Section] = []
    sentences = []
    for found in re.finditer(r"[^。；！\n]+[。；！]?", text):
        if found[0] in headings:
            sections.append(Section(found.start(), len(text), 1, Span(found.start(), found.end()), None))
        section = len(sections) - 1 if sections else None
        sentences.append(Sentence(found.start(), found.end(), section, modality))
    body = Span(0, len(text))
    return Document(
        "a.txt", "0" * 64, text, fold(text), title, None, None, issued, None, body, tuple(sections), tuple(sentences)
    )
