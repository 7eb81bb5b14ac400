/** A relation as a sentence that can be picked: who, does what, to whom. */

import { timeWords, type Context } from "./context";
import { bdi, h } from "./dom";
import type { Edge } from "./graph";
import type { Range } from "./payload";
import { shorten, visible } from "./text";

export function nodeDot(context: Context, node: number): HTMLElement {
  return h("i", { class: `dot t${context.graph.data.nodes[node]!.t}`, "aria-hidden": "true" });
}

/** A thing that can be picked, and shown in a report. */
export function nodeLink(context: Context, node: number, report: number | null = null): HTMLButtonElement {
  const go = (): void => context.set({ selection: { kind: "node", node }, ...(report === null ? {} : { report }) });
  return h("button", { type: "button", class: "node-link", onclick: go }, nodeDot(context, node), bdi(shorten(context.title(node), 80)));
}

/** The sentence of an edge as a button that opens `report`; `self` is the node whose card it stands on, which is named briefly. */
export function sentence(context: Context, edge: Edge, self: number | null, report = context.graph.data.statements[edge.statements[0]!]!.d): HTMLButtonElement {
  const { graph } = context;
  const name = (node: number): string => node === self ? shorten(context.shortName(node), 12) : shorten(context.title(node), 60);
  const time = edge.statements.map((index) => context.time(index)).find((value) => value !== null);
  const badges: HTMLElement[] = [];
  if (context.pending(edge)) badges.push(h("span", { class: "badge" }, context.label(context.modality(edge.statements[0]!))));
  if (time) badges.push(h("span", { class: "badge quiet" }, timeWords(time, context.state.language === "zh")));
  return h(
    "button",
    {
      type: "button",
      class: "sentence",
      "data-edge": edge.index,
      onclick: () => context.set({ selection: { kind: "edge", edge: edge.index }, report }),
    },
    nodeDot(context, edge.s),
    bdi(name(edge.s), { class: edge.s === self ? "self" : "" }),
    h("span", { class: "verb" }, ` ${context.label(graph.data.predicates[edge.p])} `),
    nodeDot(context, edge.o),
    bdi(name(edge.o), { class: edge.o === self ? "self" : "" }),
    ...badges,
  );
}

/** The words of a sentence of a report, with trigger and arguments marked. */
export function quote(context: Context, report: number, around: Range, marks: Readonly<Record<string, Range | undefined>>): HTMLElement {
  const { pieces } = context.graph.data.reports[report]!;
  const out = h("blockquote", { class: "quote" });
  for (let i = around[0]; i < around[1]; i++) {
    const classes = Object.entries(marks)
      .filter(([, range]) => range && range[0] <= i && i < range[1])
      .map(([name]) => name);
    out.append(classes.length ? h("span", { class: classes.join(" ") }, pieces[i]!) : visible(pieces[i]!));
  }
  return out;
}
