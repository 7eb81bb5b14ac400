/** What the page shows, and how it is written into the URL's fragment so that a view can be sent. */

import { NO_FILTER, type Filter } from "./filter";
import { shortestPaths, type Graph } from "./graph";
import { isGroup } from "./groups";
import type { Language, Script } from "./payload";
import { province } from "./provinces";
import { monthName, monthOf } from "./time";

export const VIEWS = ["summary", "time", "places", "network", "table"] as const;
export type View = (typeof VIEWS)[number];

/** Things up to which a network is the first picture; more are read better as a summary. */
export const READ_AS_NETWORK = 80;
/** Characters that a search takes. */
export const MOST_TYPED = 200;

export const SHEETS = ["relations", "entities", "quantities"] as const;
/** What a table lists, by which of its columns, and which way. */
export interface Listed {
  readonly sheet: (typeof SHEETS)[number];
  /** -1: in the order of the data */
  readonly column: number;
  readonly down: boolean;
}
const AS_TOLD: Listed = { sheet: "relations", column: -1, down: false };

export type Theme = "auto" | "light" | "dark";
export type Selection =
  | { readonly kind: "none" }
  | { readonly kind: "node"; readonly node: number }
  | { readonly kind: "edge"; readonly edge: number }
  | { readonly kind: "figure"; readonly figure: number }
  | { readonly kind: "path"; readonly from: number; readonly to: number }
  /** sentences that hold words, or their sounds */
  | { readonly kind: "words"; readonly query: string };

/** Where the camera stands, in the measure of sigma: parts of the layout's box. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly ratio: number;
}

export interface State {
  readonly view: View;
  readonly selection: Selection;
  /** 0: no neighbourhood; 1 or 2: only nodes within so many steps of the selected node are shown */
  readonly steps: 0 | 1 | 2;
  readonly report: number;
  readonly filter: Filter;
  readonly language: Language;
  readonly script: Script;
  readonly theme: Theme;
  /** the two reports or years that the summary compares, by their keys */
  readonly compare: readonly [string, string] | null;
  /** what the columns of the matrix are */
  readonly by: "reports" | "years";
  readonly listed: Listed;
  /** null where the camera stands as the page put it */
  readonly camera: Camera | null;
  /** the period or the province whose sentences are listed */
  readonly open: string | null;
}

export const NOTHING: Selection = { kind: "none" };

export function initial(graph: Graph, languages: readonly string[]): State {
  const chinese = languages.length === 0 || languages.some((code) => /^zh\b/i.test(code)) || !languages[0]!.startsWith("en");
  return {
    view: graph.data.nodes.length > READ_AS_NETWORK && graph.data.reports.length ? "summary" : "network",
    selection: NOTHING,
    steps: 0,
    report: 0,
    filter: NO_FILTER,
    language: chinese ? "zh" : "en",
    script: graph.data.script,
    theme: "auto",
    compare: null,
    by: "reports",
    listed: AS_TOLD,
    camera: null,
    open: null,
  };
}

/** Write what differs from `base`. Nodes and reports are named by IRI, so that a link outlives a new build. */
export function encode(state: State, base: State, graph: Graph): string {
  const { nodes, edges, reports, predicates } = { ...graph.data, edges: graph.edges };
  const out = new URLSearchParams();
  const { selection, filter } = state;
  if (selection.kind === "node") out.set("node", nodes[selection.node]!.i);
  if (selection.kind === "edge") {
    const edge = edges[selection.edge]!;
    out.set("edge", [nodes[edge.s]!.i, predicates[edge.p]!.id, nodes[edge.o]!.i].join(" "));
  }
  if (selection.kind === "figure") out.set("figure", figureKey(graph, selection.figure));
  if (selection.kind === "path") out.set("path", `${nodes[selection.from]!.i} ${nodes[selection.to]!.i}`);
  if (selection.kind === "words") out.set("find", selection.query);
  if (state.open !== null) out.set("open", state.open);
  if (state.steps) out.set("steps", String(state.steps));
  if (state.view !== base.view) out.set("view", state.view);
  if (state.report !== told(selection, filter, graph)) out.set("report", reports[state.report]!.i);
  const sets = { "-type": filter.types, "-predicate": filter.predicates, "-modality": filter.modalities };
  for (const [key, set] of Object.entries(sets)) if (set.size) out.set(key, [...set].sort().join(","));
  if (filter.from !== null) out.set("from", monthName(filter.from));
  if (filter.to !== null) out.set("to", monthName(filter.to));
  if (!filter.undated) out.set("undated", "0");
  if (filter.degree) out.set("degree", String(filter.degree));
  if (filter.score) out.set("score", String(filter.score));
  if (filter.report !== null) out.set("only", reports[filter.report]!.i);
  if (filter.place !== null) out.set("place", filter.place);
  if (state.compare) out.set("compare", state.compare.join(" "));
  if (state.by !== base.by) out.set("by", state.by);
  const { sheet, column, down } = state.listed;
  if (sheet !== AS_TOLD.sheet || column >= 0) out.set("table", column < 0 ? sheet : `${sheet} ${column} ${down ? "down" : "up"}`);
  if (state.language !== base.language) out.set("lang", state.language);
  if (state.script !== base.script) out.set("script", state.script);
  if (state.theme !== base.theme) out.set("theme", state.theme);
  if (state.camera) out.set("at", [state.camera.x, state.camera.y, state.camera.ratio].map((part) => part.toFixed(4)).join(","));
  return out.toString();
}

