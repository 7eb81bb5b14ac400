/** Legend and filter: what kinds of things and relations there are, how many, and which are shown. */

import type { Context } from "./context";
import { button, h } from "./dom";
import { isFiltering, NO_FILTER, type Filter } from "./filter";
import type { Term } from "./payload";
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
  const all = new Int32Array(data.types.length);
  for (const node of data.nodes) all[node.t]! += 1;
  const items = data.types
    .map((type, index) => ({ type, index, count: all[index]! }))
    .filter(({ count }) => count > 0)
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
  return h("div", { class: "legend", "data-covers": true, role: "group", "aria-label": context.say("legend") }, ...items);
}

function choices(context: Context, title: string, terms: readonly Term[], counts: readonly number[], key: "predicates" | "modalities"): HTMLElement | null {
  const rows = terms
    .map((term, index) => ({ term, count: counts[index]! }))
    .filter(({ count }) => count > 0)
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
  const predicates = data.predicates.map(() => 0);
  for (const edge of graph.edges) predicates[edge.p]! += 1;
  const modalities = data.concepts.map(() => 0);
  for (const row of data.statements) if (row.m !== undefined) modalities[row.m]! += 1;
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
    degreeSlider(context),
  ];
  if (data.reports.length > 1) {
    const box = h("input", { type: "checkbox", id: "only-report", checked: state.filter.report !== null });
    box.addEventListener("change", () => filter(context, { report: box.checked ? state.report : null }));
    parts.push(h("label", { class: "choice" }, box, h("span", {}, context.say("onlyReport"))));
  }
  return parts.filter((part): part is HTMLElement => part !== null);
}

function degreeSlider(context: Context): HTMLElement {
  const most = Math.min(30, context.graph.degree.reduce((a, b) => Math.max(a, b), 0));
  const value = context.state.filter.degree;
  const input = h("input", { type: "range", min: 0, max: most, step: 1, value, id: "degree", "aria-label": context.say("degree") });
  const shown = h("output", { for: "degree" }, String(value));
  input.addEventListener("input", () => (shown.textContent = input.value));
  input.addEventListener("change", () => filter(context, { degree: Number(input.value) }));
  return h("fieldset", {}, h("legend", {}, context.say("degree"), " ", shown), input);
}

/** Two thumbs over the months that occur. */
function timeSlider(context: Context): HTMLElement | null {
  const bounds = context.graph.spans.flatMap((span) => (span ? [span.from, span.to] : [])).filter(Number.isFinite);
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
