"""The XML of office files as a stream of tags: no entities, no more elements than a report has, memory by the text alone."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count
from typing import Protocol
from xml.parsers import expat

from gongbao.errors import InputError, UnsupportedInput
from gongbao.read import limits

Attributes = dict[str, str]
RELATIONS = ("http://schemas.openxmlformats.org/package/2006/relationships",)
"""The namespace of the files that name the parts of others."""


class Handler(Protocol):
    """What is done at each tag of the namespaces asked for, without its prefix; other tags have the name ``."""

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """There is text in it."""


class Quiet:
    """A handler for which nothing is text, and nothing ends."""

    def end(self, tag: str) -> None:
        """Nothing here holds anything."""

    def data(self, text: str) -> None:
        """Nothing here is text."""


class Targets(Quiet):
    """The names of the parts of a file by the ids by which its text refers to them."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take up the name of a part."""
        self.of[attribute(attributes, "Id")] = attribute(attributes, "Target")


def parse(data: bytes, handler: Handler, name: str, spaces: Collection[str], *known: str) -> None:
    """Parse XML of the namespaces `spaces`, whose prefixes may be `known`; a DTD is refused, since office programs write none and entities are only of use to attackers."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    numbers = count(1)
    names = _Names(spaces, known)

    def start(tag: str, attributes: Attributes) -> None:
        if next(numbers) > limits.MAX_XML_ELEMENTS:
            raise UnsupportedInput(
                f"{name}: more than {limits.MAX_XML_ELEMENTS} XML elements; save it again or split it",
                f"{name}：XML元素超过{limits.MAX_XML_ELEMENTS}个，请另存或拆分",
            )
        if attributes:
            names.declare(attributes)
        handler.start(names[tag], attributes)

    def entities(*_declared: object) -> None:
        raise UnsupportedInput(
            f"{name}: the file declares XML entities, which no word processor writes; save it again from a word processor",
            f"{name}：文件内含XML实体声明，已拒绝，请用文字处理软件另存",
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: handler.end(names[tag])
    parser.CharacterDataHandler = handler.data
    parser.StartDoctypeDeclHandler = entities
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # also an encoding that is unknown or not for XML
        raise InputError(
            f"{name}: the file is damaged ({error}); save it again", f"{name}：文件已损坏，请重新保存"
        ) from error


class _Names(dict[str, str]):
    """The tags of a file, as they are written (`w:p`), to what they are called without their prefix."""

    def __init__(self, spaces: Collection[str], known: Collection[str]) -> None:
        self.spaces = spaces
        self.prefixes = set(known)

    def declare(self, attributes: Attributes) -> None:
        """Learn a prefix of the namespaces asked for."""
        for key, value in attributes.items():
            if key.startswith("xmlns") and value in self.spaces and (prefix := key[6:]) not in self.prefixes:
                self.prefixes.add(prefix)
                self.clear()

    def __missing__(self, tag: str) -> str:
        prefix, _, local = tag.rpartition(":")
        name = self[tag] = local if prefix in self.prefixes or local == "Fallback" else ""
        return name


def attribute(attributes: Attributes, wanted: str, default: str = "") -> str:
    """Return an attribute by its name without prefix."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == wanted), default)
