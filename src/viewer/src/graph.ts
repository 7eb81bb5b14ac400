/** The network as indexes: nodes, edges (one a subject, predicate and object, however often stated), and who touches whom. */

import { FullText } from "./fulltext";
import { Folding } from "./letters";
import type { Payload, QuantityRow, StatementRow } from "./payload";
import { codePoints } from "./text";
import { TextIndex } from "./textsearch";
import { months, type Months } from "./time";
import { Whereabouts } from "./whereabouts";

/** The most shortest ways between two things that are shown. */
export const WAYS = 12;

export interface Edge {
  readonly index: number;
  readonly key: string;
  readonly s: number;
  readonly p: number;
  readonly o: number;
  /** indexes of statements */
  readonly statements: number[];
}

/** A place in a report: pieces from, to (exclusive). */
export interface Place {
  readonly report: number;
  readonly from: number;
  readonly to: number;
}

export class Graph {
  readonly edges: Edge[] = [];
  readonly edgesOf: number[][];
  readonly degree: Int32Array;
  readonly mentionsOf: Place[][];
  readonly quantitiesOf: QuantityRow[][];
  /** the nodes, most important first */
  readonly order: number[];
  readonly edgeByKey = new Map<string, Edge>();
  readonly nodeByIri = new Map<string, number>();
  /** the span of time of each statement, where it has one */
  readonly spans: (Months | null)[];
  /** things whose name another thing has too */
  readonly namesakes: ReadonlySet<number>;

  constructor(readonly data: Payload) {
    this.folding = new Folding(data.letters);
    this.texts = new TextIndex(data.reports.length, (report) => this.text(report), this.folding);
    const count = data.nodes.length;
    this.edgesOf = Array.from({ length: count }, () => []);
    this.mentionsOf = Array.from({ length: count }, () => []);
    this.quantitiesOf = Array.from({ length: count }, () => []);
    this.degree = new Int32Array(count);
    data.nodes.forEach((node, index) => this.nodeByIri.set(node.i, index));
    data.statements.forEach((row, index) => this.addStatement(row, index));
    data.reports.forEach((report, index) => {
      for (const [from, to, node] of report.mentions) this.mentionsOf[node]!.push({ report: index, from, to });
    });
    for (const row of data.quantities) {
      for (const node of new Set([row.a, row.p])) if (node !== undefined) this.quantitiesOf[node]!.push(row);
    }
    this.spans = data.statements.map((row) => this.span(row));
    this.namesakes = namesakes(data);
    this.order = data.nodes
      .map((_, index) => index)
      .sort((a, b) => this.weight(b) - this.weight(a) || (data.nodes[b]!.k ?? 0) - (data.nodes[a]!.k ?? 0) || a - b);
  }

  private addStatement(row: StatementRow, index: number): void {
    const key = `${row.s} ${row.p} ${row.o}`;
    let edge = this.edgeByKey.get(key);
    if (!edge) {
      edge = { index: this.edges.length, key, s: row.s, p: row.p, o: row.o, statements: [] };
      this.edges.push(edge);
      this.edgeByKey.set(key, edge);
      this.edgesOf[row.s]!.push(edge.index);
      this.degree[row.s]! += 1;
      if (row.o !== row.s) {
        this.edgesOf[row.o]!.push(edge.index);
        this.degree[row.o]! += 1;
      }
    }
    edge.statements.push(index);
  }

  /** The year that a report tells of, for what it dates no further: a plan is for the year of its issue, what was done early in a year is of the one before. */
  told(row: Pick<StatementRow, "d" | "m">): Months | null {
    const issued = months(this.data.reports[row.d]?.issued ?? "");
    if (!issued || !Number.isFinite(issued.from)) return null;
    const done = row.m === undefined || this.data.concepts[row.m]!.plain;
    const year = Math.floor(issued.from / 12) - (done && issued.from % 12 < 4 ? 1 : 0);
    return { from: year * 12, to: year * 12 + 11 };
  }

  /** The time of its own that a statement or figure has. */
  span(row: Pick<StatementRow, "w">): Months | null {
    const own = row.w === undefined ? undefined : this.data.times[row.w];
    return own ? months(own.v) : null;
  }

