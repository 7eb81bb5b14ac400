"""EPUB: the chapters of a book as reports, in the order in which they are read, without covers and tables of contents."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote
from zipfile import ZipFile

from gongbao.errors import InputError
from gongbao.read import web
from gongbao.read.archive import open_archive, read_member
from gongbao.read.encodings import HAN
from gongbao.read.office_xml import Attributes, attribute, parse
from gongbao.read.raw import Found, Raw

_PAGES = (".xhtml", ".html", ".htm")
_SPACE = "http://www.idpf.org/2007/opf"


def extract(data: bytes, name: str) -> Found:
    """Yield the chapters of an EPUB as reports, called `name#number`. Raises InputError where it holds none."""
    archive = open_archive(data, name)
    found = False
    for number, member in enumerate(_chapters(archive, name), 1):
        try:
            chapter = list(web.extract(read_member(archive, member, name), f"{name}#{number}"))
        except InputError as error:
            found = True
            yield error.at(f"{name}#{number}")
            continue
        for raw in chapter:
            if isinstance(raw, Raw) and HAN.search(raw.text):
                found = True
                yield raw
    if not found:
        raise InputError(f"{name}: no chapters with text in it", f"{name}：没有正文章节")


def _chapters(archive: ZipFile, name: str) -> Iterator[str]:
    """Yield the pages of a book as its package lists them, else in the order of their names."""
    members = archive.namelist()
    package = next((member for member in members if member.lower().endswith(".opf")), None)
    listed = _Package()
    if package:
        parse(read_member(archive, package, name), listed, name, (_SPACE,))
    folder = posixpath.dirname(package or "")
    pages = [posixpath.normpath(posixpath.join(folder, page)) for page in listed.pages()]
    known = frozenset(members)
    yield from [page for page in dict.fromkeys(pages) if page in known] or sorted(
        (member for member in members if member.lower().endswith(_PAGES)), key=_numbered
    )


def _numbered(member: str) -> list[str]:
    """A key by which chapter 10 comes after chapter 9."""
    return [piece.zfill(8) if piece.isdigit() else piece for piece in re.split(r"(\d+)", member)]


class _Package:
    """What a book consists of, and the order of its pages."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.order: list[str] = []

    def pages(self) -> list[str]:
        """Return the pages in order, without the table of contents."""
        return [self.files[item] for item in self.order if item in self.files]

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "item" and "nav" not in attribute(attributes, "properties").split():
            self.files[attribute(attributes, "id")] = unquote(attribute(attributes, "href"))
        elif tag == "itemref":
            self.order.append(attribute(attributes, "idref"))

    def end(self, tag: str) -> None:
        """Nothing here holds anything."""

    def data(self, text: str) -> None:
        """Nothing here is text."""
