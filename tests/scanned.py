"""Pages of a text as a scanner gives them: pictures, at so many dots an inch, with a Chinese font of the system."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

POINTS, MARGIN, WIDTH, HEIGHT = 12, 72, 595, 842


def font() -> Path | None:
    """Return the file of a Chinese font with serifs, None where there is none."""
    if shutil.which("fc-match") is None:
        return None
    found = subprocess.run(["fc-match", "-f", "%{file}", "Noto Serif CJK SC"], capture_output=True, text=True).stdout
    return Path(found) if "CJK" in found else None


def pages(text: str, dpi: int) -> list[tuple[Image.Image, str]]:
    """Return A4 pages of a text, each with what stands on it; paragraphs are indented by two characters."""
    path = font()
    assert path is not None
    scale = dpi / 72
    letters = ImageFont.truetype(path, round(POINTS * scale))
    step = round(POINTS * 1.6 * scale)
    width, height, margin = round(WIDTH * scale), round(HEIGHT * scale), round(MARGIN * scale)
    lines = list(_lines(text, letters, width - 2 * margin))
    most = (height - 2 * margin) // step
    made = []
    for first in range(0, len(lines), most):
        image = Image.new("RGB", (width, height), "white")
        draw = ImageDraw.Draw(image)
        for number, line in enumerate(lines[first : first + most]):
            draw.text((margin, margin + number * step), line, font=letters, fill="black")
        made.append((image, "".join(lines[first : first + most]).replace("\u3000", "")))
    return made


def _lines(text: str, letters: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    for paragraph in filter(None, map(str.strip, text.splitlines())):
        line = "\u3000\u3000"
        for character in paragraph:
            if letters.getlength(line + character) > width:
                yield line
                line = ""
            line += character
        yield line
