/** A page of the picture as a scene: the words, rules and dots of its tables, where they stand on the screen. */

import type { Disc, Label, Line, Scene, Tile } from "./scene";
import { mix, type Palette } from "./theme";

/** What is there to be pressed, not to be read. */
const CONTROLS = ".summary-head, .chooser, .segmented, .more, .table-head, .sr-only";
const MARGIN = 16;

/** What `root` shows; the parts that are folded or cut off are not in it. */
export function leafScene(root: HTMLElement, palette: Palette): Scene | null {
  const parts = [...root.querySelectorAll<HTMLElement>(":scope > *, .table-scroll > *")].filter((part) => part.checkVisibility() && !part.matches(`${CONTROLS}, .table-scroll`));
  const frames = parts.map((part) => part.getBoundingClientRect()).filter(({ width, height }) => width && height);
  if (!frames.length) return null;
  const left = Math.min(...frames.map((box) => box.left)) - MARGIN;
  const top = Math.min(...frames.map((box) => box.top)) - MARGIN;
  const place = (box: DOMRect): DOMRect => new DOMRect(box.left - left, box.top - top, box.width, box.height);
  const all = (selector: string): HTMLElement[] => parts.flatMap((part) => [...part.querySelectorAll<HTMLElement>(selector)]).filter((each) => each.checkVisibility() && !each.closest(CONTROLS));
  const rule = mix(palette.muted, palette.background, 0.3);
  const lines: Line[] = all("tr").map((row) => flat(place(row.getBoundingClientRect()), rule));
  for (const [selector, dashed] of [["td.done", false], ["td.planned", true]] as const) lines.push(...all(selector).map((cell) => upright(place(cell.getBoundingClientRect()), palette.muted, dashed)));
  const discs: Disc[] = all(".dot").map((dot) => {
    const box = place(dot.getBoundingClientRect());
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, r: box.width / 2, color: plain(getComputedStyle(dot).backgroundColor, palette.muted), ring: null };
  });
  const boxes: Tile[] = all(".badge").map((badge) => {
    const { x, y, width, height } = place(badge.getBoundingClientRect());
    return { x, y, width, height, fill: mix(palette.muted, palette.background, 0.15), stroke: palette.background, dashed: false };
  });
  const labels = parts.flatMap((part) => words(part, palette, place));
  const width = Math.max(...frames.map((box) => box.right)) - left + MARGIN;
  return { width, height: Math.max(...frames.map((box) => box.bottom)) - top + MARGIN, background: palette.background, lines, discs, labels, boxes };
}

const LINE = { bend: 0, width: 1, arrow: false, dashed: false } as const;

function flat({ x, y, width, height }: DOMRect, color: string): Line {
  return { ...LINE, x1: x, y1: y + height, x2: x + width, y2: y + height, color };
}

function upright({ x, y, height }: DOMRect, color: string, dashed: boolean): Line {
  return { ...LINE, x1: x, y1: y, x2: x, y2: y + height, color, width: 1.5, dashed };
}

/** A colour that every reader of SVG knows, else the given one. */
function plain(color: string, otherwise: string): string {
  return /^rgb\(/.test(color) ? color : otherwise;
}

function words(root: HTMLElement, palette: Palette, place: (box: DOMRect) => DOMRect): Label[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const out: Label[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    const holder = text.parentElement!;
    if (!text.data.trim() || holder.closest(CONTROLS) || !holder.checkVisibility()) continue;
    const { fontSize, fontWeight, color } = getComputedStyle(holder);
    const end = holder.closest(".cell")?.getBoundingClientRect().bottom ?? Infinity;
    for (const { written, box } of rows(text)) {
      if (box.bottom > end + 1) break;
      const { x, y, height } = place(box);
      out.push({ x, y: y + height / 2, lines: [written], size: parseFloat(fontSize), color: plain(color, palette.ink), bold: Number(fontWeight) >= 600, left: true });
    }
  }
  return out;
}

/** The lines into which a text is broken on the screen. */
function rows(text: Text): { written: string; box: DOMRect }[] {
  const range = document.createRange();
  const out: { written: string; box: DOMRect }[] = [];
  let at = 0;
  for (const char of text.data) {
    range.setStart(text, at);
    range.setEnd(text, (at += char.length));
    const box = range.getBoundingClientRect();
    const last = out.at(-1);
    if (last && Math.abs(last.box.top - box.top) < box.height / 2) last.written += char;
    else if (char.trim() && box.height) out.push({ written: char, box });
  }
  return out;
}
