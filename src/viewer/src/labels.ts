/** Where labels go: under, over or beside their nodes and on their edges, never on each other nor on what covers the pane. */

import type { Edge } from "./graph";
import { along, labelBox, LEADING, Occupied, sizeOf, type Box, type Label, type Line } from "./scene";
import { wrap } from "./text";
import { mix, type Palette } from "./theme";

const LABEL_WIDTH = 10;
const LABEL_LINES = 2;
/** Edges up to which all are named. */
const EDGE_NAMES = 90;
const MOST_NAMED = 400;
/** Of the most important nodes, how many are bold and named before others. */
const BOLD = 8;
/** Nodes up to which every one is named, if need be over the dot of another. */
const FEW = 60;
/** Nodes up to which a name that finds no place is broken otherwise. */
const SHAPED = 200;
/** Nodes up to which no label may lie on a dot. */
const DOTS = 400;

/** A node as the pane shows it, in pixels. */
export interface Shown {
  readonly node: number;
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** Where on an edge its word goes, from its source to its target, and where besides when it must be seen. */
const ALONG = [0.58, 0.48, 0.68] as const;
const FARTHER = [0.38, 0.75, 0.3] as const;

/** What the labels are placed on. */
export interface Ground {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  /** nodes in the pane or near it, most important first */
  readonly nodes: readonly Shown[];
  readonly covered: readonly Box[];
  readonly focus: ReadonlySet<number> | null;
  readonly rings: ReadonlySet<number>;
  readonly strong: ReadonlySet<number>;
  readonly hovered: number | null;
  readonly hoveredEdge: number | null;
  readonly edges: readonly Edge[];
  readonly degree: (node: number) => number;
  readonly name: (node: number) => string;
  readonly edgeName: (edge: Edge) => string;
  readonly line: (edge: Edge) => Line;
}

export function placed(ground: Ground): Label[] {
  const taken = new Occupied();
  for (const box of ground.covered) taken.take(box);
  if (ground.nodes.length <= DOTS) for (const { x, y, r } of ground.nodes) taken.take({ x0: x - r, y0: y - r, x1: x + r, y1: y + r });
  const labels = nodeLabels(ground, taken);
  return [...labels, ...edgeLabels(ground, taken)];
}

function nodeLabels(ground: Ground, taken: Occupied): Label[] {
  const { width, height, rings, focus, hovered } = ground;
  const words = new Occupied(); // labels alone: those of hubs may lie on the dots of their spokes, which are many
  const out: Label[] = [];
  const first = (node: number): number => (node === hovered || rings.has(node) ? 2 : focus?.has(node) ? 1 : 0);
  const bold = new Set(ground.nodes.slice(0, BOLD).flatMap(({ node }) => (ground.degree(node) > 2 ? [node] : [])));
  const must = (node: number): boolean => bold.has(node) || ground.nodes.length <= FEW;
  const inPane = (box: Box): boolean => box.x0 >= 0 && box.y0 >= 0 && box.x1 <= width && box.y1 <= height;
  const order = [...ground.nodes].sort((a, b) => first(b.node) - first(a.node));
  for (const { node, x, y, r } of order) {
    const rank = first(node);
    const faded = focus !== null && !rank;
    if (faded && !bold.has(node)) continue;
    const important = rank === 2;
    const size = sizeOf(ground.degree(node)) + (important ? 0.5 : 0);
    const tried = shapes(ground.name(node), important, ground.nodes.length).flatMap((lines) => around({ x, y, r }, lines, size));
    const free = tried.find(({ box }) => taken.free(box) && inPane(box));
    const place = free ?? (important ? tried[0] : must(node) ? tried.find(({ box }) => words.free(box) && inPane(box)) : undefined);
    if (!place) continue;
    taken.take(place.box);
    words.take(place.box);
    out.push({ x: place.x, y: place.y, lines: place.lines, size, color: faded ? mix(ground.palette.muted, ground.palette.background, 0.6) : ground.palette.ink, bold: important || bold.has(node) });
  }
  return out;
}

/** The ways in which a name can be broken, the best first; of many nodes each name has but one. */
function shapes(name: string, important: boolean, nodes: number): string[][] {
  if (important) return [wrap(name, 16, 3)];
  const usual = wrap(name, LABEL_WIDTH, LABEL_LINES);
  return nodes > SHAPED ? [usual] : [usual, wrap(name, 2 * LABEL_WIDTH, 1), wrap(name, 7, 3)];
}

/** Under, over, right and left of a node. */
function around({ x, y, r }: Omit<Shown, "node">, lines: readonly string[], size: number): { x: number; y: number; lines: readonly string[]; box: Box }[] {
  const half = (lines.length * size * LEADING) / 2;
  const wide = labelBox(0, 0, lines, size).x1;
  const places = [[x, y + r + half + 2], [x, y - r - half - 2], [x + r + wide + 2, y], [x - r - wide - 2, y]] as const;
  return places.map(([x, y]) => ({ x, y, lines, box: labelBox(x, y, lines, size) }));
}

function edgeLabels(ground: Ground, taken: Occupied): Label[] {
  const { strong, hoveredEdge, palette } = ground;
  const all = !ground.focus && ground.edges.length <= EDGE_NAMES;
  const named = ground.edges.filter(({ index }) => all || strong.has(index) || index === hoveredEdge);
  if (named.length > MOST_NAMED) return [];
  const out: Label[] = [];
  for (const edge of named) {
    const line = ground.line(edge);
    const toLeaf = ground.degree(edge.s) >= ground.degree(edge.o);
    const text = [ground.edgeName(edge)];
    const sure = edge.index === hoveredEdge || (strong.size === 1 && strong.has(edge.index));
    const size = sure ? 12.5 : 11;
    const spots = (sure ? [...ALONG, ...FARTHER] : ALONG).map((t) => along(line, toLeaf ? t : 1 - t)).map(({ x, y }) => ({ x, y, box: labelBox(x, y, text, size) }));
    const spot = spots.find(({ box }) => taken.free(box)) ?? (sure ? spots[0] : undefined);
    if (!spot) continue;
    taken.take(spot.box);
    out.push({ x: spot.x, y: spot.y, lines: text, size, color: sure ? palette.accent : palette.muted, bold: sure });
  }
  return out;
}
