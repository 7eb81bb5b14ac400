/** The pages of the picture as scenes, for PNG, SVG and paper: the periods, the provinces, and what reports share. */

import { layerOf } from "./atlas";
import type { Context } from "./context";
import { byReport, byYear } from "./groups";
import { cellsOf, sharedOf, sign } from "./matrix";
import { PROVINCES, provinceName } from "./provinces";
import { labelBox, type Label, type Scene, type Tile } from "./scene";
import { shorten, wrap } from "./text";
import { mix, type Palette } from "./theme";
import { Axis, periods, periodWords } from "./timeline";

const MARGIN = 16;
const [TILE_WIDTH, TILE_HEIGHT, GAP] = [92, 60, 5] as const;
const LINE = 30;
const [MOST_ROWS, MOST_COLUMNS] = [60, 40] as const;

function text(x: number, y: number, words: string, palette: Palette, more: Partial<Label> = {}): Label {
  return { x, y, lines: [words], size: 13, color: palette.ink, bold: false, left: true, ...more };
}

/** Whether a view that is read as a page has a scene of its own; others leave as they stand on the screen. */
function hasScene({ graph, state }: Context): boolean {
  const { view, filter, compare } = state;
  return view === "time" || view === "places" || (view === "summary" && graph.data.reports.length > 1 && filter.report === null && !compare);
}

export function sceneOf(context: Context, palette: Palette): Scene | null {
  if (!hasScene(context)) return null;
  const { view } = context.state;
  return (view === "time" ? timeScene : view === "places" ? placesScene : matrixScene)(context, palette);
}

function timeScene(context: Context, palette: Palette): Scene {
  const all = periods(context);
  const [left, wide, width] = [170, 560, 980];
  const axis = all.length ? new Axis(context, all) : null;
  const at = (share: number): number => left + (share / 100) * wide;
  const labels: Label[] = (["lineDone", "linePlanned", "quantities"] as const).map((word, column) => text(left + wide + 30 + column * 80, 22, context.say(word), palette, { size: 12, color: palette.muted }));
  const boxes: Tile[] = [];
  for (const { year, share } of axis?.years() ?? []) labels.push(text(at(share) + 3, 22, String(year), palette, { size: 11, color: palette.muted }));
  all.forEach((period, index) => {
    const y = 40 + index * LINE;
    labels.push(text(MARGIN, y + LINE / 2, periodWords(context, period.span), palette));
    const [from, to] = axis!.between(period.span);
    const planned = axis!.isAhead(period);
    boxes.push({ x: at(from), y: y + 9, width: Math.max(4, at(to) - at(from)), height: 12, fill: planned ? palette.background : palette.muted, stroke: palette.muted, dashed: planned });
    [period.done, period.planned, period.figures].forEach((list, column) => {
      if (list.length) labels.push(text(left + wide + 30 + column * 80, y + LINE / 2, context.figure(list.length), palette));
    });
  });
  const issued = axis?.issued;
  const height = 56 + all.length * LINE;
  const lines = issued === null || issued === undefined ? [] : [{ x1: at(issued), y1: 34, x2: at(issued), y2: height - 12, bend: 0, color: palette.accent, width: 1.5, arrow: false, dashed: false, title: context.say("issued") }];
  return { width, height, background: palette.background, lines, discs: [], labels, boxes };
}

function placesScene(context: Context, palette: Palette): Scene {
  const layer = layerOf(context);
  const boxes: Tile[] = [];
  const labels: Label[] = [text(MARGIN, 20, layer.title, palette, { size: 15, bold: true })];
  for (const each of PROVINCES) {
    const [x, y] = [MARGIN + (each.column - 1) * (TILE_WIDTH + GAP), 40 + (each.row - 1) * (TILE_HEIGHT + GAP)];
    const found = layer.tiles.get(each.code);
    const level = found ? layer.level(found.value) : 0;
    const home = context.graph.whereabouts.ofReport.includes(each.code);
    const words = found?.words ?? "";
    boxes.push({ x, y, width: TILE_WIDTH, height: TILE_HEIGHT, fill: mix(palette.accent, palette.background, level * 0.075), stroke: found && home ? palette.ink : mix(palette.muted, palette.background, 0.35), dashed: !found });
    labels.push(text(x + TILE_WIDTH / 2, y + (words ? 19 : 30), provinceName(context, each), palette, { left: false, color: found ? palette.ink : palette.muted }));
    if (words) labels.push({ ...text(x + TILE_WIDTH / 2, y + 41, "", palette, { left: false, bold: true, size: 12 }), lines: wrap(words, 7, 2) });
  }
  return { width: MARGIN * 2 + 8 * (TILE_WIDTH + GAP), height: 56 + 8 * (TILE_HEIGHT + GAP), background: palette.background, lines: [], discs: [], labels, boxes };
}

function matrixScene(context: Context, palette: Palette): Scene {
  const columns = (context.state.by === "years" ? byYear(context) : byReport(context)).slice(0, MOST_COLUMNS);
  const cells = cellsOf(context, columns);
  const shared = sharedOf(context, cells).slice(0, MOST_ROWS);
  const names = columns.map(({ name }) => wrap(name.replace(/人民政府$/, ""), 4, 3));
  const [left, top, wide] = [330, 30 + 16 * Math.max(1, ...names.map(({ length }) => length)), 58];
  const labels: Label[] = columns.map((_, column) => ({ ...text(left + column * wide + wide / 2, top / 2 + 6, "", palette, { left: false, size: 12, bold: true }), lines: names[column]! }));
  const rule = mix(palette.muted, palette.background, 0.3);
  const right = left + columns.length * wide;
  const lines = shared.map((_, index) => ({ x1: MARGIN, y1: top + index * 26, x2: right, y2: top + index * 26, bend: 0, color: rule, width: 1, arrow: false, dashed: false }));
  shared.forEach((node, index) => {
    const y = top + index * 26 + 13;
    labels.push(text(MARGIN, y, shorten(context.title(node), 23), palette));
    for (const [column, cell] of cells.get(node)!) labels.push(text(left + column * wide + wide / 2, y, sign(cell), palette, { left: false }));
  });
  const key = `● ${context.say("lineDone")}　○ ${context.say("linePlanned")}　· ${context.say("onlyMentioned")}`;
  const foot = top + shared.length * 26 + 18;
  labels.push(text(MARGIN, foot, key, palette, { size: 12, color: palette.muted }));
  return { width: Math.max(right + MARGIN, labelBox(0, 0, [key], 12).x1 * 2), height: foot + 16, background: palette.background, lines, discs: [], labels, boxes: [] };
}
