/** The picture as values: what the label layer draws over the network, and what PNG and SVG files hold. */

import { escapeXml } from "./text";

export interface Line {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** how far the middle is pushed aside, as a share of the length; 0 is straight */
  readonly bend: number;
  readonly color: string;
  readonly width: number;
  readonly arrow: boolean;
  readonly dashed: boolean;
  /** what a picture says of it when pointed at */
  readonly title?: string;
}

export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly color: string;
  readonly ring: string | null;
  readonly title?: string;
}

export interface Label {
  /** middle of the text's box */
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
  readonly size: number;
  readonly color: string;
  readonly bold: boolean;
  /** whether x is where the text begins */
  readonly left?: boolean;
}

export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string;
  readonly stroke: string;
  readonly dashed: boolean;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly lines: readonly Line[];
  readonly discs: readonly Disc[];
  readonly labels: readonly Label[];
  /** what lies under all others */
  readonly boxes?: readonly Tile[];
}

export const FONT = `"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",system-ui,sans-serif`;
export const LEADING = 1.25;

/** How large a node of so many relations is. */
export function radiusOf(degree: number): number {
  return Math.min(20, 4.5 + 2.2 * Math.sqrt(degree));
}

/** How large the name of a node of so many relations is written. */
export function sizeOf(degree: number): number {
  return Math.min(15, 11.5 + Math.sqrt(degree) * 0.5);
}

export interface Box {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** The places that are taken, in a grid, so that thousands of labels are compared with their neighbours only. */
export class Occupied {
  private readonly cells = new Map<string, Box[]>();

  constructor(private readonly cell = 64) {}

  free(box: Box): boolean {
    return this.around(box).every(
      (key) => !this.cells.get(key)?.some((o) => box.x0 < o.x1 && o.x0 < box.x1 && box.y0 < o.y1 && o.y0 < box.y1),
    );
  }

  take(box: Box): void {
    for (const key of this.around(box)) {
      const there = this.cells.get(key);
      if (there) there.push(box);
      else this.cells.set(key, [box]);
    }
  }

  private around(box: Box): string[] {
    const keys: string[] = [];
    for (let x = Math.floor(box.x0 / this.cell); x <= Math.floor(box.x1 / this.cell); x++)
      for (let y = Math.floor(box.y0 / this.cell); y <= Math.floor(box.y1 / this.cell); y++) keys.push(`${x} ${y}`);
    return keys;
  }
}

/** The box of a label with its middle at x, y; widths are estimated, Chinese characters being as wide as the font is high. */
export function labelBox(x: number, y: number, lines: readonly string[], size: number): Box {
  let wide = 0;
  for (const line of lines) {
    let used = 0;
    for (const char of line) used += /[\u0000-\u02ff]/.test(char) ? 0.6 : 1;
    wide = Math.max(wide, used);
  }
  const w = (wide * size) / 2 + 3;
  const h = (lines.length * size * LEADING) / 2 + 2;
  return { x0: x - w, y0: y - h, x1: x + w, y1: y + h };
}

/** The control point of a line's curve. */
export function control(line: Pick<Line, "x1" | "y1" | "x2" | "y2" | "bend">): { x: number; y: number } {
  const dx = line.x2 - line.x1;
  const dy = line.y2 - line.y1;
  return { x: (line.x1 + line.x2) / 2 + dy * line.bend, y: (line.y1 + line.y2) / 2 - dx * line.bend };
}

/** A point of a line's curve, `t` from 0 (source) to 1 (target). */
export function along(line: Pick<Line, "x1" | "y1" | "x2" | "y2" | "bend">, t: number): { x: number; y: number } {
  const c = control(line);
  const u = 1 - t;
  return {
    x: u * u * line.x1 + 2 * u * t * c.x + t * t * line.x2,
    y: u * u * line.y1 + 2 * u * t * c.y + t * t * line.y2,
  };
}

/** How far a point lies from a line's curve, in pixels. */
export function distance(line: Pick<Line, "x1" | "y1" | "x2" | "y2" | "bend">, x: number, y: number): number {
  const steps = line.bend === 0 ? 1 : 12;
  let best = Infinity;
  let from = along(line, 0);
  for (let step = 1; step <= steps; step++) {
    const to = along(line, step / steps);
    best = Math.min(best, toSegment(x, y, from.x, from.y, to.x, to.y));
    from = to;
  }
  return best;
}

function toSegment(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const length = dx * dx + dy * dy;
  const t = length ? Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length)) : 0;
  return Math.hypot(x - x1 - t * dx, y - y1 - t * dy);
}

