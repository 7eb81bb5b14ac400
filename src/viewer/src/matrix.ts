/** Of several reports: the things that two or more speak of, against the reports or the years; a cell opens the sentence. */

import type { Context } from "./context";
import { bdi, button, h } from "./dom";
import { byReport, byYear, hasYears, type Group } from "./groups";
import { heading, more } from "./lists";
import { nodeLink } from "./sentence";
import { shorten } from "./text";

const ROWS = 40;
const COLUMNS = 60;

export interface Cell {
  done: number;
  planned: number;
  mentions: number;
  /** the report that a press opens, and the relation it tells */
  report: number;
  edge: number | null;
}

type Cells = Map<number, Map<number, Cell>>;

/** What each column tells of each thing, as the filter leaves it. */
export function cellsOf(context: Context, columns: readonly Group[]): Cells {
  const { graph, shown } = context;
  const cells: Cells = new Map();
  const columnOf = new Map(columns.flatMap(({ reports }, column) => reports.map((report) => [report, column] as const)));
  const cell = (node: number, report: number): Cell | null => {
    const column = columnOf.get(report);
    if (column === undefined) return null;
    const row = cells.get(node) ?? new Map<number, Cell>();
    cells.set(node, row);
    const found = row.get(column) ?? { done: 0, planned: 0, mentions: 0, report, edge: null };
    row.set(column, found);
    return found;
  };
  for (const index of shown.edges) {
    const edge = graph.edges[index]!;
    for (const each of edge.statements) {
      if (!shown.statements.has(each) || context.supplied(each) === "name") continue;
      const { d } = graph.data.statements[each]!;
      for (const node of [edge.s, edge.o]) {
        const found = cell(node, d);
        if (!found) continue;
        found[context.isPlain(each) ? "done" : "planned"] += 1;
        if (found.edge === null) [found.edge, found.report] = [edge.index, d];
      }
    }
  }
  for (const node of shown.nodes) {
    for (const { report } of graph.mentionsOf[node]!) {
      const found = cell(node, report);
      if (found) found.mentions += 1;
    }
  }
  return cells;
}

/** Things that two or more columns speak of, what most state first. */
export function sharedOf(context: Context, cells: Cells): number[] {
  const { graph } = context;
  const stated = (node: number): number => [...cells.get(node)!.values()].filter(({ edge }) => edge !== null).length;
  const shared = [...cells.keys()].filter((node) => cells.get(node)!.size > 1);
  return shared.sort((a, b) => stated(b) - stated(a) || cells.get(b)!.size - cells.get(a)!.size || graph.weight(b) - graph.weight(a) || a - b);
}

export function matrix(context: Context): HTMLElement[] {
  const years = context.state.by === "years";
  const columns = years ? byYear(context) : byReport(context);
  const cells = cellsOf(context, columns);
  const shared = sharedOf(context, cells);
  const body = h("div", { class: "matrix-scroll", tabindex: "0", role: "region", "aria-label": context.say("shared") });
  let limit = COLUMNS;
  const wider = button("", { class: "more", onclick: () => draw((limit += COLUMNS)) });
  const sharing = years ? columns.map((_, column) => column) : telling(cells, shared);
  const draw = (most: number): void => {
    body.replaceChildren(table(context, columns, sharing.slice(0, most), cells, shared));
    wider.textContent = `${context.say("shown")} ${context.figure(Math.min(most, sharing.length))} / ${context.figure(sharing.length)} ${context.say(years ? "years" : "reports")}　${context.say("more")} ${context.figure(Math.min(COLUMNS, sharing.length - most))}`;
    wider.hidden = most >= sharing.length;
  };
  draw(limit);
  const apart = columns.length - sharing.length;
  const key = h("p", { class: "hint" }, `● ${context.say("lineDone")}　○ ${context.say("linePlanned")}　· ${context.say("onlyMentioned")}${apart ? `　${context.figure(apart)} ${context.say("sharingNothing")}` : ""}`);
  const legend = h("div", { class: "matrix-head" }, hasYears(context.graph) ? choice(context) : null, key);
  return [heading(context, context.say("shared"), shared.length), legend, wider, body];
}

