/** Where: the provinces as tiles, by how often they are named, by what their reports say of a thing, or by a figure; a tile opens the sentences. */

import { grouped, unit } from "./card";
import { sameFigure } from "./compare";
import type { Context } from "./context";
import { bdi, button, download, h } from "./dom";
import { brief, heading } from "./lists";
import { sign } from "./matrix";
import { legend } from "./panels";
import { PROVINCES, province, provinceName, type Province } from "./provinces";
import { nodeLink } from "./sentence";
import { csv, shorten, visible } from "./text";
import type { Named } from "./whereabouts";

const LEVELS = 5;
const SENTENCES = 20;
const SHARED_FIGURES = 120;

/** What a tile shows. */
interface Tile {
  readonly value: number;
  readonly words: string;
  readonly about: string;
  readonly open: () => void;
  readonly current: boolean;
}

interface Layer {
  readonly title: string;
  readonly hint: string;
  readonly tiles: ReadonlyMap<string, Tile>;
  /** how dark a value is, from 1 to 5: by its rank; 0 for none */
  level(value: number): number;
}

/** What the tiles show of the state. */
export function layerOf(context: Context): Layer {
  const found = figureLayer(context) ?? thingLayer(context) ?? namedLayer(context);
  const values = [...found.tiles.values()].map(({ value }) => value).sort((a, b) => a - b);
  return { ...found, level: (value) => (value ? Math.ceil(((values.lastIndexOf(value) + 1) / values.length) * LEVELS) : 0) };
}

type Bare = Omit<Layer, "level">;

export function places(context: Context): HTMLElement[] {
  const { graph, state } = context;
  const layer = layerOf(context);
  const head = h("div", { class: "summary-head" }, legend(context), chooser(context));
  const save = (): void => download("gongbao-provinces.csv", new Blob([csv(sheet(context, layer))], { type: "text/csv;charset=utf-8" }));
  const grid = h("div", { class: "tiles", role: "group", "aria-label": layer.title }, ...PROVINCES.map((each) => tile(context, each, layer)));
  const chosen = state.open === null ? undefined : province(state.open);
  const without = graph.order.filter((node) => context.shown.nodes.has(node) && graph.data.types[graph.data.nodes[node]!.t]!.id === "Place" && !graph.data.nodes[node]!.c && !graph.data.nodes[node]!.w);
  return [
    head,
    heading(context, layer.title, null),
    h("p", { class: "hint" }, `${layer.hint}${context.state.language === "en" ? " " : ""}${context.say("tilesHint")}`, " ", button(context.say("csv"), { class: "more", onclick: save })),
    grid,
    ...(chosen ? details(context, chosen) : []),
    ...(without.length ? [h("details", { class: "loose" }, h("summary", {}, context.say("placesElsewhere"), h("span", { class: "count" }, ` ${context.figure(without.length)}`)), h("p", {}, ...without.slice(0, 300).flatMap((node) => [nodeLink(context, node), "　"])))] : []),
  ];
}

function tile(context: Context, each: Province, { tiles, level }: Layer): HTMLElement {
  const name = provinceName(context, each);
  const at = `grid-column:${each.column};grid-row:${each.row}`;
  const found = tiles.get(each.code);
  if (!found) return h("div", { class: "tile empty", style: at }, h("span", {}, name));
  const home = context.graph.whereabouts.ofReport.includes(each.code) ? " home" : "";
  return h(
    "button",
    { type: "button", class: `tile l${level(found.value)}${home}`, style: at, title: found.about, "aria-label": `${name} ${found.words} ${found.about}`, "aria-pressed": String(found.current), "data-place": each.code, onclick: found.open },
    h("span", {}, name),
    h("b", {}, bdi(shorten(found.words, 12))),
  );
}

// -- what tiles show

/** How many sentences name each province, as the filter leaves them. */
function namedLayer(context: Context): Bare {
  const tiles = new Map<string, Tile>();
  for (const { code } of PROVINCES) {
    const count = namings(context, code).size;
    const open = (): void => context.set({ open: context.state.open === code ? null : code });
    if (count || context.graph.whereabouts.ofReport.includes(code)) tiles.set(code, { value: count, words: context.figure(count), about: context.say("sentences"), open, current: context.state.open === code });
  }
  return { title: context.say("placesNamed"), hint: context.say("placesHint"), tiles };
}

