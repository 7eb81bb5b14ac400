/** What pages of the picture are made of: headings, lists that show their beginning, figures that can be picked. */

import type { Context } from "./context";
import { bdi, button, h } from "./dom";
import { shorten } from "./text";

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