const round = (value: number): string => String(Math.round(value * 10) / 10);

export function toSvg(scene: Scene, title: string): string {
  const out = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${scene.width}" height="${scene.height}" viewBox="0 0 ${scene.width} ${scene.height}" font-family='${FONT}'>`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="100%" height="100%" fill="${scene.background}"/>`,
  ];
  for (const { x, y, width, height, fill, stroke, dashed } of scene.boxes ?? []) {
    out.push(`<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="4" fill="${fill}" stroke="${stroke}" stroke-width="1.5"${dashed ? ' stroke-dasharray="5 4"' : ""}/>`);
  }
  for (const line of scene.lines) {
    const c = control(line);
    const path = line.bend
      ? `M${round(line.x1)} ${round(line.y1)}Q${round(c.x)} ${round(c.y)} ${round(line.x2)} ${round(line.y2)}`
      : `M${round(line.x1)} ${round(line.y1)}L${round(line.x2)} ${round(line.y2)}`;
    const dash = line.dashed ? ' stroke-dasharray="5 4"' : "";
    out.push(`<path d="${path}" fill="none" stroke="${line.color}" stroke-width="${round(line.width)}"${dash}>${titled(line.title)}</path>`);
    if (line.arrow) out.push(`<path d="${arrowHead(line).map(([x, y], i) => `${i ? "L" : "M"}${round(x)} ${round(y)}`).join("")}Z" fill="${line.color}"/>`);
  }
  for (const disc of scene.discs) {
    const ring = disc.ring ? ` stroke="${disc.ring}" stroke-width="2.5"` : "";
    out.push(`<circle cx="${round(disc.x)}" cy="${round(disc.y)}" r="${round(disc.r)}" fill="${disc.color}"${ring}>${titled(disc.title)}</circle>`);
  }
  for (const label of scene.labels) {
    const weight = label.bold ? ' font-weight="600"' : "";
    out.push(
      `<g font-size="${round(label.size)}"${weight} text-anchor="${label.left ? "start" : "middle"}" fill="${label.color}" stroke="${scene.background}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">`,
      ...label.lines.map((line, i) => `<text x="${round(label.x)}" y="${round(baseline(label, i))}">${escapeXml(line)}</text>`),
      "</g>",
    );
  }
  out.push("</svg>");
  return `${out.join("\n")}\n`;
}

export interface Frame {
  readonly title: string;
  readonly legend: readonly { readonly label: string; readonly color: string }[];
  /** words for solid and for dashed lines; none where there are no lines */
  readonly lines: readonly string[];
  readonly source: string;
  readonly ink: string;
  readonly muted: string;
}

const MARGIN = 16;
const FRAME_HEIGHT = 84;

/** The picture with its title, legend and source under it. */
export function framed(scene: Scene, frame: Frame): Scene {
  const at = (x: number, y: number, text: string, size: number, color: string, bold = false): Label => ({ x, y: scene.height + y, lines: [text], size, color, bold, left: true });
  const wide = (text: string, size: number): number => labelBox(0, 0, [text], size).x1 * 2;
  const labels = [at(MARGIN, 16, frame.title, 16, frame.ink, true), at(MARGIN, 66, frame.source, 11, frame.muted)];
  const lines: Line[] = [];
  let x = MARGIN;
  for (const { label, color } of frame.legend) {
    labels.push(at(x, 42, `● ${label}`, 12.5, color, true));
    x += wide(`● ${label}`, 12.5) + 14;
  }
  frame.lines.forEach((label, index) => {
    const y = scene.height + 42;
    lines.push({ x1: x, y1: y, x2: x + 28, y2: y, bend: 0, color: frame.muted, width: 2, arrow: false, dashed: index === 1 });
    labels.push(at(x + 34, 42, label, 12.5, frame.ink));
    x += 34 + wide(label, 12.5) + 14;
  });
  return { ...scene, width: Math.max(scene.width, x), height: scene.height + FRAME_HEIGHT, labels: [...scene.labels, ...labels], lines: [...scene.lines, ...lines] };
}