  /** How much a node matters: its relations first, its mentions second. */
  weight(node: number): number {
    return this.degree[node]! * 1000 + Math.min(999, this.mentionsOf[node]!.length);
  }

  other(edge: Edge, node: number): number {
    return edge.s === node ? edge.o : edge.s;
  }

  /** The words of a place. */
  words(report: number, from: number, to: number): string {
    return this.data.reports[report]!.pieces.slice(from, to).join("");
  }

  private readonly fullTexts = new Map<number, FullText>();

  /** The text of a report as a string that can be searched, made when it is asked for. */
  text(report: number): FullText {
    const found = this.fullTexts.get(report) ?? new FullText(this.data.reports[report]!.pieces);
    this.fullTexts.set(report, found);
    return found;
  }

  /** The sentences of all reports, by their words. */
  readonly texts: TextIndex;
  readonly folding: Folding;

  private known: Whereabouts | null = null;

  /** Which provinces are spoken of where, worked out when it is asked for. */
  get whereabouts(): Whereabouts {
    return (this.known ??= new Whereabouts(this));
  }

  private readonly starts = new Map<number, Int32Array>();

  /** The offset, in code points, at which a piece of a report begins. */
  offset(report: number, piece: number): number {
    let table = this.starts.get(report);
    if (!table) {
      const { pieces } = this.data.reports[report]!;
      table = new Int32Array(pieces.length + 1);
      pieces.forEach((text, index) => (table![index + 1] = table![index]! + codePoints(text)));
      this.starts.set(report, table);
    }
    return table[piece]!;
  }
}

function namesakes(data: Payload): Set<number> {
  const byName = new Map<string, number>();
  const found = new Set<number>();
  data.nodes.forEach((row, node) => {
    const other = byName.get(row.n);
    if (other === undefined) byName.set(row.n, node);
    else found.add(other).add(node);
  });
  return found;
}

/** The nodes within `steps` of `from`, over edges that pass, itself included. */
export function neighbourhood(graph: Graph, from: number, steps: number, pass: (edge: Edge) => boolean): Set<number> {
  const seen = new Set([from]);
  let frontier = [from];
  for (let step = 0; step < steps; step++) {
    const next: number[] = [];
    for (const node of frontier) {
      for (const index of graph.edgesOf[node]!) {
        const edge = graph.edges[index]!;
        const other = graph.other(edge, node);
        if (seen.has(other) || !pass(edge)) continue;
        seen.add(other);
        next.push(other);
      }
    }
    frontier = next;
  }
  return seen;
}

export interface Path {
  readonly nodes: number[];
  readonly edges: number[];
}

/** The shortest ways between two things, whichever way the edges point, at most `limit` of them; none where there is no way. */
export function shortestPaths(graph: Graph, from: number, to: number, pass: (edge: Edge) => boolean, limit: number): Path[] {
  const depth = new Map<number, number>([[from, 0]]);
  const came = new Map<number, { node: number; edge: number }[]>();
  let frontier = [from];
  for (let step = 1; frontier.length && !depth.has(to); step++) {
    const next: number[] = [];
    for (const node of frontier) {
      for (const index of graph.edgesOf[node]!) {
        const edge = graph.edges[index]!;
        const other = graph.other(edge, node);
        if (!pass(edge) || (depth.get(other) ?? step) < step) continue;
        if (!depth.has(other)) {
          depth.set(other, step);
          came.set(other, []);
          next.push(other);
        }
        if (!came.get(other)!.some((way) => way.node === node)) came.get(other)!.push({ node, edge: index });
      }
    }
    frontier = next;
  }
  if (!depth.has(to)) return [];
  let ways: Path[] = [{ nodes: [to], edges: [] }];
  while (ways[0]!.nodes[0] !== from) {
    ways = ways.flatMap(({ nodes, edges }) => came.get(nodes[0]!)!.map(({ node, edge }) => ({ nodes: [node, ...nodes], edges: [edge, ...edges] }))).slice(0, limit);
  }
  return ways;
}
