"""EML: the text of a letter, or its page where that says more, with subject, sender and date as title, publisher and date of issue."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from itertools import islice
from typing import Any

from gongbao.errors import NoTextError, UnsupportedInput
from gongbao.read import limits, web
from gongbao.read.encodings import HAN, decode
from gongbao.read.raw import Found, Raw, whole
from gongbao.read.wording import is_body

_SENT_ON = re.compile(
    r"^(?:(?:(?:转发|轉寄|答复|回复|回覆|fwd?|re)\s*[:：]|[\[【](?:外部|外来|external)[^\]】]{0,8}[\]】])\s*)+", re.I
)
_QUOTED = re.compile("(?m)^(?:>[ \t]?)+")
"""How programs for mail mark the lines of the letter that is answered or sent on."""
_MULTIPART = re.compile(rb"(?:^|[\r\n])content-type:\s*(?:multipart|message)/", re.I)
_PART = re.compile(rb"(?:^|[\r\n])--(?!>)")
_HEADER = 2_000  # characters of a header that are looked at: the parser of Python takes time in their square


def _sent(letter: EmailMessage) -> str | None:
    """Return the day on which a letter was sent, if it says one of the calendar."""
    with suppress(ValueError, OverflowError):
        header = letter["date"]
        return header.datetime.date().isoformat() if header and header.datetime else None
    return None


def _weight(part: MIMEPart, name: str) -> int:
    """How much Chinese is in the text of a letter, or in its page: one may only point to the other."""
    payload = part.get_payload(decode=True)
    told = payload if isinstance(payload, bytes) else b""
    return len(HAN.findall(decode(told, name, declared=part.get_content_charset())))


def _is_deep(data: bytes) -> bool:
    """Say whether a letter or a saved page that has parts has more, or more that hold parts, than are read."""
    most = ((_MULTIPART, limits.MAX_MIME_PARTS), (_PART, limits.MAX_MIME_BOUNDARIES))
    marks = most if _MULTIPART.search(data) else ()
    return any(next(islice(mark.finditer(data), count, None), None) is not None for mark, count in marks)


def _begun(name: str, value: str) -> Any:
    """Parse the beginning of a header."""
    return policy.default.header_factory(name, value[:_HEADER])


@contextmanager
def message(data: bytes, name: str) -> Iterator[EmailMessage]:
    """Give a letter, or a page that was saved as one, to be read inside. Raises InputError where it is damaged or too deep."""
    damage = (MessageError, ValueError, LookupError, AttributeError, TypeError)
    with whole(name, "mail or saved page", "邮件或网页", *damage), suppress(RecursionError):
        if not _is_deep(data):
            yield message_from_bytes(data, _class=EmailMessage, policy=policy.default.clone(header_factory=_begun))
            return
    raise UnsupportedInput("too many parts", name=name)


def attachments(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the names and the bytes of what is attached to a letter; a letter that is sent on is called by its subject."""
    with message(data, name) as letter:
        found = list(letter.iter_attachments()) if letter.is_multipart() else []
        for number, part in enumerate(found, 1):
            inner = part.get_content() if part.get_content_type() == "message/rfc822" else None
            if isinstance(inner, EmailMessage):
                yield f"{part.get_filename() or inner['subject'] or number}".removesuffix(".eml") + ".eml", bytes(inner)
            elif (path := part.get_filename()) and isinstance(payload := part.get_payload(decode=True), bytes):
                yield path, payload


def extract(data: bytes, name: str) -> Found:
    """Yield the one report of a letter. Raises NoTextError where it holds neither text nor page."""
    with message(data, name) as letter:
        part, html = letter.get_body(("plain", "html")), letter.get_body(("html",))
        part = html if part and html and 2 * _weight(part, name) < _weight(html, name) else part
        payload = part.get_payload(decode=True) if part is not None else None
        charset = part.get_content_charset() if part is not None else None
        date = _sent(letter)
        title, sender = _SENT_ON.sub("", str(letter["subject"] or "")) or None, parseaddr(str(letter["from"] or ""))[0]
    if part is None or not isinstance(payload, bytes):
        raise NoTextError("no text in this mail", name=name)
    if part.get_content_type() == "text/html":
        text = web.page_of(web.source_of(payload, name), name).text
    else:
        text = _QUOTED.sub("", decode(payload, name, declared=charset))
    if not text.strip():
        raise NoTextError("no text in this mail", name=name)
    yield Raw(text, name, title, sender if is_body(sender) else None, date)
