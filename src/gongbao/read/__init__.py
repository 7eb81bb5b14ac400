"""Reading: files and texts become documents, with their body, signature, sections and sentences."""

from __future__ import annotations

from gongbao.read.files import read_bytes, read_file
from gongbao.read.plain import from_text

__all__ = ["from_text", "read_bytes", "read_file"]
