/** What of the graph the network draws, and what of it stands out: a function of the state. */

import type { Context } from "./context";
import { neighbourhood, shortestPaths, WAYS } from "./graph";
import type { Look } from "./drawn";
import type { Network } from "./network";
import type { State } from "./state";
import type { Palette } from "./theme";

/** Nodes up to which a part of a larger network is laid out anew. */
const ANEW = 150;

interface Emphasis {
  /** nodes that stay bright; null for all */
  readonly focus: Set<number> | null;
  readonly strong: Set<number>;
  readonly rings: Set<number>;
}

/** The nodes that a shown relation touches. */
export function linkedNodes(context: Context): Set<number> {
  const linked = new Set<number>();
  for (const index of context.shown.edges) {
    const { s, o } = context.graph.edges[index]!;
    linked.add(s).add(o);
  }
  return linked;
}

/** All that stands on the ways between the two ends of a selected path; null where there is none. */
export function path(context: Context): { nodes: number[]; edges: number[] } | null {
  const { selection } = context.state;
  if (selection.kind !== "path") return null;
  const ways = shortestPaths(context.graph, selection.from, selection.to, (edge) => context.shown.edges.has(edge.index), WAYS);
  if (!ways.length) return null;
  return { nodes: [...new Set(ways.flatMap(({ nodes }) => nodes))], edges: [...new Set(ways.flatMap(({ edges }) => edges))] };
}

function emphasis(context: Context): Emphasis {
  const { graph, shown } = context;
  const { selection, steps } = context.state;
  if (selection.kind === "node") {
    const focus = neighbourhood(graph, selection.node, Math.max(1, steps), (edge) => shown.edges.has(edge.index));
    return { focus, strong: new Set(graph.edgesOf[selection.node]!.filter((index) => shown.edges.has(index))), rings: new Set([selection.node]) };
  }
  if (selection.kind === "edge") {
    const { index, s, o } = graph.edges[selection.edge]!;
    return { focus: new Set([s, o]), strong: new Set([index]), rings: new Set([s, o]) };
  }
  if (selection.kind === "figure") {
    const { a, p } = graph.data.quantities[selection.figure]!;
    const rings = new Set([a, p].filter((node) => node !== undefined));
    return { focus: rings.size ? rings : null, strong: new Set(), rings };
  }
  if (selection.kind === "path") {
    const found = path(context);
    const rings = new Set(found?.nodes ?? [selection.from, selection.to]);
    return { focus: rings, strong: new Set(found?.edges ?? []), rings };
  }
  return { focus: null, strong: new Set(), rings: new Set() };
}

/** About the first `most` things; one that is joined to none of those before it brings the weightiest that it is joined to. */
function connected({ graph, shown }: Context, wanted: readonly number[], most: number): Set<number> {
  if (wanted.length <= most) return new Set(wanted);
  const [all, taken] = [new Set(wanted), new Set<number>()];
  for (const node of wanted) {
    if (taken.size >= most) break;
    if (taken.has(node)) continue;
    taken.add(node);
    const near = graph.edgesOf[node]!.filter((index) => shown.edges.has(index)).map((index) => graph.other(graph.edges[index]!, node));
    const others = near.filter((other) => other !== node && all.has(other));
    if (others.length && !others.some((other) => taken.has(other))) taken.add(others.reduce((best, other) => (graph.weight(other) > graph.weight(best) ? other : best)));
  }
  return taken;
}

/** The look of the state: at most `limit` nodes; `large` where the whole is too large to keep the file's layout. */
export function look(context: Context, palette: Palette, limit: number, large: boolean): Look {
  const { graph, shown, state } = context;
  const { focus, strong, rings } = emphasis(context);
  const near = focus && (state.steps || state.selection.kind === "path") ? focus : null;
  const linked = linkedNodes(context);
  const wanted = graph.order.filter((node) => ((shown.nodes.has(node) && (linked.has(node) || !linked.size)) || rings.has(node)) && (!near || near.has(node)));
  const most = near ? Math.max(limit, ANEW) : limit;
  const first = connected(context, wanted, most);
  let nodes = wanted.filter((node) => first.has(node) || rings.has(node));
  const anew = nodes.length <= ANEW && (near !== null || large);
  const drawn = new Set(nodes);
  const edges = new Set<number>();
  const joined = new Set(rings);
  for (const index of shown.edges) {
    const edge = graph.edges[index]!;
    if (!drawn.has(edge.s) || !drawn.has(edge.o)) continue;
    edges.add(index);
    joined.add(edge.s).add(edge.o);
  }
  if (linked.size) nodes = nodes.filter((node) => joined.has(node)); // its other end may be among those that are not drawn
  const pending = new Set([...edges].filter((index) => context.pending(graph.edges[index]!)));
  return { nodes, edges, anew, focus, strong, rings, pending, palette, name: (node) => context.title(node), edgeName: (edge) => context.label(graph.data.predicates[edge.p]), edgeTitle: (edge) => context.edgeName(edge) };
}

/** Move the camera to what was selected, where it is not in view already. */
export function follow({ graph, state }: Context, network: Network, before: State | null): void {
  const { selection, steps } = state;
  const bring = (nodes: readonly number[]): void => {
    if (network.sees(nodes)) return;
    if (nodes.length === 1) network.centre(nodes[0]!);
    else network.fit(nodes);
  };
  if (selection.kind === "node" && !steps) bring([selection.node]);
  else if (selection.kind === "edge") bring([graph.edges[selection.edge]!.s, graph.edges[selection.edge]!.o]);
  else if (selection.kind === "figure") {
    const { a } = graph.data.quantities[selection.figure]!;
    if (a !== undefined) bring([a]);
  } else if (selection.kind === "node" || selection.kind === "path") network.fit(null, before !== null);
  else if (before?.steps || before?.selection.kind === "path" || before?.selection.kind === "edge") network.fit(null);
}
