"""A walk through a page by Tab, there and back: what stops there are, where they lie, and what is wrong with any of them."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

STOPS = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(e => e.tabIndex >= 0 && !e.disabled && e.type !== "hidden" && e.checkVisibility({visibilityProperty: true}));
  window.stops = new Map(all.map((e, n) => [e, n]));
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  return all.map(e => `${e.tagName.toLowerCase()} ${e.ariaLabel ?? e.textContent.trim()}`.slice(0, 50));
}"""
# Steps that lead up without leading to the right: nobody reads so. Of two stops the boxes are compared in which they lie
# side by side: rows of a list, cells, panes.
OUT_OF_ORDER = """() => {
  const words = e => `${e.tagName} ${e.ariaLabel ?? e.textContent.trim()}`.slice(0, 40);
  const all = [...window.stops.keys()];
  return all.slice(1).flatMap((after, n) => {
    let [a, b] = [all[n], after];
    if (a.contains(b)) return [];
    while (!a.parentElement.contains(b)) a = a.parentElement;
    while (b.parentElement !== a.parentElement) b = b.parentElement;
    [a, b] = [a.getClientRects()[0], b.getClientRects()[0]];
    return b.bottom <= a.top + 2 && b.left < a.right - 2 ? [`reached later, read before: ${words(all[n])} → ${words(after)}`] : [];
  });
}"""
HERE = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const style = getComputedStyle(e);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const seen = [...e.getClientRects()].some(b => {
    const [x0, x1] = [Math.max(0, b.left), Math.min(innerWidth, b.right)];
    const [y0, y1] = [Math.max(0, b.top), Math.min(innerHeight, b.bottom)];
    if (x1 - x0 < 1 || y1 - y0 < 1) return false;
    const hit = document.elementFromPoint((x0 + x1) / 2, (y0 + y1) / 2);
    return style.pointerEvents === "none" || (hit && (e.contains(hit) || hit.contains(e)));
  });
  return {at: window.stops.get(e) ?? -1, name: e.outerHTML.slice(0, 120), ring, seen};
}"""


@dataclass(frozen=True)
class Walk:
    """The stops in the page's order, and in the order in which Tab reaches them; what is wrong, in words."""

    stops: list[str]
    reached: list[int]
    wrong: list[str]


def walk(page: Page) -> Walk:
    """Go through the whole page by Tab, and back by Shift+Tab."""
    stops = page.evaluate(STOPS)
    out_of_order = page.evaluate(OUT_OF_ORDER)  # before anything is scrolled
    forth, wrong = _go(page, "Tab", len(stops))
    back, more = _go(page, "Shift+Tab", len(stops))
    wrong += more + out_of_order
    if forth != list(range(len(stops))):
        missed = [stops[n] for n in range(len(stops)) if n not in forth]
        wrong.append(f"Tab does not go through the page in its order: {forth}, missed: {missed}")
    if sorted(set(back)) != list(range(len(stops))):
        wrong.append(f"Shift+Tab does not go through the whole page: {back}")
    return Walk(stops, forth, wrong)


def _go(page: Page, key: str, count: int) -> tuple[list[int], list[str]]:
    """Press a key until the page is left or begins anew; a trap shows as too few stops."""
    reached: list[int] = []
    wrong: list[str] = []
    for _ in range(count + 5):
        page.keyboard.press(key)
        here = page.evaluate(HERE)
        if here is None or here["at"] in reached:
            if reached:
                break
            continue
        reached.append(here["at"])
        wrong += [f"{key}: {fault}: {here['name']}" for fault in ("ring", "seen") if not here[fault]]
    return reached, wrong
