"""Mint IRIs from names: the same name gives the same IRI on every machine, and no name can break out of one."""

import hashlib
import unicodedata
from functools import lru_cache
from urllib.parse import quote, urlsplit

from gongbao.errors import UsageError
from gongbao.ontology import BASE
from gongbao.text.punctuation import QUOTES_CLOSE, QUOTES_OPEN, QUOTES_STRAIGHT
from gongbao.text.script import fold

QUOTES = frozenset(f"{QUOTES_OPEN}{QUOTES_CLOSE}{QUOTES_STRAIGHT}＂＇`")
_WRAPPERS = {"《": "》", "〈": "〉", "【": "】", "（": "）"}
_LONGEST = 120
_ROUNDS = 8


@lru_cache(maxsize=8192)
def canonical(name: str) -> str:
    """Return the normal form of a name, which is also its label: simplified, NFKC, without quotes, spaces, controls.

    Chinese brackets stay Chinese; brackets and title marks around the whole name go. Never empty.
    """
    kept = _plain(fold(name))
    for _ in range(_ROUNDS):  # what a space kept apart may combine, and be folded once more
        if (again := _plain(fold(kept))) == kept:
            break
        kept = again
    while len(kept) > 2 and _WRAPPERS.get(kept[0]) == kept[-1] and kept[0] not in kept[1:]:
        kept = kept[1:-1]
    return kept or "_"


def _ideographs(text: str) -> bool:
    """Say whether a text is made of ideographs alone, which have one form."""
    return bool(text) and min(text) >= "一" and max(text) <= "鿿"


def _plain(name: str) -> str:
    if _ideographs(name):
        return name
    normal = unicodedata.normalize("NFKC", name).translate({ord("("): "（", ord(")"): "）", ord(","): "，"})
    return "".join(c for c in normal if c not in QUOTES and not c.isspace() and unicodedata.category(c)[0] != "C")


def segment(name: str) -> str:
    """Return the canonical name as one IRI path segment; letters and digits of any script stay readable."""
    normal = canonical(name)
    if len(normal) > _LONGEST:
        digest = hashlib.sha256(normal.encode()).hexdigest()[:12]
        normal = f"{normal[:_LONGEST]}-{digest}"
    while "--" in normal:
        normal = normal.replace("--", "-")
    return encode(normal)


def encode(part: str) -> str:
    """Percent-encode what is neither letter nor digit of any script; every IRI of a graph is written so.

    So are dots at the end: not every reader of Turtle knows them there in a prefixed name.
    """
    if _ideographs(part):
        return part
    stem = part.rstrip(".")
    plain = "".join(c if c in "-、·_" or unicodedata.category(c)[0] in "LN" else quote(c, safe="") for c in stem)
    return plain + "%2E" * (len(part) - len(stem))


def entity(class_id: str, name: str, *, scope: str | None = None, base: str = BASE) -> str:
    """Mint the IRI of a thing: `base/Class/name`, or `base/Class/scope--name` where the name alone is not unique."""
    local = segment(name) if scope is None else f"{segment(scope)}--{segment(name)}"
    return f"{base}{class_id}/{local}"


def report(sha256: str, *, base: str = BASE) -> str:
    """Mint the IRI of a report, which also names its graph: the first 16 hex digits of the digest of its text."""
    return f"{base}report/{sha256[:16]}"


def valid_base(base: str | None) -> str:
    """Return the base IRI, ending in `/`; None is gongbao's own. Things have paths there, so no # or ?. Raises UsageError."""
    if base is None:
        return BASE
    try:
        parts = urlsplit(base)
        wrong = parts.scheme not in ("http", "https") or not parts.netloc or not base.isprintable()
    except ValueError:  # brackets that hold no address
        wrong = True
    if wrong or any(c in base for c in ' <>"{}|\\^`#?'):
        raise UsageError("the base is no http IRI", base=base)
    return base if base.endswith("/") else base + "/"
