"""An open page of the viewer, and how a person points at things in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import FloatRect, Page

Theme = Literal["dark", "light"]
Motion = Literal["no-preference", "reduce"]

SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class Viewer:
    """An open page, and what it said and asked for."""

    page: Page
    path: Path
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, **fragment: str) -> Viewer:
        self.page.on("console", lambda message: self.errors.extend([message.text] * (message.type == "error")))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(f"{self.path.as_uri()}#{urlencode(fragment)}")
        self.drawn()
        return self

    def drawn(self) -> float:
        """Milliseconds from navigation until the network was on the screen."""
        self.page.wait_for_function("() => document.documentElement.dataset.drawn", timeout=60_000)
        return float(self.page.evaluate("document.documentElement.dataset.drawn"))

    def settle(self) -> None:
        self.page.wait_for_timeout(500)

    def text(self, selector: str) -> str:
        return self.page.locator(selector).inner_text()

    def export(self, name: str) -> bytes:
        self.page.click("summary.chip")
        with self.page.expect_download() as download:
            self.page.click(f"[data-action={name}]")
        return Path(download.value.path()).read_bytes()

    def picture(self, part: float = 0.5) -> dict[str, tuple[float, float]]:
        """Where each node, and the middle (or another part) of each line, lies on the screen, by its title, as the SVG has it."""
        root = ET.fromstring(self.export("svg"))
        pane = self.page.locator("#network").bounding_box()
        assert pane
        found = {}
        for shape in root.iter():
            title = shape.findtext(f"{SVG}title")
            if shape.tag == f"{SVG}circle" and title:
                found[title] = (pane["x"] + float(shape.get("cx", 0)), pane["y"] + float(shape.get("cy", 0)))
            elif shape.tag == f"{SVG}path" and title:
                numbers = [float(n) for n in re.findall(r"-?[\d.]+", shape.get("d", ""))]
                x, y = _along(numbers, part)
                found[title] = (pane["x"] + x, pane["y"] + y)
        return found

    def ink(self, x: float, y: float) -> int:
        """How much the darkest point near a place of the screen differs from what lies behind all."""
        near: FloatRect = {"x": x - 4, "y": y - 4, "width": 9, "height": 9}
        with Image.open(BytesIO(self.page.screenshot(clip=near))) as picture:
            return 255 - min(picture.convert("RGB").tobytes())

    def click_at(self, title: str) -> None:
        self.page.mouse.click(*self.picture()[title])
        self.settle()


def _along(numbers: list[float], part: float) -> tuple[float, float]:
    """A point of a straight line (4 numbers) or of a curve with one control point (6 numbers)."""
    x1, y1, *control, x2, y2 = numbers
    cx, cy = control or ((x1 + x2) / 2, (y1 + y2) / 2)
    begin, middle, end = (1 - part) ** 2, 2 * part * (1 - part), part**2
    return begin * x1 + middle * cx + end * x2, begin * y1 + middle * cy + end * y2
