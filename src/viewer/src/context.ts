/** What every part of the page needs: the graph, the state, words and names, and how to change the state. */

import type { Shown } from "./filter";
import type { Edge, Graph } from "./graph";
import type { EvidenceRow, QuantityRow, StatementRow, Term } from "./payload";
import type { State } from "./state";
import { isSeen, shorten } from "./text";
import { figure, say, type Word } from "./words";

export type Supplied = NonNullable<StatementRow["q"]>;

export class Context {
  constructor(
    readonly graph: Graph,
    public state: State,
    public shown: Shown,
    /** change the state and show it */
    readonly set: (change: Partial<State>) => void,
    /** mark the evidence of a quantity or of a mention in the report */
    readonly reveal: (report: number, from: number, to: number) => void,
  ) {}

  say(word: Word): string {
    return say(word, this.state.language, this.state.script);
  }

  figure(value: number): string {
    return figure(value, this.state.language);
  }

  label(term: Term | undefined): string {
    if (!term) return "";
    return term.labels[this.state.language === "en" ? "en" : this.state.script];
  }

  name(node: number): string {
    const row = this.graph.data.nodes[node]!;
    return this.state.script === "zh-Hant" ? (row.h ?? row.n) : row.n;
  }

  /** What a figure counts, in the script of the page. */
  counted(row: QuantityRow): string {
    return this.state.script === "zh-Hant" ? (row.h ?? row.n) : row.n;
  }

  otherName(node: number): string | null {
    const row = this.graph.data.nodes[node]!;
    if (!row.h) return null;
    return this.state.script === "zh-Hant" ? row.n : row.h;
  }

  /** A short name for sentences that speak of one thing again and again: an other name whose characters its name has in order. */
  shortName(node: number): string {
    const name = this.name(node);
    const others = (this.graph.data.nodes[node]!.a ?? []).filter((other) => [...other].length >= 3 && within(other, name));
    return others.reduce((best, other) => ([...other].length < [...best].length ? other : best), name);
  }

  /** Its name, with where it belongs where another thing of the page has the same one. */
  title(node: number): string {
    const where = this.where(node);
    return where ? `${this.name(node)}（${where}）` : this.name(node);
  }

  /** What tells a thing from others of its name: its one report's publisher, else its official code; null where its name is its own. */
  where(node: number): string | null {
    const { graph } = this;
    if (!graph.namesakes.has(node)) return null;
    const reports = new Set(graph.mentionsOf[node]!.map((place) => place.report));
    const [only] = reports;
    if (reports.size === 1 && graph.data.reports.length > 1) return shorten(this.reportName(only!), 16);
    const row = graph.data.nodes[node]!;
    return row.c ?? this.label(graph.data.types[row.t]);
  }

  /** Whence the subject comes where no evidence (of a statement, or of those given) marks it, as the graph says, else by who reports; null where it is in the sentence. */
  supplied(statement: number, evidence: readonly EvidenceRow[] = this.graph.data.statements[statement]!.e): Supplied | null {
    const row = this.graph.data.statements[statement]!;
    if (row.q === "name") return row.q;
    if (evidence.some((each) => each.a)) return null;
    if (row.q) return row.q;
    return this.graph.data.reports[row.d]?.publisher === row.s ? "reporter" : "running";
  }

  modality(statement: number): Term | undefined {
    const row = this.graph.data.statements[statement]!;
    return row.m === undefined ? undefined : this.graph.data.concepts[row.m];
  }

  /** Whether no statement behind an edge says that it was done. */
  pending(edge: Edge): boolean {
    return !edge.statements.some((index) => this.isPlain(index));
  }

  /** Whether a statement's modality goes without saying, or has no sense since the name alone says it. */
  isPlain(statement: number): boolean {
    if (this.supplied(statement) === "name") return true;
    const { m } = this.graph.data.statements[statement]!;
    return m !== undefined && this.graph.data.concepts[m]!.plain;
  }

  edgeName(edge: Edge): string {
    const word = this.label(this.graph.data.predicates[edge.p]);
    if (!this.pending(edge)) return word;
    const modality = this.label(this.modality(edge.statements[0]!));
    return modality ? `${word}（${modality}）` : word;
  }

  time(statement: number): string | null {
    const row = this.graph.data.statements[statement]!;
    return row.w === undefined ? null : (this.graph.data.times[row.w]?.v ?? null);
  }

  /** A report by who publishes it, which is shorter than its title, with as much of its date as tells it from others. */
  reportName(report: number): string {
    const { reports } = this.graph.data;
    const row = reports[report];
    if (row?.publisher === undefined) return this.reportTitle(report).replace(/\.\w{1,5}$/, "");
    const others = reports.filter((other) => other !== row && other.publisher === row.publisher);
    for (const length of [0, 4, 10]) {
      const date = row.issued?.slice(0, length) ?? "";
      if (!others.some((other) => (other.issued?.slice(0, length) ?? "") === date)) return `${this.name(row.publisher)} ${date}`.trim();
    }
    return this.reportTitle(report);
  }

  /** What the page is of: its one report, else how many. */
  get whole(): string {
    const { title, reports } = this.graph.data;
    return title || `${this.figure(reports.length)} ${this.say("countReports")}`;
  }

  /** What is looked at: the one report that the filter leaves, else the whole. */
  get heading(): string {
    const { report } = this.state.filter;
    return report === null ? this.whole : this.reportTitle(report);
  }

  reportTitle(report: number): string {
    const row = this.graph.data.reports[report];
    return [row?.title, row?.source].find((name) => name && isSeen(name)) ?? this.say("untitled");
  }
}

/** Whether the characters of `part` stand in `whole` in their order. */
export function within(part: string, whole: string): boolean {
  const rest = [...whole];
  return [...part].every((char) => {
    const at = rest.indexOf(char);
    if (at >= 0) rest.splice(0, at + 1);
    return at >= 0;
  });
}

/** `2023-04/..` as people read it. */
export function timeWords(value: string, chinese: boolean): string {
  const [from, to] = value.split("/");
  const written = (part: string): string => part.replace(/^--/, "").replace("T", " ");
  if (to === undefined) return written(from!);
  if (to === ".." || to === "") return chinese ? `${written(from!)} 起` : `since ${written(from!)}`;
  if (from === ".." || from === "") return chinese ? `至 ${written(to)}` : `until ${written(to)}`;
  return `${written(from!)} – ${written(to)}`;
}
