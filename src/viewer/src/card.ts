/** The card over the report: an overview, one node, one relation, or a path. */

import { timeWords, type Context } from "./context";
import { bdi, button, h, icon } from "./dom";
import { wordsCard } from "./found";
import { shortestPaths, WAYS, type Edge } from "./graph";
import { judgeEvidence, judgeHead, judgeMeasured, judgeNode } from "./judge";
import type { EvidenceRow, QuantityRow, Range } from "./payload";
import { list, loose, notDone } from "./lists";
import { nodeDot, nodeLink, quote, sentence } from "./sentence";
import { codePoints, shorten } from "./text";

export interface CardHooks {
  /** ask for the other end of a path */
  pickPath(from: number): void;
}

export function card(context: Context, hooks: CardHooks): HTMLElement[] {
  const { selection } = context.state;
  if (selection.kind === "node") return nodeCard(context, selection.node, hooks);
  if (selection.kind === "edge") return edgeCard(context, context.graph.edges[selection.edge]!);
  if (selection.kind === "figure") return figureCard(context, selection.figure);
  if (selection.kind === "words") return wordsCard(context, selection.query);
  if (selection.kind === "path") return pathCard(context, selection.from, selection.to);
  return overview(context);
}

/** What is said where the sentence does not state the subject. */
export const SUPPLIED = { reporter: "suppliedReporter", running: "suppliedRunning", name: "suppliedName" } as const;

export function head(context: Context, kicker: HTMLElement | string, title: HTMLElement): HTMLElement {
  const clear = button(context.say("back"), { class: "plain close", onclick: () => context.set({ selection: { kind: "none" }, steps: 0 }) }, icon("close"));
  return h("header", { class: "card-head" }, h("div", { class: "kicker" }, kicker, clear), title);
}

export function section(title: string, count: string | null, ...children: HTMLElement[]): HTMLElement {
  return h("section", {}, h("h3", {}, title, count === null ? null : h("span", { class: "count" }, ` ${count}`)), ...children);
}

// -- overview

function overview(context: Context): HTMLElement[] {
  const { graph, shown, state } = context;
  const report = graph.data.reports.length === 1 ? graph.data.reports[0] : undefined;
  const facts: HTMLElement[] = [];
  const told = report?.publisher !== undefined && graph.data.title.startsWith(context.name(report.publisher));
  if (report?.publisher !== undefined && !told) facts.push(nodeLink(context, report.publisher));
  if (report?.inferred) facts.push(h("span", {}, context.say("inferred")));
  if (report?.issued && !told) facts.push(h("span", {}, report.issued.replace("T", " ")));
  if (report?.source && report.source !== graph.data.title) facts.push(bdi(report.source, { class: "source" }));
  const numbers: [number, string][] = [
    [shown.nodes.size, context.say("countEntities")],
    [shown.statements.size, context.say("countRelations")],
    [shown.quantities.size, context.say("countQuantities")],
    ...(report ? [] : [[state.filter.report === null ? graph.data.reports.length : 1, context.say("countReports")] as [number, string]]),
  ];
  const parts = [
    h(
      "header",
      { class: "card-head" },
      h("h2", { tabindex: "-1" }, bdi(shorten(context.heading, 120))),
      facts.length ? h("p", { class: "facts" }, ...facts) : null,
      h("p", { class: "numbers" }, ...numbers.map(([n, word]) => h("span", {}, h("b", {}, context.figure(n)), ` ${word}`))),
      state.view === "network" && graph.data.nodes.length > 0 ? h("p", { class: "hint" }, context.say("hint")) : null,
      ...judgeHead(context),
    ),
  ];
  if (state.view === "network") parts.push(...loose(context));
  const lead = graph.order.filter((node) => shown.nodes.has(node) && acts(context, node)).slice(0, report ? 4 : 8);
  if (!lead.length || state.view === "summary") return parts;
  const groups = lead.map((node) => {
    const rows = actions(context, node).map((edge) => () => sentence(context, edge, node));
    return h("div", { class: "actor" }, nodeLink(context, node), list(context, rows, lead.length > 1 ? 6 : undefined));
  });
  return [...parts, section(context.say("who"), null, ...groups), h("p", { class: "hint keys" }, context.say("keys"))];
}

function acts(context: Context, node: number): boolean {
  return context.graph.edgesOf[node]!.some((index) => context.shown.edges.has(index) && context.graph.edges[index]!.s === node);
}

