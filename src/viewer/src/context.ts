/** What every part of the page needs: the graph, the state, words and names, and how to change the state. */

import type { Shown } from "./filter";
import type { Edge, Graph } from "./graph";
import type { Term } from "./payload";
import type { State } from "./state";
import { figure, say, type Word } from "./words";

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

  otherName(node: number): string | null {
    const row = this.graph.data.nodes[node]!;
    if (!row.h) return null;
    return this.state.script === "zh-Hant" ? row.n : row.h;
  }

  /** A short name for sentences that speak of one thing again and again: its shortest other name of three or more characters. */
  shortName(node: number): string {
    const name = this.name(node);
    const others = (this.graph.data.nodes[node]!.a ?? []).filter((other) => [...other].length >= 3);
    return others.reduce((best, other) => ([...other].length < [...best].length ? other : best), name);
  }

  modality(statement: number): Term | undefined {
    const row = this.graph.data.statements[statement]!;
    return row.m === undefined ? undefined : this.graph.data.concepts[row.m];
  }

  /** Whether no statement behind an edge says that it was done. */
  pending(edge: Edge): boolean {
    return !edge.statements.some((index) => this.isPlain(index));
  }

  /** Whether a statement's modality goes without saying. */
  isPlain(statement: number): boolean {
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

  reportTitle(report: number): string {
    const row = this.graph.data.reports[report];
    return row?.title ?? row?.source ?? this.say("untitled");
  }
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
