/** What a reader decides on the page: kept in the browser by report, and saved as the table that gongbao reads (`decisions.csv`). */

import type { Graph, Place } from "./graph";
import type { Range } from "./payload";
import { codePoints } from "./text";

export const COLUMNS = [
  ...(["about", "verdict", "text", "type", "instead", "subject", "predicate", "object", "scope"] as const),
  ...(["who", "when", "note", "source", "report", "start", "end", "context"] as const),
];
type Column = (typeof COLUMNS)[number];
export type Row = Readonly<Partial<Record<Column, string>>> & { readonly about: string; readonly verdict: string };
type Kept = Row & { readonly when: string; readonly saved?: boolean };

/** So many characters on either side tell a place again in a report that has changed. */
const AROUND = 12;

const FORMULA = /^[ \u3000\u00a0']*[=+\-@＝＋－＠]/u;

const CONVERTED = /^[ \u3000\u00a0']*(?:(?=\D*\d)[\d\s.,/:+\-eE%()年月日时時分秒]+|true|false)$/iu;
const WHOLE = /^(?:0|[1-9]\d{0,9})$/;

/** A cell on one line, which no spreadsheet runs, or turns into a number or date. */
function cell(text: string): string {
  const flat = text.replace(/\\/g, "\\\\").replace(/\n/g, "\\n").replace(/\r/g, "\\r").replace(/\t/g, "\\t");
  const safe = FORMULA.test(flat) || (CONVERTED.test(flat) && !WHOLE.test(flat)) ? `'${flat}` : flat;
  return /[",;]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

export function table(rows: readonly Row[]): string {
  const lines = [COLUMNS.join(","), ...rows.map((row) => COLUMNS.map((column) => cell(row[column] ?? "")).join(","))];
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

/** What a decision is about: a later one on the same thing takes its place. */
export function thing(row: Row): string {
  const place = row.scope === "here" ? `${row.start}-${row.end}` : row.about === "name" ? row.text : "";
  const ends = row.about === "same" ? [row.subject, row.object].sort() : row.about === "statement" ? [row.subject, row.predicate, row.object] : [];
  return JSON.stringify([row.about, row.scope ?? "", place, ...ends]);
}

export class Desk {
  private readonly kept = new Map<number, Kept[]>();
  private readonly listeners: (() => void)[] = [];
  private last = 0;

  constructor(
    private readonly graph: Graph,
    private readonly memory: Storage | null,
  ) {
    graph.data.reports.forEach((_, report) => this.kept.set(report, this.load(report)));
  }

  get who(): string {
    return this.memory?.getItem("gongbao-who") ?? "";
  }

  set who(name: string) {
    this.store("gongbao-who", name);
  }

  /** Whether the browser keeps decisions when the page is closed. */
  get lasting(): boolean {
    return this.memory !== null;
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** The rows of a report, in the order in which they were decided. */
  rows(report: number): readonly Kept[] {
    return this.kept.get(report) ?? [];
  }

  /** What stands of a report: the last decision on each thing, unless it was taken back. */
  standing(report: number): Kept[] {
    const last = new Map<string, Kept>();
    for (const row of this.rows(report)) {
      last.delete(thing(row));
      last.set(thing(row), row);
    }
    return [...last.values()].filter((row) => row.verdict !== "open");
  }

  find(report: number, like: Row): Kept | undefined {
    return this.standing(report).find((row) => thing(row) === thing(like));
  }

  get unsaved(): number {
    return [...this.kept.values()].flat().filter((row) => !row.saved).length;
  }

  decide(report: number, row: Row): void {
    this.last = Math.max(this.last + 1, Date.now()); // two decisions are never at the same moment
    const own = this.graph.data.reports[report]!;
    const whose = { source: own.source ?? "", report: own.sha256 ? `sha256:${own.sha256.slice(0, 16)}` : "" };
    const before = this.rows(report).filter((each) => each.saved || thing(each) !== thing(row));
    // a decision that is changed or taken back is one of who does so, and not saved yet
    this.put(report, [...before, { ...row, ...whose, who: "", saved: false, when: new Date(this.last).toISOString() }]);
  }

  /** Take a decision back: it goes where it was never saved, else a line says that it no longer counts. */
  undo(report: number, row: Row): void {
    const left = this.rows(report).filter((each) => each.saved || thing(each) !== thing(row));
    this.put(report, left);
    if (left.some((each) => thing(each) === thing(row))) this.decide(report, { ...row, verdict: "open" });
  }

  /** All rows, or those not yet saved, with who decided, as the table to be saved; `done` says that they are. */
  save(fresh = false): { readonly text: string; readonly done: () => void } {
    const rows = [...this.kept.values()].flat().filter((row) => !fresh || !row.saved).map((row) => ({ ...row, who: row.who || this.who }));
    rows.sort((a, b) => (a.when < b.when ? -1 : Number(a.when > b.when)));
    const done = (): void => this.kept.forEach((own, report) => this.put(report, own.map((row) => ({ ...row, who: row.who || this.who, saved: true }))));
    return { text: table(rows), done };
  }

  private key(report: number): string {
    const row = this.graph.data.reports[report]!;
    return `gongbao-decisions:${row.sha256 ?? row.i}`;
  }

  private load(report: number): Kept[] {
    try {
      const found: unknown = JSON.parse(this.memory?.getItem(this.key(report)) ?? "[]");
      return Array.isArray(found) ? found.filter((row): row is Kept => typeof row?.about === "string" && typeof row.when === "string") : [];
    } catch {
      return [];
    }
  }

  private put(report: number, rows: Kept[]): void {
    this.kept.set(report, rows);
    this.store(this.key(report), JSON.stringify(rows));
    for (const listener of this.listeners) listener();
  }

  private store(key: string, value: string): void {
    try {
      this.memory?.setItem(key, value);
    } catch {
      // a browser that keeps nothing: the decisions last until the page is closed
    }
  }
}

/** What a saved table is called: as no other one beside the reports, so that none is written over. */
export function fileName(who: string, now = new Date()): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(two).join("-");
  return `decisions-${who.replace(/[^\p{L}\p{N}]/gu, "")}-${day}-${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join("")}.csv`;
}

/** A date as the table takes it, to the year, month or day; null for anything else. */
export function date(given: string): string | null {
  const found = /^(\d{4})(?:年|(?:[-/.年](\d{1,2})(?:月|(?:[-/.月](\d{1,2})日?)?)?))?$/.exec(given.trim());
  if (!found) return null;
  const [year, month, day] = found.slice(1).map((part) => (part ? Number(part) : undefined));
  const made = new Date(year!, (month ?? 1) - 1, day ?? 1);
  if (made.getMonth() !== (month ?? 1) - 1 || made.getDate() !== (day ?? 1)) return null;
  return found.slice(1).filter(Boolean).map((part) => part!.padStart(2, "0")).join("-");
}

/** The cells that say where characters stand; offsets are those of JavaScript. */
export function placed(graph: Graph, report: number, [from, to]: Range): Pick<Row, "text" | "start" | "end" | "context"> {
  const { raw } = graph.text(report);
  const start = codePoints(raw.slice(0, from));
  const text = raw.slice(from, to);
  const before = [...raw.slice(Math.max(0, from - 2 * AROUND), from)].slice(-AROUND).join("");
  const after = [...raw.slice(to, to + 2 * AROUND)].slice(0, AROUND).join("");
  return { text, start: String(start), end: String(start + codePoints(text)), context: before + text + after };
}

/** The different ways in which a report writes a thing, the most frequent first, each with its places. */
export function surfaces(graph: Graph, node: number, report: number): [string, Place[]][] {
  const { raw } = graph.text(report);
  const found = new Map<string, Place[]>();
  for (const place of graph.mentionsOf[node]!) {
    if (place.report !== report) continue;
    const text = raw.slice(...graph.text(report).offsets([place.from, place.to]));
    const there = found.get(text);
    if (there) there.push(place);
    else found.set(text, [place]);
  }
  return [...found].sort((a, b) => b[1].length - a[1].length);
}

/** What a report calls a thing, for a decision that outlasts this page: its own words rather than our name for it. */
export function called(graph: Graph, node: number, report: number, span?: Range): string {
  if (span) return graph.text(report).raw.slice(...graph.text(report).offsets(span));
  return surfaces(graph, node, report)[0]?.[0] ?? graph.data.nodes[node]!.n;
}
