"""EPUB: the chapters of a book as reports, in the order in which they are read, without covers and tables of contents."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote
from zipfile import ZipFile

from gongbao.errors import InputError
from gongbao.read import web
from gongbao.read.archive import open_archive, read_member
from gongbao.read.encodings import HAN
from gongbao.read.office_xml import Attributes, Quiet, attribute, parse
from gongbao.read.raw import Found, Raw
from gongbao.read.wording import is_body

_PAGES = (".xhtml", ".html", ".htm")
_SPACES = ("http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/")


def extract(data: bytes, name: str) -> Found:
    """Yield the chapters of an EPUB as reports, called `name#number`. Raises InputError where it holds none."""
    archive = open_archive(data, name)
    found = False
    book = _package(archive, name)
    for number, member in enumerate(_chapters(archive, book), 1):
        try:
            chapter = list(web.extract(read_member(archive, member, name), f"{name}#{number}"))
        except InputError as error:
            found = True
            yield error.at(f"{name}#{number}")
            continue
        for raw in chapter:
            if isinstance(raw, Raw) and HAN.search(raw.text):
                found = True
                yield replace(raw, publisher=book.publisher)
    if not found:
        raise InputError(f"{name}: no chapters with text in it", f"{name}：没有正文章节")


def _package(archive: ZipFile, name: str) -> _Package:
    member = next((member for member in archive.namelist() if member.lower().endswith(".opf")), "")
    book = _Package(posixpath.dirname(member))
    if member:
        parse(read_member(archive, member, name), book, name, _SPACES)
    return book


def _chapters(archive: ZipFile, book: _Package) -> Iterator[str]:
    """Yield the pages of a book as its package lists them, else in the order of their names."""
    members = archive.namelist()
    known = frozenset(members)
    yield from [page for page in book.pages() if page in known] or sorted(
        (member for member in members if member.lower().endswith(_PAGES)), key=_numbered
    )


def _numbered(member: str) -> list[str]:
    """A key by which chapter 10 comes after chapter 9."""
    return [piece.zfill(8) if piece.isdigit() else piece for piece in re.split(r"(\d+)", member)]


class _Package(Quiet):
    """What a book consists of, the order of its pages, and who made it."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.files: dict[str, str] = {}
        self.order: list[str] = []
        self.makers: list[str] = []
        self.naming = False

    @property
    def publisher(self) -> str | None:
        """The first that is a body of those who wrote and published the book."""
        return next(filter(is_body, map(str.strip, self.makers)), None)

    def pages(self) -> list[str]:
        """Return the pages in order, without the table of contents."""
        listed = dict.fromkeys(self.files[item] for item in self.order if item in self.files)
        return [posixpath.normpath(posixpath.join(self.folder, page)) for page in listed]

    def start(self, tag: str, attributes: Attributes) -> None:
        self.naming = tag in ("creator", "publisher")
        if self.naming:
            self.makers.append("")
        elif tag == "item" and "nav" not in attribute(attributes, "properties").split():
            self.files[attribute(attributes, "id")] = unquote(attribute(attributes, "href"))
        elif tag == "itemref":
            self.order.append(attribute(attributes, "idref"))

    def end(self, tag: str) -> None:
        self.naming = False

    def data(self, text: str) -> None:
        if self.naming:
            self.makers[-1] += text
