/** The first picture of what is too much for a network: of one report, who did and plans what, section by section; of several, what they share. */

import { certainty } from "./card";
import { chooser, comparison } from "./compare";
import type { Context } from "./context";
import { bdi, button, h } from "./dom";
import type { Edge } from "./graph";
import { brief, figure, heading, loose } from "./lists";
import { legend } from "./panels";
import { sectionOf, sections, type Section } from "./sections";
import { nodeDot, nodeLink } from "./sentence";
import { shorten } from "./text";

const ACTORS = 8;
const IN_CELL = 8;
const ROWS = 40;
const REPORTS = 60;
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
    h("tr", {}, h("th", { scope: "row" }, bdi(shorten(parts[section]!.title, 24))), ...columns.map((type) => h("td", { class: "figures" }, brief(context, [...(row.get(type) ?? [])].map((node) => () => named(node)), IN_CELL)))),
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
      ...columns.map((key) => h("td", { class: key }, brief(context, key === "figures" ? deeds.figures.map((index) => () => figure(context, index)) : deeds[key].map((edge) => () => deed(context, edge)), key === "figures" ? 5 : IN_CELL))),
    ),
  );
  return h("section", { class: "actor-block" }, h("h3", {}, nodeLink(context, actor)), h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, context.say("section")), ...head)), h("tbody", {}, ...rows)));
}

function deed(context: Context, edge: Edge): HTMLElement {
  const { graph } = context;
  const statement = graph.data.statements[edge.statements[0]!]!;
  const go = (): void => context.set({ selection: { kind: "edge", edge: edge.index }, report: statement.d, steps: 0 });
  const sure = statement.c === undefined ? undefined : certainty(context, statement.c);
  const now = context.state.selection;
  const current = now.kind === "edge" && now.edge === edge.index;
  return h("button", { type: "button", class: "deed", title: sure, "aria-current": String(current), onclick: go }, h("span", { class: "verb" }, context.label(graph.data.predicates[edge.p])), " ", nodeDot(context, edge.o), bdi(shorten(context.title(edge.o), 40)));
}

// -- several reports

interface Cell {
  done: number;
  planned: number;
  mentions: number;
  edge: number | null;
}

/** Things that two or more reports speak of, against the reports: a cell opens the sentence. */
function matrix(context: Context): HTMLElement[] {
  const { graph, shown } = context;
  const cells = new Map<number, Map<number, Cell>>();
  const cell = (node: number, report: number): Cell => {
    const row = cells.get(node) ?? new Map<number, Cell>();
    cells.set(node, row);
    const found = row.get(report) ?? { done: 0, planned: 0, mentions: 0, edge: null };
    row.set(report, found);
    return found;
  };
  for (const index of shown.edges) {
    const edge = graph.edges[index]!;
    for (const each of edge.statements) {
      if (!shown.statements.has(each) || context.supplied(each) === "name") continue;
      for (const node of [edge.s, edge.o]) {
        const found = cell(node, graph.data.statements[each]!.d);
        found[context.isPlain(each) ? "done" : "planned"] += 1;
        found.edge ??= edge.index;
      }
    }
  }
  for (const node of shown.nodes) for (const place of graph.mentionsOf[node]!) cell(node, place.report).mentions += 1;
  const stated = (node: number): number => [...cells.get(node)!.values()].filter(({ edge }) => edge !== null).length;
  const shared = [...cells.keys()].filter((node) => cells.get(node)!.size > 1);
  shared.sort((a, b) => stated(b) - stated(a) || cells.get(b)!.size - cells.get(a)!.size || graph.weight(b) - graph.weight(a) || a - b);
  const columns = graph.data.reports.map((_, index) => index).slice(0, REPORTS);
  const body = h("tbody", {});
  const table = h("table", { class: "matrix" }, h("thead", {}, h("tr", {}, h("td", {}), ...columns.map((report) => columnHead(context, report)))), body);
  let at = 0;
  const rest = button("", { class: "more", onclick: () => more() });
  const more = (): void => {
    body.append(...shared.slice(at, (at += ROWS)).map((node) => matrixRow(context, node, columns, cells.get(node)!)));
    rest.textContent = `${context.say("more")} ${context.figure(Math.min(ROWS, shared.length - at))}`;
    rest.hidden = at >= shared.length;
  };
  more();
  const key = h("p", { class: "hint" }, `● ${context.say("lineDone")}　○ ${context.say("linePlanned")}　· ${context.say("onlyMentioned")}`);
  return [heading(context, context.say("shared"), shared.length), key, h("div", { class: "matrix-scroll", tabindex: "0", role: "region", "aria-label": context.say("shared") }, table), rest];
}

function columnHead(context: Context, report: number): HTMLElement {
  const go = (): void => context.set({ filter: { ...context.state.filter, report }, report });
  const name = context.reportName(report);
  return h("th", { scope: "col" }, h("button", { type: "button", title: name, onclick: go }, bdi(shorten(name.replace(/人民政府$/, ""), 10))));
}

function matrixRow(context: Context, node: number, columns: readonly number[], own: ReadonlyMap<number, Cell>): HTMLElement {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, nodeLink(context, node)),
    ...columns.map((report) => {
      const found = own.get(report);
      if (!found) return h("td", {});
      const { done, planned, mentions, edge } = found;
      const sign = [done ? `●${done > 1 ? done : ""}` : "", planned ? `○${planned > 1 ? planned : ""}` : ""].filter(Boolean).join(" ") || "·";
      const words = [done ? `${context.say("lineDone")} ${done}` : "", planned ? `${context.say("linePlanned")} ${planned}` : "", edge === null ? `${context.say("mentions")} ${mentions}` : ""].filter(Boolean).join("，");
      const go = (): void => context.set({ selection: edge === null ? { kind: "node", node } : { kind: "edge", edge }, report, steps: 0 });
      return h("td", {}, h("button", { type: "button", class: "cell-button", "aria-label": `${sign} ${context.name(node)}，${context.reportName(report)}：${words}`, title: words, onclick: go }, sign));
    }),
  );
}