/** Of each sentence that names a place of a province, the namings. */
function namings(context: Context, code: string): Map<string, Named[]> {
  const { graph, shown, state } = context;
  const { whereabouts, data } = graph;
  const narrow = shown.statements.size < data.statements.length || shown.quantities.size < data.quantities.length;
  const kept = narrow && new Set([...[...shown.statements].map((index) => data.statements[index]!), ...[...shown.quantities].map((index) => data.quantities[index]!)].flatMap((row) => whereabouts.sentences(row)));
  const found = new Map<string, Named[]>();
  for (const each of whereabouts.named) {
    const key = `${each.report} ${each.sentence}`;
    if (each.code !== code || (state.filter.report !== null && each.report !== state.filter.report) || (kept && !kept.has(key))) continue;
    found.set(key, [...(found.get(key) ?? []), each]);
  }
  return found;
}

/** What the reports of each province say of the selected thing. */
function thingLayer(context: Context): Bare | null {
  const { graph, shown, state } = context;
  if (state.selection.kind !== "node") return null;
  const { node } = state.selection;
  const tiles = new Map<string, Tile>();
  graph.whereabouts.ofReport.forEach((code, report) => {
    if (code === null || (state.filter.report !== null && report !== state.filter.report)) return;
    const stated = graph.edgesOf[node]!.flatMap((index) => graph.edges[index]!.statements).filter((index) => shown.statements.has(index) && graph.data.statements[index]!.d === report && context.supplied(index) !== "name");
    const mentions = graph.mentionsOf[node]!.filter((place) => place.report === report).length;
    if (!stated.length && !mentions) return;
    const done = stated.filter((index) => context.isPlain(index)).length;
    const row = stated.length ? graph.data.statements[stated[0]!]! : null;
    const edge = row && graph.edgeByKey.get(`${row.s} ${row.p} ${row.o}`)!.index;
    const open = (): void => (edge === null ? context.set({ report, open: code }) : context.set({ selection: { kind: "edge", edge }, report, steps: 0 }));
    tiles.set(code, { value: stated.length * 1000 + mentions, words: sign({ done, planned: stated.length - done }), about: `${context.reportName(report)}：${context.say("mentions")} ${mentions}`, open, current: false });
  });
  const among = graph.whereabouts.ofReport.filter((code) => code !== null);
  if (new Set(among).size < 2 || !tiles.size) return null;
  return { title: context.title(node), hint: `● ${context.say("lineDone")}　○ ${context.say("linePlanned")}　· ${context.say("onlyMentioned")}。`, tiles };
}

/** The same figure as the selected one in the reports of each province. */
function figureLayer(context: Context): Bare | null {
  const { graph, shown, state } = context;
  if (state.selection.kind !== "figure") return null;
  const { quantities } = graph.data;
  const wanted = sameFigure(quantities[state.selection.figure]!);
  const tiles = new Map<string, Tile>();
  for (const index of shown.quantities) {
    const row = quantities[index]!;
    const code = graph.whereabouts.ofReport[row.d];
    if (!code || sameFigure(row) !== wanted || tiles.has(code)) continue;
    const words = row.e[0] ? graph.words(row.d, ...row.e[0].r) : `${row.v} ${unit(row)}`;
    const open = (): void => context.set({ selection: { kind: "figure", figure: index }, report: row.d, steps: 0 });
    tiles.set(code, { value: Number(row.v), words, about: `${context.reportName(row.d)}：${context.counted(row)} ${grouped(row.v)} ${unit(row)}`, open, current: index === state.selection.figure });
  }
  const row = quantities[state.selection.figure]!;
  const modality = row.m === undefined || graph.data.concepts[row.m]!.plain ? "" : `（${context.label(graph.data.concepts[row.m])}）`;
  return tiles.size ? { title: `${context.counted(row)}${modality}`, hint: "", tiles } : null;
}

