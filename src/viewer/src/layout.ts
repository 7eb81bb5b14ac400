/** Lay few nodes out anew: forces from where they were, then boxes pushed apart until no label lies on another. The same input gives the same places. */

import Multigraph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

import type { Look } from "./drawn";
import type { Graph } from "./graph";

export interface Spot {
  readonly x: number;
  readonly y: number;
}

const ROUNDS = 220;
const FORCES = 250;
const CROWD = 1.25; // the least room, as a multiple of what the labels cover
const GROW_AFTER = 40; // rounds of pushing after which there is given more room
const LINE = 10; // characters to a line of a label
const CHAR = 12.5;

/** Places for `names` joined by `pairs` of indexes, in pixels around 0, 0, that fill a pane where it has room for them. */
export function arranged(names: readonly string[], pairs: readonly (readonly [number, number])[], pane: { readonly width: number; readonly height: number }): Spot[] {
  if (names.length < 2) return names.map(() => ({ x: 0, y: 0 }));
  const boxes = names.map((name) => {
    const length = [...name].length;
    return { w: Math.min(length, LINE) * CHAR + 14, h: 26 + Math.min(2, Math.ceil(length / LINE)) * 16 };
  });
  const points = forces(names.length, pairs);
  const room = boxes.reduce((sum, { w, h }) => sum + w * h, 0) * CROWD;
  const larger = Math.max(1, Math.sqrt(room / (pane.width * pane.height)));
  stretch(points, pane.width * larger, pane.height * larger);
  apart(points, boxes);
  return points;
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

/** Push boxes apart along the axis on which they overlap least. */
function apart(points: { x: number; y: number }[], boxes: readonly { w: number; h: number }[]): void {
  for (let round = 1; round <= ROUNDS; round++) {
    let hit = false;
    if (round % GROW_AFTER === 0) for (const point of points) [point.x, point.y] = [point.x * 1.12, point.y * 1.12];
    for (let a = 0; a < points.length; a++) {
      for (let b = a + 1; b < points.length; b++) {
        const [p, q] = [points[a]!, points[b]!];
        const overX = (boxes[a]!.w + boxes[b]!.w) / 2 - Math.abs(p.x - q.x);
        const overY = (boxes[a]!.h + boxes[b]!.h) / 2 - Math.abs(p.y - q.y);
        if (overX <= 0 || overY <= 0) continue;
        hit = true;
        const axis = overX < overY ? "x" : "y";
        const push = (Math.min(overX, overY) / 2 + 0.5) * (p[axis] < q[axis] ? -1 : 1);
        p[axis] += push;
        q[axis] -= push;
      }
    }
    if (!hit) return;
  }
}

/** Places for the nodes of a look. Each measured community is held together: its members are drawn to its first, as if joined. */
export function laidOut(graph: Graph, { nodes, edges, name }: Look, pane: { readonly width: number; readonly height: number }): Map<number, Spot> {
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
  const spots = arranged(nodes.map(name), pairs, pane);
  return new Map(nodes.map((node, index) => [node, spots[index]!]));
}
