/** What pages of the picture are made of: headings, lists that show their beginning, figures that can be picked. */

import type { Context } from "./context";
import { bdi, button, h } from "./dom";
import { linkedNodes } from "./look";
import type { QuantityRow } from "./payload";
import { nodeLink } from "./sentence";
import { shorten } from "./text";

/** Things of a type that are listed at most. */
const LOOSE = 300;
/** Items of a list that are shown at first, and with each press. */
const FIRST = 12;
const STEP = 200;

export function heading(context: Context, title: string, count: number | null): HTMLElement {
  return h("h2", {}, title, count === null ? null : h("span", { class: "count" }, ` ${context.figure(count)}`));
}

/** A button that shows `next` more of the `rest` that are not shown; on paper it says how many those are. */
export function more(context: Context, next: number, rest: number, show: () => void): HTMLButtonElement {
  return button(`${context.say("more")} ${context.figure(next)}`, { class: "more", "data-rest": `… ${context.figure(rest)} ${context.say("notShown")}`, onclick: show });
}

/** A list that shows its beginning, and the rest when asked. */
export function list(context: Context, items: readonly (() => HTMLElement)[], first = FIRST, name = "rows"): HTMLElement {
  const out = h("ul", { class: name });
  const show = (from: number, to: number): void => {
    out.append(...items.slice(from, to).map((make) => h("li", {}, make())));
    const rest = items.length - to;
    if (rest <= 0) return;
    const last = h("li", {}, more(context, rest, rest, () => {
      last.remove();
      show(to, to + STEP);
      out.children[to]?.querySelector("button")?.focus();
    }));
    out.append(last);
  };
  show(0, items.length <= first + 2 ? items.length : first);
  return out;
}

export function brief(context: Context, items: readonly (() => HTMLElement)[], first: number): HTMLElement {
  return list(context, items, first, "");
}

/** A figure as a button: what is counted, and the words of the report. */
export function figure(context: Context, index: number): HTMLElement {
  const row = context.graph.data.quantities[index]!;
  const found = row.e[0];
  const words = found ? context.graph.words(row.d, ...found.r) : row.v;
  const go = (): void => context.set({ selection: { kind: "figure", figure: index }, report: row.d, steps: 0 });
  return h("button", { type: "button", class: "deed", "data-shows": `figure ${index}`, onclick: go }, bdi(shorten(context.counted(row), 24)), " ", h("b", {}, bdi(shorten(words, 20))), notDone(context, row));
}

/** That a figure is planned or required, or is not so; null for one that is. */
export function notDone(context: Context, { m }: QuantityRow): HTMLElement | null {
  const modality = m === undefined ? undefined : context.graph.data.concepts[m];
  return modality && !modality.plain ? h("span", { class: "badge" }, context.label(modality)) : null;
}

/** Mark what shows the relation or figure that is selected. */
export function markCurrent({ state }: Context, root: HTMLElement): void {
  const { selection } = state;
  const now = selection.kind === "edge" ? `edge ${selection.edge}` : selection.kind === "figure" ? `figure ${selection.figure}` : "";
  for (const each of root.querySelectorAll<HTMLElement>("[data-shows]")) each.setAttribute("aria-current", String(each.dataset["shows"] === now));
}

/** What is only mentioned: it is named, and no shown relation touches it. */
export function loose(context: Context): HTMLElement[] {
  const { graph, shown } = context;
  const linked = linkedNodes(context);
  const alone = graph.order.filter((node) => shown.nodes.has(node) && !linked.has(node));
  if (!alone.length) return [];
  const details = h("details", { class: "loose" }, h("summary", {}, context.say("onlyMentioned"), h("span", { class: "count" }, ` ${context.figure(alone.length)}`)));
  details.addEventListener("toggle", () => {
    if (details.children.length > 1) return;
    const byType = new Map<number, number[]>();
    for (const node of alone) byType.set(graph.data.nodes[node]!.t, [...(byType.get(graph.data.nodes[node]!.t) ?? []), node]);
    for (const [type, nodes] of byType)
      details.append(h("p", {}, h("b", {}, context.label(graph.data.types[type])), " ", ...nodes.slice(0, LOOSE).flatMap((node) => [nodeLink(context, node), "　"])));
  });
  return [details];
}
