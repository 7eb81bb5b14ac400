/** The graph that sigma draws: which nodes and edges, how large, in which colours, and which edges are bent apart. */

import { DEFAULT_EDGE_CURVATURE } from "@sigma/edge-curve";
import Multigraph from "graphology";

import type { Edge, Graph } from "./graph";
import type { Spot } from "./layout";
import { radiusOf } from "./scene";
import { mix, onBackground, type Palette } from "./theme";

export interface Look {
  /** nodes to draw, most important first */
  readonly nodes: readonly number[];
  readonly edges: ReadonlySet<number>;
  /** nodes that stay bright; null for all */
  readonly focus: ReadonlySet<number> | null;
  /** edges that stand out */
  readonly strong: ReadonlySet<number>;
  /** nodes with a ring */
  readonly rings: ReadonlySet<number>;
  readonly palette: Palette;
  readonly name: (node: number) => string;
  /** the word of an edge, and the same with how far it has come */
  readonly edgeName: (edge: Edge) => string;
  readonly edgeTitle: (edge: Edge) => string;
  /** whether the nodes are laid out anew, as a picture of their own */
  readonly anew: boolean;
  /** edges that are stated, but not as done */
  readonly pending: ReadonlySet<number>;
}

/** Lines up to which the page draws them itself, dashed where they are not done; sigma, which only knows solid ones, draws more. */
export const OWN_LINES = 800;

/** Edges between the same two nodes are bent apart: how far, by the edge's index. */
export function bends(graph: Graph): Map<number, number> {
  const pairs = new Map<string, number[]>();
  for (const edge of graph.edges) {
    const key = edge.s < edge.o ? `${edge.s} ${edge.o}` : `${edge.o} ${edge.s}`;
    const there = pairs.get(key);
    if (there) there.push(edge.index);
    else pairs.set(key, [edge.index]);
  }
  const found = new Map<number, number>();
  for (const edges of pairs.values()) {
    if (edges.length < 2) continue;
    edges.forEach((index, place) => {
      const edge = graph.edges[index]!;
      const side = (place % 2 ? -1 : 1) * Math.ceil((place + 1) / 2);
      found.set(index, DEFAULT_EDGE_CURVATURE * 0.7 * side * (edge.s < edge.o ? 1 : -1));
    });
  }
  return found;
}

/** The graph that a look asks for. Made anew each time: sigma follows every single change of one that it shows. */
export function drawnOf(graph: Graph, look: Look, bent: ReadonlyMap<number, number>, at: (node: number) => Spot): Multigraph {
  const drawn = new Multigraph({ type: "directed", multi: true, allowSelfLoops: true });
  for (const node of look.nodes) drawn.addNode(node, { ...at(node), ...nodeAttributes(graph, look, node) });
  const edges = [...look.edges].map((index) => graph.edges[index]!).filter(({ s, o }) => drawn.hasNode(s) && drawn.hasNode(o));
  const hidden = edges.length <= OWN_LINES;
  for (const edge of edges) drawn.addEdgeWithKey(edge.index, edge.s, edge.o, { ...edgeAttributes(graph, look, edge, bent.get(edge.index) ?? 0), hidden });
  return drawn;
}

function nodeAttributes(graph: Graph, { palette, focus, rings }: Look, node: number): { size: number; color: string; zIndex: number } {
  const own = onBackground(graph.data.types[graph.data.nodes[node]!.t]?.color ?? "", palette);
  const bright = !focus || focus.has(node);
  const size = radiusOf(graph.degree[node]!);
  return { size, color: bright ? own : mix(own, palette.background, 0.22), zIndex: rings.has(node) ? 2 : bright ? 1 : 0 };
}

function edgeAttributes(graph: Graph, look: Look, edge: Edge, bend: number): Record<string, string | number | boolean> {
  const { palette, focus, strong, pending } = look;
  const stands = strong.has(edge.index);
  const bright = !focus || (focus.has(edge.s) && focus.has(edge.o));
  const base = stands ? palette.edgeStrong : bright ? palette.edge : mix(palette.edge, palette.background, 0.35);
  const color = stands && strong.size === 1 ? palette.accent : pending.has(edge.index) ? mix(base, palette.background, 0.75) : base;
  const symmetric = graph.data.predicates[edge.p]!.symmetric;
  return {
    size: stands ? 2.6 : 1.8,
    color,
    type: bend ? "curved" : symmetric ? "line" : "arrow",
    curvature: bend,
    zIndex: stands ? 1 : 0,
  };
}
