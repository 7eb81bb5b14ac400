"""What is read at most, in one place; a file beyond a limit is refused by name, never read in part."""

from __future__ import annotations

MIB = 1024 * 1024

MAX_TEXT_BYTES = 32 * MIB
"""A plain text, HTML, Markdown, CSV or JSON Lines file."""

MAX_BINARY_BYTES = 128 * MIB
"""A PDF, DOCX or zip file as it lies on disk."""

MAX_TEXT_CHARS = 4_000_000
"""Characters of one report; the longest provincial work report has about 25,000."""

MAX_LINE_CHARS = 1_000_000
"""Characters of one line."""

MAX_ROWS = 200_000
"""Reports in one CSV or JSON Lines file."""

MAX_ZIP_MEMBERS = 20_000
"""Files in one zip."""

MAX_ZIP_RATIO = 200
"""Unpacked bytes for each packed byte of a zip member, where more than a MiB is unpacked."""

MAX_ZIP_BYTES = 512 * MIB
"""Unpacked bytes of all members that are read from one zip."""

MAX_HTML_DEPTH = 400
"""Nesting of HTML elements."""

MAX_PDF_PAGES = 2_000
"""Pages of one PDF."""
