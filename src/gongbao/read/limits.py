"""What is read at most, in one place; a file beyond a limit is refused by name, never read in part."""

MIB = 1024 * 1024

MAX_TEXT_BYTES = 32 * MIB  # a plain text, HTML, Markdown, CSV or JSON Lines file
MAX_BINARY_BYTES = 128 * MIB  # a PDF, DOCX or zip file as it lies on disk
MAX_TEXT_CHARS = 4_000_000  # characters of one report; the longest provincial work report has about 25,000
MAX_LINE_CHARS = 1_000_000  # characters of one line
MAX_LINES = 400_000  # lines of one report, empty ones among them
MAX_ROWS = 200_000  # reports in one CSV or JSON Lines file
MAX_ZIP_MEMBERS = 20_000  # files in one zip
MAX_ZIP_RATIO = 200  # unpacked bytes for each packed byte of a zip member, where more than a MiB is unpacked
MAX_ZIP_BYTES = 512 * MIB  # unpacked bytes of all members that are read from one zip
MAX_HTML_DEPTH = 2_000  # nesting of HTML elements
MAX_HTML_ATTRIBUTES = 1_000  # attributes of one HTML tag
MAX_HTML_TAGS = 400_000  # opening tags of one HTML page; three attributes count as one
MAX_HTML_COPIES = 500_000  # copies of formatting elements left open, one for each block after them
MAX_HTML_PASSED = 20_000_000
"""Elements of one HTML page that a parser passes on its way from closing tags to what they close."""

MAX_MIME_BOUNDARIES = 20_000  # lines of a letter or a saved page that may part it
MAX_MIME_PARTS = 100  # parts of a saved page that hold parts themselves
MAX_XML_ELEMENTS = 5_000_000  # elements of one part of an office file
MAX_XML_HELD, MAX_XML_DEPTH = 1_000_000, 300
"""Elements of one table or paragraph of it, and how deep they may stand in one another."""

MAX_CELLS = 10_000_000  # cells of one workbook, empty ones before others among them
MAX_JSON_VALUES = 4_000_000  # values, objects and lists in a JSON file
PIPE_SECONDS = 10  # how long a pipe or device may keep silent
MAX_PDF_PAGES = 2_000  # pages of one PDF
PAGE_BYTES = 2 * MIB  # what a scanned page counts for: recognising it takes as long as reading so many bytes may