/** What a node does, most telling first: the relations that name more of the report's words. */
function actions(context: Context, node: number): Edge[] {
  const { graph, shown } = context;
  const edges = graph.edgesOf[node]!.map((index) => graph.edges[index]!).filter((edge) => edge.s === node && shown.edges.has(edge.index));
  return edges.sort((a, b) => Number(context.pending(a)) - Number(context.pending(b)) || a.p - b.p || graph.weight(b.o) - graph.weight(a.o));
}

// -- node

function nodeCard(context: Context, node: number, hooks: CardHooks): HTMLElement[] {
  const { graph, shown } = context;
  const row = graph.data.nodes[node]!;
  const kicker = h("span", { class: "type" }, nodeDot(context, node), context.label(graph.data.types[row.t]));
  const other = context.otherName(node);
  const title = h("div", {}, h("h2", { tabindex: "-1" }, bdi(context.name(node))), other ? h("p", { class: "other-name" }, bdi(other)) : null);
  const parts = [head(context, kicker, title)];
  const aliases = (row.a ?? []).filter((name) => name !== other && name !== context.name(node));
  const facts: [string, HTMLElement][] = [];
  if (aliases.length) facts.push([context.say("aliases"), h("span", {}, ...aliases.slice(0, 20).flatMap((name, i) => [i ? "、" : null, bdi(shorten(name, 60))]))]);
  if (row.c) facts.push([context.say("code"), bdi(row.c, { class: "mono" })]);
  if (row.l?.length) facts.push([context.say("links"), h("span", {}, ...row.l.flatMap((iri, i) => [i ? " · " : null, outside(iri)]))]);
  const tools = h("div", { class: "tools" }, around(context), button(context.say("pathTo"), { onclick: () => hooks.pickPath(node) }));
  const places = graph.mentionsOf[node]!;
  if (places.length) tools.append(mentionSteps(context, node));
  parts.push(h("div", {}, facts.length ? h("dl", { class: "facts-list" }, ...facts.flatMap(([k, v]) => [h("dt", {}, k), h("dd", {}, v)])) : null, tools, ...judgeNode(context, node)));
  const edges = graph.edgesOf[node]!.map((index) => graph.edges[index]!).filter((edge) => shown.edges.has(edge.index));
  edges.sort((a, b) => Number(a.s !== node) - Number(b.s !== node) || a.p - b.p || graph.weight(graph.other(b, node)) - graph.weight(graph.other(a, node)));
  if (edges.length) parts.push(section(context.say("relations"), context.figure(edges.length), list(context, edges.map((edge) => () => sentence(context, edge, node)))));
  const quantities = graph.quantitiesOf[node]!.filter((q) => shown.quantities.has(graph.data.quantities.indexOf(q)));
  if (quantities.length) parts.push(section(context.say("quantities"), context.figure(quantities.length), list(context, quantities.map((q) => () => quantity(context, q)))));
  return parts;
}

function outside(iri: string): HTMLElement {
  const name = decode(iri.replace(/^https?:\/\/(www\.)?/, ""));
  return /^https?:/.test(iri) ? h("a", { href: iri, target: "_blank", rel: "noopener noreferrer" }, shorten(name, 50)) : bdi(shorten(iri, 50));
}

