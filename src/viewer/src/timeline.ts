/** When: the periods that statements and figures are of, along the years; a press lists them. */

import { timeWords, type Context } from "./context";
import { bdi, button, h } from "./dom";
import type { EvidenceRow } from "./payload";
import { brief, figure, heading } from "./lists";
import { legend } from "./panels";
import { sentence } from "./sentence";
import { months, periodName, type Months } from "./time";

/** Periods up to which each has a line of its own; where there are more, those within a year share one. */
const FINE = 48;
const IN_CELL = 12;
const TICKS = 12;

type Row = { readonly d: number; readonly w?: number; readonly m?: number; readonly e: readonly EvidenceRow[] };

export interface Period {
  readonly key: string;
  readonly span: Months;
  /** statements, and figures */
  readonly done: number[];
  readonly planned: number[];
  readonly figures: number[];
}

/** How it is known when something was: its sentence says so, what stands before it does, or only the report's own date. */
export function dated(context: Context, row: Row): "inSentence" | "fromBefore" | "fromReport" {
  const time = row.w === undefined ? undefined : context.graph.data.times[row.w];
  if (!time) return "fromReport";
  const found = row.e.some(({ s, r }) => (s ?? r)[0] <= time.r[0] && time.r[1] <= (s ?? r)[1]);
  return found ? "inSentence" : "fromBefore";
}

function spanOf(context: Context, row: Row): Months | null {
  const time = row.w === undefined ? undefined : context.graph.data.times[row.w];
  return time ? months(time.v) : context.graph.told(row);
}

/** What is shown, by period, in the order of time; what has no date at all has no place in it. */
export function periods(context: Context): Period[] {
  const { graph, shown } = context;
  const placed: { span: Months; list: "done" | "planned" | "figures"; index: number }[] = [];
  for (const index of [...shown.statements].sort((a, b) => a - b)) {
    const span = context.supplied(index) === "name" ? null : spanOf(context, graph.data.statements[index]!);
    if (span) placed.push({ span, list: context.isPlain(index) ? "done" : "planned", index });
  }
  for (const index of shown.quantities) {
    const span = spanOf(context, graph.data.quantities[index]!);
    if (span) placed.push({ span, list: "figures", index });
  }
  const coarse = new Set(placed.map(({ span }) => periodName(span))).size > FINE;
  const found = new Map<string, Period>();
  for (const { span, list, index } of placed) {
    const whole = coarse ? { from: Math.floor(span.from / 12) * 12, to: Math.floor(span.to / 12) * 12 + 11 } : span;
    const key = periodName(whole);
    const period = found.get(key) ?? { key, span: whole, done: [], planned: [], figures: [] };
    found.set(key, period);
    period[list].push(index);
  }
  return [...found.values()].sort((a, b) => a.span.from - b.span.from || a.span.to - b.span.to);
}

export function timeline(context: Context): HTMLElement[] {
  const all = periods(context);
  const head = h("div", { class: "summary-head" }, legend(context));
  if (!all.length) return [head, h("p", { class: "hint" }, context.say("nothing"))];
  const axis = new Axis(context, all);
  const body = all.flatMap((period) => [line(context, period, axis), ...(context.state.open === period.key ? [details(context, period)] : [])]);
  const titles = [context.say("lineDone"), context.say("linePlanned"), context.say("quantities")];
  const columns = h("tr", {}, h("th", { scope: "col" }, context.say("time")), h("th", { scope: "col", class: "axis" }, axis.ticks()), ...titles.map((title) => h("th", { scope: "col", class: "number" }, title)));
  return [head, heading(context, context.say("timeTitle"), all.length), h("p", { class: "hint" }, context.say("timeHint")), h("table", { class: "timeline" }, h("thead", {}, columns), h("tbody", {}, ...body))];
}

/** The years as a line from left to right, with a mark where the last report was issued. */
export class Axis {
  private readonly from: number;
  private readonly to: number;
  private readonly now: number | null;

  constructor(
    private readonly context: Context,
    all: readonly Period[],
  ) {
    const issued = context.graph.data.reports.flatMap(({ issued }) => months(issued ?? "")?.from ?? []);
    this.now = issued.length ? Math.max(...issued) : null;
    const bounds = all.flatMap(({ span }) => [span.from, span.to]).filter(Number.isFinite);
    if (this.now !== null) bounds.push(this.now);
    this.from = Math.floor(Math.min(...bounds) / 12) * 12;
    this.to = Math.floor(Math.max(...bounds) / 12) * 12 + 11;
  }