/** Read a fragment; what it does not know is left as in `base`. */
export function decode(fragment: string, base: State, graph: Graph): State {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const set = (key: string): Set<string> => new Set((given.get(key) ?? "").split(",").filter(Boolean));
  const report = (key: string): number => graph.data.reports.findIndex((row) => row.i === given.get(key));
  const degree = Number(given.get("degree") ?? 0);
  const score = Number(given.get("score") ?? 0);
  const only = report("only");
  const filter: Filter = {
    types: set("-type"),
    predicates: set("-predicate"),
    modalities: set("-modality"),
    from: monthOf(given.get("from") ?? ""),
    to: monthOf(given.get("to") ?? ""),
    undated: given.get("undated") !== "0",
    score: Number.isInteger(score) && score > 0 && score <= 100 ? score : 0,
    degree: Number.isInteger(degree) && degree > 0 ? degree : 0,
    report: only >= 0 ? only : null,
    place: province(given.get("place") ?? "")?.code ?? null,
  };
  const steps = given.get("steps");
  const [first, second] = (given.get("compare") ?? "").split(" ").filter((key) => isGroup(graph, key));
  const chosen = selection(given, graph);
  const named = report("report");
  return {
    view: one(given.get("view"), VIEWS, base.view),
    selection: chosen,
    steps: steps === "1" ? 1 : steps === "2" ? 2 : 0,
    report: named >= 0 ? named : told(chosen, filter, graph),
    filter,
    language: one(given.get("lang"), ["zh", "en"], base.language),
    script: one(given.get("script"), ["zh-Hans", "zh-Hant"], base.script),
    theme: one(given.get("theme"), ["auto", "light", "dark"], base.theme),
    compare: first !== undefined && second !== undefined ? [first, second] : null,
    by: one(given.get("by"), ["reports", "years"], base.by),
    listed: listed(given.get("table")),
    camera: camera(given.get("at")),
    open: given.get("open")?.slice(0, MOST_TYPED) || null,
  };
}

function one<T extends string>(value: string | null, allowed: readonly T[], fallback: T): T {
  return allowed.find((item) => item === value) ?? fallback;
}

function listed(value: string | null): Listed {
  const [sheet, column, way] = (value ?? "").split(" ");
  return { sheet: one(sheet ?? null, SHEETS, AS_TOLD.sheet), column: /^\d{1,2}$/.test(column ?? "") ? Number(column) : -1, down: way === "down" };
}

function camera(value: string | null): Camera | null {
  const [x, y, ratio] = (value ?? "").split(",").map(Number);
  return [x, y, ratio].every(Number.isFinite) && ratio! > 0 ? { x: x!, y: y!, ratio: ratio! } : null;
}

/** A figure is named by its evidence: reports give figures no name of their own. */
function figureKey(graph: Graph, figure: number): string {
  const row = graph.data.quantities[figure]!;
  return `${graph.data.reports[row.d]!.i}-${row.e[0]?.i ?? figure}`;
}

/** Where what is selected is told, for links that name no report: in the only report that counts, where there is one. */
export function told(chosen: Selection, filter: Filter, graph: Graph): number {
  if (filter.report !== null) return filter.report;
  if (chosen.kind === "node") return graph.mentionsOf[chosen.node]![0]?.report ?? 0;
  if (chosen.kind === "edge") return graph.data.statements[graph.edges[chosen.edge]?.statements[0] ?? -1]?.d ?? 0;
  if (chosen.kind === "path") return told({ kind: "edge", edge: shortestPaths(graph, chosen.from, chosen.to, () => true, 1)[0]?.edges[0] ?? -1 }, filter, graph);
  if (chosen.kind === "words") return graph.texts.find(chosen.query, () => true)[0]?.report ?? 0;
  return chosen.kind === "figure" ? graph.data.quantities[chosen.figure]!.d : 0;
}

/** Whether a link names a view, which a narrow window then opens instead of the text. */
export function namesView(fragment: string): boolean {
  const given = new URLSearchParams(fragment.replace(/^#/, "")).get("view");
  return VIEWS.some((view) => view === given);
}

/** Whether a link names something that the page does not have. */
export function isLost(fragment: string, graph: Graph): boolean {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  return ["node", "edge", "path", "figure"].some((key) => given.has(key)) && selection(given, graph).kind === "none";
}

function selection(given: URLSearchParams, graph: Graph): Selection {
  const node = graph.nodeByIri.get(given.get("node") ?? "");
  if (node !== undefined) return { kind: "node", node };
  const [s, p, o] = (given.get("edge") ?? "").split(" ");
  const predicate = graph.data.predicates.findIndex((term) => term.id === p);
  const edge = graph.edgeByKey.get(`${graph.nodeByIri.get(s ?? "")} ${predicate} ${graph.nodeByIri.get(o ?? "")}`);
  if (edge) return { kind: "edge", edge: edge.index };
  const wanted = given.get("figure");
  const figure = wanted === null ? -1 : graph.data.quantities.findIndex((_, index) => figureKey(graph, index) === wanted);
  if (figure >= 0) return { kind: "figure", figure };
  const [from, to] = (given.get("path") ?? "").split(" ").map((iri) => graph.nodeByIri.get(iri));
  if (from !== undefined && to !== undefined) return { kind: "path", from, to };
  const query = given.get("find")?.slice(0, MOST_TYPED).trim();
  if (query) return { kind: "words", query };
  return NOTHING;
}
