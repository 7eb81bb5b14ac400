/** Which provinces reports come from and sentences name: by the division codes that places carry, or what they lie in. */

import type { Graph } from "./graph";
import type { EvidenceRow } from "./payload";
import { PROVINCES, provinceOf } from "./provinces";

/** A place in a province, named in a sentence of a report. */
export interface Named {
  readonly node: number;
  readonly report: number;
  readonly sentence: number;
  readonly code: string;
}

export class Whereabouts {
  /** every naming of a place of a known province, in the order of the reports */
  readonly named: readonly Named[];
  /** the province of each report's publisher */
  readonly ofReport: readonly (string | null)[];
  private readonly bySentence = new Map<string, Set<string>>();

  constructor(private readonly graph: Graph) {
    const named: Named[] = [];
    graph.data.reports.forEach((row, report) => {
      for (const [from, , node] of row.mentions) {
        const code = this.province(node);
        if (code) named.push({ node, report, sentence: this.sentence(report, from), code });
      }
    });
    this.named = named;
    this.ofReport = graph.data.reports.map((row) => row.w ?? (row.publisher === undefined ? null : this.home(row.publisher)));
    for (const { report, sentence, code } of named) {
      const key = `${report} ${sentence}`;
      this.bySentence.set(key, (this.bySentence.get(key) ?? new Set<string>()).add(code));
    }
  }

  /** The code of the province of a thing, as its code or what it lies in tells. */
  private province(node: number): string | undefined {
    return provinceOf(this.graph.data.nodes[node]!)?.code;
  }

  /** The province of a body: of a place that it has to do with, else of the province that its name begins with. */
  private home(body: number): string | null {
    const { graph } = this;
    for (const index of graph.edgesOf[body]!) {
      const { s, o } = graph.edges[index]!;
      const found = s === body ? this.province(o) : undefined;
      if (found) return found;
    }
    const { n } = graph.data.nodes[body]!;
    return PROVINCES.find(({ hans }) => n.startsWith(hans))?.code ?? null;
  }

  private sentence(report: number, piece: number): number {
    const text = this.graph.text(report);
    return text.sentence(text.start(piece));
  }

  /** The sentences, as `report sentence`, that a statement or a figure stands in. */
  sentences(row: { readonly d: number; readonly e: readonly EvidenceRow[] }): string[] {
    return row.e.map((each) => `${row.d} ${this.sentence(row.d, each.r[0])}`);
  }

  /** Whether a statement or a figure is told by a report from a province or in a sentence that names a place in it. */
  concerns(row: { readonly d: number; readonly e: readonly EvidenceRow[] }, code: string): boolean {
    return this.ofReport[row.d] === code || this.sentences(row).some((key) => this.bySentence.get(key)?.has(code));
  }
}
