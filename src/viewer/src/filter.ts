/** Which nodes and edges are shown: a pure function of the graph and the filter. */

import type { Edge, Graph } from "./graph";
import type { QuantityRow } from "./payload";
import { overlaps, type Months } from "./time";

export interface Filter {
  /** ids of types, predicates and modalities that are switched off */
  readonly types: ReadonlySet<string>;
  readonly predicates: ReadonlySet<string>;
  readonly modalities: ReadonlySet<string>;
  /** months; null where the slider has not been moved */
  readonly from: number | null;
  readonly to: number | null;
  /** whether statements without a time stay when the slider has been moved */
  readonly undated: boolean;
  readonly degree: number;
  /** the least certainty, in hundredths; what has none is read from names and stays */
  readonly score: number;
  /** index of the only report that counts, or null for all */
  readonly report: number | null;
  /** code of the only province that counts: as the home of a report or a place that a sentence names */
  readonly place: string | null;
}

export const NO_FILTER: Filter = {
  types: new Set(),
  predicates: new Set(),
  modalities: new Set(),
  from: null,
  to: null,
  undated: true,
  degree: 0,
  score: 0,
  report: null,
  place: null,
};

export interface Shown {
  readonly nodes: ReadonlySet<number>;
  readonly edges: ReadonlySet<number>;
  /** statements that pass, behind the edges */
  readonly statements: ReadonlySet<number>;
  readonly quantities: ReadonlySet<number>;
}

export function isFiltering(filter: Filter): boolean {
  return (
    filter.types.size + filter.predicates.size + filter.modalities.size > 0 ||
    filter.from !== null ||
    filter.to !== null ||
    !filter.undated ||
    filter.degree > 0 ||
    filter.score > 0 ||
    filter.report !== null ||
    filter.place !== null
  );
}

export function apply(graph: Graph, filter: Filter): Shown {
  const { data } = graph;
  const statements = new Set<number>();
  const edges: Edge[] = [];
  const typeOff = data.types.map((type) => filter.types.has(type.id));
  const predicateOff = data.predicates.map((predicate) => filter.predicates.has(predicate.id));
  const off = (node: number): boolean => typeOff[data.nodes[node]!.t] ?? false;
  for (const edge of graph.edges) {
    if (predicateOff[edge.p] || off(edge.s) || off(edge.o)) continue;
    const kept = edge.statements.filter((index) => passes(graph, index, filter));
    if (!kept.length) continue;
    kept.forEach((index) => statements.add(index));
    edges.push(edge);
  }
  const degree = new Int32Array(data.nodes.length);
  for (const edge of edges) {
    degree[edge.s]! += 1;
    if (edge.o !== edge.s) degree[edge.o]! += 1;
  }
  const nodes = new Set<number>();
  data.nodes.forEach((_, index) => {
    if (off(index) || degree[index]! < filter.degree) return;
    if (filter.report !== null && !degree[index] && !graph.mentionsOf[index]!.some((m) => m.report === filter.report)) return;
    if (!degree[index] && narrowed(filter)) return;
    nodes.add(index);
  });
  const left = edges.filter((edge) => nodes.has(edge.s) && nodes.has(edge.o));
  const quantities = new Set<number>();
  data.quantities.forEach((row, index) => {
    if (figurePasses(graph, row, filter) && !(row.a !== undefined && off(row.a)) && !(row.p !== undefined && off(row.p))) quantities.add(index);
  });
  return { nodes, edges: new Set(left.map((edge) => edge.index)), statements, quantities };
}

/** How many there are of each type, predicate and modality: as if that one facet were not filtered, so that each count says what a switch would show. */
export interface Counts {
  readonly types: readonly number[];
  readonly predicates: readonly number[];
  readonly modalities: readonly number[];
}

export function counts(graph: Graph, filter: Filter, shown: Shown): Counts {
  const { data } = graph;
  const without = (key: "types" | "predicates" | "modalities"): Shown => (filter[key].size ? apply(graph, { ...filter, [key]: new Set() }) : shown);
  const types = data.types.map(() => 0);
  for (const node of without("types").nodes) types[data.nodes[node]!.t]! += 1;
  const predicates = data.predicates.map(() => 0);
  for (const edge of without("predicates").edges) predicates[graph.edges[edge]!.p]! += 1;
  const modalities = data.concepts.map(() => 0);
  for (const index of without("modalities").statements) {
    const { m } = data.statements[index]!;
    if (m !== undefined) modalities[m]! += 1;
  }
  return { types, predicates, modalities };
}

/** Whether relations themselves are narrowed, so that nodes which lost all of theirs should go too. */
function narrowed(filter: Filter): boolean {
  return filter.predicates.size + filter.modalities.size > 0 || filter.from !== null || filter.to !== null || !filter.undated || filter.score > 0 || filter.place !== null;
}

function passes(graph: Graph, index: number, filter: Filter): boolean {
  const row = graph.data.statements[index]!;
  if (filter.report !== null && row.d !== filter.report) return false;
  const modality = row.m === undefined ? undefined : graph.data.concepts[row.m];
  if (modality && filter.modalities.has(modality.id)) return false;
  if (row.c !== undefined && row.c * 100 < filter.score) return false;
  if (filter.place !== null && !graph.whereabouts.concerns(row, filter.place)) return false;
  return inTime(graph.spans[index] ?? null, graph.told(row), filter);
}

/** A time of its own counts; without one, where such are wanted, the year that the report tells of. */
function inTime(own: Months | null, told: Months | null, filter: Filter): boolean {
  if (!own && !filter.undated) return false;
  if (filter.from === null && filter.to === null) return true;
  const span = own ?? told;
  return span === null || overlaps(span, { from: filter.from ?? -Infinity, to: filter.to ?? Infinity });
}

function figurePasses(graph: Graph, row: QuantityRow, filter: Filter): boolean {
  if (filter.report !== null && row.d !== filter.report) return false;
  const modality = row.m === undefined ? undefined : graph.data.concepts[row.m];
  if (modality && filter.modalities.has(modality.id)) return false;
  if (filter.place !== null && !graph.whereabouts.concerns(row, filter.place)) return false;
  return inTime(graph.span(row), graph.told(row), filter);
}
