"""Reading: files and texts become documents, with their body, signature, sections and sentences."""

from gongbao.read.document import from_text
from gongbao.read.files import expand, from_raw, parts, parts_of, read_bytes, read_stdin
from gongbao.read.raw import Part, Raw

__all__ = ["Part", "Raw", "expand", "from_raw", "from_text", "parts", "parts_of", "read_bytes", "read_stdin"]
