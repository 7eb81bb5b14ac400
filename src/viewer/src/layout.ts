/** Lay few nodes out anew: forces from where they were, then boxes pushed apart until no label lies on another. The same input gives the same places. */

import Multigraph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

import type { Look } from "./drawn";
import type { Graph } from "./graph";
import { LEADING, radiusOf, sizeOf } from "./scene";

export interface Spot {
  readonly x: number;
  readonly y: number;
}

const ROUNDS = 220;
const FORCES = 250;
const CROWD = 1.25; // the least room, as a multiple of what the labels cover
const SIDEWAYS = 4; // every so many rounds boxes are pushed sideways
const TRIES = 8; // with so much more room each time:
const GROW = 1.1;
const LINE = 10; // characters to a line of a label

/** What a node and the label under it take: how wide and high it is, and how far its middle lies under the node's. */
interface Room {
  readonly w: number;
  readonly h: number;
  readonly low: number;
}

interface Pane {
  readonly width: number;
  readonly height: number;
}

/** Places for `names` joined by `pairs` of indexes, in pixels around 0, 0, that fill a pane where it has room for them; the more relations, the larger a node. */
export function arranged(names: readonly string[], pairs: readonly (readonly [number, number])[], pane: Pane, degree: (index: number) => number = () => 1): Spot[] {
  if (names.length < 2) return names.map(() => ({ x: 0, y: 0 }));
  const boxes = names.map((name, index) => {
    const length = [...name].length;
    const [across, size] = [2 * radiusOf(degree(index)), sizeOf(degree(index))];
    const label = Math.min(2, Math.ceil(length / LINE)) * size * LEADING + 9;
    return { w: Math.max(across, Math.min(length, LINE) * size) + 18, h: across + label + 5, low: label / 2 };
  });
  const pulled = forces(names.length, pairs);
  const room = boxes.reduce((sum, { w, h }) => sum + w * h, 0) * CROWD;
  let larger = Math.max(1, Math.sqrt(room / (pane.width * pane.height)));
  for (let tried = 1; ; tried++) {
    const points = pulled.map(({ x, y }) => ({ x, y }));
    const [width, height] = [pane.width * larger, pane.height * larger];
    stretch(points, width, height);
    if (apart(points, boxes, width / 2, height / 2) || tried === TRIES) return points;
    larger *= GROW;
  }
}

/** Forces from a sunflower, the best-connected nodes in its middle: no random number decides. */
function forces(count: number, pairs: readonly (readonly [number, number])[]): { x: number; y: number }[] {
  const graph = new Multigraph({ type: "undirected", multi: true });
  const degree = new Int32Array(count);
  for (const [a, b] of pairs) {
    degree[a]! += 1;
    degree[b]! += 1;
  }
  const order = Array.from({ length: count }, (_, index) => index).sort((a, b) => degree[b]! - degree[a]! || a - b);
  order.forEach((node, rank) => {
    const [radius, angle] = [100 * Math.sqrt(rank), rank * Math.PI * (3 - Math.sqrt(5))];
    graph.addNode(node, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
  });
  for (const [a, b] of pairs) if (a !== b) graph.addEdge(a, b);
  const settings = { ...forceAtlas2.inferSettings(count), gravity: 1.5, scalingRatio: 60, slowDown: 4, barnesHutOptimize: false };
  forceAtlas2.assign(graph, { iterations: FORCES, settings });
  return Array.from({ length: count }, (_, node) => {
    const { x, y } = graph.getNodeAttributes(node) as Spot;
    return { x, y };
  });
}

/** Stretch the cloud to a width and a height, with its middle at 0, 0. */
function stretch(points: { x: number; y: number }[], width: number, height: number): void {
  for (const [axis, size] of [["x", width], ["y", height]] as const) {
    const values = points.map((point) => point[axis]);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    for (const point of points) point[axis] = most > least ? ((point[axis] - least) / (most - least) - 0.5) * size : 0;
  }
}

/** Push boxes apart within a room, along the axis on which they overlap least, now and then sideways; say whether none overlaps in the end. */
function apart(points: { x: number; y: number }[], boxes: readonly Room[], right: number, bottom: number): boolean {
  for (let round = 1; round <= ROUNDS; round++) {
    let hit = false;
    for (let a = 0; a < points.length; a++) {
      for (let b = a + 1; b < points.length; b++) {
        const [p, q] = [points[a]!, points[b]!];
        const overX = (boxes[a]!.w + boxes[b]!.w) / 2 - Math.abs(p.x - q.x);
        const under = p.y + boxes[a]!.low - q.y - boxes[b]!.low;
        const overY = (boxes[a]!.h + boxes[b]!.h) / 2 - Math.abs(under);
        if (overX <= 0 || overY <= 0) continue;
        hit = true;
        const axis = overX < overY || round % SIDEWAYS === 0 ? "x" : "y";
        const push = ((axis === "x" ? overX : overY) / 2 + 0.5) * ((axis === "x" ? p.x - q.x : under) < 0 ? -1 : 1);
        p[axis] += push;
        q[axis] -= push;
      }
    }
    if (!hit) return true;
    for (const point of points) [point.x, point.y] = [Math.max(-right, Math.min(right, point.x)), Math.max(-bottom, Math.min(bottom, point.y))];
  }
  return false;
}

/** Places for the nodes of a look. Each measured community is held together: its members are drawn to its first, as if joined. */
export function laidOut(graph: Graph, { nodes, edges, name }: Look, pane: Pane): Map<number, Spot> {
  const place = new Map(nodes.map((node, index) => [node, index]));
  const pairs: [number, number][] = [...edges].map((index) => [place.get(graph.edges[index]!.s)!, place.get(graph.edges[index]!.o)!]);
  const first = new Map<number, number>();
  nodes.forEach((node, index) => {
    const { g } = graph.data.nodes[node]!;
    if (g === undefined) return;
    const leader = first.get(g);
    if (leader === undefined) first.set(g, index);
    else pairs.push([leader, index]);
  });
  const spots = arranged(nodes.map(name), pairs, pane, (index) => graph.degree[nodes[index]!]!);
  return new Map(nodes.map((node, index) => [node, spots[index]!]));
}
