/** What pages of the picture are made of: headings, lists that show their beginning, figures that can be picked. */

import type { Context } from "./context";
import { bdi, button, h } from "./dom";
import { linkedNodes } from "./look";
import { nodeLink } from "./sentence";
import { shorten } from "./text";

/** Things of a type that are listed at most. */
const LOOSE = 300;

export function heading(context: Context, title: string, count: number | null): HTMLElement {
  return h("h2", {}, title, count === null ? null : h("span", { class: "count" }, ` ${context.figure(count)}`));
}

/** A list that shows its beginning, and the rest when asked. */
export function brief(context: Context, items: readonly (() => HTMLElement)[], first: number): HTMLElement {
  const out = h("ul", {}, ...items.slice(0, first).map((make) => h("li", {}, make())));
  if (items.length <= first) return out;
  const rest = h("li", {}, button(`${context.say("more")} ${context.figure(items.length - first)}`, { class: "more", onclick: () => rest.replaceWith(...items.slice(first).map((make) => h("li", {}, make()))) }));
  out.append(rest);
  return out;
}

/** A figure as a button: what is counted, and the words of the report. */
export function figure(context: Context, index: number): HTMLElement {
  const row = context.graph.data.quantities[index]!;
  const found = row.e[0];
  const words = found ? context.graph.words(row.d, ...found.r) : row.v;
  const now = context.state.selection;
  const current = now.kind === "figure" && now.figure === index;
  const go = (): void => context.set({ selection: { kind: "figure", figure: index }, report: row.d, steps: 0 });
  return h("button", { type: "button", class: "deed", "aria-current": String(current), onclick: go }, bdi(shorten(row.n, 24)), " ", h("b", {}, bdi(shorten(words, 20))));
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
