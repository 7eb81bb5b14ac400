/** The first picture of what is too much for a network: of one report, who did and plans what, section by section; of several, what they share. */

import { certainty } from "./card";
import { chooser, comparison } from "./compare";
import type { Context } from "./context";
import { bdi, h } from "./dom";
import type { Edge } from "./graph";
import { brief, figure, heading, loose } from "./lists";
import { matrix } from "./matrix";
import { legend } from "./panels";
import { sectionOf, sections, type Section } from "./sections";
import { nodeDot, nodeLink } from "./sentence";
import { shorten } from "./text";

const ACTORS = 8;
const IN_CELL = 8;
/** What reports are read for, beside who acts. */
const NAMED: ReadonlySet<string> = new Set(["Campaign", "Case", "Event"]);

export function summary(context: Context): HTMLElement[] {
  const { graph, state } = context;
  const many = graph.data.reports.length > 1 && state.filter.report === null;
  const head = h("div", { class: "summary-head" }, legend(context), many ? chooser(context, state.compare) : null);
  if (many && state.compare) return [head, ...comparison(context, state.compare)];
  return [head, ...(many ? matrix(context) : plan(context, state.filter.report ?? 0)), ...loose(context)];
}

// -- one report

interface Deeds {
  readonly done: Edge[];
  readonly planned: Edge[];
  readonly figures: number[];
}

/** Actors, the most active first, with what they did and what is planned side by side, and the figures beside. */
function plan(context: Context, report: number): HTMLElement[] {
  const { graph, shown } = context;
  const row = graph.data.reports[report];
  if (!row) return [];
  const parts = sections(row);
  const byActor = new Map<number, Map<number, Deeds>>();
  const deeds = (actor: number, piece: number): Deeds => {
    const own = byActor.get(actor) ?? new Map<number, Deeds>();
    byActor.set(actor, own);
    const section = sectionOf(parts, piece);
    const found = own.get(section) ?? { done: [], planned: [], figures: [] };
    own.set(section, found);
    return found;
  };
  for (const index of shown.edges) {
    const edge = graph.edges[index]!;
    const stated = edge.statements.find((each) => shown.statements.has(each) && graph.data.statements[each]!.d === report);
    if (stated === undefined || context.supplied(stated) === "name") continue;
    const place = deeds(edge.s, graph.data.statements[stated]!.e[0]?.r[0] ?? 0);
    (context.pending(edge) ? place.planned : place.done).push(edge);
  }
  for (const index of shown.quantities) {
    const { a, d, e } = graph.data.quantities[index]!;
    const actor = a ?? row.publisher;
    if (d === report && actor !== undefined) deeds(actor, e[0]?.r[0] ?? 0).figures.push(index);
  }
  const size = (actor: number): number => [...byActor.get(actor)!.values()].reduce((sum, { done, planned }) => sum + done.length + planned.length, 0);
  const counted = (actor: number): number => [...byActor.get(actor)!.values()].reduce((sum, { figures }) => sum + figures.length, 0);
  const actors = [...byActor.keys()].sort((a, b) => size(b) - size(a) || counted(b) - counted(a) || a - b);
  const blocks = actors.map((actor) => () => actorBlock(context, actor, parts, byActor.get(actor)!));
  return [...(blocks.length ? [heading(context, context.say("who"), null), h("div", { class: "plan" }, brief(context, blocks, ACTORS))] : []), ...namedBySection(context, report, parts)];
}

/** The campaigns, cases and events that each section names, whoever acts in them. */
function namedBySection(context: Context, report: number, parts: readonly Section[]): HTMLElement[] {
  const { graph, shown } = context;
  const { types, nodes, reports } = graph.data;
  const found = new Map<number, Map<number, Set<number>>>();
  for (const [from, , node] of reports[report]!.mentions) {
    const { t } = nodes[node]!;
    if (!NAMED.has(types[t]!.id) || !shown.nodes.has(node)) continue;
    const section = sectionOf(parts, from);
    const row = found.get(section) ?? new Map<number, Set<number>>();
    found.set(section, row.set(t, (row.get(t) ?? new Set<number>()).add(node)));
  }
  const columns = types.map((_, index) => index).filter((type) => [...found.values()].some((row) => row.has(type)));
  if (!columns.length) return [];
  const named = (node: number): HTMLElement => nodeLink(context, node, report);
  const rows = [...found.entries()].sort(([a], [b]) => a - b).map(([section, row]) =>
    h("tr", {}, h("th", { scope: "row" }, bdi(shorten(parts[section]!.title, 24))), ...columns.map((type) => h("td", { class: "figures", "data-column": context.label(types[type]) }, brief(context, [...(row.get(type) ?? [])].map((node) => () => named(node)), IN_CELL)))),
  );
  const head = columns.map((type) => h("th", { scope: "col" }, context.label(types[type]), h("span", { class: "count" }, ` ${context.figure(new Set([...found.values()].flatMap((row) => [...(row.get(type) ?? [])])).size)}`)));
  return [heading(context, context.say("bySection"), null), h("div", { class: "plan" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, context.say("section")), ...head)), h("tbody", {}, ...rows)))];
}

function actorBlock(context: Context, actor: number, parts: readonly Section[], own: ReadonlyMap<number, Deeds>): HTMLElement {
  const all = [...own.entries()].sort(([a], [b]) => a - b);
  const total = (key: keyof Deeds): number => all.reduce((sum, [, deeds]) => sum + deeds[key].length, 0);
  const columns = (["done", "planned", "figures"] as const).filter((key) => total(key));
  const words = { done: "lineDone", planned: "linePlanned", figures: "quantities" } as const;
  const head = columns.map((key) => h("th", { scope: "col" }, context.say(words[key]), h("span", { class: "count" }, ` ${context.figure(total(key))}`)));
  const rows = all.map(([section, deeds]) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, bdi(shorten(parts[section]!.title, 24))),
      ...columns.map((key) => h("td", { class: key, "data-column": context.say(words[key]) }, brief(context, key === "figures" ? deeds.figures.map((index) => () => figure(context, index)) : deeds[key].map((edge) => () => deed(context, edge)), key === "figures" ? 5 : IN_CELL))),
    ),
  );
  return h("section", { class: "actor-block" }, h("h3", {}, nodeLink(context, actor)), h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, context.say("section")), ...head)), h("tbody", {}, ...rows)));
}

function deed(context: Context, edge: Edge): HTMLElement {
  const { graph } = context;
  const statement = graph.data.statements[edge.statements[0]!]!;
  const go = (): void => context.set({ selection: { kind: "edge", edge: edge.index }, report: statement.d, steps: 0 });
  const sure = statement.c === undefined ? undefined : certainty(context, statement.c);
  return h("button", { type: "button", class: "deed", title: sure, "data-shows": `edge ${edge.index}`, onclick: go }, h("span", { class: "verb" }, context.label(graph.data.predicates[edge.p])), " ", nodeDot(context, edge.o), bdi(shorten(context.title(edge.o), 40)));
}