function titled(text: string | undefined): string {
  return text ? `<title>${escapeXml(text)}</title>` : "";
}

function baseline(label: Label, line: number): number {
  const step = label.size * LEADING;
  return label.y + (line - (label.lines.length - 1) / 2) * step + label.size * 0.36;
}

function arrowHead(line: Line): [number, number][] {
  const before = along(line, 0.95);
  const angle = Math.atan2(line.y2 - before.y, line.x2 - before.x);
  const size = 5 + line.width * 1.5;
  return [0, 2.7, -2.7].map((turn) => {
    const r = turn === 0 ? 0 : size;
    return [line.x2 + Math.cos(angle + turn) * r, line.y2 + Math.sin(angle + turn) * r];
  });
}

export function drawLabels(context: CanvasRenderingContext2D, scene: Pick<Scene, "labels" | "background">): void {
  context.textBaseline = "alphabetic";
  context.lineJoin = "round";
  context.strokeStyle = scene.background;
  for (const label of scene.labels) {
    context.font = `${label.bold ? "600 " : ""}${label.size}px ${FONT}`;
    context.textAlign = label.left ? "left" : "center";
    context.fillStyle = label.color;
    context.lineWidth = 3.5;
    label.lines.forEach((line, i) => {
      const y = baseline(label, i);
      context.strokeText(line, label.x, y);
      context.fillText(line, label.x, y);
    });
  }
}

export function drawScene(context: CanvasRenderingContext2D, scene: Scene): void {
  context.fillStyle = scene.background;
  context.fillRect(0, 0, scene.width, scene.height);
  for (const { x, y, width, height, fill, stroke, dashed } of scene.boxes ?? []) {
    context.fillStyle = fill;
    context.strokeStyle = stroke;
    context.lineWidth = 1.5;
    context.setLineDash(dashed ? [5, 4] : []);
    context.beginPath();
    context.roundRect(x, y, width, height, 4);
    context.fill();
    context.stroke();
  }
  context.setLineDash([]);
  drawLines(context, scene.lines);
  for (const disc of scene.discs) drawDisc(context, disc);
  drawLabels(context, scene);
}

export function drawLines(context: CanvasRenderingContext2D, lines: readonly Line[]): void {
  for (const line of lines) {
    const c = control(line);
    context.strokeStyle = context.fillStyle = line.color;
    context.lineWidth = line.width;
    context.setLineDash(line.dashed ? [5, 4] : []);
    context.beginPath();
    context.moveTo(line.x1, line.y1);
    context.quadraticCurveTo(c.x, c.y, line.x2, line.y2);
    context.stroke();
    if (!line.arrow) continue;
    context.beginPath();
    arrowHead(line).forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.fill();
  }
  context.setLineDash([]);
}

export function drawDisc(context: CanvasRenderingContext2D, disc: Disc): void {
  context.beginPath();
  context.arc(disc.x, disc.y, disc.r, 0, Math.PI * 2);
  context.fillStyle = disc.color;
  context.fill();
  if (!disc.ring) return;
  context.strokeStyle = disc.ring;
  context.lineWidth = 2.5;
  context.stroke();
}

/** End a line at the rim of its target, and begin it at that of its source where that is asked for. */
export function trimmed(line: Line, radius: number, before = 0): Line {
  const length = Math.hypot(line.x2 - line.x1, line.y2 - line.y1);
  if (length <= radius + before) return line;
  const [start, end] = [along(line, before / length), along(line, 1 - radius / length)];
  return { ...line, x1: start.x, y1: start.y, x2: end.x, y2: end.y };
}

/** An empty canvas of a size on the screen, to draw on in the screen's pixels. */
export function cleared(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  const context = canvas.getContext("2d");
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}
