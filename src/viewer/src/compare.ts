/** Two reports side by side: what only one tells of, what both do and in which words, and the figures of the same thing with their difference. */

import { grouped, unit } from "./card";
import type { Context } from "./context";
import { bdi, button, download, h } from "./dom";
import { byReport, byYear, groupOf, hasYears } from "./groups";
import { notDone } from "./lists";
import type { QuantityRow } from "./payload";
import { nodeLink } from "./sentence";
import { csv, shorten } from "./text";

/** The keys of two reports or two years. */
export type Pair = readonly [string, string];

/** What a report says of a thing: the edge and statement that say it first, or only that it names it. */
interface Told {
  readonly node: number;
  readonly statement: number | null;
}

export interface Figures {
  readonly counted: string;
  readonly unit: string;
  /** indexes of the figures of either report */
  readonly a: number;
  readonly b: number;
  readonly difference: string;
}

export interface Comparison {
  readonly onlyA: readonly Told[];
  readonly both: readonly (readonly [Told, Told])[];
  readonly onlyB: readonly Told[];
  readonly figures: readonly Figures[];
}

/** Compare what two reports tell of, as the filter leaves it: the objects of their statements, most important first. */
export function compared(context: Context, pair: Pair): Comparison {
  const [a, b] = pair.map((key) => new Set(groupOf(context, key)?.reports)) as [Set<number>, Set<number>];
  const [ofA, ofB] = [tells(context, a), tells(context, b)];
  const told = (all: ReadonlyMap<number, number>) => (node: number): Told => ({ node, statement: all.get(node) ?? null });
  const order = context.graph.order;
  return {
    onlyA: order.filter((node) => ofA.has(node) && !ofB.has(node)).map(told(ofA)),
    both: order.filter((node) => ofA.has(node) && ofB.has(node)).map((node) => [told(ofA)(node), told(ofB)(node)] as const),
    onlyB: order.filter((node) => ofB.has(node) && !ofA.has(node)).map(told(ofB)),
    figures: figures(context, a, b),
  };
}

function tells(context: Context, reports: ReadonlySet<number>): Map<number, number> {
  const { graph, shown } = context;
  const found = new Map<number, number>();
  for (const index of [...shown.statements].sort((x, y) => x - y)) {
    const row = graph.data.statements[index]!;
    if (reports.has(row.d) && !found.has(row.o) && context.supplied(index) !== "name") found.set(row.o, index);
  }
  return found;
}

/** A key that figures share which count the same thing in the same unit and the same way, all reached or all aimed at. */
export function sameFigure({ n, u, g, m }: QuantityRow): string {
  return `${n}\u0000${u}\u0000${g ?? ""}\u0000${m ?? ""}`;
}

/** Figures that count the same thing in the same unit; where a report has several, its first. */
function figures(context: Context, a: ReadonlySet<number>, b: ReadonlySet<number>): Figures[] {
  const { quantities } = context.graph.data;
  const key = (index: number): string => sameFigure(quantities[index]!);
  const of = (reports: ReadonlySet<number>): Map<string, number> => {
    const found = new Map<string, number>();
    for (const index of context.shown.quantities) if (reports.has(quantities[index]!.d) && !found.has(key(index))) found.set(key(index), index);
    return found;
  };
  const other = of(b);
  return [...of(a)].flatMap(([same, index]) => {
    const against = other.get(same);
    if (against === undefined) return [];
    const [x, y] = [quantities[index]!, quantities[against]!];
    const places = Math.max(decimals(x.v), decimals(y.v));
    const difference = (Number(y.v) - Number(x.v)).toFixed(places);
    return [{ counted: x.n, unit: unit(x), a: index, b: against, difference: difference.startsWith("-") ? difference : `+${difference}` }];
  });
}

function decimals(value: string): number {
  return value.split(".")[1]?.length ?? 0;
}

// -- the view