  /** Where a month begins, in hundredths of the line. */
  private at(month: number): number {
    return ((Math.min(this.to + 1, Math.max(this.from, month)) - this.from) / (this.to + 1 - this.from)) * 100;
  }

  /** The years that are named, and where they begin. */
  years(): { year: number; share: number }[] {
    const count = (this.to + 1 - this.from) / 12;
    const step = Math.ceil(count / TICKS);
    return Array.from({ length: Math.ceil(count / step) }, (_, index) => this.from / 12 + index * step).map((year) => ({ year, share: this.at(year * 12) }));
  }

  between(span: Months): readonly [number, number] {
    return [this.at(span.from), this.at(span.to + 1)];
  }

  /** Whether a period is more of what is to come: more of it is planned than done, or it begins when all reports were out. */
  isAhead({ planned, done, span }: Period): boolean {
    return planned.length > done.length || (!done.length && this.now !== null && span.from > this.now);
  }

  get issued(): number | null {
    return this.now === null ? null : this.at(this.now);
  }

  ticks(): HTMLElement {
    return h("div", { class: "ticks" }, ...this.years().map(({ year, share }) => h("span", { style: `left:${share.toFixed(2)}%` }, String(year))));
  }

  bar(period: Period): HTMLElement {
    const [left, right] = this.between(period.span);
    const open = [Number.isFinite(period.span.from) ? "" : " open-start", Number.isFinite(period.span.to) ? "" : " open-end"].join("");
    const planned = this.isAhead(period) ? " planned" : "";
    const now = this.issued === null ? null : h("i", { class: "now", style: `left:${this.issued.toFixed(2)}%`, title: this.context.say("issued") });
    return h("div", { class: "track", "aria-hidden": "true" }, now, h("i", { class: `span${open}${planned}`, style: `left:${left.toFixed(2)}%;width:max(4px,${(right - left).toFixed(2)}%)` }));
  }
}

function line(context: Context, period: Period, axis: Axis): HTMLElement {
  const open = context.state.open === period.key;
  const go = (): void => context.set({ open: open ? null : period.key });
  const count = (list: readonly number[]): HTMLElement => h("td", { class: "number" }, list.length ? context.figure(list.length) : "");
  const name = h("button", { type: "button", class: "node-link", "aria-expanded": String(open), "data-period": period.key, onclick: go }, periodWords(context, period.span));
  return h("tr", { class: open ? "selected" : "", onclick: (event) => (event.target as Element).closest("button") ?? go() }, h("th", { scope: "row" }, name), h("td", { class: "axis" }, axis.bar(period)), count(period.done), count(period.planned), count(period.figures));
}

export function periodWords(context: Context, span: Months): string {
  return timeWords(periodName(span), context.state.language === "zh");
}

function details(context: Context, period: Period): HTMLElement {
  const { graph, state } = context;
  const columns = (["done", "planned", "figures"] as const).filter((list) => period[list].length);
  const words = { done: "lineDone", planned: "linePlanned", figures: "quantities" } as const;
  const stated = (index: number): HTMLElement => {
    const row = graph.data.statements[index]!;
    return h("div", {}, sentence(context, graph.edgeByKey.get(`${row.s} ${row.p} ${row.o}`)!, null, row.d), how(context, row));
  };
  const item = (list: "done" | "planned" | "figures") => (index: number) => (): HTMLElement => (list === "figures" ? h("div", {}, figure(context, index), how(context, graph.data.quantities[index]!)) : stated(index));
  const cells = columns.map((list) => h("section", {}, h("h3", {}, context.say(words[list]), h("span", { class: "count" }, ` ${context.figure(period[list].length)}`)), brief(context, period[list].map(item(list)), IN_CELL)));
  const { from, to } = period.span;
  const bound = (month: number): number | null => (Number.isFinite(month) ? month : null);
  const only = button(context.say("onlyPeriod"), { class: "chip", onclick: () => context.set({ filter: { ...state.filter, from: bound(from), to: bound(to) } }) });
  return h("tr", { class: "period" }, h("td", { colspan: "5" }, h("p", {}, only), h("div", { class: "columns" }, ...cells)));
}

/** How the date is known, where the sentence itself does not say it; and which report tells it, where there are several. */
function how(context: Context, row: Row): HTMLElement | null {
  const known = dated(context, row);
  const parts = [known === "inSentence" ? "" : context.say(known), context.graph.data.reports.length > 1 ? context.reportName(row.d) : ""].filter(Boolean);
  return parts.length ? h("p", { class: "source" }, bdi(parts.join(" · "))) : null;
}
