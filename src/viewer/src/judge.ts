/** Corrections: what stands beside names, evidence and head of a report, so that a reader can say that it is right, wrong, or something else. */

import "./judge.css";
import type { Context } from "./context";
import { called, date, Desk, placed, surfaces, type Row } from "./decisions";
import { bdi, button, h } from "./dom";
import type { Graph } from "./graph";
import { tell, type JudgeWord } from "./judgewords";
import type { Range, Term } from "./payload";
import { shorten } from "./text";

const desks = new WeakMap<Graph, Desk>();

export function desk(graph: Graph): Desk {
  let found = desks.get(graph);
  if (!found) desks.set(graph, (found = new Desk(graph, memory())));
  return found;
}

function memory(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** What is open stays open when the card is drawn again. */
let open: string | null = null;
let everywhere = true;
/** The mention that was clicked last: its report, and the offsets of its words. */
let clicked: { readonly report: number; readonly text: string; readonly from: number } | null = null;

export function remember(report: number, from: number, text: string): void {
  clicked = { report, from, text };
}

/** The report that a thing is judged in: the one shown where it is named there, else the first that names it. */
function reportOf(context: Context, node: number): number | undefined {
  const places = context.graph.mentionsOf[node]!;
  return (places.find((place) => place.report === context.state.report) ?? places[0])?.report;
}

function decide(context: Context, report: number, row: Row): void {
  open = null;
  desk(context.graph).decide(report, row);
  context.set({});
}

/** Two buttons, right and wrong; pressed where that was decided, and pressed again to take it back. */
function verdicts(context: Context, report: number, like: Row, right: () => void, wrong: () => void): HTMLElement[] {
  const found = desk(context.graph).find(report, like);
  const undo = (): void => {
    desk(context.graph).undo(report, found!);
    context.set({});
  };
  const one = (verdict: "right" | "wrong", act: () => void): HTMLElement => {
    const pressed = found?.verdict === verdict;
    const [sign, look] = verdict === "right" ? ["✓ ", "yes"] : ["✗ ", "no"];
    return button(sign + tell(context, verdict), { class: `verdict ${look}`, "aria-pressed": String(pressed), onclick: pressed ? undo : act });
  };
  return [one("right", right), one("wrong", wrong)];
}

function choice(label: string, options: readonly (readonly [string, string])[], pick: (value: string) => void): HTMLElement {
  const select = h("select", { "aria-label": label }, h("option", { value: "" }, "—"), ...options.map(([value, text]) => h("option", { value }, text)));
  select.addEventListener("change", () => select.value && pick(select.value));
  return h("label", {}, `${label} `, select);
}

/** A field to fill in. `read` gives what is decided, or null where `wrong` is to be told; what is empty is nothing, if that may be. */
interface Entry {
  readonly list?: string;
  readonly empty?: boolean;
  readonly read?: (given: string) => string | null;
  readonly wrong?: JudgeWord;
}

export function entry(context: Context, label: string, value: string, done: (value: string) => void, { list, empty, read, wrong }: Entry = {}): HTMLElement {
  const input = h("input", { value, "aria-label": label, ...(list ? { list } : {}) });
  const told = h("span", { class: "hint", role: "alert" });
  const act = (): void => {
    const given = input.value.trim();
    if (given === value || (!given && !empty)) return;
    const made = given && read ? read(given) : given;
    if (made === null) told.textContent = tell(context, wrong ?? "nowhere");
    else done(made);
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") act();
    event.stopPropagation();
  });
  return h("label", {}, `${label} `, input, button(tell(context, "apply"), { onclick: act }), told);
}

const terms = (context: Context, of: readonly Term[]): [string, string][] => of.map((term) => [term.id, context.label(term)]);

// -- names