/** The columns that share anything, in their order, so that no table begins empty: first those that the first rows tell of; of very many, those that share most. */
function telling(cells: Cells, shared: readonly number[]): number[] {
  const counted = (nodes: readonly number[]): Map<number, number> => {
    const found = new Map<number, number>();
    for (const node of nodes) for (const column of cells.get(node)!.keys()) found.set(column, (found.get(column) ?? 0) + 1);
    return found;
  };
  const all = counted(shared);
  const first = counted(shared.slice(0, ROWS));
  const rank = (column: number): number => (all.size > COLUMNS ? all.get(column)! : Number(first.has(column)));
  return [...all.keys()].sort((a, b) => rank(b) - rank(a) || a - b);
}

function choice(context: Context): HTMLElement {
  const option = (by: "reports" | "years"): HTMLElement => button(context.say(by), { "aria-pressed": String(context.state.by === by), "data-by": by, onclick: () => context.set({ by }) });
  return h("div", { class: "segmented", role: "group", "aria-label": context.say("columns") }, option("reports"), option("years"));
}

function table(context: Context, columns: readonly Group[], chosen: readonly number[], cells: Cells, shared: readonly number[]): HTMLElement {
  const body = h("tbody", {});
  const show = (from: number): void => {
    body.append(...shared.slice(from, from + ROWS).map((node) => row(context, node, columns, chosen, cells.get(node)!)));
    const rest = shared.length - from - ROWS;
    if (rest <= 0) return;
    const foot = h("tr", {}, h("th", { scope: "row" }, more(context, Math.min(ROWS, rest), rest, () => {
      foot.remove();
      show(from + ROWS);
      body.children[from + ROWS]?.querySelector("button")?.focus();
    })));
    body.append(foot);
  };
  show(0);
  return h("table", { class: "matrix" }, h("thead", {}, h("tr", {}, h("td", {}), ...chosen.map((column) => head(context, columns[column]!)))), body);
}

/** A report's name, a press on which leaves only that report; a year's name. */
function head(context: Context, { name, reports }: Group): HTMLElement {
  const [report] = reports;
  const short = bdi(shorten(name.replace(/人民政府$/, ""), 7));
  if (context.state.by === "years") return h("th", { scope: "col" }, short);
  const go = (): void => context.set({ filter: { ...context.state.filter, report: report! }, report: report! });
  return h("th", { scope: "col" }, h("button", { type: "button", title: name, onclick: go }, short));
}

/** The sign of a cell: done, planned, or only mentioned. */
export function sign({ done, planned }: Pick<Cell, "done" | "planned">): string {
  return [done ? `●${done > 1 ? done : ""}` : "", planned ? `○${planned > 1 ? planned : ""}` : ""].filter(Boolean).join(" ") || "·";
}

function row(context: Context, node: number, columns: readonly Group[], chosen: readonly number[], own: ReadonlyMap<number, Cell>): HTMLElement {
  const cells = chosen.map((column) => {
    const found = own.get(column);
    if (!found) return h("td", {});
    const { done, planned, mentions, edge, report } = found;
    const words = [done ? `${context.say("lineDone")} ${done}` : "", planned ? `${context.say("linePlanned")} ${planned}` : "", edge === null ? `${context.say("mentions")} ${mentions}` : ""].filter(Boolean).join("，");
    const go = (): void => context.set({ selection: edge === null ? { kind: "node", node } : { kind: "edge", edge }, report, steps: 0 });
    return h("td", {}, h("button", { type: "button", class: "cell-button", "aria-label": `${sign(found)} ${context.name(node)}，${columns[column]!.name}：${words}`, title: words, onclick: go }, sign(found)));
  });
  return h("tr", {}, h("th", { scope: "row" }, nodeLink(context, node)), ...cells);
}
