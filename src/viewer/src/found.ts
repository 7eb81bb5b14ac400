/** The card of a search in the texts: every sentence that holds the words, each of which opens in its report. */

import { citeButton, head, section } from "./card";
import type { Context } from "./context";
import { bdi, h } from "./dom";
import { list } from "./lists";
import type { Range } from "./payload";
import { visible, shorten } from "./text";
import type { Found } from "./textsearch";

/** What was found, as the filter leaves the reports. */
export function found(context: Context, query: string): Found[] {
  const { report } = context.state.filter;
  return context.graph.texts.find(query, (each) => report === null || each === report);
}

export function wordsCard(context: Context, query: string): HTMLElement[] {
  const all = found(context, query);
  const title = h("h2", { tabindex: "-1" }, bdi(`“${query}”`));
  const rows = all.map((each) => () => row(context, each));
  const none = all.length ? [] : [h("p", { class: "hint" }, context.say("noHits"))];
  return [head(context, h("span", {}, context.say("inTexts")), title), section(context.say("evidence"), context.figure(all.length), list(context, rows), ...none)];
}

function row(context: Context, each: Found): HTMLElement {
  const { graph } = context;
  const text = graph.text(each.report);
  const span = text.span(each.sentence);
  const pieces = text.pieces(span);
  const source = graph.data.reports.length > 1 ? bdi(shorten(context.reportTitle(each.report), 60), { class: "source" }) : null;
  const go = (): void => context.reveal(each.report, ...pieces);
  return h("div", { class: "evidence-row" }, h("button", { type: "button", class: "evidence", onclick: go }, marked(text.raw, span, each.spans), h("span", { class: "facts" }, source)), citeButton(context, each.report, span));
}

/** A sentence with the words that were found. */
export function marked(raw: string, [from, to]: Range, spans: readonly Range[]): HTMLElement {
  const out = h("blockquote", { class: "quote" });
  let at = from;
  for (const [start, end] of [...spans].sort(([a], [b]) => a - b)) {
    if (start < at || end > to) continue;
    out.append(visible(raw.slice(at, start)), h("span", { class: "trigger" }, raw.slice(start, end)));
    at = end;
  }
  out.append(visible(raw.slice(at, to)));
  return out;
}
