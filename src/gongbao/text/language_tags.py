"""Language tags in the case of BCP 47 (`zh-Hans`): pyoxigraph knows and writes them in lower case only."""

import re
from functools import lru_cache

# a quotation mark ends a literal where an even number of backslashes stands before it
_QUOTED = re.compile(
    rb'"@(?=[a-z])([a-z0-9]+(?:-[a-z0-9]+)+)|("(?:xml:lang|@language)": ?")([a-z0-9]+(?:-[a-z0-9]+)+)"'
)
_XML = re.compile(rb'(<[^<>]* xml:lang=")([A-Za-z0-9-]+)(?=")')


def bcp47(tag: str) -> str:
    """Return a tag as RFC 5646 writes it: scripts `Hans`, regions `TW`, all else in lower case.

    >>> bcp47("zh-hant-tw"), bcp47("EN-gb"), bcp47("x-latn"), bcp47("")
    ('zh-Hant-TW', 'en-GB', 'x-latn', '')
    """
    parts = tag.lower().split("-")
    single = next((i for i, part in enumerate(parts) if len(part) == 1), len(parts))
    for i in range(1, single):
        if len(parts[i]) == 4 and parts[i].isalpha():
            parts[i] = parts[i].title()
        elif len(parts[i]) == 2:
            parts[i] = parts[i].upper()
    return "-".join(parts)


def cased(written: bytes) -> bytes:
    """Return RDF or query results, in any syntax but CSV, with the tags in that case; texts are left as they are.

    >>> cased(b'<urn:s> <urn:p> "say \\\\"@zh-hans"@zh-hans .')
    b'<urn:s> <urn:p> "say \\\\"@zh-hans"@zh-Hans .'
    """
    if written.startswith(b"<?xml"):
        return _XML.sub(lambda match: match[1] + _tag(match[2]), written)

    def replace(match: re.Match[bytes]) -> bytes:
        before, at = 0, match.start() - 1
        while at >= 0 and written[at] == 92:  # a backslash
            before, at = before + 1, at - 1
        if before % 2:
            return match[0]
        return b'"@' + _tag(match[1]) if match[1] else match[2] + _tag(match[3]) + b'"'

    return _QUOTED.sub(replace, written)


@lru_cache(maxsize=256)
def _tag(tag: bytes) -> bytes:
    return bcp47(tag.decode("ascii")).encode()
