"""Reading: files and texts become documents, with their body, signature, sections and sentences."""

from gongbao.read.document import from_text
from gongbao.read.files import (
    expand,
    extract_file,
    from_raw,
    load_bytes,
    may_be_scan,
    parts,
    parts_of,
    read_bytes,
    read_stdin,
)
from gongbao.read.raw import Part, Raw
from gongbao.read.scan import parsed as parsed_scan

__all__ = [
    "Part",
    "Raw",
    "expand",
    "extract_file",
    "from_raw",
    "from_text",
    "load_bytes",
    "may_be_scan",
    "parsed_scan",
    "parts",
    "parts_of",
    "read_bytes",
    "read_stdin",
]