export function judgeNode(context: Context, node: number): HTMLElement[] {
  const { graph } = context;
  const report = reportOf(context, node);
  if (report === undefined) return [];
  const written = surfaces(graph, node, report);
  const own = clicked?.report === report ? written.find(([text]) => text === clicked!.text) : undefined;
  const [text, places] = own ?? written[0]!;
  const texts = graph.text(report);
  const at = places.find((place) => texts.start(place.from) === clicked?.from) ?? places[0]!;
  const base = { about: "name", ...placed(graph, report, texts.offsets([at.from, at.to])), scope: everywhere ? "report" : "here" };
  const type = graph.data.types[graph.data.nodes[node]!.t]!.id;
  const name = (verdict: string, change: Partial<Row> = {}): void => decide(context, report, { ...base, verdict, ...change });
  const key = `node ${node}`;
  const toggle = (): void => {
    open = open === key ? null : key;
    context.set({});
  };
  const row = h("div", { class: "judge-row" }, bdi(`“${shorten(text, 30)}”`), ...verdicts(context, report, { ...base, verdict: "" }, () => name("right", { type }), toggle));
  if (open !== key) return [h("div", { class: "judge" }, row)];
  const scope = h("input", { type: "checkbox", checked: everywhere });
  scope.addEventListener("change", () => {
    everywhere = scope.checked;
    context.set({});
  });
  const others = graph.data.nodes.flatMap((other, index) => (index !== node && other.t === graph.data.nodes[node]!.t && reportOf(context, index) === report ? [index] : []));
  const options = h("datalist", { id: "judge-names" }, ...others.map((index) => h("option", { value: context.name(index) })));
  const same = (verdict: string, subject: string, object: string): void => decide(context, report, { ...base, about: "same", verdict, subject, object, scope: "report" });
  const { raw } = texts;
  const from = texts.start(at.from);
  const near = (given: string): string | null => {
    const { folding } = graph;
    const around = raw.slice(Math.max(0, from - given.length), from + text.length + given.length);
    return folding.fold(around).replace(/\s/g, "").includes(folding.fold(given).replace(/\s/g, "")) ? given : null;
  };
  const more = [
    button(tell(context, "notName"), { class: "first", onclick: () => name("wrong") }),
    choice(tell(context, "typeIs"), terms(context, graph.data.types.filter((each) => each.id !== type)), (value) => name("wrong", { type: value })),
    entry(context, tell(context, "textIs"), text, (value) => name("wrong", { instead: value, type }), { read: near }),
    entry(context, tell(context, "same"), "", (value) => same("right", text, value), { list: "judge-names", read: (given) => (given === text ? null : given), wrong: "itself" }),
    ...(written.length > 1 ? [button(`${tell(context, "apart")}（${shorten(text, 20)}）`, { onclick: () => same("wrong", text, written.find(([other]) => other !== text)![0]) })] : []),
    ...(places.length > 1 || written.length > 1 ? [h("label", {}, scope, ` ${tell(context, "all")}`)] : []),
  ];
  return [h("div", { class: "judge", "data-open": "" }, row, ...more, options)];
}

// -- statements

export function judgeEvidence(context: Context, index: number, which: number): HTMLElement {
  const { graph } = context;
  const row = graph.data.statements[index]!;
  const found = row.e[which]!;
  const like: Row = {
    about: "statement",
    verdict: "",
    scope: "here",
    ...placed(graph, row.d, graph.text(row.d).offsets(found.r)),
    subject: called(graph, row.s, row.d, found.a),
    predicate: graph.data.predicates[row.p]!.id,
    object: called(graph, row.o, row.d, found.b),
  };
  const say = (verdict: string, instead = ""): void => decide(context, row.d, { ...like, verdict, instead });
  const known = desk(graph).find(row.d, like);
  const modalities = graph.data.concepts.filter((each, at) => each.scheme === "modalities" && at !== row.m);
  const shown = known?.verdict === "wrong";
  const select = shown && choice(tell(context, "modality"), [["-", tell(context, "notSaid")], ...terms(context, modalities)], (value) => say("wrong", value === "-" ? "" : value));
  const chosen = select && select.querySelector("select");
  if (chosen) chosen.value = known?.instead || "-";
  return h("span", { class: "judge inline" }, ...verdicts(context, row.d, like, () => say("right"), () => say("wrong")), select);
}

// -- figures and times