/** The figures that reports of several provinces give: choosing one puts it on the tiles. */
function chooser(context: Context): HTMLElement | null {
  const { graph, shown, state } = context;
  const { quantities } = graph.data;
  const found = new Map<string, { first: number; codes: Set<string> }>();
  for (const index of shown.quantities) {
    const code = graph.whereabouts.ofReport[quantities[index]!.d];
    if (!code) continue;
    const key = sameFigure(quantities[index]!);
    const there = found.get(key) ?? { first: index, codes: new Set<string>() };
    found.set(key, there);
    there.codes.add(code);
  }
  const shared = [...found].filter(([, { codes }]) => codes.size > 1).sort(([, a], [, b]) => b.codes.size - a.codes.size || a.first - b.first);
  if (!shared.length) return null;
  const now = state.selection.kind === "figure" ? sameFigure(quantities[state.selection.figure]!) : null;
  const option = ([key, { first, codes }]: (typeof shared)[number]): HTMLElement => {
    const row = quantities[first]!;
    const modality = row.m === undefined || graph.data.concepts[row.m]!.plain ? "" : `${context.label(graph.data.concepts[row.m])}，`;
    return h("option", { value: first, selected: key === now }, `${shorten(context.counted(row), 24)}（${modality}${unit(row)}，${codes.size}）`);
  };
  const select = h("select", { "aria-label": context.say("tilesShow"), "data-tiles": true }, h("option", { value: -1, selected: now === null }, context.say("placesNamed")), ...shared.slice(0, SHARED_FIGURES).map(option));
  select.addEventListener("change", () => {
    const figure = Number(select.value);
    context.set(figure < 0 ? { selection: { kind: "none" } } : { selection: { kind: "figure", figure }, report: quantities[figure]!.d, steps: 0 });
  });
  return h("p", { class: "chooser" }, h("span", {}, context.say("tilesShow")), select);
}

// -- one province

/** The sentences that name a province's places, each of which opens in the text, and its own reports. */
function details(context: Context, chosen: Province): HTMLElement[] {
  const { graph, state } = context;
  const found = namings(context, chosen.code);
  const name = provinceName(context, chosen);
  const counted = new Map<number, number>();
  for (const { node } of [...found.values()].flat()) counted.set(node, (counted.get(node) ?? 0) + 1);
  const named = [...counted].sort(([a, x], [b, y]) => y - x || a - b).flatMap(([node, count]) => [nodeLink(context, node), h("span", { class: "count" }, ` ${count}　`)]);
  const own = graph.whereabouts.ofReport.flatMap((code, report) => (code === chosen.code ? [button(`${context.say("report")} ${context.reportName(report)}`, { class: "chip", onclick: () => context.set({ report }) })] : []));
  const only = button(`${context.say("onlyPlace")} ${name}`, { class: "chip", "data-action": "only-place", onclick: () => context.set({ filter: { ...state.filter, place: chosen.code } }) });
  return [
    heading(context, name, found.size),
    h("p", { class: "chooser" }, only, ...own),
    h("p", {}, ...named),
    brief(context, [...found.values()].map((namings) => () => naming(context, namings)), SENTENCES),
  ];
}

/** A sentence with the places that it names marked. */
function naming(context: Context, [first]: readonly Named[]): HTMLElement {
  const { report, sentence } = first!;
  const text = context.graph.text(report);
  const span = text.span(sentence);
  const source = context.graph.data.reports.length > 1 ? h("span", { class: "source" }, " ", bdi(context.reportName(report))) : null;
  return h("button", { type: "button", class: "deed", onclick: () => context.reveal(report, ...text.pieces(span)) }, bdi(shorten(visible(text.raw.slice(...span)), 160)), source);
}

/** The tiles as rows to take away. */
function sheet(context: Context, layer: Layer): string[][] {
  const rows = PROVINCES.flatMap((each) => {
    const found = layer.tiles.get(each.code);
    return found ? [[each.code, provinceName(context, each), found.words, found.about]] : [];
  });
  return [[context.say("code"), context.say("name"), layer.title, ""], ...rows];
}
