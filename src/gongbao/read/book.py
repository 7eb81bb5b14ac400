"""EPUB: the chapters of a book as reports, in the order in which they are read, without covers and tables of contents."""

import posixpath
import re
from urllib.parse import unquote
from zipfile import ZipFile

from gongbao.errors import InputError
from gongbao.read import web
from gongbao.read.archive import open_archive, read_member
from gongbao.read.encodings import HAN
from gongbao.read.lines import squeeze
from gongbao.read.office_xml import elements
from gongbao.read.raw import Found
from gongbao.read.wording import is_body, page_words

_PAGES = (".xhtml", ".html", ".htm")


def extract(data: bytes, name: str) -> Found:
    """Yield the chapters of an EPUB as reports, called `name#number`. Raises InputError where it holds none."""
    archive = open_archive(data, name)
    found = False
    publisher, pages = _package(archive, name)
    members = archive.namelist()
    known = frozenset(members)
    chapters = [page for page in pages if page in known] or sorted(
        (member for member in members if member.lower().endswith(_PAGES)), key=_numbered
    )
    for number, member in enumerate(chapters, 1):
        try:
            chapter = web.page_of(web.source_of(read_member(archive, member, name), name), f"{name}#{number}")
        except InputError as error:
            found = True
            yield error.at(f"{name}#{number}")
            continue
        if HAN.search(chapter.text) and squeeze(chapter.text.partition("\n")[0]) not in page_words()["contents"]:
            found = True
            yield chapter._replace(publisher=publisher)
    if not found:
        raise InputError("no chapters with text in it", name=name)


def _numbered(member: str) -> list[str]:
    """A key by which chapter 10 comes after chapter 9."""
    return [piece.zfill(8) if piece.isdigit() else piece for piece in re.split(r"(\d+)", member)]


def _package(archive: ZipFile, name: str) -> tuple[str | None, list[str]]:
    """Return the first body of those who wrote and published a book, and its pages in order, without the table of contents."""
    member = next((member for member in archive.namelist() if member.lower().endswith(".opf")), "")
    makers, order, files = [], [], {}
    package = read_member(archive, member, name) if member else b"<package/>"
    for part in elements(package, name, ("creator", "publisher", "item", "itemref")):
        if part.tag in ("creator", "publisher"):
            makers.append("".join(part.itertext()).strip())
        elif part.tag == "itemref":
            order.append(part.get("idref", ""))
        elif "nav" not in part.get("properties", "").split():
            files[part.get("id", "")] = unquote(part.get("href", ""))
    pages = dict.fromkeys(files[item] for item in order if item in files)
    folder = posixpath.dirname(member)
    return next(filter(is_body, makers), None), [posixpath.normpath(posixpath.join(folder, page)) for page in pages]