export function comparison(context: Context, pair: Pair): HTMLElement[] {
  const found = compared(context, pair);
  const [nameA, nameB] = pair.map((key) => groupOf(context, key)?.name ?? "") as [string, string];
  const only = (name: string): string => `${context.say("only")} ${name}`;
  const words = (told: Told): HTMLElement => wording(context, told);
  const where = (told: Told): number => context.graph.data.statements[told.statement!]!.d;
  const row = (cells: readonly HTMLElement[]): HTMLElement => h("tr", {}, ...cells.map((cell, index) => h(index ? "td" : "th", index ? {} : { scope: "row" }, cell)));
  const things = (list: readonly Told[]): HTMLElement => table([context.say("object"), context.say("sentence")], list.map((told) => row([nodeLink(context, told.node, where(told)), words(told)])));
  const save = (): void => download("gongbao-compare.csv", new Blob([csv(sheet(context, pair, found))], { type: "text/csv;charset=utf-8" }));
  return [
    h("p", {}, button(context.say("csv"), { class: "more", onclick: save })),
    title(context.say("both"), found.both.length),
    table([context.say("object"), nameA, nameB], found.both.map(([a, b]) => row([nodeLink(context, a.node), words(a), words(b)]))),
    title(context.say("quantities"), found.figures.length),
    table([context.say("counted"), nameA, nameB, context.say("difference")], found.figures.map((each) => row([bdi(each.counted), figure(context, each.a), figure(context, each.b), h("span", {}, `${grouped(each.difference)} ${each.unit}`)]))),
    title(only(nameA), found.onlyA.length),
    things(found.onlyA),
    title(only(nameB), found.onlyB.length),
    things(found.onlyB),
  ];
}

function title(text: string, count: number): HTMLElement {
  return h("h2", {}, text, h("span", { class: "count" }, ` ${count}`));
}

function table(head: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  return h("table", { class: "compare" }, h("thead", {}, h("tr", {}, ...head.map((word) => h("th", { scope: "col" }, bdi(word))))), h("tbody", {}, ...rows));
}

/** The sentence in which a report tells of a thing; a press opens it. */
function wording(context: Context, told: Told): HTMLElement {
  const { graph } = context;
  const row = graph.data.statements[told.statement!]!;
  const edge = graph.edgeByKey.get(`${row.s} ${row.p} ${row.o}`)!;
  const go = (): void => context.set({ selection: { kind: "edge", edge: edge.index }, report: row.d, steps: 0 });
  const badge = context.isPlain(told.statement!) ? null : h("span", { class: "badge" }, context.label(context.modality(told.statement!)));
  return h("button", { type: "button", class: "deed", "data-shows": `edge ${edge.index}`, onclick: go }, bdi(shorten(said(context, told), 120)), badge);
}

function said(context: Context, told: Told): string {
  const row = context.graph.data.statements[told.statement!]!;
  const found = row.e[0];
  return found ? context.graph.words(row.d, ...(found.s ?? found.r)).trim() : "";
}

function figure(context: Context, index: number): HTMLElement {
  const row = context.graph.data.quantities[index]!;
  const go = (): void => context.set({ selection: { kind: "figure", figure: index }, report: row.d, steps: 0 });
  const found = row.e[0];
  return h("button", { type: "button", class: "deed", "data-shows": `figure ${index}`, onclick: go }, bdi(found ? context.graph.words(row.d, ...found.r) : row.v), notDone(context, row));
}

/** The comparison as rows to take away. */
export function sheet(context: Context, pair: Pair, found: Comparison): string[][] {
  const [nameA, nameB] = pair.map((key) => groupOf(context, key)?.name ?? "") as [string, string];
  const { quantities } = context.graph.data;
  const side = (where: string, x: Told | null, y: Told | null): string[] => [where, context.title((x ?? y)!.node), x ? said(context, x) : "", y ? said(context, y) : "", ""];
  return [
    ["", context.say("object"), nameA, nameB, context.say("difference")],
    ...found.both.map(([x, y]) => side(context.say("both"), x, y)),
    ...found.onlyA.map((x) => side(`${context.say("only")} ${nameA}`, x, null)),
    ...found.onlyB.map((y) => side(`${context.say("only")} ${nameB}`, null, y)),
    ...found.figures.map((each) => [context.say("quantities"), `${each.counted} (${each.unit})`, quantities[each.a]!.v, quantities[each.b]!.v, each.difference]),
  ];
}

/** Two choices of reports or years; the second brings the comparison up, its empty choice ends it. */
export function chooser(context: Context, pair: Pair | null): HTMLElement {
  const { graph, state } = context;
  const all = [...(hasYears(graph) ? byYear(context) : []), ...byReport(context)];
  const select = (which: 0 | 1): HTMLSelectElement => {
    const now = pair?.[which] ?? (which === 0 ? graph.data.reports[state.report]!.i : "");
    const none = which === 1 ? [h("option", { value: "" }, context.say("compareNone"))] : [];
    const out = h("select", { "aria-label": `${context.say("compare")} ${which + 1}`, "data-compare": which }, ...none, ...all.map(({ key, name }) => h("option", { value: key, selected: key === now }, shorten(name, 24))));
    out.addEventListener("change", () => {
      const [first, second] = [...out.parentElement!.querySelectorAll("select")].map((each) => each.value) as [string, string];
      context.set({ compare: !second || first === second ? null : [first, second] });
    });
    return out;
  };
  return h("p", { class: "chooser" }, h("span", {}, context.say("compare")), select(0), select(1));
}