function decode(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

function around(context: Context): HTMLElement {
  const options = [[0, "stepAll"], [1, "stepOne"], [2, "stepTwo"]] as const;
  return h(
    "div",
    { class: "segmented", role: "group", "aria-label": context.say("steps") },
    ...options.map(([steps, word]) =>
      button(context.say(word), {
        "aria-pressed": String(context.state.steps === steps),
        "data-steps": steps,
        onclick: () => context.set({ steps }),
      }),
    ),
  );
}

function mentionSteps(context: Context, node: number): HTMLElement {
  const places = context.graph.mentionsOf[node]!;
  let at = -1;
  const label = h("span", { class: "steps-label", "aria-live": "polite" }, `${context.say("mentions")} ${context.figure(places.length)}`);
  const go = (by: number): void => {
    at = at < 0 ? (by > 0 ? 0 : places.length - 1) : (at + by + places.length) % places.length;
    const place = places[at]!;
    label.textContent = `${context.say("mentions")} ${at + 1}/${places.length}`;
    context.reveal(place.report, place.from, place.to);
  };
  return h(
    "div",
    { class: "mention-steps" },
    label,
    button(context.say("previous"), { class: "plain", onclick: () => go(-1) }, icon("up")),
    button(context.say("next"), { class: "plain", onclick: () => go(1) }, icon("down")),
  );
}

function quantity(context: Context, row: QuantityRow): HTMLElement {
  const evidence = row.e[0];
  const words = evidence ? context.graph.words(row.d, ...evidence.r) : `${row.v} ${unit(row)}`;
  const go = (): void => context.set({ selection: { kind: "figure", figure: context.graph.data.quantities.indexOf(row) }, report: row.d, steps: 0 });
  return h("button", { type: "button", class: "sentence quantity", onclick: go }, bdi(shorten(context.counted(row), 60)), " ", h("b", {}, bdi(words)), notDone(context, row));
}

export function unit(row: QuantityRow): string {
  return row.u === "1/100" ? "%" : row.u;
}

// -- edge

function edgeCard(context: Context, edge: Edge): HTMLElement[] {
  const { graph } = context;
  const verb = h("span", { class: "verb" }, ` ${context.label(graph.data.predicates[edge.p])} `);
  const title = h("h2", { class: "edge-title", tabindex: "-1" }, nodeLink(context, edge.s), verb, nodeLink(context, edge.o));
  const parts = [head(context, h("span", {}, context.say("predicate")), title)];
  const items = edge.statements
    .filter((index) => context.shown.statements.has(index))
    .flatMap((index) => graph.data.statements[index]!.e.map((_, which) => () => evidence(context, index, which)));
  parts.push(section(context.say("evidence"), context.figure(items.length), list(context, items)));
  const sure = edge.statements.some((index) => graph.data.statements[index]!.c !== undefined && context.supplied(index) !== "name");
  if (sure) parts.push(h("p", { class: "hint small" }, context.say("scoreMeans")));
  return parts;
}

function evidence(context: Context, index: number, which: number): HTMLElement {
  const { graph } = context;
  const row = graph.data.statements[index]!;
  const found = row.e[which]!;
  const time = context.time(index);
  const byName = context.supplied(index, [found]) === "name";
  const facts = [
    notSaid(context, index, found),
    byName ? null : h("span", { class: context.isPlain(index) ? "badge quiet" : "badge" }, context.label(context.modality(index))),
    time ? h("span", { class: "badge quiet" }, timeWords(time, context.state.language === "zh")) : null,
    row.c === undefined || byName ? null : h("span", { class: "badge quiet" }, certainty(context, row.c)),
    graph.data.reports.length > 1 ? bdi(shorten(context.reportTitle(row.d), 60), { class: "source" }) : null,
  ];
  const words = quote(context, row.d, found.s ?? found.r, { trigger: found.t, subject: found.a, object: found.b });
  const go = (): void => context.reveal(row.d, ...(found.s ?? found.r));
  return h("div", { class: "evidence-row" }, h("button", { type: "button", class: "evidence", onclick: go }, words, h("span", { class: "facts" }, ...facts)), citeButton(context, row.d, graph.text(row.d).offsets(found.s ?? found.r)), judgeEvidence(context, index, which));
}

/** Whence the subject comes, where the sentence of a piece of evidence does not name it. */
function notSaid(context: Context, statement: number, evidence: EvidenceRow): HTMLElement | null {
  const supplied = context.supplied(statement, [evidence]);
  return supplied && h("span", { class: "badge supplied" }, context.say(SUPPLIED[supplied]));
}

/** `around` are offsets in the report's text, as JavaScript counts. */
export function citeButton(context: Context, report: number, around: Range): HTMLElement {
  const done = (button: HTMLElement, word: "copied" | "cite"): void => void (button.textContent = context.say(word));
  const out = button(context.say("cite"), { class: "plain cite" });
  out.addEventListener("click", () => {
    const text = citation(context, report, around, location.href);
    navigator.clipboard.writeText(text).then(() => done(out, "copied"), () => prompt(context.say("cite"), text));
  });
  return out;
}

/** A sentence as a writer quotes it: words, who said so where and when, at which characters, and where to look. */
export function citation(context: Context, report: number, around: Range, link: string): string {
  const { graph } = context;
  const { raw } = graph.text(report);
  const row = graph.data.reports[report]!;
  const [from, to] = around.map((offset) => codePoints(raw.slice(0, offset))) as [number, number];
  const publisher = row.publisher === undefined ? null : context.name(row.publisher);
  const place = context.state.language === "zh" ? `第 ${from + 1}–${to} 字` : `characters ${from + 1}–${to}`;
  const source = [publisher, row.title ? `《${row.title}》` : row.source, row.issued?.slice(0, 10), place].filter(Boolean).join("，");
  return `“${raw.slice(...around).trim()}”（${source}）${link}`;
}

export function certainty(context: Context, score: number): string {
  return `${context.say("score")} ${Math.round(score * 100)}%`;
}

// -- figure

function figureCard(context: Context, index: number): HTMLElement[] {
  const { graph } = context;
  const row = graph.data.quantities[index]!;
  const found = row.e[0];
  const words = found ? graph.words(row.d, ...found.r) : `${row.v} ${unit(row)}`;
  const title = h("h2", { class: "edge-title", tabindex: "-1" }, bdi(context.counted(row)), " ", h("b", {}, bdi(words)));
  const term = (key: "b" | "g" | "k"): string => (row[key] === undefined ? "" : context.label(graph.data.concepts[row[key]]));
  const time = row.w === undefined ? undefined : graph.data.times[row.w]?.v;
  const facts: [string, HTMLElement | string][] = [
    [context.say("value"), `${term("b")} ${grouped(row.v)} ${unit(row)}`.trim()],
    [context.say("change"), term("g")],
    [context.say("comparison"), term("k")],
    [context.say("time"), time ? timeWords(time, context.state.language === "zh") : ""],
  ];
  if (row.a !== undefined) facts.push([context.say("actor"), nodeLink(context, row.a)]);
  if (row.p !== undefined) facts.push([context.say("within"), nodeLink(context, row.p)]);
  const told = facts.filter(([, value]) => value !== "");
  const parts = [head(context, h("span", {}, context.say("figure")), title), h("dl", { class: "facts-list" }, ...told.flatMap(([k, v]) => [h("dt", {}, k), h("dd", {}, v)]))];
  if (!found) return parts;
  parts.push(judgeMeasured(context, "figure", row.d, found.r, row.v, row.n));
  const when = row.w === undefined ? undefined : graph.data.times[row.w];
  if (when) parts.push(judgeMeasured(context, "time", when.d, when.r, when.v));
  const around = found.s ?? found.r;
  const go = (): void => context.reveal(row.d, ...around);
  const source = graph.data.reports.length > 1 ? h("span", { class: "facts" }, bdi(shorten(context.reportTitle(row.d), 60), { class: "source" })) : null;
  parts.push(section(context.say("evidence"), null, h("button", { type: "button", class: "evidence", onclick: go }, quote(context, row.d, around, { trigger: found.r }), source), citeButton(context, row.d, graph.text(row.d).offsets(around))));
  return parts;
}

/** A decimal with its thousands apart. */
export function grouped(value: string): string {
  return value.replace(/^(-?\d{4,})(?=\.|$)/, (whole) => BigInt(whole).toLocaleString("en"));
}

// -- path

function pathCard(context: Context, from: number, to: number): HTMLElement[] {
  const { graph, shown } = context;
  const ways = shortestPaths(graph, from, to, (edge) => shown.edges.has(edge.index), WAYS);
  const title = h("h2", { class: "edge-title", tabindex: "-1" }, nodeLink(context, from), h("span", { class: "verb" }, " → "), nodeLink(context, to));
  const parts = [head(context, h("span", {}, context.say("path")), title)];
  if (!ways.length) return [...parts, h("p", { class: "hint" }, context.say("noPath"))];
  ways.forEach(({ edges }, index) => {
    const title = ways.length > 1 ? `${context.say("way")} ${index + 1}/${ways.length}` : context.say("relations");
    parts.push(section(title, null, list(context, edges.map((each) => () => proven(context, graph.edges[each]!)))));
  });
  return parts;
}

/** A relation with the words that say it first. */
function proven(context: Context, edge: Edge): HTMLElement {
  const index = edge.statements.find((each) => context.shown.statements.has(each)) ?? edge.statements[0]!;
  const row = context.graph.data.statements[index]!;
  const first = row.e[0];
  const out = h("div", { class: "proven" }, sentence(context, edge, null, row.d));
  if (first) out.append(quote(context, row.d, first.s ?? first.r, { trigger: first.t, subject: first.a, object: first.b }), notSaid(context, index, first) ?? "");
  return out;
}
