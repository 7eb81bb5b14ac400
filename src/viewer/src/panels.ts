/** Legend and filter: what kinds of things and relations there are, how many, and which are shown. */

import type { Context } from "./context";
import { button, h, icon } from "./dom";
import { counts, isFiltering, NO_FILTER, type Filter } from "./filter";
import type { Term } from "./payload";
import { province, provinceName } from "./provinces";
import { shorten } from "./text";
import { monthName } from "./time";

function toggled(set: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

function filter(context: Context, change: Partial<Filter>): void {
  context.set({ filter: { ...context.state.filter, ...change } });
}

/** The types that occur, with counts; each is a switch. */
export function legend(context: Context): HTMLElement {
  const { data } = context.graph;
  const all = counts(context.graph, context.state.filter, context.shown).types;
  const items = data.types
    .map((type, index) => ({ type, index, count: all[index]! }))
    .filter(({ type, count }) => count > 0 || context.state.filter.types.has(type.id))
    .sort((a, b) => b.count - a.count)
    .map(({ type, index, count }) =>
      h(
        "button",
        {
          type: "button",
          class: "legend-item",
          "aria-pressed": String(!context.state.filter.types.has(type.id)),
          "data-type": type.id,
          onclick: () => filter(context, { types: toggled(context.state.filter.types, type.id) }),
        },
        h("i", { class: `dot t${index}`, "aria-hidden": "true" }),
        context.label(type),
        h("span", { class: "count" }, ` ${context.figure(count)}`),
      ),
    );
  const line = (kind: string, word: "lineDone" | "linePlanned"): HTMLElement => h("span", { class: "legend-line" }, h("i", { class: `line ${kind}`, "aria-hidden": "true" }), context.say(word));
  const lines = context.shown.edges.size ? [line("solid", "lineDone"), line("dashed", "linePlanned")] : [];
  return h("div", { class: "legend", "data-covers": true, role: "group", "aria-label": context.say("legend") }, ...items, ...lines);
}

/** What narrows the page, one chip each; a press takes it off. */
export function chips(context: Context): HTMLElement[] {
  const { data } = context.graph;
  const { filter: now } = context.state;
  const chip = (label: string, change: Partial<Filter>): HTMLElement =>
    button(`${context.say("takeOff")} ${label}`, { class: "filter-chip", onclick: () => filter(context, change) }, h("span", {}, label), icon("close"));
  const out: HTMLElement[] = [];
  const facets = [["types", "type", data.types], ["predicates", "predicate", data.predicates], ["modalities", "modality", data.concepts]] as const;
  for (const [key, word, terms] of facets) {
    const off = terms.filter((term) => now[key].has(term.id));
    if (off.length) out.push(chip(`${context.say(word)} ${context.say("without")} ${off.map((term) => context.label(term)).join("、")}`, { [key]: new Set() }));
  }
  const place = now.place === null ? undefined : province(now.place);
  if (place) out.push(chip(`${context.say("places")} ${provinceName(context, place)}`, { place: null }));
  if (now.report !== null) out.push(chip(`${context.say("report")} ${shorten(context.reportName(now.report), 20)}`, { report: null }));
  if (now.from !== null || now.to !== null) out.push(chip(`${context.say("time")} ${now.from === null ? "…" : monthName(now.from)} – ${now.to === null ? "…" : monthName(now.to)}`, { from: null, to: null }));
  if (!now.undated) out.push(chip(context.say("datedOnly"), { undated: true }));
  if (now.score) out.push(chip(`${context.say("score")} ≥ ${now.score}%`, { score: 0 }));
  if (now.degree) out.push(chip(`${context.say("degree")} ${now.degree}`, { degree: 0 }));
  if (out.length > 1) out.push(button(context.say("reset"), { class: "filter-chip all", onclick: () => context.set({ filter: NO_FILTER }) }));
  return out;
}

function choices(context: Context, title: string, terms: readonly Term[], counted: readonly number[], key: "predicates" | "modalities"): HTMLElement | null {
  const rows = terms
    .map((term, index) => ({ term, count: counted[index]! }))
    .filter(({ term, count }) => count > 0 || context.state.filter[key].has(term.id))
    .map(({ term, count }) => {
      const box = h("input", { type: "checkbox", "data-id": term.id, checked: !context.state.filter[key].has(term.id) });
      box.addEventListener("change", () => filter(context, { [key]: toggled(context.state.filter[key], term.id) }));
      return h("label", { class: "choice" }, box, h("span", {}, context.label(term)), h("span", { class: "count" }, context.figure(count)));
    });
  return rows.length ? h("fieldset", {}, h("legend", {}, title), h("div", { class: "choices" }, ...rows)) : null;
}

export function filterPanel(context: Context, close: () => void): HTMLElement[] {
  const { graph, state } = context;
  const { data } = graph;
  const { predicates, modalities } = counts(graph, state.filter, context.shown);
  const parts = [
    h(
      "div",
      { class: "panel-head" },
      h("h2", {}, context.say("filter")),
      button(context.say("reset"), { class: "plain", disabled: !isFiltering(state.filter), onclick: () => context.set({ filter: NO_FILTER }) }),
      button(context.say("close"), { class: "plain", onclick: close }),
    ),
    choices(context, context.say("predicate"), data.predicates, predicates, "predicates"),
    choices(context, context.say("modality"), data.concepts, modalities, "modalities"),
    timeSlider(context),
    slider(context, "score", 100, 5),
    slider(context, "degree", Math.min(30, graph.degree.reduce((a, b) => Math.max(a, b), 0)), 1),
  ];
  if (data.reports.length > 1) {
    const box = h("input", { type: "checkbox", id: "only-report", checked: state.filter.report !== null });
    box.addEventListener("change", () => filter(context, { report: box.checked ? state.report : null }));
    parts.push(h("label", { class: "choice" }, box, h("span", {}, context.say("onlyReport"))));
  }
  return parts.filter((part): part is HTMLElement => part !== null);
}

function slider(context: Context, key: "degree" | "score", most: number, step: number): HTMLElement {
  const value = context.state.filter[key];
  const unit = key === "score" ? "%" : "";
  const input = h("input", { type: "range", min: 0, max: most, step, value, id: key, "aria-label": context.say(key) });
  const shown = h("output", { for: key }, `${value}${unit}`);
  input.addEventListener("input", () => (shown.textContent = `${input.value}${unit}`));
  input.addEventListener("change", () => filter(context, { [key]: Number(input.value) }));
  const means = key === "score" ? h("p", { class: "hint" }, context.say("scoreMeans")) : null;
  return h("fieldset", {}, h("legend", {}, context.say(key), key === "score" ? " ≥ " : " ", shown), input, means);
}

/** Two thumbs over the months that occur. */
function timeSlider(context: Context): HTMLElement | null {
  const { graph } = context;
  const spans = graph.data.statements.map((row, index) => graph.spans[index] ?? graph.told(row));
  const bounds = spans.flatMap((span) => (span ? [span.from, span.to] : [])).filter(Number.isFinite);
  if (!bounds.length) return null;
  const least = bounds.reduce((a, b) => Math.min(a, b));
  const most = Math.max(bounds.reduce((a, b) => Math.max(a, b)), least + 1);
  const { from, to, undated } = context.state.filter;
  const say = (): string => (Number(first.value) === least && Number(last.value) === most ? context.say("anyTime") : `${monthName(Number(first.value))} – ${monthName(Number(last.value))}`);
  const first = h("input", { type: "range", min: least, max: most, step: 1, value: from ?? least, id: "from", "aria-label": `${context.say("time")} ${context.say("timeFrom")}` });
  const last = h("input", { type: "range", min: least, max: most, step: 1, value: to ?? most, id: "to", "aria-label": `${context.say("time")} ${context.say("timeTo")}` });
  const shown = h("output", { for: "from to" }, say());
  const spoken = (): void => {
    for (const input of [first, last]) input.setAttribute("aria-valuetext", monthName(Number(input.value)));
    shown.textContent = say();
  };
  spoken();
  first.addEventListener("input", () => {
    if (Number(first.value) > Number(last.value)) last.value = first.value;
    spoken();
  });
  last.addEventListener("input", () => {
    if (Number(last.value) < Number(first.value)) first.value = last.value;
    spoken();
  });
  const commit = (): void => {
    const [a, b] = [Number(first.value), Number(last.value)];
    filter(context, { from: a === least ? null : a, to: b === most ? null : b });
  };
  first.addEventListener("change", commit);
  last.addEventListener("change", commit);
  const box = h("input", { type: "checkbox", id: "undated", checked: undated });
  box.addEventListener("change", () => filter(context, { undated: box.checked }));
  return h(
    "fieldset",
    {},
    h("legend", {}, context.say("time"), " ", shown),
    h("div", { class: "double" }, first, last),
    h("label", { class: "choice" }, box, h("span", {}, context.say("undated"))),
  );
}
