/** The line over the report's text: which one it is, and the list of all. */

import type { Context } from "./context";
import { bdi, h, icon } from "./dom";
import { shorten } from "./text";

const MOST = 300;
/** Reports from which on the list can be searched. */
const SEARCHED = 8;

export function drawReports(context: Context, root: HTMLElement): void {
  const { reports } = context.graph.data;
  if (reports.length < 2) return root.replaceChildren(h("h2", { class: "pane-title" }, context.say("text")));
  if (root.querySelector("details")?.open) return;
  const { report } = context.state;
  const current = h("summary", {}, h("span", { class: "count" }, `${context.say("report")} ${report + 1}/${context.figure(reports.length)}`), " ", bdi(shorten(context.reportTitle(report), 40)), icon("down"));
  const details = h("details", { class: "report-list" }, current);
  // before it opens: the event "toggle" comes after the next Tab
  current.addEventListener("click", () => {
    if (details.children.length === 1) details.append(list(context, details));
  });
  root.replaceChildren(details);
}

function list(context: Context, details: HTMLDetailsElement): HTMLElement {
  const { data } = context.graph;
  const filter = h("input", { type: "search", "aria-label": context.say("reports"), placeholder: context.say("reports") });
  const rows = h("ul", {});
  const counts = new Int32Array(data.reports.length);
  for (const row of data.statements) counts[row.d]! += 1;
  const fill = (): void => {
    const wanted = filter.value.trim();
    const found = data.reports.map((row, index) => ({ row, index })).filter(({ row }) => !wanted || `${row.title ?? ""} ${row.source ?? ""}`.includes(wanted));
    rows.replaceChildren(
      ...found.slice(0, MOST).map(({ row, index }) => {
        const choose = (): void => {
          details.open = false;
          const only = context.state.filter.report === null ? {} : { filter: { ...context.state.filter, report: index } };
          context.set({ report: index, ...only });
        };
        const about = [row.issued?.slice(0, 10), `${context.figure(counts[index]!)} ${context.say("relations")}`].filter(Boolean).join(" · ");
        return h("li", {}, h("button", { type: "button", "aria-current": String(index === context.state.report), onclick: choose }, bdi(shorten(context.reportTitle(index), 60)), h("span", { class: "count" }, about)));
      }),
    );
  };
  filter.addEventListener("input", fill);
  fill();
  return h("div", { class: "report-menu" }, data.reports.length > SEARCHED ? filter : null, rows);
}