/** A figure, or the time of one: right, wrong, or of another value. `range` are pieces of the text. */
export function judgeMeasured(context: Context, about: "figure" | "time", report: number, range: Range, value: string, counted = ""): HTMLElement {
  const { graph } = context;
  const like: Row = { about, verdict: "", scope: "here", ...placed(graph, report, graph.text(report).offsets(range)) };
  const say = (verdict: string, change: Partial<Row> = {}): void => decide(context, report, { ...like, verdict, ...change });
  const known = desk(graph).find(report, like);
  const row = h("div", { class: "judge-row" }, bdi(`“${shorten(like.text ?? "", 30)}”`), ...verdicts(context, report, like, () => say("right"), () => say("wrong")));
  if (known?.verdict !== "wrong") return h("div", { class: "judge" }, row);
  const { instead = "", object = "" } = known;
  const kept = { ...(instead ? { instead } : {}), ...(object ? { object } : {}) };
  const read = about === "time" ? { read: period, wrong: "dateForm" as const } : { read: number, wrong: "numberForm" as const };
  const fields = [
    entry(context, tell(context, "valueIs"), instead || value, (given) => say("wrong", { ...kept, instead: given }), read),
    about === "figure" && entry(context, tell(context, "countedIs"), object || counted, (given) => say("wrong", { ...kept, object: given })),
  ];
  return h("div", { class: "judge", "data-open": "" }, row, ...fields);
}

function number(given: string): string | null {
  const plain = given.normalize("NFKC").replace(/,/g, "");
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(plain) ? plain : null;
}

/** A date, or two with a stroke between them, the later of which may be open. */
export function period(given: string): string | null {
  const whole = date(given);
  const ends = whole ? [whole] : given.split("/").map((end) => (end.trim() === ".." ? ".." : date(end)));
  return ends.length > 2 || ends.includes(null) ? null : ends.join("/");
}

// -- head

export function judgeHead(context: Context): HTMLElement[] {
  const { graph, state } = context;
  const report = graph.data.reports.length === 1 ? 0 : state.filter.report;
  if (report === null) return [];
  const row = graph.data.reports[report]!;
  const values: [JudgeWord, string][] = [
    ["title", row.title ?? ""],
    ["publisher", row.publisher === undefined ? "" : graph.data.nodes[row.publisher]!.n],
    ["issued", row.issued ?? ""],
  ];
  const given = (about: string): string | undefined => desk(graph).find(report, { about, verdict: "", scope: "report" })?.instead;
  const fields = values.map(([about, value]) =>
    entry(context, tell(context, about), given(about) ?? value, (instead) => decide(context, report, { about, verdict: "wrong", scope: "report", text: value, instead }), {
      empty: true,
      ...(about === "issued" ? { read: date, wrong: "dateForm" as const } : {}),
    }),
  );
  const like: Row = { about: "report", verdict: "right", scope: "report" };
  const complete = h("input", { type: "checkbox", checked: desk(graph).find(report, like) !== undefined });
  complete.addEventListener("change", () => {
    if (complete.checked) decide(context, report, like);
    else {
      desk(graph).undo(report, like);
      context.set({});
    }
  });
  const hint = h("p", { class: "hint" }, tell(context, "missing"));
  const out = h("details", { class: "judge", ...(open === "head" ? { open: true } : {}) }, h("summary", {}, tell(context, "head")), ...fields, h("label", {}, complete, ` ${tell(context, "complete")}`), hint);
  out.addEventListener("toggle", () => (open = out.open ? "head" : open === "head" ? null : open));
  return [out, ...decidedBefore(context, report)];
}

/** What the graph itself says was decided. */
function decidedBefore(context: Context, report: number): HTMLElement[] {
  const rows = (context.graph.data.decisions ?? []).filter((row) => row.d === report);
  if (!rows.length) return [];
  const items = rows.map((row) => h("li", {}, `${row.v === "right" ? "✓" : "✗"} `, bdi(shorten(row.w.join(" · ") || row.a, 60)), " ", h("span", { class: "hint" }, bdi(row.who), ` ${row.t.slice(0, 10)}`)));
  return [h("details", { class: "judge" }, h("summary", {}, `${tell(context, "decided")} ${context.figure(rows.length)}`), h("ul", {}, ...items))];
}
